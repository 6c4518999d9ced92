"""Forms and lists of what is done: what people really send, and what long lists cost."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.delivery import operations
from goldenthread.delivery.models import Action, ActionPoint, Event, Milestone, Quantity
from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import clock
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.overview.queries.reckoned import reckoned
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Role
from goldenthread.strategy.models import Theme
from tests import factories
from tests.web.sending import as_shown

pytestmark = pytest.mark.django_db
DAY = date(2009, 5, 1)
WHY = "The year is over."


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(datetime(2009, 6, 1, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def place() -> Partnership:
    partnership = factories.partnership()
    factories.loaded(partnership, measures=1)
    return partnership


@pytest.fixture
def theme(place: Partnership) -> Theme:
    return Theme.objects.of(place.pk).get()


@pytest.fixture
def action(theme: Theme) -> Action:
    return operations.add_action(by=COMMAND_LINE, theme=theme, title="Open a shelter", state="under_way")


@pytest.fixture
def manager(place: Partnership) -> Client:
    client = Client()
    client.force_login(factories.manager(place).account)
    return client


def send(client: Client, address: str, **changed: Any) -> HttpResponse:
    answer: HttpResponse = client.post(address, as_shown(client, address, **changed))
    return answer


def sentence(answer: HttpResponse, words: str) -> bool:
    return words in answer.content.decode()


class TestActionForm:
    @pytest.fixture
    def address(self, action: Action) -> str:
        return f"/northshire/actions/{action.pk}/change/"

    def test_what_is_sent_as_shown_changes_nothing(self, manager: Client, address: str) -> None:
        before = Action.objects.values().get(title="Open a shelter")
        assert send(manager, address).status_code == 302
        assert Action.objects.values().get(title="Open a shelter") == before

    def test_it_offers_what_the_action_may_become(self, manager: Client, address: str) -> None:
        choices = dict(manager.get(address).context["form"].fields["state"].choices)
        assert list(choices) == ["", "not_started", "under_way", "done", "stopped"]
        answer = send(manager, address, state="")
        assert (answer.status_code, sentence(answer, "Choose one.")) == (422, True)

    def test_what_is_carried_on_can_be_changed(self, manager: Client, action: Action, address: str) -> None:
        operations.carry_on(by=COMMAND_LINE, action=action, due_on=None, reason=WHY)
        assert send(manager, address, title="Open the shelter").status_code == 302
        assert Action.objects.get(pk=action.pk).title == "Open the shelter"

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"what_1": "beds", "planned_1": "99999999999999999"}, "at most 16 digits and 2 decimals"),
            ({"what_1": "beds", "planned_1": "1.2345"}, "at most 16 digits and 2 decimals"),
            ({"what_1": "beds"}, "Say how many are planned. Zero is a number too."),
            ({"planned_1": "7"}, "Say what is counted."),
            ({"delivered_1": "0"}, "Say what is counted."),
            ({"milestone_due_1": "2009-09-01"}, "Say what is to be reached on that day."),
            ({"due_on": "soon"}, "Write the day like 24/09/2026."),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(
        self, manager: Client, address: str, typed: dict[str, str], words: str
    ) -> None:
        answer = send(manager, address, title="Open it", **typed)
        assert (answer.status_code, sentence(answer, words)) == (422, True)
        form = answer.context["form"]  # type: ignore[attr-defined]
        assert {name: form[name].value() for name in typed} == typed
        assert form["title"].value() == "Open it"
        assert Quantity.objects.count() == Milestone.objects.count() == 0
        assert Action.objects.filter(title="Open it").count() == 0

    def test_a_reached_day_stays_where_two_milestones_have_one_title(
        self, manager: Client, action: Action, address: str
    ) -> None:
        two = [(None, "Meet", date(2009, 1, 1)), (None, "Meet", date(2009, 9, 1))]
        operations.set_milestones(by=COMMAND_LINE, action=action, milestones=two)
        first = Milestone.objects.all()[0]
        operations.reach_milestone(by=COMMAND_LINE, milestone=first, on=date(2009, 1, 2))
        assert send(manager, address, milestone_3="Open").status_code == 302
        assert list(Milestone.objects.values_list("title", "reached_on")) == [
            ("Meet", date(2009, 1, 2)),
            ("Meet", None),
            ("Open", None),
        ]

    def test_two_who_change_the_milestones_read_each_other(
        self, manager: Client, action: Action, address: str
    ) -> None:
        mine = as_shown(manager, address, milestone_1="Mine")
        operations.set_milestones(by=COMMAND_LINE, action=action, milestones=[(None, "Theirs", None)])
        answer = manager.post(address, mine)
        assert answer.status_code == 409
        assert answer.context["form"]["milestone_1"].value() == "Mine"
        assert [(one.label, one.text) for one in answer.context["meanwhile"]] == [("Milestones", "Theirs")]
        assert Milestone.objects.get().title == "Theirs"

    def test_rows_that_were_typed_stay_though_the_list_got_shorter(
        self, manager: Client, action: Action, address: str
    ) -> None:
        many = [(None, f"Step {number}", None) for number in range(5)]
        operations.set_milestones(by=COMMAND_LINE, action=action, milestones=many)
        mine = as_shown(manager, address, milestone_8="Mine")
        operations.set_milestones(by=COMMAND_LINE, action=action, milestones=[])
        assert manager.post(address, mine).context["form"]["milestone_8"].value() == "Mine"


class TestProgress:
    def test_what_is_done_is_said_to_go_on_only_by_choice(self, manager: Client, action: Action) -> None:
        operations.amend_action(by=COMMAND_LINE, action=action, state="done")
        address = f"/northshire/actions/{action.pk}/progress/"
        form = manager.get(address).context["form"]
        assert dict(form.fields["state"].choices) == {"": "Choose one", "under_way": "Under way"}
        assert form["state"].value() == "under_way"
        assert send(manager, address, text="It leaks.").status_code == 302
        assert Action.objects.get(pk=action.pk).state == "under_way"

    def test_without_a_choice_it_is_under_way(self, manager: Client, theme: Theme) -> None:
        action = operations.add_action(by=COMMAND_LINE, theme=theme, title="Begin")
        assert send(manager, f"/northshire/actions/{action.pk}/progress/", text="Begun.").status_code == 302
        assert Action.objects.get(pk=action.pk).state == "under_way"


class TestActionPoint:
    @pytest.fixture
    def point(self, theme: Theme) -> ActionPoint:
        return operations.set_action_point(by=COMMAND_LINE, about=theme.subject, title="Ask the police")

    def moves(self, client: Client, point: ActionPoint) -> list[str]:
        shown = client.get(f"/northshire/points/{point.pk}/")
        return [link.text for link in shown.context["moves"]]

    def test_its_page_leads_to_what_one_may_do_next(
        self, manager: Client, place: Partnership, point: ActionPoint
    ) -> None:
        assert self.moves(manager, point) == ["It is done", "Change it", "Drop it"]
        assert send(manager, f"/northshire/points/{point.pk}/finish/").status_code == 302
        shown = manager.get(f"/northshire/points/{point.pk}/")
        assert sentence(shown, "Somebody else closes it")
        assert self.moves(manager, point) == ["Open it again", "Drop it"]
        member = Client()
        member.force_login(factories.member(place, Role.Kind.BOARD_MEMBER).account)
        assert self.moves(member, point) == ["Close it", "Open it again"]
        assert send(member, f"/northshire/points/{point.pk}/close/").status_code == 302
        assert self.moves(member, point) == []

    def test_it_can_be_changed(self, manager: Client, point: ActionPoint) -> None:
        address = f"/northshire/points/{point.pk}/change/"
        assert send(manager, address, title=" ").status_code == 422
        assert send(manager, address, title="Ask the fire service", due_on="2009-07-01").status_code == 302
        kept = ActionPoint.objects.get(pk=point.pk)
        assert (kept.title, kept.due_on) == ("Ask the fire service", date(2009, 7, 1))


class TestRisk:
    def test_a_risk_is_let_hang_elsewhere(self, manager: Client, theme: Theme, action: Action) -> None:
        risk = operations.add_risk(by=COMMAND_LINE, about=theme.subject, title="Money runs out.")
        assert sentence(manager.get(f"/northshire/risks/{risk.pk}/"), f"/northshire/risks/{risk.pk}/hang/")
        address = f"/northshire/risks/{risk.pk}/hang/"
        assert send(manager, address).status_code == 422
        assert send(manager, address, about=action.pk).status_code == 302
        assert set(risk.about.values_list("pk", flat=True)) == {theme.pk, action.pk}

    def test_the_map_can_be_changed_before_there_is_a_risk(self, manager: Client) -> None:
        empty = factories.partnership("southshire")
        client = Client()
        client.force_login(factories.manager(empty).account)
        assert sentence(client.get("/southshire/risks/"), "/southshire/risks/map/")


def test_an_event_is_changed_with_its_reason_and_referrals_are_not_overwritten(
    manager: Client, place: Partnership, theme: Theme
) -> None:
    one, two = (
        partnerships.add_organisation(by=COMMAND_LINE, partnership_id=place.pk, name=name)
        for name in ("Shelter", "Job centre")
    )
    event = operations.add_event(
        by=COMMAND_LINE, theme=theme, title="Fair", held_on=DAY, referrals=[(one, 3)]
    )
    address = f"/northshire/events/{event.pk}/"
    mine = as_shown(manager, address, people_1="4", reason="Counted again.")
    operations.amend_event(by=COMMAND_LINE, event=event, referrals=[(one, 3), (two, 1)])
    answer = manager.post(address, mine)
    assert answer.status_code == 409
    assert [entry.text for entry in answer.context["meanwhile"]] == ["Shelter: 3\nJob centre: 1"]
    assert send(manager, address, people_1="4", reason="Counted again.").status_code == 302
    told = AuditEvent.objects.filter(subject=event.subject).order_by("id").last()
    assert told is not None
    assert (told.verb, told.reason) == ("event.referred", "Counted again.")
    assert [(each.organisation, each.people) for each in Event.objects.get().referrals.order_by("pk")] == [
        (one, 4),
        (two, 1),
    ]


def fill(place: Partnership, theme: Theme, action: Action, number: int) -> None:
    for each in range(number):
        agency = partnerships.add_organisation(
            by=COMMAND_LINE, partnership_id=place.pk, name=f"Agency {number} {each}"
        )
        task = operations.add_action(
            by=COMMAND_LINE, theme=theme, title=f"Task {each}", part_of=action, due_on=DAY
        )
        operations.set_milestones(by=COMMAND_LINE, action=task, milestones=[(None, "Begin", DAY)])
        operations.say_progress(by=COMMAND_LINE, action=task, text="Begun.")
        operations.say_progress(by=COMMAND_LINE, action=action, text="Begun.")
        operations.add_event(
            by=COMMAND_LINE,
            theme=theme,
            title=f"Fair {each}",
            held_on=DAY,
            action=action,
            attendances=2,
            referrals=[(agency, 1)],
        )
        operations.set_action_point(by=COMMAND_LINE, about=action.subject, title=f"Ring {each}", due_on=DAY)
        operations.add_risk(
            by=COMMAND_LINE,
            about=action.subject,
            title=f"Rain {each}",
            likelihood_now=2,
            impact_now=3,
            review_on=DAY,
        )
    publish_plan(partnership=place, by=COMMAND_LINE)


@pytest.mark.parametrize("who", ["manager", "public"])
@pytest.mark.parametrize("page", ["actions", "late", "risks", "points", "events", "an action"])
def test_a_long_list_costs_no_more_questions(
    place: Partnership, theme: Theme, action: Action, manager: Client, page: str, who: str
) -> None:
    client = manager if who == "manager" else Client()
    address = f"/northshire/actions/{action.pk}/" if page == "an action" else f"/northshire/{page}/"

    def questions() -> int:
        reckoned.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    fill(place, theme, action, 1)
    few = questions()
    fill(place, theme, action, 12)
    assert questions() == few
