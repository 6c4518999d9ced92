"""A partnership with a row in every table, its texts and numbers chosen to break what is careless with them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from goldenthread.delivery.models import (
    Action,
    ActionPoint,
    Event,
    Milestone,
    Progress,
    Quantity,
    Referral,
    Risk,
    RiskMap,
)
from goldenthread.intake.models import Document, PublicFile
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.models import Message, Visibility
from goldenthread.kernel.outbox.operations import post
from goldenthread.kernel.tables import all_tables
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import (
    Adoption,
    Feed,
    LockedPeriod,
    Measure,
    Observation,
    Period,
    Placement,
    Release,
    Series,
    SeriesBreak,
    Target,
    Vintage,
)
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import (
    Decision,
    Group,
    Holding,
    Invitation,
    Membership,
    Organisation,
    Partnership,
    Person,
    Post,
)
from goldenthread.publishing.models import (
    FilledCopy,
    OutsideTemplate,
    Said,
    Sending,
    Slot,
    TemplateVersion,
)
from goldenthread.returns.models import (
    Answer,
    Arrangements,
    Chase,
    Digest,
    Draft,
    Return,
    Round,
    Schedule,
    SentFile,
    Story,
)
from goldenthread.strategy.models import (
    EqualityEffect,
    EqualityImpact,
    Evidence,
    Objective,
    Outcome,
    Strategy,
    Theme,
)
from tests import factories

ODD = '=SUM(A1:A9)\nsecond line\r\n\ttabbed مرحبا בוקר 👩‍🚒 e\u0301 \x07\x1b[1m "quoted", \u2028 \ufeff\x7f'
BYTES = bytes(range(256)) * 3
MOMENT = datetime(2009, 7, 1, 23, 59, 59, 999_999, tzinfo=UTC)


def _written_to(of: Partnership) -> None:
    """Somebody of this partnership was told of a return, in a mail."""
    message = post(
        to="a@x.example", title="Odd", text=ODD, purpose="reminder", partnership_id=of.pk, about=of.subject
    )
    Message.objects.filter(pk=message.pk).update(state="sent", sent_at=MOMENT, reason=ODD)
    asked = Return.objects.get(round__subject__partnership_id=of.pk)
    digest = Digest.objects.create(address="a@x.example", day=date(2009, 3, 2), message=message)
    Chase.objects.create(asked=asked, digest=digest, turn=0, rung=0, step="asked")


def _make(of: Partnership, model: Any, **fields: Any) -> Any:
    return kernel.create(model, by=COMMAND_LINE, partnership_id=of.pk, reason=ODD, **fields)


def whole(code: str = "northshire") -> Partnership:
    """A partnership with at least one row in every table that an export takes."""
    of = factories.partnership(code)
    factories.loaded(of, 2)
    decision = _who(of)
    _why(of, decision)
    _how(of, decision)
    adopt(of, foreign_series("elsewhere", visibility=Visibility.PUBLIC))
    _what(of)
    _asked(of)
    _filled(of)
    _fetched(of)
    _written_to(of)
    _make(
        of,
        Document,
        file_name=f"{ODD[:20]}.docx",
        kind="word",
        sha256="0" * 64,
        content=BYTES,
        rendering=ODD,
        notes=[ODD, {"z": 1, "a": [None, 0, "", False, 1.5]}],
    )
    return of


def _who(of: Partnership) -> Decision:
    person = _make(of, Person, name="Zoë O’Brien")
    organisation = _make(of, Organisation, name=ODD, charity_number="0012")
    post = _make(of, Post, title="@chief", organisation=organisation)
    group = _make(of, Group, name="Board", kind="board", terms_of_reference=ODD)
    _make(of, Group, name="Task", kind="task", reports_to=group)
    Holding.objects.create(post=post, person=person, valid_from=date(1, 1, 1), valid_to=date(9999, 12, 31))
    Membership.objects.create(group=group, person=person, post=post, organisation=organisation, role="Chair")
    old = partnerships.add_official_place(by=COMMAND_LINE, code="E07000001", name="Old", kind="district")
    partnerships.succeed_place(by=COMMAND_LINE, old=old, new=of.place, on=date(2009, 4, 1), note=ODD[:100])
    inside = partnerships.add_official_place(
        by=COMMAND_LINE, code="E07000002", name="Inside", kind="district", within=of.place
    )
    partnerships.add_place(by=COMMAND_LINE, partnership_id=of.pk, name="Nowhere Estate", within=inside)
    theme = Theme.objects.of(of.pk).get()
    factories.member(of, "theme_lead", scope=theme.subject, person=person)
    decision: Decision = _make(
        of, Decision, title="-Targets", words=ODD, decided_on=date(2009, 7, 1), group=group
    )
    return decision


def _why(of: Partnership, decision: Decision) -> None:
    before = Strategy.objects.of(of.pk).get()
    strategy = _make(
        of,
        Strategy,
        title="Next",
        state="draft",
        supersedes=before,
        decision=decision,
        starts_on=date(2010, 4, 1),
        principles=["Fair", ODD, ""],
    )
    theme = _make(of, Theme, strategy=strategy, title=ODD)
    new = _make(of, Objective, theme=theme, title="New")
    Outcome.objects.create(
        objective=Objective.objects.of(of.pk).exclude(pk=new.pk).first(), fate="changed", becomes=new
    )
    _make(of, Evidence, strategy=strategy, text=ODD, value="9.20", dated="")
    impact = EqualityImpact.objects.create(
        about=theme.subject, state="done", depth="full", review_on=date(2011, 1, 1)
    )
    EqualityEffect.objects.create(impact=impact, characteristic="age", effect="none", evidence=ODD)


def _how(of: Partnership, decision: Decision) -> None:
    measure = Measure.objects.of(of.pk).order_by("pk").first()
    assert measure is not None
    measure.tolerance, measure.range_low, measure.range_high = (
        Decimal("0.050000"),
        Decimal("-1.5"),
        Decimal(0),
    )
    measure.tolerance_kind = Measure.ToleranceKind.UNIT
    measure.save()
    Placement.objects.create(measure=measure, framework="NIS", under=measure.theme)
    series = Series.objects.create(measure=measure, place=of.place, breakdown="sex", category="women")
    SeriesBreak.objects.create(series=series, on=date(2009, 4, 1), why=ODD, known_from=MOMENT)
    observe(series, MOMENT)
    target = Target.objects.filter(series__measure=measure).first()
    assert target is not None
    target.superseded_at = MOMENT
    target.save()
    Target.objects.create(
        series=target.series,
        period=target.period,
        value=Decimal("123456789.123456"),
        as_written=ODD,
        known_from=MOMENT,
        supersedes=target,
        decision=decision,
        status="agreed",
    )


def observe(series: Series, moment: datetime) -> None:
    """A zero that was revised, a figure below zero, one that is missing and one that cannot be computed."""
    quarters = [Period.objects.get_or_create(label=f"Q{number} 2009/10")[0] for number in range(1, 5)]
    later = moment + timedelta(microseconds=1)
    zero = Observation.objects.create(
        series=series,
        period=quarters[0],
        value=Decimal(0),
        known_from=moment,
        superseded_at=later,
        comment=ODD,
    )
    Observation.objects.create(
        series=series,
        period=quarters[0],
        value=Decimal("-0.500000"),
        decimals=2,
        numerator=Decimal(0),
        denominator=Decimal("1.10"),
        status="final",
        known_from=later,
        supersedes=zero,
        received_on=date(2009, 7, 2),
        received_from="A named person",
        source_named="Their file",
        reason=ODD,
    )
    for quarter, gap in ((quarters[1], "missing"), (quarters[2], "cannot_compute")):
        Observation.objects.create(series=series, period=quarter, gap=gap, comment="Late", known_from=later)


def foreign_series(code: str, *, visibility: str) -> Series:
    """A series of another partnership, whose measure is seen by whom `visibility` says and whose theme by none."""
    of = factories.partnership(code)
    strategy = _make(of, Strategy, title="Their secret strategy")
    theme = _make(of, Theme, strategy=strategy, title="Their secret theme", summary="Their secret summary")
    objective = _make(of, Objective, theme=theme, title="Their secret objective")
    person = _make(of, Person, name="Their secret person")
    action_measure = kernel.create(
        Measure,
        by=COMMAND_LINE,
        partnership_id=of.pk,
        visibility=visibility,
        theme=theme,
        objective=objective,
        code="NI 15",
        title="Burglaries seen by those who may",
        definition="Burglaries that are counted",
        monitoring="Their secret monitoring",
        place=of.place,
        unit="per 1,000",
    )
    _make(of, Action, theme=theme, measure=action_measure, title="Their secret action", owner_person=person)
    series = Series.objects.create(measure=action_measure, place=of.place)
    SeriesBreak.objects.create(series=series, on=date(2009, 1, 1), why="Counted anew", known_from=MOMENT)
    observe(series, MOMENT)
    Target.objects.create(series=series, as_written="Their secret target", known_from=MOMENT)
    factories.manager(of)
    return series


def adopt(of: Partnership, series: Series) -> Adoption:
    """A partnership takes up a series of another, with a target of its own."""
    theme = Theme.objects.of(of.pk).order_by("pk").first()
    assert theme is not None
    adoption = Adoption.objects.create(
        partnership=of, series=series, theme=theme, comment=ODD, adopted_at=MOMENT
    )
    Target.objects.create(
        series=series, adoption=adoption, as_written="Ours", value=Decimal(3), known_from=MOMENT
    )
    return adoption


def _what(of: Partnership) -> None:
    action = Action.objects.of(of.pk).order_by("pk").first()
    organisation = Organisation.objects.of(of.pk).first()
    assert action is not None
    assert organisation is not None
    _make(of, Action, theme=action.theme, part_of=action, title=ODD, organisation=organisation)
    Progress.objects.create(action=action, said_at=MOMENT, said_by="Zoë", text=ODD, percent=0)
    Milestone.objects.create(action=action, title="+1", due_on=date(2009, 9, 30))
    Quantity.objects.create(action=action, what="advisers", planned=Decimal("7.00"), delivered=None)
    Quantity.objects.create(action=action, what="visits", planned=Decimal("7.10"), delivered=Decimal(0))
    event = _make(
        of,
        Event,
        action=action,
        theme=action.theme,
        title="Fair",
        held_on=date(2009, 8, 1),
        attendances=3,
        individuals=0,
    )
    Referral.objects.create(event=event, organisation=organisation, people=0)
    _make(
        of,
        ActionPoint,
        about=event.subject,
        title=ODD[:100],
        state="closed",
        done_by_account=4_000,
        done_by="Somebody who left",
        done_at=MOMENT,
        closed_by_account=5_000,
        closed_at=MOMENT,
    )
    risk = _make(of, Risk, title=ODD, likelihood_now=5, impact_now=1)
    risk.about.set([action.subject, event.subject])
    RiskMap.objects.create(partnership=of, levels=[["low"] * 5] * 5)


def _asked(of: Partnership) -> None:
    measure = Measure.objects.of(of.pk).order_by("pk").first()
    person = Person.objects.of(of.pk).order_by("pk").first()
    period = Period.objects.create(label="Wave 9", start=date(2009, 2, 1), end=date(2009, 3, 1))
    assert measure is not None
    assert person is not None
    Arrangements.objects.create(partnership=of, manager_signs=False)
    schedule = Schedule.objects.create(
        partnership=of,
        frequency="survey",
        asks=["measure"],
        waves=[["Wave 9", "2009-02-01", "2009-03-01"]],
        since=date(2009, 1, 1),
    )
    days = {"opens_on": date(2009, 3, 2), "due_on": date(2009, 3, 9)}
    made = _make(
        of, Round, title=ODD[:90], schedule=schedule, frequency="survey", asks=[], period=period, **days
    )
    _make(
        of, Story, title="Safer", round=made, theme=measure.theme, progress=ODD, drafted_from=[{"said": ODD}]
    )
    asked = Return.objects.create(
        round=made,
        kind="measure",
        subject=measure.subject,
        series=Series.objects.filter(measure=measure).first(),
        theme=measure.theme,
        contributor=person,
        state="submitted",
        to_change=ODD,
        submitted_by="Zoë",
        submitted_at=MOMENT,
    )
    Answer.objects.create(
        asked=asked, number=1, value=Decimal(0), also={"percent": 0}, given_by=ODD[:50], given_at=MOMENT
    )
    SentFile.objects.create(round=made, writer="person 4", name=ODD[:60], content=BYTES[2:], sent_at=MOMENT)
    Draft.objects.create(asked=asked, writer="account 4", content={"value": "8"}, kept_at=MOMENT)
    Invitation.objects.create(
        partnership=of,
        person=person,
        about=made.subject,
        secret="unguessable",
        made_at=MOMENT,
        expires_at=MOMENT,
    )
    Vintage.objects.create(measure=measure, title="2010 release", method=ODD, known_from=MOMENT)
    LockedPeriod.objects.create(partnership=of, period=period, locked_at=MOMENT)


def _fetched(of: Partnership) -> None:
    measure = Measure.objects.of(of.pk).order_by("pk").first()
    assert measure is not None
    PublicFile.objects.create(
        partnership=of,
        file_name=f"{ODD[:20]}.gz",
        sha256="3" * 64,
        content=BYTES[3:],
        source="fingertips",
        edition=ODD[:50],
        released_on=date(2009, 5, 5),
        sent_by="Zoë",
        sent_at=MOMENT,
        taken_in_at=MOMENT,
    )
    Feed.objects.create(
        measure=measure, source="fingertips", indicator="90366", title=ODD, sex="Male", confirmed_at=MOMENT
    )
    release = Release.objects.create(
        partnership=of, file_name=ODD[:50], sha256="3" * 64, taken_in_at=MOMENT, taken_in_by="Zoë"
    )
    Observation.objects.filter(series__measure=measure).update(release=release, row=7)


def _filled(of: Partnership) -> None:
    template = _make(of, OutsideTemplate, title="Return", asked_by=ODD[:60])
    version = TemplateVersion.objects.create(
        template=template,
        number=1,
        file_name=f"{ODD[:20]}.xlsx",
        kind="xlsx",
        sha256="1" * 64,
        content=BYTES[::-1],
        not_held=["NI 999"],
        uploaded_at=MOMENT,
        uploaded_by="Zoë",
    )
    observation = Observation.objects.filter(series__measure__subject__partnership_id=of.pk).first()
    assert observation is not None
    slot = Slot.objects.create(
        version=version,
        part="xl/worksheets/sheet1.xml",
        at="C7",
        where=ODD,
        what="value",
        measure=observation.series.measure,
        series=observation.series,
    )
    copy = FilledCopy.objects.create(
        version=version,
        period=observation.period,
        file_name="Return-2009.xlsx",
        sha256="2" * 64,
        content=BYTES[1:],
        filled_at=MOMENT,
        filled_by="Zoë",
    )
    Said.objects.create(copy=copy, slot=slot, what="value", where=ODD, words=ODD, observation=observation)
    Sending.objects.create(
        copy=copy, sent_on=date(2009, 7, 2), sent_to=ODD[:50], noted_at=MOMENT, noted_by="Zoë"
    )


@transaction.atomic
def wiped() -> None:
    """An installation as it is after it was set up: the tables of all rooms are empty."""
    connection.check_constraints()  # PostgreSQL empties no table that waits to be checked
    names = [
        connection.ops.quote_name(model._meta.db_table) for model in (Draft, *(t.model for t in all_tables()))
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")
            return
        for name in [*names, "sqlite_sequence", "kernel_search"]:
            cursor.execute(f"DELETE FROM {name}")
