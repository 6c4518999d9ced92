"""Actions, action points, events and risks, kept by those who may."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from goldenthread.delivery import operations, queries
from goldenthread.delivery.models import Action, ActionPoint, Event, Milestone, Progress, Quantity, Risk
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from goldenthread.kernel.models import AuditEvent, Visibility
from goldenthread.kernel.queries import version
from goldenthread.kernel.viewer import COMMAND_LINE, Viewer
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Organisation, Partnership, Person, Role
from goldenthread.strategy.models import Theme
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2009, 6, 1)
WHY = "The year is over."


@pytest.fixture(autouse=True)
def _on_a_day():  # type: ignore[no-untyped-def]
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
def lead(place: Partnership, theme: Theme) -> Viewer:
    return factories.member(place, Role.Kind.THEME_LEAD, scope=theme.subject).viewer


@pytest.fixture
def ann(place: Partnership) -> Person:
    return partnerships.add_person(by=COMMAND_LINE, partnership_id=place.pk, name="Ann Example")


@pytest.fixture
def contributor(place: Partnership, ann: Person) -> Viewer:
    return factories.member(place, Role.Kind.CONTRIBUTOR, person=ann).viewer


@pytest.fixture
def action(theme: Theme, ann: Person) -> Action:
    return operations.add_action(
        by=COMMAND_LINE, theme=theme, title="Open a shelter", owner_person=ann, due_on=date(2009, 5, 1)
    )


def agency(of: Partnership, name: str = "Shelter") -> Organisation:
    return partnerships.add_organisation(by=COMMAND_LINE, partnership_id=of.pk, name=name)


class TestActions:
    def test_a_theme_lead_adds_one_in_their_theme(self, theme: Theme, lead: Viewer) -> None:
        action = operations.add_action(by=lead, theme=theme, title="Train staff")
        assert (action.state, action.theme) == (Action.State.NOT_STARTED, theme)

    @pytest.mark.parametrize("role", [Role.Kind.AUDITOR, Role.Kind.CONTRIBUTOR, Role.Kind.BOARD_MEMBER])
    def test_others_add_none(self, place: Partnership, theme: Theme, role: str) -> None:
        with pytest.raises(NotAllowed):
            operations.add_action(by=factories.member(place, role).viewer, theme=theme, title="Train staff")

    def test_tasks_go_two_levels_down(self, theme: Theme, action: Action) -> None:
        task = operations.add_action(by=COMMAND_LINE, theme=theme, title="Find a house", part_of=action)
        part = operations.add_action(by=COMMAND_LINE, theme=theme, title="Ask the owner", part_of=task)
        with pytest.raises(Invalid, match="That is too deep"):
            operations.add_action(by=COMMAND_LINE, theme=theme, title="Ring", part_of=part)
        with pytest.raises(Invalid, match="cannot be a part of itself"):
            operations.amend_action(by=COMMAND_LINE, action=action, part_of=task)

    def test_done_has_a_day_and_opening_again_takes_it_away(self, action: Action) -> None:
        operations.amend_action(by=COMMAND_LINE, action=action, state=Action.State.DONE)
        assert Action.objects.get(pk=action.pk).finished_on == TODAY
        operations.amend_action(by=COMMAND_LINE, action=action, state=Action.State.UNDER_WAY)
        assert Action.objects.get(pk=action.pk).finished_on is None

    def test_what_is_done_does_not_become_stopped(self, action: Action) -> None:
        operations.amend_action(by=COMMAND_LINE, action=action, state=Action.State.DONE)
        with pytest.raises(Refused, match="This action is done, so it cannot become stopped"):
            operations.amend_action(by=COMMAND_LINE, action=action, state=Action.State.STOPPED)

    def test_it_has_one_owner(self, place: Partnership, action: Action) -> None:
        council = agency(place)
        post = partnerships.add_post(
            by=COMMAND_LINE, partnership_id=place.pk, title="Warden", organisation=council
        )
        with pytest.raises(Invalid, match="one owner"):
            operations.amend_action(by=COMMAND_LINE, action=action, owner_post=post)

    def test_two_who_change_the_same_are_told(self, action: Action, lead: Viewer) -> None:
        seen = version(action.pk)
        operations.amend_action(by=lead, action=action, as_of=seen, title="Open two shelters")
        with pytest.raises(Conflict):
            operations.amend_action(by=COMMAND_LINE, action=action, as_of=seen, title="Open a hostel")

    def test_its_owner_says_how_it_goes(self, action: Action, contributor: Viewer) -> None:
        operations.say_progress(by=contributor, action=action, text="We have a house.", percent=40)
        operations.say_progress(by=contributor, action=action, text="It opened.", percent=100, state="done")
        assert [(one.text, one.percent) for one in queries.progress_of(action, viewer=COMMAND_LINE)] == [
            ("It opened.", 100),
            ("We have a house.", 40),
        ]
        kept = Action.objects.get(pk=action.pk)
        assert (kept.state, kept.finished_on) == (Action.State.DONE, TODAY)
        with pytest.raises(Refused, match=r"This action is done\. Open it again first"):
            operations.say_progress(by=contributor, action=kept, text="More.")

    def test_nobody_says_it_of_anothers(self, theme: Theme, contributor: Viewer) -> None:
        other = operations.add_action(by=COMMAND_LINE, theme=theme, title="Not Ann's")
        with pytest.raises(NotAllowed):
            operations.say_progress(by=contributor, action=other, text="It goes well.")
        assert Progress.objects.count() == 0

    @pytest.mark.parametrize(("text", "percent"), [(" ", None), ("Well", 101), ("Well", -1)])
    def test_progress_is_a_sentence_and_at_most_all(
        self, action: Action, text: str, percent: int | None
    ) -> None:
        with pytest.raises(Invalid):
            operations.say_progress(by=COMMAND_LINE, action=action, text=text, percent=percent)

    def test_milestones_keep_the_day_they_were_reached(self, action: Action, contributor: Viewer) -> None:
        operations.set_milestones(
            by=COMMAND_LINE,
            action=action,
            milestones=[(None, "House", date(2009, 3, 1)), (None, "Staff", None)],
        )
        house = Milestone.objects.get(title="House")
        operations.reach_milestone(by=contributor, milestone=house, on=date(2009, 2, 1))
        staff = Milestone.objects.get(title="Staff")
        operations.set_milestones(
            by=COMMAND_LINE,
            action=action,
            milestones=[(staff.pk, "Staff", None), (house.pk, "House", date(2009, 4, 1))],
        )
        assert list(Milestone.objects.values_list("title", "due_on", "reached_on")) == [
            ("Staff", None, None),
            ("House", date(2009, 4, 1), date(2009, 2, 1)),
        ]
        with pytest.raises(Invalid, match=r"“House” was reached\. It stays in the list"):
            operations.set_milestones(by=COMMAND_LINE, action=action, milestones=[(staff.pk, "Staff", None)])
        with pytest.raises(Invalid, match="That day has not come yet"):
            operations.reach_milestone(
                by=contributor, milestone=Milestone.objects.first(), on=date(2009, 6, 2)
            )  # type: ignore[arg-type]

    def test_zero_delivered_is_a_number(self, action: Action) -> None:
        operations.set_quantities(
            by=COMMAND_LINE,
            action=action,
            quantities=[
                ("advisers", "year 1", Decimal(7), Decimal(0)),
                ("advisers", "year 2", Decimal(9), None),
            ],
        )
        assert list(Quantity.objects.values_list("phase", "delivered")) == [("year 1", 0), ("year 2", None)]
        with pytest.raises(Invalid, match="not below zero"):
            operations.set_quantities(
                by=COMMAND_LINE, action=action, quantities=[("advisers", "", Decimal(-1), None)]
            )

    def test_what_is_not_done_is_carried_on_without_retyping(self, action: Action, ann: Person) -> None:
        operations.set_milestones(
            by=COMMAND_LINE, action=action, milestones=[(None, "House", None), (None, "Staff", None)]
        )
        operations.reach_milestone(
            by=COMMAND_LINE, milestone=Milestone.objects.get(title="House"), on=date(2009, 2, 1)
        )
        operations.set_quantities(
            by=COMMAND_LINE,
            action=action,
            quantities=[("beds", "", Decimal(10), Decimal(4)), ("rooms", "", Decimal(2), Decimal(2))],
        )
        risk = operations.add_risk(by=COMMAND_LINE, about=action.subject, title="No house is found.")
        after = operations.carry_on(by=COMMAND_LINE, action=action, due_on=date(2010, 5, 1), reason=WHY)
        assert (after.title, after.owner_person, after.due_on, after.continues_id) == (
            "Open a shelter",
            ann,
            date(2010, 5, 1),
            action.pk,
        )
        assert list(Milestone.objects.filter(action=after).values_list("title", flat=True)) == ["Staff"]
        assert list(Quantity.objects.filter(action=after).values_list("what", "planned", "delivered")) == [
            ("beds", Decimal(6), None)
        ]
        assert set(risk.about.values_list("pk", flat=True)) == {action.pk, after.pk}
        kept = Action.objects.get(pk=action.pk)
        assert (kept.state, Quantity.objects.filter(action=kept).count()) == (Action.State.CARRIED_ON, 2)
        with pytest.raises(Refused, match="There is nothing to carry on"):
            operations.carry_on(by=COMMAND_LINE, action=kept, due_on=None, reason=WHY)

    def test_carrying_on_needs_a_reason(self, action: Action) -> None:
        with pytest.raises(Invalid, match="Say why in a few words"):
            operations.carry_on(by=COMMAND_LINE, action=action, due_on=None, reason=" ")

    def test_its_tasks_go_along_and_none_is_left_behind_late(
        self, place: Partnership, theme: Theme, action: Action
    ) -> None:
        past, to_come = date(2009, 5, 2), date(2009, 9, 1)
        task = operations.add_action(
            by=COMMAND_LINE, theme=theme, title="Ask", part_of=action, due_on=past, state="under_way"
        )
        operations.add_action(by=COMMAND_LINE, theme=theme, title="Ring", part_of=task, due_on=to_come)
        operations.add_action(by=COMMAND_LINE, theme=theme, title="Look", part_of=action, state="done")
        after = operations.carry_on(by=COMMAND_LINE, action=action, due_on=date(2010, 5, 1), reason=WHY)
        gone_on = after.tasks.get()
        assert (gone_on.title, gone_on.continues, gone_on.state, gone_on.due_on) == (
            "Ask",
            task,
            "under_way",
            date(2010, 5, 1),
        )
        assert list(gone_on.tasks.values_list("title", "due_on")) == [("Ring", to_come)]
        assert list(queries.late_actions(place.pk, TODAY, viewer=COMMAND_LINE)) == []

    def test_a_task_that_is_carried_on_alone_stays_in_its_action(self, theme: Theme, action: Action) -> None:
        task = operations.add_action(by=COMMAND_LINE, theme=theme, title="Ask", part_of=action)
        assert operations.carry_on(by=COMMAND_LINE, action=task, due_on=None, reason=WHY).part_of == action

    def test_a_risk_that_goes_along_says_so_in_its_past(self, action: Action) -> None:
        risk = operations.add_risk(by=COMMAND_LINE, about=action.subject, title="No house is found.")
        after = operations.carry_on(by=COMMAND_LINE, action=action, due_on=None, reason=WHY)
        event = AuditEvent.objects.filter(subject=risk.subject).order_by("id").last()
        assert event is not None
        assert (event.verb, event.changes, event.reason) == ("risk.hung", {"about": [None, after.pk]}, WHY)

    def test_what_is_added_as_done_has_a_day(self, theme: Theme) -> None:
        added = operations.add_action(by=COMMAND_LINE, theme=theme, title="Open", state="done")
        assert added.finished_on == TODAY

    @pytest.mark.parametrize(
        ("now", "to", "words"),
        [
            ("under_way", "", "under way, so it cannot become not stated"),
            ("", "carried_on", "not stated, so it cannot become carried on next year"),
        ],
    )
    def test_a_state_that_is_not_stated_has_words_too(
        self, theme: Theme, now: str, to: str, words: str
    ) -> None:
        action = operations.add_action(by=COMMAND_LINE, theme=theme, title="Open", state=now)
        with pytest.raises(Refused, match=words):
            operations.amend_action(by=COMMAND_LINE, action=action, state=to)

    def test_what_is_carried_on_can_still_be_put_right(self, action: Action) -> None:
        operations.carry_on(by=COMMAND_LINE, action=action, due_on=None, reason=WHY)
        operations.amend_action(by=COMMAND_LINE, action=action, title="Open the shelter")
        assert Action.objects.get(pk=action.pk).state == "carried_on"

    def test_two_milestones_of_one_title_are_two(self, action: Action) -> None:
        days = [date(2009, 1, 1), date(2009, 9, 1)]
        operations.set_milestones(
            by=COMMAND_LINE, action=action, milestones=[(None, "Meet", day) for day in days]
        )
        first, second = Milestone.objects.all()
        operations.reach_milestone(by=COMMAND_LINE, milestone=first, on=date(2009, 1, 2))
        operations.set_milestones(
            by=COMMAND_LINE,
            action=action,
            milestones=[(first.pk, "Meet", days[0]), (second.pk, "Meet", days[1]), (None, "Part", None)],
        )
        assert list(Milestone.objects.values_list("pk", "reached_on"))[:2] == [
            (first.pk, date(2009, 1, 2)),
            (second.pk, None),
        ]

    def test_a_milestone_of_another_action_is_no_row_of_this_one(self, theme: Theme, action: Action) -> None:
        other = operations.add_action(by=COMMAND_LINE, theme=theme, title="Close")
        operations.set_milestones(by=COMMAND_LINE, action=other, milestones=[(None, "Theirs", None)])
        theirs = Milestone.objects.get()
        operations.set_milestones(by=COMMAND_LINE, action=action, milestones=[(theirs.pk, "Mine", None)])
        assert Milestone.objects.get(pk=theirs.pk).title == "Theirs"
        assert Milestone.objects.get(action=action).title == "Mine"

    def test_two_who_change_the_lists_are_told(self, action: Action) -> None:
        seen = version(action.pk)
        operations.set_milestones(by=COMMAND_LINE, action=action, milestones=[(None, "Theirs", None)])
        operations.set_quantities(by=COMMAND_LINE, action=action, quantities=[("beds", "", Decimal(4), None)])
        with pytest.raises(Conflict) as told:
            operations.set_milestones(by=COMMAND_LINE, action=action, milestones=[], as_of=seen)
        assert told.value.fields == {"milestones": "Theirs"}
        with pytest.raises(Conflict) as told:
            operations.set_quantities(by=COMMAND_LINE, action=action, quantities=[], as_of=seen)
        assert told.value.fields == {"quantities": "beds: 4 planned, not said yet"}

    @pytest.mark.parametrize("number", ["99999999999999999", "1.234"])
    def test_a_quantity_that_its_column_does_not_hold_is_refused(self, action: Action, number: str) -> None:
        with pytest.raises(Invalid, match="at most 16 digits, and 2 decimals"):
            operations.set_quantities(
                by=COMMAND_LINE, action=action, quantities=[("beds", "", Decimal(1), Decimal(number))]
            )

    def test_an_action_is_part_of_one_of_its_own_partnership(self, theme: Theme, action: Action) -> None:
        other = factories.partnership("southshire")
        factories.loaded(other, measures=1)
        foreign = Action.objects.of(other.pk)[0]
        with pytest.raises(Invalid, match="of the same partnership"):
            operations.add_action(by=COMMAND_LINE, theme=theme, title="Ask", part_of=foreign)
        with pytest.raises(Invalid, match="of the same partnership"):
            operations.amend_action(by=COMMAND_LINE, action=action, part_of=foreign)
        with pytest.raises(Invalid, match="a theme of the same partnership"):
            operations.amend_action(by=COMMAND_LINE, action=action, theme=Theme.objects.of(other.pk).get())

    def test_what_hangs_below_counts_for_how_deep_it_is(self, theme: Theme) -> None:
        top, whole = (operations.add_action(by=COMMAND_LINE, theme=theme, title=one) for one in "ab")
        task = operations.add_action(by=COMMAND_LINE, theme=theme, title="c", part_of=whole)
        operations.add_action(by=COMMAND_LINE, theme=theme, title="d", part_of=task)
        with pytest.raises(Invalid, match="That is too deep"):
            operations.amend_action(by=COMMAND_LINE, action=whole, part_of=top)

    def test_an_action_takes_its_tasks_to_another_theme(
        self, place: Partnership, theme: Theme, action: Action, lead: Viewer
    ) -> None:
        task = operations.add_action(by=COMMAND_LINE, theme=theme, title="Ask", part_of=action)
        other = factories.theme(place, "Warmth")
        with pytest.raises(NotAllowed):
            operations.amend_action(by=lead, action=action, theme=other)
        operations.amend_action(by=COMMAND_LINE, action=action, theme=other)
        assert Action.objects.get(pk=task.pk).theme == other

    def test_what_is_added_is_not_public_before_it_is_published(
        self, place: Partnership, theme: Theme
    ) -> None:
        kernel.show_to(Visibility.PUBLIC, [theme.subject], by=COMMAND_LINE, about=place.subject)
        added = operations.add_action(by=COMMAND_LINE, theme=theme, title="Ask")
        risk = operations.add_risk(by=COMMAND_LINE, about=theme.subject, title="Money runs out.")
        event = operations.add_event(by=COMMAND_LINE, theme=theme, title="Fair", held_on=TODAY)
        assert {one.subject.visibility for one in (added, risk, event)} == {"partnership"}

    def test_what_is_late(self, place: Partnership, theme: Theme, action: Action) -> None:
        due_today = operations.add_action(by=COMMAND_LINE, theme=theme, title="Today", due_on=TODAY)
        done = operations.add_action(by=COMMAND_LINE, theme=theme, title="Done", due_on=date(2009, 4, 1))
        operations.amend_action(by=COMMAND_LINE, action=done, state=Action.State.DONE)
        operations.set_milestones(
            by=COMMAND_LINE,
            action=due_today,
            milestones=[(None, "First", date(2009, 5, 31)), (None, "Last", TODAY)],
        )
        late = queries.late_actions(place.pk, TODAY, viewer=COMMAND_LINE)
        assert [one.title for one in late] == ["Open a shelter"]
        points = queries.late_milestones(place.pk, TODAY, viewer=COMMAND_LINE)
        assert [one.title for one in points] == ["First"]


class TestActionPoints:
    @pytest.fixture
    def taker(self, place: Partnership) -> Viewer:
        return factories.member(place, Role.Kind.MINUTE_TAKER).viewer

    @pytest.fixture
    def point(self, theme: Theme, taker: Viewer, ann: Person) -> ActionPoint:
        return operations.set_action_point(
            by=taker, about=theme.subject, title="Ask the police", owner_person=ann, due_on=TODAY
        )

    def test_its_owner_does_it_and_a_second_person_closes_it(
        self, place: Partnership, point: ActionPoint, contributor: Viewer
    ) -> None:
        operations.finish_action_point(by=contributor, point=point)
        member = factories.member(place, Role.Kind.BOARD_MEMBER).viewer
        operations.close_action_point(by=member, point=point)
        kept = ActionPoint.objects.get(pk=point.pk)
        assert (kept.state, kept.done_by, kept.closed_by) == ("closed", contributor.name, member.name)
        verbs = AuditEvent.objects.filter(subject=point.subject).order_by("id").values_list("verb", flat=True)
        assert list(verbs) == ["action_point.created", "action_point.amended", "action_point.amended"]

    def test_whoever_said_it_is_done_does_not_close_it(self, point: ActionPoint, taker: Viewer) -> None:
        operations.finish_action_point(by=taker, point=point)
        with pytest.raises(Refused, match="A second person closes it"):
            operations.close_action_point(by=taker, point=point)

    def test_nor_does_its_owner(self, place: Partnership, theme: Theme, taker: Viewer) -> None:
        bea = partnerships.add_person(by=COMMAND_LINE, partnership_id=place.pk, name="Bea")
        owner = factories.member(place, Role.Kind.BOARD_MEMBER, person=bea).viewer
        point = operations.set_action_point(by=taker, about=theme.subject, title="Ask", owner_person=bea)
        operations.finish_action_point(by=taker, point=point)
        with pytest.raises(Refused, match="A second person closes it"):
            operations.close_action_point(by=owner, point=point)

    def test_it_is_not_closed_before_it_is_done(self, place: Partnership, point: ActionPoint) -> None:
        member = factories.member(place, Role.Kind.BOARD_MEMBER).viewer
        with pytest.raises(Refused, match="This action point is open, so it cannot become closed"):
            operations.close_action_point(by=member, point=point)

    def test_an_auditor_closes_nothing_and_another_contributor_does_not_finish_it(
        self, place: Partnership, point: ActionPoint, contributor: Viewer
    ) -> None:
        operations.finish_action_point(by=contributor, point=point)
        with pytest.raises(NotAllowed):
            operations.close_action_point(by=factories.member(place, Role.Kind.AUDITOR).viewer, point=point)
        operations.reopen_action_point(
            by=factories.member(place, Role.Kind.BOARD_MEMBER).viewer,
            point=point,
            reason="They did not answer.",
        )
        with pytest.raises(NotAllowed, match="Only whoever has to do it"):
            operations.finish_action_point(
                by=factories.member(place, Role.Kind.FINANCE_OFFICER).viewer, point=point
            )

    def test_while_it_is_open_it_can_be_changed(self, point: ActionPoint, taker: Viewer) -> None:
        seen = version(point.pk)
        operations.amend_action_point(by=taker, point=point, as_of=seen, title="Ask the fire service")
        with pytest.raises(Conflict):
            operations.amend_action_point(by=taker, point=point, as_of=seen, title="Ask nobody")
        operations.finish_action_point(by=taker, point=point)
        with pytest.raises(Refused, match="Only an action point that is open can be changed"):
            operations.amend_action_point(by=taker, point=point, title="Ask nobody")
        assert ActionPoint.objects.get(pk=point.pk).title == "Ask the fire service"

    def test_it_is_not_changed_by_those_who_only_do_it(self, point: ActionPoint, contributor: Viewer) -> None:
        with pytest.raises(NotAllowed):
            operations.amend_action_point(by=contributor, point=point, title="Ask nobody")

    def test_what_one_may_do_follows_its_state(
        self, place: Partnership, point: ActionPoint, taker: Viewer, contributor: Viewer
    ) -> None:
        member = factories.member(place, Role.Kind.BOARD_MEMBER).viewer

        def moves() -> list[tuple[str, ...]]:
            return [queries.moves_of(point, one) for one in (taker, contributor, member)]

        assert moves() == [("finish", "amend", "drop"), ("finish",), ()]
        operations.finish_action_point(by=contributor, point=point)
        assert moves() == [("close", "reopen", "drop"), (), ("close", "reopen")]
        operations.close_action_point(by=member, point=point)
        assert moves() == [(), (), ()]

    def test_those_to_be_done_stand_first(self, place: Partnership, theme: Theme, taker: Viewer) -> None:
        made = {
            title: operations.set_action_point(by=taker, about=theme.subject, title=title, due_on=due)
            for title, due in (
                ("dropped", TODAY),
                ("done", TODAY),
                ("no day", None),
                ("later", date(2009, 7, 1)),
                ("soon", TODAY),
            )
        }
        operations.finish_action_point(by=taker, point=made["done"])
        operations.drop_action_point(by=taker, point=made["dropped"], reason="It is settled.")
        found = queries.action_points(place.pk, viewer=COMMAND_LINE)
        assert [one.title for one in found] == ["soon", "later", "no day", "done", "dropped"]

    def test_dropping_needs_a_reason(self, point: ActionPoint, taker: Viewer) -> None:
        with pytest.raises(Invalid, match="Say why in a few words"):
            operations.drop_action_point(by=taker, point=point, reason=" ")
        operations.drop_action_point(by=taker, point=point, reason="It is settled.")
        assert ActionPoint.objects.get(pk=point.pk).state == "dropped"


class TestEvents:
    def test_attendances_and_individuals_are_counted_apart(self, place: Partnership, theme: Theme) -> None:
        event = operations.add_event(
            by=COMMAND_LINE,
            theme=theme,
            title="Drop-in",
            held_on=TODAY,
            attendances=30,
            individuals=12,
            referrals=[(agency(place), 3), (agency(place, "Job centre"), 0)],
        )
        assert [(one.organisation.name, one.people) for one in event.referrals.order_by("pk")] == [
            ("Shelter", 3),
            ("Job centre", 0),
        ]
        with pytest.raises(Invalid, match="31 people cannot make 30 visits"):
            operations.amend_event(by=COMMAND_LINE, event=event, individuals=31)
        operations.amend_event(by=COMMAND_LINE, event=event, individuals=30, referrals=[])
        assert (Event.objects.get().individuals, event.referrals.count()) == (30, 0)

    @pytest.mark.parametrize("counted", ["attendances", "individuals", "referrals"])
    def test_nobody_counts_more_than_a_thousand_million(
        self, place: Partnership, theme: Theme, counted: str
    ) -> None:
        many = 3_000_000_000
        told = {"referrals": [(agency(place), many)]} if counted == "referrals" else {counted: many}
        with pytest.raises(Invalid) as wrong:
            operations.add_event(
                by=COMMAND_LINE,
                theme=theme,
                title="Fair",
                held_on=TODAY,
                **told,  # type: ignore[arg-type]
            )
        assert list(wrong.value.fields) == [counted]
        assert Event.objects.count() == 0

    def test_an_agency_stands_once(self, place: Partnership, theme: Theme) -> None:
        shelter = agency(place)
        with pytest.raises(Invalid, match="Each agency stands once"):
            operations.add_event(
                by=COMMAND_LINE,
                theme=theme,
                title="Drop-in",
                held_on=TODAY,
                referrals=[(shelter, 1), (shelter, 2)],
            )
        assert Event.objects.count() == 0

    def test_what_was_not_held_yet_is_not_written_down(self, theme: Theme) -> None:
        with pytest.raises(Invalid, match="That day has not come yet"):
            operations.add_event(by=COMMAND_LINE, theme=theme, title="Fair", held_on=date(2009, 6, 2))


class TestRisks:
    def test_a_risk_is_judged_before_now_and_aimed_at(self, theme: Theme, lead: Viewer) -> None:
        risk = operations.add_risk(
            by=lead,
            about=theme.subject,
            title="Money runs out.",
            likelihood_before=5,
            impact_before=4,
            likelihood_now=3,
            impact_now=4,
        )
        operations.amend_risk(by=lead, risk=risk, likelihood_aim=1, impact_aim=4)
        kept = Risk.objects.get(pk=risk.pk)
        assert (kept.likelihood_before, kept.likelihood_now, kept.likelihood_aim) == (5, 3, 1)
        with pytest.raises(Invalid, match="Judge both"):
            operations.amend_risk(by=lead, risk=risk, impact_aim=None)

    def test_it_hangs_on_records_of_its_own_partnership(self, theme: Theme) -> None:
        risk = operations.add_risk(by=COMMAND_LINE, about=theme.subject, title="Money runs out.")
        other = factories.partnership("southshire")
        with pytest.raises(Invalid, match="of its own partnership"):
            operations.hang_risk(by=COMMAND_LINE, risk=risk, about=[other.subject])

    def test_a_theme_lead_lets_a_risk_hang_elsewhere_in_their_theme_only(
        self, place: Partnership, theme: Theme, action: Action, lead: Viewer
    ) -> None:
        risk = operations.add_risk(by=lead, about=theme.subject, title="Money runs out.")
        operations.hang_risk(by=lead, risk=risk, about=[action.subject])
        assert set(risk.about.values_list("pk", flat=True)) == {theme.pk, action.pk}
        with pytest.raises(NotAllowed):
            operations.hang_risk(by=lead, risk=risk, about=[factories.theme(place, "Warmth").subject])

    def test_a_risk_is_judged_by_the_lead_of_any_theme_that_it_hangs_in(
        self, place: Partnership, theme: Theme, lead: Viewer
    ) -> None:
        other = factories.theme(place, "Warmth")
        risk = operations.add_risk(by=COMMAND_LINE, about=other.subject, title="Money runs out.")
        with pytest.raises(NotAllowed):
            operations.amend_risk(by=lead, risk=risk, likelihood_now=1, impact_now=1)
        operations.hang_risk(by=COMMAND_LINE, risk=risk, about=[theme.subject])
        operations.amend_risk(by=lead, risk=risk, likelihood_now=1, impact_now=1)

    def test_the_map_is_the_managers(self, place: Partnership, lead: Viewer) -> None:
        careful = [["high"] * 5] * 5
        with pytest.raises(NotAllowed):
            operations.set_risk_map(by=lead, partnership=place, levels=careful)
        operations.set_risk_map(by=factories.manager(place).viewer, partnership=place, levels=careful)
        assert queries.risk_map(place.pk) == (("high",) * 5,) * 5
        assert queries.risk_map(factories.partnership("southshire").pk)[0][0] == "low"
