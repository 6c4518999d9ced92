"""People, posts, seats, places and decisions over time."""

from datetime import UTC, date, datetime

import pytest

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.queries import version
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC, Viewer
from goldenthread.partnership import operations, queries
from goldenthread.partnership.models import (
    Account,
    Decision,
    Group,
    Holding,
    Membership,
    Partnership,
    Person,
    Place,
    Post,
    Role,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    return factories.partnership()


@pytest.fixture
def manager(place: Partnership) -> Viewer:
    return factories.manager(place).viewer


def a_group(of: Partnership, name: str = "Board", above: Group | None = None) -> Group:
    return operations.add_group(
        by=COMMAND_LINE, partnership_id=of.pk, name=name, kind=Group.Kind.BOARD, reports_to=above
    )


def a_post(of: Partnership, title: str = "Town clerk") -> Post:
    council = operations.add_organisation(by=COMMAND_LINE, partnership_id=of.pk, name=f"Council of {title}")
    return operations.add_post(by=COMMAND_LINE, partnership_id=of.pk, title=title, organisation=council)


def a_person(of: Partnership, name: str = "Ann Example") -> Person:
    return operations.add_person(by=COMMAND_LINE, partnership_id=of.pk, name=name)


def on(day: str) -> Viewer:
    """The command line as it looks at an earlier day."""
    return COMMAND_LINE.at(datetime.fromisoformat(f"{day}T12:00:00+00:00"))


def stopped(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00:00+00:00")


class TestRoles:
    def test_a_manager_gives_a_role_and_takes_it_away(self, place: Partnership, manager: Viewer) -> None:
        account = operations.invite(
            by=manager, partnership=place, email="Ann@Council.example", name="Ann", role=Role.Kind.AUDITOR
        )
        assert (account.email, account.has_usable_password()) == ("ann@council.example", False)
        role = account.roles.get()
        operations.take_role(by=manager, role=role, reason="She left.")
        assert account.roles.count() == 0
        verbs = AuditEvent.objects.filter(subject=place.subject).order_by("id").values_list("verb", "reason")
        assert list(verbs)[-2:] == [("partnership.role_given", ""), ("partnership.role_taken", "She left.")]

    def test_who_has_an_account_gets_a_second_role_there(self, place: Partnership, manager: Viewer) -> None:
        for role in (Role.Kind.AUDITOR, Role.Kind.MINUTE_TAKER, Role.Kind.AUDITOR):
            operations.invite(by=manager, partnership=place, email="ann@x.example", name="Ann", role=role)
        account = Account.objects.get(email="ann@x.example")
        assert sorted(account.roles.values_list("kind", flat=True)) == ["auditor", "minute_taker"]

    def test_a_person_has_one_account(self, place: Partnership, manager: Viewer) -> None:
        ann = a_person(place)
        operations.invite(
            by=manager, partnership=place, email="a@x.example", name="A", role=Role.Kind.AUDITOR, person=ann
        )
        with pytest.raises(Invalid) as told:
            operations.invite(
                by=manager,
                partnership=place,
                email="b@x.example",
                name="B",
                role=Role.Kind.AUDITOR,
                person=ann,
            )
        assert told.value.fields == {"person": "Ann Example signs in as a@x.example already."}

    def test_only_an_administrator_makes_another(self, place: Partnership, manager: Viewer) -> None:
        with pytest.raises(NotAllowed, match="Only an administrator"):
            operations.invite(
                by=manager, partnership=place, email="a@x.example", name="A", role=Role.Kind.ADMINISTRATOR
            )
        assert Account.objects.filter(email="a@x.example").count() == 0

    def test_the_last_who_may_give_roles_stays(self, place: Partnership, manager: Viewer) -> None:
        role = Role.objects.get(account_id=manager.account_id)
        with pytest.raises(Refused, match="This is the last one who may give roles"):
            operations.take_role(by=manager, role=role)

    @pytest.mark.parametrize("kind", ["auditor", "theme_lead", "board_member"])
    def test_others_give_none(self, place: Partnership, kind: str) -> None:
        member = factories.member(place, kind).viewer
        with pytest.raises(NotAllowed):
            operations.invite(
                by=member, partnership=place, email="a@x.example", name="A", role=Role.Kind.AUDITOR
            )

    def test_a_role_is_for_a_theme_or_group_of_this_partnership(
        self, place: Partnership, manager: Viewer
    ) -> None:
        elsewhere = a_group(factories.partnership("southshire"))
        for scope in (elsewhere.subject, a_person(place).subject):
            with pytest.raises(Invalid, match="A role is for a theme or a group of this partnership"):
                operations.invite(
                    by=manager,
                    partnership=place,
                    email="a@x.example",
                    name="A",
                    role=Role.Kind.THEME_LEAD,
                    scope=scope,
                )

    def test_a_viewer_knows_their_person_and_the_posts_held_today(self, place: Partnership) -> None:
        ann, now, before = a_person(place), a_post(place, "Now"), a_post(place, "Before")
        operations.hold_post(by=COMMAND_LINE, post=now, person=ann)
        operations.hold_post(by=COMMAND_LINE, post=before, person=ann, valid_to=date(2009, 1, 1))
        viewer = factories.member(place, Role.Kind.CONTRIBUTOR, person=ann).viewer
        assert (viewer.person_id, viewer.post_ids) == (ann.pk, frozenset({now.pk}))


class TestPosts:
    def test_people_leave_and_posts_stay(self, place: Partnership) -> None:
        post, ann, ben = a_post(place), a_person(place), a_person(place, "Ben Example")
        first = operations.hold_post(by=COMMAND_LINE, post=post, person=ann, valid_from=date(2008, 1, 1))
        operations.leave_post(by=COMMAND_LINE, holding=first, on=date(2009, 3, 31))
        operations.hold_post(by=COMMAND_LINE, post=post, person=ben, valid_from=date(2009, 4, 1))
        held = Holding.objects.order_by("valid_from").values_list("person__name", "valid_from", "valid_to")
        assert list(held) == [
            ("Ann Example", date(2008, 1, 1), date(2009, 3, 31)),
            ("Ben Example", date(2009, 4, 1), None),
        ]

    def test_nobody_takes_a_post_twice(self, place: Partnership) -> None:
        post, ann = a_post(place), a_person(place)
        operations.hold_post(by=COMMAND_LINE, post=post, person=ann)
        with pytest.raises(Refused, match="Ann Example holds this post already"):
            operations.hold_post(by=COMMAND_LINE, post=post, person=ann)

    def test_nobody_leaves_before_they_came(self, place: Partnership) -> None:
        holding = operations.hold_post(
            by=COMMAND_LINE, post=a_post(place), person=a_person(place), valid_from=date(2009, 4, 1)
        )
        with pytest.raises(Invalid, match="before it begins on 01/04/2009"):
            operations.leave_post(by=COMMAND_LINE, holding=holding, on=date(2009, 3, 31))


class TestSeats:
    def test_who_sat_there_on_the_day(self, place: Partnership) -> None:
        with clock.standing_at(stopped("2008-01-01")):
            board, clerk = a_group(place), a_post(place)
            seat = operations.give_seat(
                by=COMMAND_LINE,
                group=board,
                organisation=None,
                post=clerk,
                role="Chair",
                valid_from=date(2008, 4, 1),
            )
            operations.end_seat(by=COMMAND_LINE, seat=seat, on=date(2009, 3, 31))
        seen = {
            day: queries.seats(place.pk, viewer=on(day)).count()
            for day in ("2008-03-31", "2008-04-01", "2009-03-31", "2009-04-01")
        }
        assert seen == {"2008-03-31": 0, "2008-04-01": 1, "2009-03-31": 1, "2009-04-01": 0}

    def test_a_seat_ends_once(self, place: Partnership) -> None:
        seat = operations.give_seat(
            by=COMMAND_LINE,
            group=a_group(place),
            organisation=None,
            post=a_post(place),
            role="Chair",
            valid_to=date(2009, 3, 31),
        )
        with pytest.raises(Refused, match=r"This seat ended on 31/03/2009 already\."):
            operations.end_seat(by=COMMAND_LINE, seat=seat, on=date(2010, 3, 31))

    def test_a_seat_is_somebodys(self, place: Partnership) -> None:
        with pytest.raises(Invalid, match="Say whose seat it is"):
            operations.give_seat(by=COMMAND_LINE, group=a_group(place), organisation=None, role="Chair")
        assert Membership.objects.count() == 0

    def test_only_the_manager_seats_people(self, place: Partnership) -> None:
        lead = factories.member(place, Role.Kind.THEME_LEAD).viewer
        with pytest.raises(NotAllowed):
            operations.give_seat(
                by=lead, group=a_group(place), organisation=None, post=a_post(place), role="Chair"
            )


class TestGroups:
    def test_no_group_reports_to_itself_however_far_round(self, place: Partnership, manager: Viewer) -> None:
        board = a_group(place)
        below = a_group(place, "Safety", above=board)
        lowest = a_group(place, "Task", above=below)
        with pytest.raises(Invalid, match="Task reports to Board, so it cannot be the other way"):
            operations.amend_group(by=manager, group=board, reports_to=lowest)

    def test_a_name_stands_once(self, place: Partnership) -> None:
        a_group(place)
        with pytest.raises(Invalid, match="There is a group “board” already"):
            a_group(place, "board")

    def test_two_who_change_the_same_are_told(self, place: Partnership, manager: Viewer) -> None:
        board = a_group(place)
        seen = version(board.pk)
        operations.amend_group(by=manager, group=board, as_of=seen, meets="monthly")
        again = Group.objects.get(pk=board.pk)
        with pytest.raises(Conflict) as told:
            operations.amend_group(by=COMMAND_LINE, group=again, as_of=seen, meets="weekly")
        assert told.value.fields == {"meets": "monthly"}
        # Another field, and the same text, stand beside each other.
        operations.amend_group(by=COMMAND_LINE, group=again, as_of=seen, meets="monthly", name="The Board")
        assert Group.objects.get(pk=board.pk).name == "The Board"


class TestDecisions:
    def test_a_group_decides_in_words_on_a_day(self, place: Partnership) -> None:
        board = a_group(place)
        taker = factories.member(place, Role.Kind.MINUTE_TAKER, scope=board.subject).viewer
        decided = operations.record_decision(
            by=taker,
            partnership_id=place.pk,
            title="Lower the target",
            words="The target is 49%.",
            decided_on=date(2009, 9, 24),
            group=board,
        )
        assert queries.decisions(place.pk, viewer=taker).get() == decided
        assert queries.decisions(place.pk, viewer=PUBLIC).count() == 0

    def test_it_is_a_group_or_an_officer(self, place: Partnership) -> None:
        said = {"title": "x", "words": "y", "decided_on": date(2009, 9, 24)}
        for who in ({}, {"group": a_group(place), "officer": a_post(place)}):
            with pytest.raises(Invalid, match="Name the group that decided, or the officer"):
                operations.record_decision(by=COMMAND_LINE, partnership_id=place.pk, **said, **who)  # type: ignore[arg-type]
        assert Decision.objects.count() == 0

    def test_a_minute_taker_of_one_group_writes_for_no_other(self, place: Partnership) -> None:
        board, other = a_group(place), a_group(place, "Other")
        taker = factories.member(place, Role.Kind.MINUTE_TAKER, scope=board.subject).viewer
        with pytest.raises(NotAllowed):
            operations.record_decision(
                by=taker,
                partnership_id=place.pk,
                title="x",
                words="y",
                decided_on=date(2009, 9, 24),
                group=other,
            )


class TestPlaces:
    def test_a_place_ends_when_another_takes_over(self, place: Partnership) -> None:
        old = place.place
        new = operations.add_official_place(by=COMMAND_LINE, code="E2", name="Newshire", kind="county")
        operations.succeed_place(by=COMMAND_LINE, old=old, new=new, on=date(2012, 4, 1), note="merged")
        assert Place.objects.get(pk=old.pk).valid_to == date(2012, 3, 31)
        with pytest.raises(Invalid, match="would take over from itself"):
            operations.succeed_place(by=COMMAND_LINE, old=new, new=old, on=date(2013, 4, 1))

    def test_a_code_is_free_again_once_its_place_has_ended(self) -> None:
        first = operations.add_official_place(
            by=COMMAND_LINE, code="E9", name="Old", kind="", valid_to=date(2012, 3, 31)
        )
        second = operations.add_official_place(
            by=COMMAND_LINE, code="E9", name="New", kind="", valid_from=date(2012, 4, 1)
        )
        assert first.code == second.code

    def test_only_the_command_line_ends_an_official_place(self, place: Partnership, manager: Viewer) -> None:
        new = operations.add_official_place(by=COMMAND_LINE, code="E2", name="Newshire", kind="county")
        with pytest.raises(NotAllowed):
            operations.succeed_place(by=manager, old=place.place, new=new, on=date(2012, 4, 1))

    def test_the_places_inside_a_place_at_any_depth(self, place: Partnership) -> None:
        district = operations.add_official_place(
            by=COMMAND_LINE, code="D", name="District", kind="district", within=place.place
        )
        operations.add_official_place(by=COMMAND_LINE, code="W", name="Ward", kind="ward", within=district)
        operations.add_official_place(by=COMMAND_LINE, code="X", name="Elsewhere", kind="county")
        inside = queries.places_inside(place.place_id, place.pk, viewer=COMMAND_LINE)
        assert [one.name for one in inside] == ["Northshire", "District", "Ward"]


def test_nobody_changes_the_past(place: Partnership, manager: Viewer) -> None:
    board = a_group(place)
    earlier = manager.at(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(Refused, match="You are looking at an earlier day"):
        operations.amend_group(by=earlier, group=board, meets="weekly")
