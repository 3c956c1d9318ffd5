"""A table as printed: rows of boxes, some of which span columns or rows.  Every writer turns a `Sheet` into text."""

from __future__ import annotations

from functools import cached_property

from attrs import frozen


@frozen
class Box:
    """One box of a printed table.  `figure` is true for the boxes that hold values; an empty one is a blank cell."""

    text: str
    columns: int = 1
    rows: int = 1
    figure: bool = False


@frozen(slots=False)
class Sheet:
    """A printed table: its boxes row by row, each in the row where it begins."""

    width: int
    rows: tuple[tuple[Box, ...], ...]

    @cached_property
    def slots(self) -> tuple[tuple[Box | None, ...], ...]:
        """The full grid: each box where it begins, and `None` where a box before or above reaches."""
        grid: list[list[Box | None]] = [[None] * self.width for _ in self.rows]
        taken = [[False] * self.width for _ in self.rows]
        for row, boxes in enumerate(self.rows):
            for box in boxes:
                column = taken[row].index(False)
                grid[row][column] = box
                for line in taken[row : row + box.rows]:
                    line[column : column + box.columns] = [True] * box.columns
        return tuple(map(tuple, grid))

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The full grid as text, with nothing where a box before or above reaches."""
        return tuple(tuple(box.text if box else "" for box in row) for row in self.slots)


def lines_without_blanks(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    """The cells of each row as text, blank cells dropped: what an extractor hands on that does not see them."""
    return tuple(tuple(box.text for box in row if box.text) for row in sheet.rows)
