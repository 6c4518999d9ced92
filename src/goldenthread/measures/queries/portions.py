"""What taking in a portion of a file asks of the database: as few columns as it needs, in a fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from goldenthread.kernel.models import Subject
from goldenthread.measures.models import Baseline, Observation, Series, Target
from goldenthread.measures.rules import in_words

SAID: Final = (
    "value", "gap", "decimals", "numerator", "denominator", "lower", "upper", "status", "comment",
)  # fmt: skip
"""What two rows must share to say the same."""


class SeriesFacts(NamedTuple):
    """What must be known of a series to take a figure of it in."""

    measure_id: int
    theme_id: int
    formula: str
    decimals: int | None
    unit: str
    subject: Subject


class Before(NamedTuple):
    """A figure in force: `said` in the order of SAID; where it came from a file, its release and row."""

    id: int | None
    said: tuple[Any, ...]
    release_id: int | None
    row: int | None
    known_from: datetime

    @property
    def status(self) -> str:
        return str(self.said[7])

    def in_words(self, unit: str) -> str:
        """As the audit writes it: "56.1%", "no figure: suppressed"."""
        value: Decimal | None = self.said[0]
        if value is None:
            return f"{Observation.Gap(self.said[1]).label}: {self.said[8]}"
        return in_words(value.normalize(), unit)


def series_facts(series_ids: Collection[int], *, partnership_id: int) -> dict[int, SeriesFacts]:
    """Those of these series whose measures are the partnership's own and not withdrawn. Three queries.

    They are locked in the order of their numbers, so that one writer of a series at a time finds what is in force.
    """
    found = (
        Series.objects.select_for_update(of=("self",))
        .filter(
            pk__in=series_ids,
            measure__subject__partnership_id=partnership_id,
            measure__subject__withdrawn_at=None,
        )
        .order_by("pk")
        .values_list(
            "pk",
            "measure_id",
            "measure__theme_id",
            "measure__formula",
            "measure__decimals",
            "measure__unit",
        )
    )
    rows = list(found)
    subjects = {row[1]: Subject(pk=row[1], partnership_id=partnership_id) for row in rows}
    facts = {
        pk: SeriesFacts(measure, theme, formula, decimals, unit, subjects[measure])
        for pk, measure, theme, formula, decimals, unit in rows
    }
    units = _stated_units([pk for pk, one in facts.items() if not one.unit])
    return {pk: one._replace(unit=one.unit or units.get(pk, "")) for pk, one in facts.items()}


def _stated_units(series_ids: Collection[int]) -> dict[int, str]:
    """The units that a plan states its figures in, for series whose measure names none: as `unit_of` finds them."""
    found: dict[int, str] = {}
    for kind in (Target, Baseline):
        stated = kind._default_manager.filter(series__in=series_ids, superseded_at=None).exclude(unit="")
        for series_id, unit in stated.order_by("-pk").values_list("series_id", "unit"):
            found.setdefault(series_id, unit)
    return found


def in_force_among(
    series: Mapping[int, SeriesFacts], period_ids: Collection[int]
) -> dict[tuple[int, int], Before]:
    """The figures in force of these series and periods, by series and period. One query."""
    rows = Observation.objects.filter(
        series__in=list(series), period__in=period_ids, superseded_at=None
    ).values_list("series_id", "period_id", "pk", "release_id", "row", "known_from", *SAID)
    return {
        (series_id, period_id): Before(pk, tuple(said), release_id, row, known_from)
        for series_id, period_id, pk, release_id, row, known_from, *said in rows
    }


def told_before(release_id: int, series_ids: Iterable[int], *, until: datetime) -> frozenset[tuple[int, int]]:
    """The series and periods that a file gave figures of before that moment, whatever became of these. One query."""
    rows = Observation.objects.filter(release=release_id, series__in=list(series_ids), known_from__lt=until)
    return frozenset(rows.values_list("series_id", "period_id"))
