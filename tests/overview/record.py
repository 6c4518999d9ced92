"""A partnership with results, as tests of the pages need it: made by the same operations as real ones."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.clock import standing_at
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure, Observation, Series
from goldenthread.measures.operations import observe, period_named
from goldenthread.partnership.models import Partnership
from tests import factories

LOADED = timezone.make_aware(datetime(2008, 6, 1))
"""When the plan of these tests was accepted."""


def on(year: int, month: int, day: int) -> datetime:
    return timezone.make_aware(datetime(year, month, day, 12))


def loaded(code: str = "northshire", measures: int = 3) -> Partnership:
    """A partnership whose plan was accepted in June 2008: each measure starts at 80% and aims at 85% in 2008/09."""
    with standing_at(LOADED):
        partnership = factories.partnership(code)
        factories.loaded(partnership, measures)
        for measure in Measure.objects.of(partnership.pk):
            kernel.amend(
                measure, by=COMMAND_LINE, unit="%", decimals=1, polarity="higher", frequency="quarterly"
            )
    return partnership


def measure_coded(code: str, of: Partnership) -> Measure:
    return Measure.objects.of(of.pk).select_related("subject", "theme").get(code=code)


def whole(measure: Measure) -> Series:
    """The one series of a measure for its whole place."""
    return Series.objects.select_related("measure__subject", "place").get(measure=measure, breakdown="")


def give(measure: Measure, period: str, value: str | None, when: datetime, **given: object) -> Observation:
    """Give a figure on a day; None says that there is none."""
    told: dict[str, object] = (
        {"gap": "missing", "comment": "The survey was late."} if value is None else {"value": Decimal(value)}
    )
    return observe(
        by=COMMAND_LINE,
        series=whole(measure),
        period=period_named(period),
        known_from=when,
        **(told | given),  # type: ignore[arg-type]
    )
