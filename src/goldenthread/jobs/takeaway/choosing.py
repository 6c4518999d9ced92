"""Which rows an export takes: a partnership's own, and what those refer to, no further than need be.

A row of its own, and a shared record (an official place), goes as it is with everything that it refers to. A
record of another partnership goes as a reference: only with what it cannot be without, showing only the fields
that its table names, and none where the partnership's own people may not see it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Field, ForeignKey, JSONField, Model, Q, QuerySet, UniqueConstraint
from django.db.models.fields import CharField, TextField

from goldenthread.kernel.kinds import all_kinds
from goldenthread.kernel.models import NamedRecord, Subject, visible_to
from goldenthread.kernel.tables import Table, all_tables
from goldenthread.kernel.viewer import Viewer

AT_ONCE = 900
"""Keys asked for in one query: SQLite takes no more than so many in its oldest builds."""
NOT_SHOWN = "Not shown"

Row = dict[str, Any]


class Choice:
    """The rows that an export of one partnership takes, found when it is made."""

    def __init__(self, partnership_id: int) -> None:
        self.partnership_id = partnership_id
        self.tables = all_tables()
        self._own: dict[type[Model], set[int]] = {table.model: self._own_keys(table) for table in self.tables}
        self._chosen = {model: set(keys) for model, keys in self._own.items()}
        self._waiting: defaultdict[type[Model], set[int]] = defaultdict(set)
        self._follow_own()
        while self._waiting:
            self._follow(*self._waiting.popitem())

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of a table that go, by key: the value of every field that leaves, by its column's name."""
        fields = fields_of(table)
        names = [field.attname for field in fields]
        foreign = self._foreign(table)
        seen = self._visible(table, foreign)
        key = table.model._meta.pk.attname
        for keys in _portions(sorted(self._chosen[table.model])):
            found = table.model._base_manager.filter(pk__in=keys).order_by("pk").values_list(*names)
            for values in found.iterator():
                row = dict(zip(names, values, strict=True))
                if row[key] in foreign:
                    _blank(table, fields, row, shown=row[key] in seen)
                if row[key] not in self._own[table.model]:
                    self._cut_loose(fields, row)
                yield row

    def _own_keys(self, table: Table) -> set[int]:
        condition = table.of(self.partnership_id)
        return set() if condition is None else set(_keys(table.model, condition))

    def _follow_own(self) -> None:
        for table in self.tables:
            condition = table.of(self.partnership_id)
            if condition is not None:
                for name, target in _links(table):
                    self._add(target, _targets(table.model, condition, name))
                self._take_along(table.model, self._own[table.model], own=True)
            if table.also is not None:
                self._add(table.model, table.also(self.partnership_id))

    def _follow(self, model: type[Model], keys: set[int]) -> None:
        """Add what rows refer to that came in by a reference themselves."""
        table = next(table for table in self.tables if table.model is model)
        shared = _shared(model, keys)
        for portion, all_links in ((shared, True), (keys - shared, False)):
            for name, target in _links(table, all_links=all_links):
                for some in _portions(portion):
                    self._add(target, _targets(model, Q(pk__in=some), name))
        if model is Subject:
            self._add_records(keys)
        self._take_along(model, keys, own=False)

    def _add_records(self, subject_ids: set[int]) -> None:
        """A subject that goes takes its record along."""
        for kind in all_kinds():
            for some in _portions(subject_ids):
                of_kind = Subject.objects.filter(pk__in=some, kind=kind.name)
                self._add(kind.model, of_kind.values_list("pk", flat=True))

    def _take_along(self, model: type[Model], keys: set[int], *, own: bool) -> None:
        for table in self.tables:
            if own and table.own is not None:
                continue  # what hangs on its own rows is its own
            for name in table.along:
                if table.model._meta.get_field(name).related_model is model:
                    for some in _portions(self._may_be_seen(model, keys)):
                        self._add(table.model, _keys(table.model, Q(**{f"{name}__in": some})))

    def _may_be_seen(self, model: type[Model], keys: set[int]) -> set[int]:
        table = next(table for table in self.tables if table.model is model)
        foreign = keys - self._own[model] - _shared(model, keys) if table.own is not None else set()
        return (keys - foreign) | self._visible(table, foreign)

    def _add(self, model: type[Model], keys: Iterable[int]) -> None:
        new = set(keys) - self._chosen[model]
        if new:
            self._chosen[model] |= new
            self._waiting[model] |= new

    def _foreign(self, table: Table) -> set[int]:
        """The keys of another partnership's rows among those that go."""
        if table.own is None:
            return set()
        others = self._chosen[table.model] - self._own[table.model]
        return others - _shared(table.model, others)

    def _visible(self, table: Table, keys: set[int]) -> set[int]:
        """Those that the partnership's own people may see."""
        if not isinstance(table.own, str) or not keys:
            return set()
        people = frozenset({self.partnership_id})
        viewer = Viewer(name="an export", partnership_ids=people, private_ids=people)
        way, _, last = table.own.rpartition("partnership_id")
        to_subject = last == "" and (way.endswith(("subject__", "about__")) or table.model is Subject)
        if not to_subject:
            return set()
        shown = visible_to(viewer, prefix=way)
        return {key for some in _portions(keys) for key in _keys(table.model, shown & Q(pk__in=some))}

    def _cut_loose(self, fields: list[Field[Any, Any]], row: Row) -> None:
        """Let go of what a reference refers to and can be without, where that does not go."""
        for field in fields:
            key = row[field.attname]
            if isinstance(field, ForeignKey) and field.null and key not in self._chosen[_target(field)]:
                row[field.attname] = None


def fields_of(table: Table) -> list[Field[Any, Any]]:
    """The fields of a table that leave, in the order of the model."""
    return [field for field in table.model._meta.concrete_fields if field.name not in table.stays]


def _links(table: Table, *, all_links: bool = True) -> list[tuple[str, type[Model]]]:
    """The columns that lead to other rows and the models they lead to; only those that must not be empty."""
    found = [
        (field.attname, _target(field))
        for field in fields_of(table)
        if isinstance(field, ForeignKey) and (all_links or not field.null)
    ]
    return [*found, *table.links.items()]


def _target(field: Any) -> type[Model]:
    target: type[Model] = field.related_model
    return target


def _targets(model: type[Model], condition: Q, column: str) -> Iterable[int]:
    found: QuerySet[Any, Any] = model._base_manager.filter(condition, **{f"{column}__isnull": False})
    return set(found.order_by().values_list(column, flat=True).distinct())


def _keys(model: type[Model], condition: Q) -> Iterable[int]:
    found: Iterable[int] = model._base_manager.filter(condition).values_list("pk", flat=True)
    return found


def _shared(model: type[Model], keys: set[int]) -> set[int]:
    """Those of these rows that belong to no partnership."""
    if model is Subject:
        path = "partnership_id"
    elif issubclass(model, NamedRecord):
        path = "subject__partnership_id"
    else:
        return set()
    return {
        key for some in _portions(keys) for key in _keys(model, Q(pk__in=some, **{f"{path}__isnull": True}))
    }


def _portions(keys: Iterable[int]) -> Iterator[list[int]]:
    each = iter(keys)
    while portion := list(islice(each, AT_ONCE)):
        yield portion


def _blank(table: Table, fields: list[Field[Any, Any]], row: Row, *, shown: bool) -> None:
    """Leave of another partnership's row only what its table says may be shown of a reference."""
    key = row[table.model._meta.pk.attname]
    for field in fields:
        if isinstance(field, ForeignKey) or field.primary_key or (shown and field.name in table.reference):
            continue
        if table.model is Subject and field.name != "title":
            continue  # its kind, and since when who may see it, are no content
        row[field.attname] = _blank_value(field, row[field.attname], key)


def _blank_value(field: Field[Any, Any], value: Any, key: int) -> Any:
    if field.null:
        return None
    if isinstance(field, CharField | TextField) and not field.choices:
        if field.unique or _is_told_apart_by(field):
            return value and f"not-shown-{key}"
        return "" if field.blank else NOT_SHOWN
    if isinstance(field, JSONField) or field.has_default():
        return field.get_default()
    return value


def _is_told_apart_by(field: Field[Any, Any]) -> bool:
    return any(
        isinstance(constraint, UniqueConstraint) and field.name in constraint.fields
        for constraint in field.model._meta.constraints
    )
