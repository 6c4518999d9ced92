"""Partnerships, people and plans for tests, made by the same operations as real ones."""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from goldenthread.intake.models import Document, Draft
from goldenthread.intake.operations import accept_draft
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.models import Subject, Visibility
from goldenthread.kernel.viewer import COMMAND_LINE, Viewer
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Account, Partnership, Person, Role
from goldenthread.partnership.queries import viewer_for
from goldenthread.reading.plan import (
    Equality,
    EqualityState,
    MonitoringRoute,
    Passage,
    Plan,
    PlannedMeasure,
    PlannedStrategy,
    PlannedTheme,
    Value,
    ValueStatus,
)
from goldenthread.strategy.models import Strategy, Theme

PASSWORD = "a long enough password"


@dataclass(frozen=True, slots=True)
class Member:
    """An account and the viewer that it is to the rooms."""

    account: Account
    viewer: Viewer


def partnership(code: str = "northshire") -> Partnership:
    """A partnership for a place of its own."""
    name = code.capitalize()
    place = partnerships.add_official_place(
        by=COMMAND_LINE, code=f"E{len(code)}{code[:6]}", name=name, kind="county"
    )
    return partnerships.found_partnership(by=COMMAND_LINE, code=code, name=f"{name} Together", place=place)


def manager(of: Partnership) -> Member:
    """The manager of a partnership."""
    account = partnerships.open_account(
        by=COMMAND_LINE,
        email=f"manager@{of.code}.example",
        name=f"Manager of {of.name}",
        password=PASSWORD,
        partnership=of,
    )
    return Member(account, viewer_for(account))


def plan(measures: int = 3) -> Plan:
    """A plan of one theme and objective whose every measure has figures, leads, an action, a risk and a fault."""
    return Plan(
        strategy=PlannedStrategy(
            title="A fair county", years="2008-2011", vision="A place where all do well"
        ),
        themes=(PlannedTheme("Safer places", (1, 2), summary="Fewer people are hurt."),),
        measures=tuple(_measure(number) for number in range(measures)),
    )


def _measure(number: int) -> PlannedMeasure:
    line = 10 * number + 3
    return PlannedMeasure(
        code=f"NI {number + 1}",
        title=f"Households helped in way {number + 1}",
        lines=(line, line + 5),
        theme="Safer places",
        long_term_objective="Fewer people are hurt at home",
        short_term_action="Help every household that asks",
        lead_people=(f"Safety lead {number + 1}",),
        lead_organisations=("County Council",),
        key_partners=("Fire Service", "Police"),
        monitoring=(MonitoringRoute("Safety Board", "quarterly"),),
        baselines=(
            Value((line + 1, line + 1), "80% (2007/08)", period="2007/08", value=Decimal(80), unit="%"),
        ),
        targets=(
            Value(
                (line + 2, line + 2),
                "85%",
                period="2008/09",
                value=Decimal(85),
                unit="%",
                status=ValueStatus.AGREED,
            ),
        ),
        blank_targets=("2009/10",),
        actions=(Passage(f"Visit homes in area {number + 1}.", (line + 3, line + 3)),),
        equality=Equality(EqualityState.BLANK, lines=(line + 4, line + 4)),
        risks=(Passage(f"Too few visitors in area {number + 1}.", (line + 5, line + 5)),),
        risks_asked=True,
    )


def draft(of: Partnership, by: Viewer, planned: Plan | None = None, name: str = "plan.txt") -> Draft:
    """A draft that waits for review, with a document of as many lines as the plan speaks of."""
    planned = planned or plan()
    text = "\n".join(f"This is line {number}." for number in range(1, 10 * len(planned.measures) + 9))
    document = kernel.create(
        Document,
        by=by,
        partnership_id=of.pk,
        file_name=name,
        kind="text",
        sha256=sha256(f"{of.pk} {name}".encode()).hexdigest(),
        content=text.encode(),
        rendering=text,
    )
    content = planned.as_json()
    return kernel.create(
        Draft,
        by=by,
        partnership_id=of.pk,
        visibility=Visibility.PRIVATE,
        document=document,
        title=name,
        understood=content,
        edited=content,
        created_at=clock.now(),
    )


def loaded(of: Partnership, measures: int = 3) -> None:
    """A partnership whose plan was accepted and is not published."""
    accept_draft(draft=draft(of, COMMAND_LINE, plan(measures)), by=COMMAND_LINE)


def theme(of: Partnership, title: str) -> Theme:
    """One more theme in the strategy of a partnership that `loaded` filled."""
    return kernel.create(
        Theme,
        by=COMMAND_LINE,
        partnership_id=of.pk,
        strategy=Strategy.objects.of(of.pk).get(),
        title=title,
        position=Theme.objects.of(of.pk).count(),
    )


def member(
    of: Partnership, role: str, *, scope: Subject | None = None, person: Person | None = None
) -> Member:
    """Somebody with a role in a partnership, for the whole of it or for one theme or group."""
    place = f"{role}-{scope.pk}" if scope else role
    account = partnerships.open_account(
        by=COMMAND_LINE,
        email=f"{place}@{of.code}.example",
        name=f"{Role.Kind(role).label} of {of.name}",
        password=PASSWORD,
        partnership=of,
        role=role,
        scope=scope,
        person=person,
    )
    return Member(account, viewer_for(account))
