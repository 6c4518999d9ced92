"""What stands around every page, and the parts that pages are put together from, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BaseForm

from goldenthread.overview.shapes import Page


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go. `here` marks the page that is open."""

    text: str
    href: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """A level on the thread: what it is ("Objective") and its title. Without `href` it has no page."""

    kind: str
    title: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """The earlier day whose knowledge a page shows: in words, and as a form writes it."""

    words: str
    written: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around a page. `kind` names the level that the page itself is ("Measure").

    `above` runs from the highest level down to the one over this page; `below` is where one can go down.
    `as_known` is a date in words; `past` is set where the page shows what was known on an earlier day.
    `search_href` is where the search box on top leads; without it there is no box.
    """

    title: str
    kind: str = ""
    partnership: str = ""
    partnership_href: str = ""
    place: str = ""
    sections: tuple[Link, ...] = ()
    above: tuple[Stop, ...] = ()
    below: tuple[Stop, ...] = ()
    as_known: str = ""
    source: Link | None = None
    unpublished: bool = False
    illustrative: bool = False
    past: Past | None = None
    search_href: str = ""
    language: str = "en-GB"
    direction: str = "ltr"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of definitions: a label and what it is. An empty `text` shows as `missing`."""

    label: str
    text: str = ""
    links: tuple[Link, ...] = ()
    missing: str = "Not stated"
    change: object = None
    """The field that changes it where it stands (`editing.one_field.OneField`); None where there is none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `figures` ranges it right, in tabular numerals."""

    heading: str
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: text, with a link, a status or a severity word before it where given. `faint`: it says that nothing is there.

    `counts` are statuses with their words, shown in place of the text; `note` stands under it, smaller.
    """

    text: str = ""
    href: str = ""
    status: str = ""
    severity: str = ""
    faint: bool = False
    counts: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its head, then as many cells as there are columns after the first."""

    head: Cell
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `columns` includes that of the row heads."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption_hidden: bool = False

    def __post_init__(self) -> None:
        if any(len(row.cells) + 1 != len(self.columns) for row in self.rows):
            raise ValueError(f"A row of “{self.caption}” has not one cell for each column.")


@dataclass(frozen=True, slots=True)
class Count:
    """A number in words that leads to its list: "41" "missing"."""

    number: int
    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """What belongs here, who puts it, and the one thing that starts it."""

    heading: str
    text: str
    action: Link | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """An error of a form: the sentence, and the id of its field."""

    text: str
    field: str = ""


def faults_of(form: BaseForm) -> list[Fault]:
    """What is wrong with a form, each fault with the id of its field."""
    found = [Fault(str(text)) for text in form.non_field_errors()]
    return found + [Fault(str(text), bound.id_for_label) for bound in form for text in bound.errors]


@dataclass(frozen=True, slots=True)
class Turner:
    """The pages of a long list: where we are, and the links before and after."""

    page: Page
    previous: str
    following: str


def turner(page: Page, address: str, keep: Mapping[str, str]) -> Turner | None:
    """The links between the pages of a list, keeping its filter; None where it has a single page."""
    from urllib.parse import urlencode

    if page.pages <= 1:
        return None

    def link(number: int) -> str:
        return f"{address}?{urlencode({**keep, 'page': str(number)})}" if 1 <= number <= page.pages else ""

    return Turner(page, link(page.number - 1), link(page.number + 1))
