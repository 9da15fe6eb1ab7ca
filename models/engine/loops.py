"""Notices an answer that goes round in circles."""

LONGEST_CIRCLE_TOKENS = 48
LEAST_REPEATED_TOKENS = 64
"""A line of leader dots or dashes is shorter than this; a circle is found after four rounds or this
many tokens, whichever is more."""


class LoopGuard:
    """Watches the end of an answer for a group of tokens that repeats and repeats."""

    def __init__(self) -> None:
        self._tokens: list[int] = []
        self._runs = [0] * (LONGEST_CIRCLE_TOKENS + 1)

    def is_looping_after(self, token: int) -> bool:
        """Take one more token; True once the answer only repeats itself."""
        self._tokens.append(token)
        end = len(self._tokens) - 1
        is_looping = False
        for length in range(1, min(LONGEST_CIRCLE_TOKENS, end) + 1):
            if self._tokens[end - length] == token:
                self._runs[length] += 1
                is_looping |= self._runs[length] >= max(LEAST_REPEATED_TOKENS, 3 * length)
            else:
                self._runs[length] = 0
        return is_looping
