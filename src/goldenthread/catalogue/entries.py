"""The catalogue's files and what may stand in them. Each file in `frameworks/` is one framework, as TOML."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words that must be there."""
Address = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]

Checked = Literal["all", "title", "nothing"]
"""What of an entry was read in its source: all that it says, its title alone, or nothing (it is from memory)."""


class Entry(BaseModel):
    """A measure as a framework defines it. What is empty is not stated: it is never a default.

    `data_type`, `polarity` and `frequency` are those of a measure's definition sheet. `note` is what to be careful
    about; `source` where the entry was read, and `checked` how much of it was.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    code: Annotated[Said, StringConstraints(max_length=40)]
    title: Said
    definition: str = ""
    unit: Annotated[str, StringConstraints(max_length=60)] = ""
    data_type: Literal["", "count", "percentage", "rate", "average", "money", "score"] = ""
    polarity: Literal["", "higher", "lower", "none"] = ""
    frequency: Literal["", "monthly", "quarterly", "half_yearly", "yearly"] = ""
    data_source: Annotated[str, StringConstraints(max_length=300)] = ""
    note: str = ""
    source: Said
    checked: Checked
    framework: str = ""
    """The key of its framework, given when the file is read."""

    @property
    def slug(self) -> str:
        """Its code as an address has it: "ni-16"."""
        return re.sub(r"[^a-z0-9]+", "-", self.code.lower()).strip("-")

    @property
    def key(self) -> str:
        """What names it in the whole catalogue: "english-national-indicators/ni-16"."""
        return f"{self.framework}/{self.slug}"


class Framework(BaseModel):
    """A set of measures that somebody published, with its licence. `key` is the name of its file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
    title: Said
    about: Said
    place: Said
    years: Said
    publisher: Said
    source: Address
    licence: Said
    licence_url: Address
    entries: Annotated[tuple[Entry, ...], "in the order of the framework"]

    @field_validator("entries", mode="before")
    @classmethod
    def _named(cls, entries: Iterable[dict[str, object]], info: ValidationInfo) -> tuple[Entry, ...]:
        key = str(info.data.get("key", ""))
        return tuple(Entry.model_validate({**entry, "framework": key}) for entry in entries)

    @model_validator(mode="after")
    def _once(self) -> Self:
        if not self.entries:
            raise ValueError("A framework has entries.")
        slugs = [entry.slug for entry in self.entries]
        if doubled := {slug for slug in slugs if slugs.count(slug) > 1}:
            raise ValueError(f"These stand twice in {self.key}: {', '.join(sorted(doubled))}.")
        return self


def read(key: str, text: str) -> Framework:
    """A framework from its file. Raises ValueError (pydantic's or tomllib's) with what is wrong."""
    return Framework.model_validate({"key": key, **tomllib.loads(text)})


@cache
def frameworks() -> tuple[Framework, ...]:
    """Every framework of the catalogue, by title."""
    found = [
        read(file.name.removesuffix(".toml"), file.read_text(encoding="utf-8"))
        for file in files("goldenthread.catalogue").joinpath("frameworks").iterdir()
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda framework: framework.title))


def matching(words: str, framework: str = "") -> tuple[Entry, ...]:
    """The entries with all these words in their code, title, definition or note; of one framework where one is named."""
    wanted = words.casefold().split()
    return tuple(
        entry
        for one in frameworks()
        if framework in ("", one.key)
        for entry in one.entries
        if all(word in _text(entry) for word in wanted)
    )


def entry_keyed(framework: str, slug: str) -> tuple[Framework, Entry] | None:
    """The entry of that framework and code, as an address has them; None where there is none."""
    for one in frameworks():
        if one.key == framework:
            return next(((one, entry) for entry in one.entries if entry.slug == slug), None)
    return None


def _text(entry: Entry) -> str:
    return " ".join((entry.code, entry.title, entry.definition, entry.note)).casefold()
