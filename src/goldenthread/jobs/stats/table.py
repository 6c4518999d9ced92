"""A CSV file as columns, and columns as a CSV file. Empty is missing, `Inf` infinite."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.reading.errors import Unreadable
from goldenthread.reckoning.columns import Floats, Ints
from goldenthread.reckoning.errors import Unusable

Column = Sequence[Any] | NDArray[Any]
Answer = Mapping[str, Column]
"""What a method makes of a file: columns of the same length, in the order in which they are written."""

FIRST_ROW = 2
"""The row of a file that its first figures stand in: the headings are row 1."""
MISSING = frozenset({"", "NA", "NaN"})
_INFINITE = {"Inf": np.inf, "-Inf": -np.inf}


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a file in the order of their first rows: their words by column, and for each row its group."""

    words: Mapping[str, list[str]]
    of_row: Ints

    def __len__(self) -> int:
        return len(next(iter(self.words.values())))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file by name, as they were written."""

    name: str
    words: Mapping[str, list[str]]

    @classmethod
    def read(cls, path: Path) -> "Columns":
        """Raises Unreadable where there is no such file, or a row has more or fewer fields than the headings."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except OSError as problem:
            raise Unreadable(f"{path} cannot be opened: {problem.strerror}.") from None
        except UnicodeDecodeError:
            raise Unreadable(f"{path} is not written in UTF-8. Save it as “CSV UTF-8”.") from None
        rows = [row for row in csv.reader(io.StringIO(text)) if row]
        if not rows:
            raise Unreadable(f"{path} is empty. Its first row must name the columns.")
        headings = rows[0]
        double = next((name for name in headings if headings.count(name) > 1), None)
        if double is not None:
            raise Unreadable(f"{path} has two columns with the name “{double}”. Give each a name of its own.")
        for number, row in enumerate(rows[1:], FIRST_ROW):
            if len(row) != len(headings):
                raise Unreadable(
                    f"{path}, row {number}: {len(row)} fields, but there are {len(headings)} headings."
                )
        return cls(str(path), {name: [row[at] for row in rows[1:]] for at, name in enumerate(headings)})

    def text(self, name: str) -> list[str]:
        """A column as it was written. Raises Unreadable where the file has none of that name."""
        if name not in self.words:
            raise Unreadable(f"{self.name} has no column “{name}”. Its columns are: {', '.join(self.words)}.")
        return self.words[name]

    def numbers(self, name: str) -> Floats:
        """A column of numbers, NaN for missing. Raises Unreadable naming the row and column of the first other word."""
        written_down = self.text(name)
        found = np.empty(len(written_down))
        for at, word in enumerate(written_down):
            found[at] = self._number(word.strip(), at, name)
        return found

    def _number(self, word: str, at: int, name: str) -> float:
        if word in MISSING:
            return np.nan
        if word in _INFINITE:
            return _INFINITE[word]
        try:
            number = float(word)
        except ValueError:
            number = np.nan
        if not np.isfinite(number):
            raise Unreadable(f"{self.name}, row {at + FIRST_ROW}, column “{name}”: “{word}” is not a number.")
        return number

    def groups(self, names: Sequence[str]) -> Groups:
        """The rows gathered by what stands in these columns."""
        keys = list(zip(*(self.text(name) for name in names), strict=True))
        order = {key: at for at, key in enumerate(dict.fromkeys(keys))}
        return Groups(
            words={name: [key[at] for key in order] for at, name in enumerate(names)},
            of_row=np.fromiter((order[key] for key in keys), dtype=np.int64, count=len(keys)),
        )

    def place(self, problem: Unusable) -> str:
        """What is wrong, with the row and column of this file."""
        if problem.row is None:
            return str(problem)
        return f"{self.name}, row {problem.row + FIRST_ROW}, column “{problem.column}”: {problem}"


def written(columns: Answer) -> str:
    """Columns of the same length as a CSV file, numbers as the shortest words that read back the same."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*([_word(value) for value in column] for column in columns.values()), strict=True))
    return out.getvalue()


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    number = float(value)
    if np.isnan(number):
        return ""
    if np.isinf(number):
        return "Inf" if number > 0 else "-Inf"
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)
