"""Drafts: how an answer may go on, looked up in text that it is likely to copy.

An answer about a page mostly consists of words of that page, which another reader has already read,
and of the fixed parts of its form. Where the end of what was said stands in that text, what follows
there is the draft. The model takes in a whole draft in one step and confirms as much of it as it
would have said itself; so a draft changes how fast an answer comes, never what it is.
"""

from collections import deque
from collections.abc import Sequence

from models.engine.loaded import LoadedPair
from models.engine.tokens import tokens_of

LEAST_MATCH_CHARS = 3
MOST_MATCH_CHARS = 32
CHARS_A_TOKEN = 8
"""More than a token of print has on average: so much text is cut up for each one wanted."""

ROWS = (4, 8, 12, 16, 32)
"""Tokens that may be taken in at once: the last one said and the draft behind it."""

LEAST_GAIN = 1.1
"""A draft must be expected to pay so much: times are noisy, and a failed one costs going back."""

ASSUMED_ROW_COST = 0.5
"""Of a further token in a step, in steps of one token, until one was measured."""

KEPT_TIMES = 6


class Pages:
    """Texts that an answer may copy, and the place in each where it is doing so.

    Args:
        skeleton: The fixed parts of the answer's form, in their order.
        words: What another reader saw in the picture.
    """

    def __init__(self, skeleton: Sequence[str], words: str) -> None:
        self._said = ""
        self._sources = [_Source((part,)) for part in (words,) if part]
        if skeleton:
            self._sources.insert(0, _Source(tuple(skeleton)))

    def add(self, piece: str) -> None:
        """Take in what was said next."""
        self._said = (self._said + piece)[-MOST_MATCH_CHARS:]
        for source in self._sources:
            source.follow(piece, self._said)

    def continuation(self) -> str:
        """What follows where the answer is; "" where it is not found."""
        if not self._said:
            return self._sources[0].continuation if self._sources else ""
        best = max(self._sources, key=lambda source: source.matched_chars, default=None)
        return best.continuation if best is not None and best.matched_chars else ""


class _Source:
    """One text; its parts are not run into each other.

    Attributes:
        matched_chars: How much of the end of what was said stands before the place; 0: lost.
    """

    _BETWEEN = "\0"

    def __init__(self, parts: tuple[str, ...]) -> None:
        self._text = self._BETWEEN.join(parts)
        self._place = 0
        self.matched_chars = 0

    @property
    def continuation(self) -> str:
        end = self._text.find(self._BETWEEN, self._place)
        return self._text[self._place :] if end < 0 else self._text[self._place : end]

    def follow(self, piece: str, said: str) -> None:
        """Go on behind the piece that was just said."""
        is_here = self._place == 0 or self.matched_chars
        if is_here and self._text.startswith(piece, self._place):
            self._place += len(piece)
            self.matched_chars += len(piece)
            return
        self._search(said)

    def _search(self, said: str) -> None:
        """Find the place with most of the end of what was said before it.

        Of equal ones the next behind the last place: an answer mostly keeps to the order of the
        page.
        """
        self.matched_chars = 0
        if len(said) < LEAST_MATCH_CHARS:
            return
        tail = said[-LEAST_MATCH_CHARS:]
        best = (0, False)
        place = self._place
        found = self._text.find(tail)
        while found >= 0:
            end = found + LEAST_MATCH_CHARS
            length = LEAST_MATCH_CHARS
            while (
                length < min(len(said), end) and self._text[end - length - 1] == said[-length - 1]
            ):
                length += 1
            if (length, end > place) > best:
                best = (length, end > place)
                self._place, self.matched_chars = end, length
            found = self._text.find(tail, found + 1)


class Pace:
    """Decides how many tokens to look ahead, from measured times of steps.

    On a processor a step with 8 tokens has been measured to take 4.6 to 6.6 times as long as one
    with a single token, so that a draft pays where nearly all of it is confirmed, and not else.
    Belongs to a pair: its times are learned from one answer to the next.
    """

    def __init__(self) -> None:
        self._times_s: dict[int, deque[float]] = {}

    def took(self, rows: int, seconds: float) -> None:
        """Take in how long a step took."""
        self._times_s.setdefault(rows, deque(maxlen=KEPT_TIMES)).append(seconds)

    def cost_of(self, rows: int) -> float:
        """Time of a step with so many tokens, in steps of one token."""
        single = min(self._times_s.get(1, (0.0,)))
        known = self._times_s.get(rows)
        # The quickest of the last few: what else the machine does only ever makes steps longer.
        return min(known) / single if known and single else 1 + ASSUMED_ROW_COST * (rows - 1)

    def rows_worth(self, chance: float, most: int) -> int:
        """Tokens to take in at once; 1: no draft pays.

        Args:
            chance: That the next token of a draft is confirmed, 0 to 1.
            most: So many are there: the last one said and the draft.
        """
        best, best_gain = 1, LEAST_GAIN
        for rows in ROWS:
            confirmed = rows if chance >= 1 else (1 - chance**rows) / (1 - chance)
            gain = confirmed / self.cost_of(rows)
            if rows <= most and gain > best_gain:
                best, best_gain = rows, gain
        return best


class Drafter:
    """Drafts for one answer.

    Args:
        pair: With the vocabulary.
        pages: That the answer may copy.
        pace: Of the pair.
    """

    _WEIGHT, _PRIOR = 4.0, 0.85
    _FADING = 0.98

    def __init__(self, pair: LoadedPair, pages: Pages, pace: Pace) -> None:
        self._pair = pair
        self._pages = pages
        self._pace = pace
        self._tried = self._WEIGHT
        self._confirmed = self._WEIGHT * self._PRIOR
        self._expected: int | None = None

    def add(self, piece: str) -> None:
        """Take in what was said next."""
        self._pages.add(piece)

    def judge(self, *, is_confirmed: bool) -> None:
        """Take in whether the model said what a draft said."""
        self._tried = self._tried * self._FADING + 1
        self._confirmed = self._confirmed * self._FADING + is_confirmed

    def draft(self, token: int, most: int) -> list[int]:
        """The tokens to take in with the one that was just said; none where that does not pay.

        Control tokens are never among them: the text is only ever text.

        Args:
            token: Just said; where nothing was drafted, the draft that there was is judged by it.
            most: There is room for so many behind it.
        """
        if self._expected is not None:
            self.judge(is_confirmed=self._expected == token)
            self._expected = None
        text = self._pages.continuation()
        if not text or most < 1:
            return []
        longest = min(most, ROWS[-1] - 1)
        cut = text[: longest * CHARS_A_TOKEN]
        tokens = tokens_of(self._pair, cut, is_ours=False)
        if len(cut) < len(text):
            del tokens[-1:]  # it may be half of a longer one
        del tokens[longest:]
        rows = self._pace.rows_worth(self._confirmed / self._tried, len(tokens) + 1)
        if rows == 1 and tokens:
            self._expected = tokens[0]
        return tokens[: rows - 1]
