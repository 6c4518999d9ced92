"""What a template of others shows, as plain data that knows where it stands in the file."""

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.reading.rendering import FileKind


class What(StrEnum):
    """What belongs in a place of a template."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    TARGET = "target"
    BASELINE = "baseline"
    STATUS = "status"
    FIRMNESS = "firmness"
    COMMENT = "comment"
    OWNER = "owner"
    ORGANISATION = "organisation"
    DATE = "date"
    PERIOD = "period"
    PARTNERSHIP = "partnership"


class When(StrEnum):
    """Which period it is about, seen from the one that the template is filled for."""

    THIS = "this"
    BEFORE = "before"
    SO_FAR = "so_far"
    YEAR = "year"
    YEAR_BEFORE = "year_before"
    QUARTER_1 = "Q1"
    QUARTER_2 = "Q2"
    QUARTER_3 = "Q3"
    QUARTER_4 = "Q4"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell with its text. `row` and `column` count from 1, `rows` and `columns` say how far it reaches.

    `at` finds it in its part of the file. `fixed`: a formula of theirs stands there, which works itself out.
    """

    at: str
    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    fixed: bool = False

    @property
    def last_row(self) -> int:
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        return self.column + self.columns - 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, or a table of a text. `before` is the text that stands over it; `hidden` sheets show nobody anything.

    Of a sheet only the cells that the file names are in `boxes`; of a table all are.
    """

    part: str
    name: str
    boxes: tuple[Box, ...]
    before: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in running text that waits for something: "{{NI 32 actual}}", "____", or a field to fill in.

    `text` is replaced, the `occurrence`-th of its paragraph or cell; it is empty where the whole of `at` is. `words`
    say what it wants, `around` is the text that it stands in.
    """

    part: str
    at: str
    text: str
    words: str
    around: str
    occurrence: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole template."""

    kind: FileKind
    grids: tuple[Grid, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class KnownSeries:
    """A part of a measure that has figures: the place, and what part of it ("women"; empty for all of it)."""

    key: int
    place: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure that a template may ask for. Its `series` begin with the one that is meant where none is named."""

    key: int
    code: str
    title: str
    place: str = ""
    series: tuple[KnownSeries, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What seems to belong somewhere. `where` is in the template's own words, `beside` all that stands around it.

    `what` is None where only a person can say. `label` is the period that is meant where `when` is NAMED.
    """

    part: str
    at: str
    where: str
    shows: str
    what: What | None
    when: When = When.THIS
    label: str = ""
    measure: int | None = None
    series: int | None = None
    mark: str = ""
    occurrence: int = 1
    beside: str = ""
    doubt: str = ""
