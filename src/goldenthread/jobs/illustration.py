"""The demonstration in its second year: invented results, a changed target and people with different roles.

Everything goes through the operations that a partnership's own people use, at the days that the files give.
"""

import csv
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldenthread.measures.models import Measure
    from goldenthread.partnership.models import Partnership

DECIDED = date(2009, 9, 24)
LOWERED = {"2009/10": Decimal(3900), "2010/11": Decimal(4300)}
"""What the board made of the targets for new homes."""
BREAK = ("NI 87", date(2009, 4, 1), "From April 2009 half days count as absence too.")


def load_results(partnership: "Partnership", folder: Path) -> None:
    """Give the definition sheets their frequency and polarity, then the results in the order they came in."""
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.measures.models import Series
    from goldenthread.measures.operations import amend_measure, mark_break, observe, period_named

    with standing_on(date(2008, 11, 20)):
        for row in rows_of(folder / "sheets.csv"):
            for measure in _measures(partnership, row):
                amend_measure(
                    by=COMMAND_LINE, measure=measure, frequency=row["frequency"], polarity=row["polarity"]
                )
    for row in rows_of(folder / "results.csv"):
        received = date.fromisoformat(row["received_on"])
        measure = next(measure for measure in _measures(partnership, row))
        series = Series.objects.select_related("measure__subject", "place").get(
            measure=measure, place__name=row["place"], breakdown=""
        )
        observe(
            by=COMMAND_LINE,
            series=series,
            period=period_named(row["period"]),
            value=Decimal(row["value"]) if row["value"] else None,
            gap=row["gap"],
            status=row["status"],
            comment=row["comment"],
            received_on=received,
            received_from=row["received_from"],
            reason=row["reason"],
            explanation=row["explanation"],
            illustrative=True,
            known_from=_morning(received),
        )
    code, on, why = BREAK
    broken = Series.objects.select_related("measure__subject").get(
        measure__code=code, measure__subject__partnership_id=partnership.pk, breakdown=""
    )
    with standing_on(on):
        mark_break(by=COMMAND_LINE, series=broken, on=on, why=why)


def restate_the_past(partnership: "Partnership") -> None:
    """The source of the carbon measure counts in another way from a release on, and restates its baseline too."""
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.measures.models import Series
    from goldenthread.measures.operations import RestatedFigure, load_vintage, period_named

    carbon = Series.objects.select_related("measure__subject", "place").get(
        measure__code="NI 186", measure__subject__partnership_id=partnership.pk, breakdown=""
    )
    with standing_on(date(2009, 11, 12)):
        load_vintage(
            by=COMMAND_LINE,
            measure=carbon.measure,
            title="2009 release",
            source="The ministry's estimates of emissions (an invented release)",
            released_on=date(2009, 11, 12),
            method="Emissions from railways and from land are counted too",
            figures=[RestatedFigure(carbon, period_named("2008/09"), Decimal("6.6"))],
            baselines=[RestatedFigure(carbon, period_named("2005"), Decimal("7.1"))],
            illustrative=True,
        )


def change_a_target(partnership: "Partnership") -> None:
    """The board lowers the targets for new homes, and says why."""
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.measures.models import Target
    from goldenthread.measures.operations import amend_target
    from goldenthread.partnership.operations import record_decision
    from goldenthread.partnership.queries import groups

    with standing_on(DECIDED):
        board = groups(partnership.pk, viewer=COMMAND_LINE).get(kind="board")
        decision = record_decision(
            by=COMMAND_LINE,
            partnership_id=partnership.pk,
            title="Lower the targets for new homes",
            words="The targets for net additional homes become 3,900 for 2009/10 and 4,300 for 2010/11.",
            decided_on=DECIDED,
            group=board,
            evidence="Work has begun on fewer homes than in any year of the plan. An invented example.",
            public=True,
        )
        targets = Target.objects.filter(
            superseded_at=None,
            series__measure__code="NI 154",
            series__measure__subject__partnership_id=partnership.pk,
            period__label__in=LOWERED,
        ).select_related("series__measure__subject", "series__place", "period")
        for target in targets:
            amend_target(
                by=COMMAND_LINE,
                target=target,
                value=LOWERED[str(target.period)],
                reason="Loans are hard to get, so builders begin fewer homes.",
                decision=decision,
            )


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of an example file, by the names in its first."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _measures(partnership: "Partnership", row: dict[str, str]) -> "list[Measure]":
    """The measures that a row is about: by code, by title where there is none, and by place where it has one."""
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.measures.queries import measures

    found = measures(partnership.pk, viewer=COMMAND_LINE).filter(code=row["code"])
    if not row["code"]:
        found = found.filter(title=row["title"])
    if row["place"]:
        found = found.filter(series__place__name=row["place"])
    return list(found.select_related("subject").distinct())


def _morning(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day, time(9)))


def standing_on(day: date) -> AbstractContextManager[None]:
    """Let the clock stand on a day, to load what happened then."""
    from goldenthread.kernel import clock

    return clock.standing_at(_morning(day))
