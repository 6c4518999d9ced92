"""The kinds of record that have a Subject. Each room registers its own, so that the kernel imports no room."""

from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of named record.

    `may_be_shared` says that a subject of this kind may belong to no partnership (an official place);
    `is_tenant` that it is a partnership, which belongs to itself. `words` are the fields that the search reads
    beside the title; a field "code" is read, and shown, as part of it. What `stays_inside` is never published.
    """

    name: str
    label: str
    model: type[Model]
    title_field: str
    may_be_shared: bool = False
    is_tenant: bool = False
    words: tuple[str, ...] = ()
    stays_inside: bool = False


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known. A name can be registered once."""
    for kind in kinds:
        if kind.name in _kinds and _kinds[kind.name] != kind:
            raise ValueError(f"The kind {kind.name!r} is registered twice.")
        _kinds[kind.name] = kind


def kind_of(model: type[Model]) -> Kind:
    """The kind that this model's records have. Raises KeyError if no room registered it."""
    for kind in _kinds.values():
        if kind.model is model:
            return kind
    raise KeyError(model.__name__)


def all_kinds() -> tuple[Kind, ...]:
    """Every registered kind."""
    return tuple(_kinds.values())
