"""What a document would change: the one list that is printed, shown and carried out, so that none can differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldenthread.intake.wanted import Item, Items, Key

NEVER_BLANKED: tuple[Any, ...] = ("", None, [])
"""What a document does not say leaves what is there alone."""

_ORDER_ONLY = frozenset({"position", "block"})


@dataclass(frozen=True, slots=True)
class Change:
    """One record to add or to amend. `fields` maps a field to (before, after); before is None for a new record.

    `was` is the key under which the record is known so far, where the document gives it another.
    """

    item: Item
    is_new: bool
    fields: dict[str, tuple[Any, Any]]
    was: Key | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a document would change, and what is there that it does not speak of (left alone)."""

    changes: tuple[Change, ...]
    unchanged: int
    not_mentioned: tuple[Item, ...]

    @property
    def is_empty(self) -> bool:
        return not self.changes


def difference(asked: Items, there: Items) -> Difference:
    """Compare what a document asks for with what is there."""
    known_as = _renamed_measures(asked, there)
    changes: list[Change] = []
    seen: set[tuple[str, Key]] = set()
    for item in asked.values():
        key = _translated(item.key, known_as)
        existing = there.get((item.kind, key))
        if existing is None:
            changes.append(Change(item, True, {name: (None, value) for name, value in item.fields.items()}))
            continue
        seen.add(existing.identity)
        fields = _changed_fields(item, existing, known_as)
        if fields:
            changes.append(Change(item, False, fields, was=key))
    ended = {item.key for item in there.values() if item.kind == "measure" and item.fields["theme"] is None}
    unmentioned = tuple(
        item
        for identity, item in there.items()
        if identity not in seen
        and item.kind != "strategy"
        and item.key not in ended
        and item.fields.get("measure") not in ended
    )
    return Difference(tuple(changes), len(asked) - len(changes), unmentioned)


def _changed_fields(item: Item, existing: Item, known_as: Mapping[Key, Key]) -> dict[str, tuple[Any, Any]]:
    return {
        name: (existing.fields.get(name), value)
        for name, value in item.fields.items()
        if name not in _ORDER_ONLY
        and value not in NEVER_BLANKED
        and not _says_so_already(_translated(value, known_as), existing.fields.get(name), name)
    }


def _says_so_already(value: Any, there: Any, name: str) -> bool:
    """Whether a record has a value. A risk hangs on more subjects than one document may name."""
    if name == "about":
        return set(value) <= set(there)
    return bool(value == there)


def _renamed_measures(asked: Items, there: Items) -> dict[Key, Key]:
    """The measures that the document keys otherwise than the records do, because one of the two has them twice.

    Among measures of one code and place, an equal key comes first; one left on each side are the same measure.
    """
    renamed: dict[Key, Key] = {}
    left_asked = _left("measure", asked, there)
    left_there = _left("measure", there, asked)
    for base, keys in left_asked.items():
        others = left_there.get(base, [])
        same = [
            (key, other)
            for key in keys
            for other in others
            if _objective(asked, key) == _objective(there, other)
        ]
        for key, other in same or (
            list(zip(keys, others, strict=True)) if len(keys) == len(others) == 1 else []
        ):
            if key not in renamed and other not in renamed.values():
                renamed[key] = other
    return renamed


def _left(kind: str, items: Items, others: Items) -> dict[Key, list[Key]]:
    left: dict[Key, list[Key]] = {}
    for found, key in items:
        if found == kind and (found, key) not in others:
            left.setdefault(key[:2], []).append(key)
    return left


def _objective(items: Items, key: Key) -> Any:
    return items["measure", key].fields.get("objective")


def _translated(value: Any, known_as: Mapping[Key, Key]) -> Any:
    """A key, or anything that holds keys, as the records know it."""
    if isinstance(value, tuple):
        if value in known_as:
            return known_as[value]
        return tuple(_translated(part, known_as) for part in value)
    if isinstance(value, list):
        return [_translated(part, known_as) for part in value]
    return value
