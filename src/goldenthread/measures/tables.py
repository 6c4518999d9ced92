"""What an export takes of this room."""

from django.db.models import Q

from goldenthread.kernel.tables import Sheet, Table
from goldenthread.measures.models import (
    Adoption,
    Baseline,
    Involvement,
    LockedPeriod,
    Measure,
    MonitoringRoute,
    Observation,
    Period,
    Placement,
    Series,
    SeriesBreak,
    Target,
    Vintage,
)


def _of_measure(path: str) -> str:
    return f"{path}measure__subject__partnership_id"


def _targets_of(partnership_id: int) -> Q:
    """A target belongs to who set it: the steward of its series, or the partnership that adopted it."""
    return Q(adoption=None, series__measure__subject__partnership_id=partnership_id) | Q(
        adoption__partnership=partnership_id
    )


TABLES = (
    Table(
        Measure,
        own="subject__partnership_id",
        reference=(
            "code",
            "title",
            "definition",
            "numerator_means",
            "denominator_means",
            "caveats",
            "unit",
            "decimals",
            "data_type",
            "polarity",
            "counts",
            "frequency",
            "data_source",
            "tolerance",
            "tolerance_kind",
            "range_low",
            "range_high",
            "lowest",
            "highest",
            "largest_change",
            "whole_numbers",
            "parts_add_up",
            "formula",
            "catalogue_entry",
        ),
    ),
    Table(Vintage, own=_of_measure("")),
    Table(LockedPeriod, own="partnership_id"),
    Table(Placement, own=_of_measure("")),
    Table(Involvement, own=_of_measure("")),
    Table(MonitoringRoute, own=_of_measure("")),
    Table(Series, own=_of_measure(""), reference=("breakdown", "category")),
    Table(SeriesBreak, own=_of_measure("series__"), along=("series",), reference=("on", "why", "known_from")),
    Table(Adoption, own="partnership_id"),
    Table(Period),
    Table(Baseline, own=_of_measure("series__")),
    Table(Target, own=_targets_of),
    Table(
        Observation,
        own=_of_measure("series__"),
        along=("series",),
        # Who sent a figure, and from where, stays with its steward.
        reference=(
            "known_from",
            "superseded_at",
            "value",
            "gap",
            "decimals",
            "numerator",
            "denominator",
            "lower",
            "upper",
            "status",
            "comment",
            "reason",
            "revision",
            "asked",
            "explanation",
            "illustrative",
        ),
    ),
)

_SERIES = {
    "measure": "series.measure.code",
    "title": "series.measure.title",
    "kept by": "series.measure.subject.partnership_id.title",
    "place": "series.place.name",
    "place code": "series.place.code",
    "breakdown": "series.breakdown",
    "category": "series.category",
}
_KNOWN = {"known from": "known_from", "superseded at": "superseded_at", "number": "id"}
_STATED = {
    **_SERIES,
    "period": "period.label",
    "value": "value",
    "decimals": "decimals",
    "unit": "unit",
    "numerator": "numerator",
    "denominator": "denominator",
    "change in per cent": "change_percent",
    "status": "status",
    "as written": "as_written",
    "doubt": "doubt",
    "decision": "decision.title",
    **_KNOWN,
}
_OBSERVED = {
    **_SERIES,
    "period": "period.label",
    "period starts": "period.start",
    "period ends": "period.end",
    "value": "value",
    "no value because": "gap",
    "decimals": "decimals",
    "numerator": "numerator",
    "denominator": "denominator",
    "lower": "lower",
    "upper": "upper",
    "status": "status",
    "comment": "comment",
    "source": "source_named",
    "received on": "received_on",
    "received from": "received_from",
    "reason": "reason",
    "kind of revision": "revision",
    "what the checks asked": "asked",
    "what was answered": "explanation",
    "invented": "illustrative",
    **_KNOWN,
}
_ORDER = ("series.measure.code", "series.measure.title", "series_id", "period.start")

SHEETS = (
    Sheet(
        "measures",
        Measure,
        {
            "measure": "code",
            "title": "title",
            "kept by": "subject.partnership_id.title",
            "theme": "theme.title",
            "objective": "objective.title",
            "commitment": "commitment.title",
            "place": "place.name",
            "designated": "designated",
            "definition": "definition",
            "numerator means": "numerator_means",
            "denominator means": "denominator_means",
            "caveats": "caveats",
            "unit": "unit",
            "decimals": "decimals",
            "data type": "data_type",
            "polarity": "polarity",
            "counts": "counts",
            "frequency": "frequency",
            "data source": "data_source",
            "tolerance": "tolerance",
            "tolerance kind": "tolerance_kind",
            "range from": "range_low",
            "range to": "range_high",
            "lowest": "lowest",
            "highest": "highest",
            "largest usual change": "largest_change",
            "whole numbers": "whole_numbers",
            "parts add up": "parts_add_up",
            "formula": "formula",
            "monitoring": "monitoring",
            "withdrawn at": "subject.withdrawn_at",
            "number": "subject_id",
        },
        order=("code", "title"),
    ),
    Sheet(
        "who leads and helps",
        Involvement,
        {
            "measure": "measure.code",
            "title": "measure.title",
            "part": "part",
            "person": "person.name",
            "post": "post.title",
            "organisation": "organisation.name",
            "as written": "as_written",
            "number": "id",
        },
        order=("measure.code", "measure_id", "position"),
    ),
    Sheet("baselines", Baseline, _STATED, order=_ORDER),
    Sheet(
        "targets",
        Target,
        {**_STATED, "set by": "adoption.partnership.name"},
        order=_ORDER,
    ),
    Sheet("observations in force", Observation, _OBSERVED, order=_ORDER, only={"superseded_at": None}),
    Sheet("observations ever known", Observation, _OBSERVED, order=(*_ORDER, "known_from")),
    Sheet(
        "breaks",
        SeriesBreak,
        {**_SERIES, "on": "on", "why": "why", "known from": "known_from", "number": "id"},
        order=("series.measure.code", "series_id", "on"),
    ),
    Sheet(
        "adopted measures",
        Adoption,
        {
            **_SERIES,
            "theme": "theme.title",
            "objective": "objective.title",
            "comment": "comment",
            "adopted at": "adopted_at",
            "ended at": "ended_at",
            "number": "id",
        },
        order=("adopted_at",),
    ),
)
