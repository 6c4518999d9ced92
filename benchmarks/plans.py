"""A plan of any size, and the draft of it."""

from decimal import Decimal

from goldenthread.intake.models import Document, Draft
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership.models import Partnership
from goldenthread.reading.plan import Passage, Plan, PlannedMeasure, PlannedTheme, Value, ValueStatus

PERIODS = [f"{year}/{(year + 1) % 100:02d}" for year in range(2008, 2020)]


def plan_of(size: int) -> Plan:
    """So many measures x 12 periods under 10 themes; every tenth has no target for its last year."""
    themes = [f"Theme {number + 1}" for number in range(min(10, size))]
    return Plan(
        themes=tuple(PlannedTheme(name, (1, 2), summary="What this theme does.") for name in themes),
        measures=tuple(_measure(number, themes[number % len(themes)]) for number in range(size)),
    )


def _measure(number: int, theme: str) -> PlannedMeasure:
    periods = PERIODS[:-1] if number % 10 == 0 else PERIODS
    return PlannedMeasure(
        code=f"NI {number + 1}",
        title=f"Percentage of households helped in way {number + 1}",
        lines=(number + 1, number + 1),
        theme=theme,
        long_term_objective=f"Objective {number // 20 + 1}",
        lead_people=(f"Lead {number % 50}",),
        lead_organisations=(f"Organisation {number % 20}",),
        baselines=(_value("2007/08", Decimal("50.0"), None),),
        targets=tuple(
            _value(period, Decimal("50.5") + step, ValueStatus.AGREED) for step, period in enumerate(periods)
        ),
        blank_targets=tuple(set(PERIODS) - set(periods)),
        actions=tuple(
            Passage(f"Action {step + 1} of measure {number + 1}.", (number + 1, number + 1))
            for step in range(2)
        ),
    )


def _value(period: str, value: Decimal, status: ValueStatus | None) -> Value:
    return Value((1, 1), f"{value}%", period=period, value=value, unit="%", status=status)


def draft_of(partnership: Partnership, plan: Plan) -> Draft:
    """A draft of a plan, as if it had been read from a document."""
    document = kernel.create(
        Document,
        by=COMMAND_LINE,
        partnership_id=partnership.pk,
        file_name="plan.txt",
        kind="text",
        sha256=str(partnership.pk),
        content=b"plan",
        rendering="plan",
    )
    content = plan.as_json()
    return kernel.create(
        Draft,
        by=COMMAND_LINE,
        partnership_id=partnership.pk,
        document=document,
        title="plan.txt",
        understood=content,
        edited=content,
        created_at=clock.now(),
    )
