"""`python -m benchmarks.build [SIZE]`: a partnership of so many measures x 12 periods x 2 figures, with breakdowns.

It is built in the installation that GOLDENTHREAD_DATA and DATABASE_URL name, which must be empty. The plan comes in
through the load, as any plan does; figures are written in bulk, as 24 thousand forms would take long.
"""

import sys
import time
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from goldenthread.jobs.setting import bring_up_to_date, wake

if TYPE_CHECKING:
    from goldenthread.partnership.models import Partnership

WITH_PARTS = 10
"""Every tenth measure is counted for women and men too."""


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    wake()
    bring_up_to_date()
    started = time.perf_counter()
    build(size)
    print(f"{size} measures x 12 periods x 2 figures, built in {time.perf_counter() - started:.1f} s")


def build(size: int) -> "Partnership":
    """A published partnership "size-SIZE" that reports on 2018/19, with every figure given twice."""
    from benchmarks.plans import draft_of, plan_of
    from goldenthread.intake.operations import accept_draft, publish_plan
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership import operations as partnerships

    place = partnerships.add_official_place(
        by=COMMAND_LINE, code=f"X{size}", name=f"Place {size}", kind="county"
    )
    partnership = partnerships.found_partnership(
        by=COMMAND_LINE, code=f"size-{size}", name=f"Place {size}", place=place
    )
    accept_draft(draft=draft_of(partnership, plan_of(size)), by=COMMAND_LINE)
    partnerships.report_on(by=COMMAND_LINE, partnership=partnership, year="2018/19")
    _give_figures(partnership)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    _ask(partnership)
    _gather_statistics()
    return partnership


def _give_figures(partnership: "Partnership") -> None:
    """Two figures for each series and period: one a year before the other, which replaced it."""
    from benchmarks.plans import PERIODS
    from goldenthread.kernel import clock
    from goldenthread.measures.models import Measure, Observation, Series
    from goldenthread.measures.operations import period_named

    measures = list(Measure.objects.of(partnership.pk).order_by("pk"))
    Measure.objects.of(partnership.pk).update(unit="%", decimals=1, polarity="higher", frequency="yearly")
    Series.objects.bulk_create(
        Series(measure=measure, place_id=partnership.place_id, breakdown="sex", category=group)
        for measure in measures[::WITH_PARTS]
        for group in ("women", "men")
    )
    periods = [period_named(label) for label in PERIODS]
    now = clock.now()
    before = now - timedelta(days=365)
    series = list(Series.objects.filter(measure__in=measures).order_by("pk"))
    first = Observation.objects.bulk_create(
        (
            Observation(
                series=one,
                period=period,
                value=Decimal(50) + number % 7 + step,
                decimals=1,
                status="provisional",
                known_from=before,
                superseded_at=now,
            )
            for number, one in enumerate(series)
            for step, period in enumerate(periods)
        ),
        batch_size=2000,
    )
    Observation.objects.bulk_create(
        (
            Observation(
                series_id=old.series_id,
                period_id=old.period_id,
                value=old.value + Decimal("0.5"),
                decimals=1,
                status="final",
                reason="Late data",
                known_from=now,
                supersedes=old,
            )
            for old in first
        ),
        batch_size=2000,
    )


def _ask(partnership: "Partnership") -> None:
    """A round for the last year, asked of ten people: every other return was sent, every fourth signed off."""
    from datetime import date

    from goldenthread.kernel import clock
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.operations import add_person, open_account
    from goldenthread.returns import operations
    from goldenthread.returns.models import Answer, Return

    open_account(
        by=COMMAND_LINE,
        email=f"manager@{partnership.code}.example",
        name="Manager",
        password=None,
        partnership=partnership,
    )
    today, now = clock.today(), clock.now()
    made = operations.make_round(
        by=COMMAND_LINE,
        partnership=partnership,
        frequency="yearly",
        period=operations.period_dated("2019/20", date(2019, 4, 1), date(2020, 3, 31)),
        opens_on=today - timedelta(days=7),
        due_on=today + timedelta(days=7),
        asks=["measure"],
    )
    people = [
        add_person(by=COMMAND_LINE, partnership_id=partnership.pk, name=f"Lead {number}")
        for number in range(10)
    ]
    asked = list(Return.objects.filter(round=made).order_by("pk"))
    for number, one in enumerate(asked):
        one.contributor = people[number % 10]
        if number % 2 == 0:
            one.state, one.submitted_by, one.submitted_at = "submitted", "Lead", now
        if number % 4 == 0:
            one.state, one.accepted_by, one.accepted_at = "accepted", "Manager", now
    names = ["contributor", "state", "submitted_by", "submitted_at", "accepted_by", "accepted_at"]
    Return.objects.bulk_update(asked, names, batch_size=200)
    Answer.objects.bulk_create(
        (
            Answer(
                asked=one,
                number=1,
                value=Decimal(51),
                what_happened="More came.",
                given_by="Lead",
                given_at=now,
            )
            for one in asked[::2]
        ),
        batch_size=500,
    )


def _gather_statistics() -> None:
    """What a database does by itself some time after a large load: without it PostgreSQL plans blindly."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
