"""Counting what was read right and wrong."""

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """Answers against what they should be.

    Attributes:
        asked: Questions.
        exact: Answers right to the letter.
        letters: That should have been read.
        edits: Letters to put in, leave out or change to make the answers right.
        refused: Questions that the reader itself did not put to the model.
    """

    asked: int = 0
    exact: int = 0
    letters: int = 0
    edits: int = 0
    refused: int = 0

    def add(self, wanted: str, got: str) -> None:
        """Count one answer."""
        self.asked += 1
        self.exact += wanted == got
        self.letters += len(wanted)
        self.edits += distance(wanted, got)

    def refuse(self) -> None:
        """Count one question that was not put."""
        self.refused += 1

    @property
    def error(self) -> float:
        """Share of letters that are wrong."""
        return self.edits / max(1, self.letters)

    @property
    def right(self) -> float:
        """Share of answers that are right."""
        return self.exact / max(1, self.asked)


def distance(wanted: str, got: str) -> int:
    """Letters to put in, leave out or change (Levenshtein)."""
    row = list(range(len(got) + 1))
    for down, left in enumerate(wanted, 1):
        above, row[0] = row[0], down
        for across, right in enumerate(got, 1):
            above, row[across] = (
                row[across],
                min(row[across] + 1, row[across - 1] + 1, above + (left != right)),
            )
    return row[len(got)]
