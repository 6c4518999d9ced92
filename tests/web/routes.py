"""Every route, who may use it, and a record to open it with. A new route needs a line here."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from goldenthread.delivery import operations as delivery
from goldenthread.delivery.models import Action, Risk
from goldenthread.intake.models import PublicFile
from goldenthread.intake.operations import keep_public_file, publish_plan
from goldenthread.kernel.queries import version
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures import operations
from goldenthread.measures.models import Baseline, Measure, Series, Target
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Group, Partnership, Role
from goldenthread.publishing import operations as publishing
from goldenthread.publishing.models import FilledCopy
from goldenthread.returns import operations as rounds
from goldenthread.strategy import operations as strategy
from goldenthread.strategy.models import Commitment, Objective, Strategy, Theme
from goldenthread.web.access import Access
from tests import factories
from tests.outside_templates import ministry
from tests.returns import asked


@dataclass(frozen=True, slots=True)
class Route:
    """Who may use a route; `about` names the records in its address, `get` is what a GET answers to who may.

    `own`: a contributor may only on what is theirs, which none of `records` is.
    """

    access: Access
    about: str = ""
    get: int = 200
    own: bool = False


EVERYWHERE = {
    "account_login": Route(Access.PUBLIC),
    "openid_connect_login": Route(Access.PUBLIC, "provider", get=405),
    "openid_connect_callback": Route(Access.PUBLIC, "provider", get=404),
    "account_request_login_code": Route(Access.PUBLIC),
    "account_confirm_login_code": Route(Access.PUBLIC),
    "account_logout": Route(Access.PUBLIC),
    "account_change_password": Route(Access.SIGNED_IN),
    "account_set_password": Route(Access.SIGNED_IN),
    "account_reauthenticate": Route(Access.SIGNED_IN),
    "mfa_authenticate": Route(Access.PUBLIC),
    "mfa_reauthenticate": Route(Access.SIGNED_IN),
    "mfa_index": Route(Access.SIGNED_IN),
    "mfa_activate_totp": Route(Access.SIGNED_IN),
    "mfa_deactivate_totp": Route(Access.SIGNED_IN),
    "mfa_view_recovery_codes": Route(Access.SIGNED_IN),
    "mfa_generate_recovery_codes": Route(Access.SIGNED_IN),
    "usersessions_list": Route(Access.SIGNED_IN),
    "web:front": Route(Access.PUBLIC),
    "web:health": Route(Access.PUBLIC),
    "web:mailbox": Route(Access.PUBLIC, get=404),
    "web:letter": Route(Access.PUBLIC, "letter", get=404),
    "web:link-answer": Route(Access.PUBLIC, "link"),
    "web:link-hand-on": Route(Access.PUBLIC, "link"),
    "web:link-workbook": Route(Access.PUBLIC, "link"),
    "web:link-download": Route(Access.PUBLIC, "link kind"),
}
"""The routes that belong to no partnership."""

OF_A_PARTNERSHIP = {
    "partnership": Route(Access.PUBLIC),
    "theme": Route(Access.PUBLIC, "theme"),
    "objective": Route(Access.PUBLIC, "objective"),
    "measure": Route(Access.PUBLIC, "measure"),
    "thread": Route(Access.PUBLIC, "measure"),
    "measures": Route(Access.PUBLIC),
    "rug": Route(Access.PUBLIC),
    "results": Route(Access.PUBLIC),
    "results-json": Route(Access.PUBLIC),
    "results-workbook": Route(Access.PUBLIC),
    "mine": Route(Access.INSIDE),
    "history": Route(Access.INSIDE, "measure"),
    "undo": Route(Access.CONTRIBUTOR, "measure amendment"),
    "change-one": Route(Access.CONTRIBUTOR, "action field", own=True),
    "findings": Route(Access.PUBLIC),
    "governance": Route(Access.PUBLIC),
    "search": Route(Access.PUBLIC),
    # partnership
    "places": Route(Access.PUBLIC),
    "decisions": Route(Access.PUBLIC),
    "decision": Route(Access.PUBLIC, "decision"),
    "write-decision": Route(Access.DECIDER),
    "posts": Route(Access.INSIDE),
    "hold-post": Route(Access.MANAGER, "post"),
    "leave-post": Route(Access.MANAGER, "holding"),
    "add-group": Route(Access.MANAGER),
    "amend-group": Route(Access.MANAGER, "group"),
    "give-seat": Route(Access.MANAGER, "group"),
    "end-seat": Route(Access.MANAGER, "seat"),
    "accounts": Route(Access.ADMINISTRATOR),
    "give-role": Route(Access.ADMINISTRATOR),
    "take-role": Route(Access.ADMINISTRATOR, "role"),
    "messages": Route(Access.MANAGER),
    # measures
    "several-figures": Route(Access.CONTRIBUTOR),
    "figures-workbook": Route(Access.CONTRIBUTOR),
    "download-figures": Route(Access.CONTRIBUTOR),
    "figures": Route(Access.CONTRIBUTOR, "measure", own=True),
    "mark-break": Route(Access.KEEPER, "measure"),
    "load-vintage": Route(Access.KEEPER, "measure"),
    "confirm-target": Route(Access.MANAGER, "target"),
    "targets": Route(Access.PUBLIC, "measure"),
    "add-target": Route(Access.MANAGER, "measure"),
    "amend-target": Route(Access.MANAGER, "target"),
    "add-baseline": Route(Access.MANAGER, "measure"),
    "amend-baseline": Route(Access.MANAGER, "baseline"),
    "sheet": Route(Access.PUBLIC, "measure"),
    "amend-sheet": Route(Access.KEEPER, "measure"),
    "figure": Route(Access.PUBLIC, "series period"),
    "take-back": Route(Access.CONTRIBUTOR, "series period", own=True),
    "place-measure": Route(Access.MANAGER, "measure"),
    "place-objective": Route(Access.MANAGER, "objective"),
    "end-placement": Route(Access.MANAGER, "placement"),
    "catalogue": Route(Access.MANAGER),
    "catalogue-entry": Route(Access.MANAGER, "framework entry"),
    "adoptable": Route(Access.MANAGER),
    "adopt": Route(Access.MANAGER, "public_series"),
    "amend-adoption": Route(Access.MANAGER, "adoption"),
    "add-adopted-target": Route(Access.MANAGER, "adoption"),
    "end-adoption": Route(Access.MANAGER, "adoption"),
    # delivery
    "actions": Route(Access.PUBLIC),
    "action": Route(Access.PUBLIC, "action"),
    "add-action": Route(Access.KEEPER, "theme"),
    "add-task": Route(Access.KEEPER, "action"),
    "amend-action": Route(Access.KEEPER, "action"),
    "say-progress": Route(Access.CONTRIBUTOR, "action", own=True),
    "late": Route(Access.PUBLIC),
    "risks": Route(Access.PUBLIC),
    "risk-map": Route(Access.MANAGER),
    "amend-risk": Route(Access.KEEPER, "risk"),
    "add-risk": Route(Access.KEEPER, "action"),
    "hang-risk": Route(Access.KEEPER, "risk"),
    "action-points": Route(Access.PUBLIC),
    "action-point": Route(Access.PUBLIC, "point"),
    "amend-point": Route(Access.FOLLOWER, "point"),
    "finish-point": Route(Access.INSIDE, "point"),
    "close-point": Route(Access.VERIFIER, "point"),
    "reopen-point": Route(Access.VERIFIER, "point"),
    "drop-point": Route(Access.FOLLOWER, "point"),
    "set-point": Route(Access.FOLLOWER, "action"),
    "events": Route(Access.PUBLIC),
    "add-event": Route(Access.CONTRIBUTOR, "theme"),
    "amend-event": Route(Access.CONTRIBUTOR, "event"),
    # returns
    "rounds": Route(Access.KEEPER),
    "make-round": Route(Access.MANAGER),
    "schedules": Route(Access.MANAGER),
    "set-schedule": Route(Access.MANAGER),
    "end-schedule": Route(Access.MANAGER, "schedule"),
    "arrangements": Route(Access.MANAGER),
    "round": Route(Access.KEEPER, "round"),
    "amend-round": Route(Access.MANAGER, "round"),
    "close-round": Route(Access.MANAGER, "round"),
    "reopen-round": Route(Access.MANAGER, "round"),
    "links": Route(Access.MANAGER, "round"),
    "reminders-sent": Route(Access.MANAGER, "round"),
    "set-reminders": Route(Access.MANAGER),
    "sign-off-many": Route(Access.KEEPER, "round"),
    "return": Route(Access.KEEPER, "round return"),
    "sign-off-return": Route(Access.KEEPER, "round return"),
    "send-back-return": Route(Access.KEEPER, "round return"),
    "withdraw-return": Route(Access.MANAGER, "round return"),
    "ask-again-return": Route(Access.MANAGER, "round return"),
    "answer-return": Route(Access.CONTRIBUTOR, "round return", own=True),
    "answer": Route(Access.CONTRIBUTOR, "round"),
    "stories": Route(Access.KEEPER, "round"),
    "begin-story": Route(Access.KEEPER, "round theme"),
    "story": Route(Access.PUBLIC, "story"),
    "write-story": Route(Access.KEEPER, "story"),
    "add-to-story": Route(Access.KEEPER, "story", get=405),
    "submit-story": Route(Access.KEEPER, "story"),
    "accept-story": Route(Access.MANAGER, "story"),
    "send-story-back": Route(Access.MANAGER, "story"),
    "round-workbook": Route(Access.CONTRIBUTOR, "round"),
    "round-download": Route(Access.CONTRIBUTOR, "round kind"),
    "hand-on": Route(Access.CONTRIBUTOR, "round"),
    "silence": Route(Access.CONTRIBUTOR),
    "hand-over": Route(Access.MANAGER, "person"),
    # strategy
    "equality-register": Route(Access.PUBLIC),
    "equality": Route(Access.PUBLIC, "theme"),
    "look-at-equality": Route(Access.KEEPER, "theme"),
    "amendments": Route(Access.PUBLIC),
    "amend-strategy": Route(Access.MANAGER, "strategy"),
    "amend-theme": Route(Access.KEEPER, "theme"),
    "amend-objective": Route(Access.KEEPER, "objective"),
    "amend-commitment": Route(Access.KEEPER, "commitment"),
    "add-objective": Route(Access.KEEPER, "theme"),
    "add-commitment": Route(Access.KEEPER, "theme"),
    "add-evidence": Route(Access.KEEPER, "theme"),
    "roll-forward": Route(Access.MANAGER),
    "strategies": Route(Access.PUBLIC),
    "strategy": Route(Access.PUBLIC, "strategy"),
    "evidence": Route(Access.PUBLIC),
    "add-strategy": Route(Access.MANAGER),
    "add-theme": Route(Access.MANAGER, "strategy"),
    "put-into-force": Route(Access.MANAGER, "strategy"),
    "follow-strategy": Route(Access.MANAGER, "strategy"),
    # publishing
    "templates": Route(Access.MANAGER),
    "add-template": Route(Access.MANAGER),
    "template": Route(Access.MANAGER, "template"),
    "amend-template": Route(Access.MANAGER, "template"),
    "add-template-version": Route(Access.MANAGER, "template"),
    "fill-template": Route(Access.MANAGER, "template"),
    "withdraw-template": Route(Access.MANAGER, "template"),
    "download-template": Route(Access.MANAGER, "template_version"),
    "template-places": Route(Access.MANAGER, "template_version"),
    "add-template-place": Route(Access.MANAGER, "template_version"),
    "filled-template": Route(Access.MANAGER, "filled_copy"),
    "download-filled": Route(Access.MANAGER, "filled_copy"),
    "mark-sent": Route(Access.MANAGER, "filled_copy"),
    # intake
    "document": Route(Access.PUBLIC, "document"),
    "intake": Route(Access.MANAGER),
    "public-files": Route(Access.MANAGER),
    "public-file": Route(Access.MANAGER, "public_file"),
    "end-feed": Route(Access.MANAGER, "feed", get=405),
    "review": Route(Access.MANAGER, "draft"),
    "publish": Route(Access.MANAGER),
}

NEVER_PUBLIC = {"document", "story"}
"""Pages that anyone may ask for, of records that publishing leaves inside."""


def all_routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the site by its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from all_routes(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield f"{namespace}{entry.name}", entry


def fetched_file(place: Partnership) -> PublicFile:
    """A download that waits to be taken in."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "indicators.csv"
        path.write_text("Area Code,Indicator,Time period,Value\nE07000098,Homes,2008,4\n")
        return keep_public_file(by=COMMAND_LINE, partnership=place, path=path)


def records(place: Partnership) -> dict[str, int | str]:
    """The number of a record of each kind that an address may name, in a partnership that `factories.loaded` filled."""
    draft = factories.draft(place, COMMAND_LINE, name="second.txt")
    council = partnerships.add_organisation(by=COMMAND_LINE, partnership_id=place.pk, name="Town Council")
    group = partnerships.add_group(
        by=COMMAND_LINE, partnership_id=place.pk, name="Board", kind=Group.Kind.BOARD
    )
    post = partnerships.add_post(
        by=COMMAND_LINE, partnership_id=place.pk, title="Town clerk", organisation=council
    )
    person = partnerships.add_person(by=COMMAND_LINE, partnership_id=place.pk, name="Ann Example")
    holding = partnerships.hold_post(by=COMMAND_LINE, post=post, person=person)
    seat = partnerships.give_seat(by=COMMAND_LINE, group=group, organisation=council, post=post, role="Chair")
    decision = partnerships.record_decision(
        by=COMMAND_LINE,
        partnership_id=place.pk,
        title="Agree the plan",
        words="The plan is agreed.",
        decided_on=date(2009, 9, 24),
        group=group,
        public=True,
    )
    auditor = factories.member(place, Role.Kind.AUDITOR)
    measure = Measure.objects.of(place.pk).first()
    assert measure is not None
    series = measure.series.get(breakdown="")
    given = operations.observe(
        by=COMMAND_LINE, series=series, period=operations.period_named("2008/09"), value=Decimal(82)
    )
    target = Target.objects.get(series=series)
    theirs = published_elsewhere()
    adoption = operations.adopt(
        by=COMMAND_LINE, partnership=place, series=theirs[0], theme=Theme.objects.of(place.pk).get()
    )
    action = Action.objects.of(place.pk).first()
    assert action is not None
    point = delivery.set_action_point(by=COMMAND_LINE, about=action.subject, title="Ask the police")
    event = delivery.add_event(
        by=COMMAND_LINE, theme=action.theme, title="Open day", held_on=date(2009, 6, 1)
    )
    operations.amend_measure(by=COMMAND_LINE, measure=measure, definition="Households that were helped.")
    asked_in = asked.round_of(place, "action")
    schedule = rounds.set_schedule(
        by=COMMAND_LINE, partnership=place, frequency="yearly", asks=["measure"], since=date(2099, 4, 1)
    )
    filled = filled_template(place)
    public = fetched_file(place)
    return {
        "public_file": public.pk,
        "feed": operations.feed_measure(
            by=COMMAND_LINE,
            measure=Measure.objects.of(place.pk).exclude(pk=measure.pk)[0],
            source="fingertips",
            indicator="93088",
        ).pk,
        "template": filled.version.template_id,
        "template_version": filled.version_id,
        "filled_copy": filled.pk,
        "round": asked_in.pk,
        "story": rounds.begin_story(
            by=COMMAND_LINE, asked_in=asked_in, theme=Theme.objects.of(place.pk).get()
        ).pk,
        "kind": "csv",
        "return": asked.first(asked_in).pk,
        "schedule": schedule.pk,
        "field": "due_on",
        "baseline": Baseline.objects.get(series=series).pk,
        "amendment": version(measure.pk),
        "action": action.pk,
        "risk": Risk.objects.of(place.pk).order_by("pk")[0].pk,
        "point": point.pk,
        "event": event.pk,
        "series": series.pk,
        "period": given.period_id,
        "target": target.pk,
        "public_series": theirs[1].pk,
        "adoption": adoption.pk,
        "theme": Theme.objects.of(place.pk).get().pk,
        "strategy": Strategy.objects.of(place.pk).get().pk,
        "commitment": Commitment.objects.of(place.pk).first().pk,  # type: ignore[union-attr]
        "objective": Objective.objects.of(place.pk).get().pk,
        "measure": measure.pk,
        "document": draft.document_id,
        "draft": draft.pk,
        "group": group.pk,
        "post": post.pk,
        "person": person.pk,
        "holding": holding.pk,
        "seat": seat.pk,
        "decision": decision.pk,
        "role": auditor.account.roles.get().pk,
        "framework": "english-national-indicators",
        "entry": "ni-16",
        "placement": placed_in_a_second_framework(place, measure),
    }


def filled_template(place: Partnership) -> FilledCopy:
    """A copy of somebody else's template that was filled."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(ministry())
        file.flush()
        version = publishing.add_template(
            by=COMMAND_LINE, partnership=place, title="Return", asked_by="The ministry", path=Path(file.name)
        )
    publishing.confirm(by=COMMAND_LINE, version=version)
    return publishing.fill(by=COMMAND_LINE, template=version.template, period="2008/09")


def placed_in_a_second_framework(place: Partnership, measure: Measure) -> int:
    """The number of a measure's place under a theme of an area agreement, whose records stay inside."""
    agreement = strategy.add_strategy(
        by=COMMAND_LINE, partnership=place, title="Area agreement", kind="agreement", draft=False
    )
    theme = strategy.add_theme(by=COMMAND_LINE, strategy=agreement, title="Stronger communities")
    return operations.place_under(by=COMMAND_LINE, measure=measure, theme=theme).pk


def published_elsewhere() -> list[Series]:
    """The series of another partnership, whose plan is public."""
    other = factories.partnership("eastshire")
    factories.loaded(other, measures=2)
    publish_plan(partnership=other, by=COMMAND_LINE)
    return list(Series.objects.filter(measure__subject__partnership_id=other.pk).order_by("pk"))


def addresses_of(place: Partnership, ids: dict[str, int | str]) -> dict[str, str]:
    """The address of every page of a partnership by the name of its route."""
    return {
        page: reverse(f"web:{page}", args=[place.code, *(ids[name] for name in route.about.split())])
        for page, route in OF_A_PARTNERSHIP.items()
    }
