"""Everything of one person is handed over to another in one step."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from goldenthread.delivery import operations as delivery
from goldenthread.delivery.models import Action, ActionPoint, Risk
from goldenthread.kernel import clock
from goldenthread.kernel.errors import Invalid, NotAllowed, NotFound
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Involvement, Measure
from goldenthread.measures.operations import set_involvements
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Holding, Membership, Partnership, Person, Post, Role
from goldenthread.partnership.queries import invitation_behind, link_of, posts_held
from goldenthread.returns import operations
from goldenthread.returns.models import Draft, Return, Round
from goldenthread.returns.operations import HandedOver, Said
from goldenthread.returns.queries import belongings, draft_of
from goldenthread.strategy.models import Theme
from goldenthread.strategy.operations import add_theme
from tests import factories
from tests.overview.record import loaded, on
from tests.returns import asked

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WHY = "Ann has a new job."


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 7, 6)):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=2)


@pytest.fixture
def ann(place: Partnership) -> Person:
    return asked.person(place)


@pytest.fixture
def bob(place: Partnership) -> Person:
    return asked.person(place, "Bob Next")


@pytest.fixture
def made(place: Partnership, ann: Person) -> Round:
    asked.led(place, ann)
    return asked.round_of(place)


def _over(ann: Person, bob: Person, **said: Any) -> HandedOver:
    return operations.hand_over(by=COMMAND_LINE, person=ann, successor=bob, **({"reason": WHY} | said))


def _leads(of: Partnership) -> list[list[Person | None]]:
    return [
        [one.person for one in measure.involvements.filter(part=Involvement.Part.LEAD_PERSON)]
        for measure in Measure.objects.of(of.pk).order_by("code")
    ]


def _owned(of: Partnership, ann: Person) -> tuple[Action, Action, Risk, ActionPoint]:
    """An action under way, one that is done, a risk and an action point, all Ann's."""
    theme = Theme.objects.of(of.pk).get()
    first, done = (
        delivery.add_action(by=COMMAND_LINE, theme=theme, title=title, owner_person=ann)
        for title in ("Open the hall", "Plant trees")
    )
    delivery.set_milestones(
        by=COMMAND_LINE, action=first, milestones=[(None, "Doors are in", date(2009, 9, 1))]
    )
    delivery.amend_action(by=COMMAND_LINE, action=done, state="done")
    risk = delivery.add_risk(by=COMMAND_LINE, about=theme.subject, title="No money", owner_person=ann)
    point = delivery.set_action_point(
        by=COMMAND_LINE, about=first.subject, title="Ask the police", owner_person=ann
    )
    return first, done, risk, point


def _clerk(of: Partnership) -> Post:
    council = partnerships.add_organisation(by=COMMAND_LINE, partnership_id=of.pk, name="Town Council")
    return partnerships.add_post(by=COMMAND_LINE, partnership_id=of.pk, title="Clerk", organisation=council)


def test_what_is_led_owned_and_asked_goes_to_the_successor(
    place: Partnership, ann: Person, bob: Person, made: Round
) -> None:
    _owned(place, ann)
    operations.invite(by=COMMAND_LINE, asked_in=made, person=ann)

    done = _over(ann, bob)

    assert done == HandedOver(measures=2, actions=1, milestones=1, risks=1, points=1, returns=2, links=1)
    assert _leads(place) == [[bob], [bob]]
    assert {one.contributor for one in Return.objects.filter(round=made)} == {bob}
    assert belongings(ann).counts == dict.fromkeys(belongings(ann).counts, 0)
    assert ActionPoint.objects.get().owner_person == Risk.objects.get(title="No money").owner_person == bob


def test_what_is_done_or_closed_stays_with_whoever_did_it(
    place: Partnership, ann: Person, bob: Person, made: Round
) -> None:
    _, done, _, _ = _owned(place, ann)
    operations.close_round(by=COMMAND_LINE, asked_in=made)

    _over(ann, bob)

    done.refresh_from_db()
    assert done.owner_person == ann
    assert {one.contributor for one in Return.objects.filter(round=made)} == {ann}


def test_one_trail_says_who_had_what_before(
    place: Partnership, ann: Person, bob: Person, made: Round
) -> None:
    before = AuditEvent.objects.latest("id").pk

    _over(ann, bob, left_on=date(2009, 7, 3))

    events = AuditEvent.objects.filter(id__gt=before)
    assert {event.reason for event in events.exclude(verb="person.amended")} == {WHY}
    assert [event.changes for event in events.filter(verb="measure.handed_over")] == [
        {"lead": ["Ann Lead", "Bob Next"]}
    ] * 2
    assert events.get(verb="person.handed_over").changes == {
        "handed over to": ["Ann Lead", "Bob Next"],
        "measures": [2, 0],
        "returns": [2, 0],
    }


def test_who_leads_with_the_successor_already_is_not_named_twice(
    place: Partnership, ann: Person, bob: Person
) -> None:
    asked.led(place, ann, bob)
    made = asked.round_of(place)

    _over(ann, bob)

    assert _leads(place) == [[bob], [bob]]
    assert {(one.contributor, one.deputy) for one in Return.objects.filter(round=made)} == {(bob, None)}


def test_a_deputys_part_goes_to_the_successor_too(place: Partnership, ann: Person, bob: Person) -> None:
    lead = asked.person(place, "Cat First")
    asked.led(place, lead, ann)
    made = asked.round_of(place)

    _over(ann, bob)

    assert {(one.contributor, one.deputy) for one in Return.objects.filter(round=made)} == {(lead, bob)}


def test_what_was_typed_and_not_sent_is_kept_and_found_by_the_successor(
    place: Partnership, ann: Person, bob: Person, made: Round
) -> None:
    first = asked.first(made)
    operations.keep_draft(by=asked.invited(made, ann), asked=first, content={"value": "81"})

    done = _over(ann, bob)

    theirs = draft_of([first], viewer=asked.invited(made, bob))[first.pk]
    assert (done.drafts, theirs.content, theirs.begun_by) == (1, {"value": "81"}, "Ann Lead")
    assert Draft.objects.filter(asked=first).count() == 2
    operations.keep_draft(by=asked.invited(made, bob), asked=asked.first(made), content={"value": "82"})
    assert draft_of([first], viewer=asked.invited(made, bob))[first.pk].begun_by == ""


def test_what_the_successor_typed_themselves_stays(place: Partnership, ann: Person, bob: Person) -> None:
    asked.led(place, ann, bob)
    made = asked.round_of(place)
    first = asked.first(made)
    for who, value in ((ann, "81"), (bob, "79")):
        operations.keep_draft(by=asked.invited(made, who), asked=first, content={"value": value})

    assert _over(ann, bob).drafts == 0
    assert draft_of([first], viewer=asked.invited(made, bob))[first.pk].content == {"value": "79"}


def test_the_link_of_who_hands_over_opens_nothing_any_more(
    place: Partnership, ann: Person, bob: Person, made: Round
) -> None:
    viewer = asked.invited(made, ann)
    link = link_of(operations.invite(by=COMMAND_LINE, asked_in=made, person=ann))

    _over(ann, bob)

    with pytest.raises(NotFound):
        invitation_behind(link)
    with pytest.raises(NotAllowed):
        operations.submit(by=viewer, asked=asked.first(made), said=Said(nothing_because="x"))
    assert asked.invited(made, bob).person_id == bob.pk


def test_what_is_handed_back_opens_again_with_a_new_link(
    place: Partnership, ann: Person, bob: Person, made: Round
) -> None:
    old = operations.invite(by=COMMAND_LINE, asked_in=made, person=ann)
    _over(ann, bob)
    assert operations.links(made, [ann]) == {}

    _over(bob, ann, reason="She stays after all.")

    new = operations.links(made, [ann])[ann.pk]
    assert new.secret != old.secret
    assert invitation_behind(link_of(new)).person == ann


def test_a_deputy_who_takes_over_is_asked_as_the_first(place: Partnership, ann: Person) -> None:
    asked.led(place, ann)
    made = asked.round_of(place)
    dee = operations.hand_on(
        by=asked.invited(made, ann), asked=[asked.first(made)], name="Dee", email="dee@council.example"
    )

    _over(ann, dee)

    one = asked.first(made)
    assert (one.contributor, one.deputy, one.handed_on_at) == (dee, None, None)


def test_posts_are_taken_with_what_they_lead_only_where_asked_so(
    place: Partnership, ann: Person, bob: Person
) -> None:
    post = _clerk(place)
    partnerships.hold_post(by=COMMAND_LINE, post=post, person=ann, valid_from=date(2008, 1, 1))

    assert (_over(ann, bob).posts, list(posts_held(bob.pk))) == (0, [])
    assert (_over(ann, bob, posts=True).posts, list(posts_held(bob.pk))) == (1, [post.pk])
    assert Holding.objects.get(person=ann).valid_to == date(2009, 7, 6)


def test_what_is_asked_by_a_post_stays_with_the_post_only_where_the_person_leaves_it(
    place: Partnership, ann: Person, bob: Person
) -> None:
    post = _clerk(place)
    partnerships.hold_post(by=COMMAND_LINE, post=post, person=ann)
    for measure in Measure.objects.of(place.pk):
        set_involvements(measure, Involvement.Part.LEAD_PERSON, [("Clerk", post)], by=COMMAND_LINE)
    made = asked.round_of(place)
    assert {(one.contributor, one.post) for one in Return.objects.filter(round=made)} == {(ann, post)}

    _over(ann, bob)
    assert {(one.contributor, one.post) for one in Return.objects.filter(round=made)} == {(bob, None)}

    Return.objects.filter(round=made).update(contributor=ann, post=post)
    _over(ann, bob, posts=True)
    assert {(one.contributor, one.post) for one in Return.objects.filter(round=made)} == {(bob, post)}


def test_no_link_of_who_left_opens_anything(
    place: Partnership, ann: Person, bob: Person, made: Round
) -> None:
    operations.invite(by=COMMAND_LINE, asked_in=made, person=ann)
    operations.close_round(by=COMMAND_LINE, asked_in=made)

    assert _over(ann, bob).links == 0  # what was asked in a closed round was asked of Ann
    assert _over(ann, bob, left_on=date(2009, 7, 1)).links == 1
    assert operations.links(made, [ann]) == {}


def test_who_left_holds_no_post_and_no_seat_and_is_asked_no_more(
    place: Partnership, ann: Person, bob: Person, made: Round
) -> None:
    post = _clerk(place)
    partnerships.hold_post(by=COMMAND_LINE, post=post, person=ann)
    group = partnerships.add_group(by=COMMAND_LINE, partnership_id=place.pk, name="Board", kind="board")
    partnerships.give_seat(by=COMMAND_LINE, group=group, organisation=None, person=ann, role="Member")

    done = _over(ann, bob, left_on=date(2009, 6, 30))

    ann.refresh_from_db()
    assert (done.posts, done.seats, ann.left_on) == (0, 1, date(2009, 6, 30))
    assert Membership.objects.get().valid_to == Holding.objects.get().valid_to == date(2009, 6, 30)
    assert not Holding.objects.filter(person=bob).exists()


def test_one_theme_alone_can_be_handed_over(
    place: Partnership, ann: Person, bob: Person, made: Round
) -> None:
    theme = Theme.objects.of(place.pk).get()
    first = _owned(place, ann)[0]
    other = add_theme(by=COMMAND_LINE, strategy=theme.strategy, title="Health")
    elsewhere = delivery.add_action(by=COMMAND_LINE, theme=other, title="Walk", owner_person=ann)
    operations.invite(by=COMMAND_LINE, asked_in=made, person=ann)

    assert _over(ann, bob, theme=other) == HandedOver(actions=1)
    elsewhere.refresh_from_db()
    first.refresh_from_db()
    assert (elsewhere.owner_person, first.owner_person) == (bob, ann)
    assert _over(ann, bob, theme=theme).handed == {
        "measures": 2,
        "actions": 1,
        "milestones": 1,
        "risks": 1,
        "points": 1,
        "returns": 2,
        "links": 1,
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"to": "self"}, "successor"),
        ({"to": "elsewhere"}, "successor"),
        ({"to": "left"}, "successor"),
        ({"theme": "ours", "posts": True}, "posts"),
        ({"theme": "ours", "left_on": date(2009, 7, 1)}, "left_on"),
        ({"left_on": date(2009, 7, 7)}, "left_on"),
        ({"theme": "elsewhere"}, "theme"),
    ],
)
def test_what_cannot_be_handed_over_is_said_by_field(
    place: Partnership, ann: Person, bob: Person, made: Round, wrong: dict[str, Any], field: str
) -> None:
    there = loaded(measures=1, code="there")
    stranger = asked.person(there, "Zoe Away")
    gone = asked.person(place, "Gus Gone")
    partnerships.amend_person(by=COMMAND_LINE, person=gone, left_on=date(2009, 1, 1))
    to = {"self": ann, "elsewhere": stranger, "left": gone}.get(wrong.get("to", ""), bob)
    said = {name: value for name, value in wrong.items() if name != "to"}
    if "theme" in said:
        said["theme"] = Theme.objects.of((place if said["theme"] == "ours" else there).pk).get()

    with pytest.raises(Invalid) as told:
        _over(ann, to, **said)

    assert list(told.value.fields) == [field]
    assert _leads(place) == [[ann], [ann]]


@pytest.mark.parametrize("role", [Role.Kind.THEME_LEAD, Role.Kind.CONTRIBUTOR, Role.Kind.BOARD_MEMBER])
def test_only_the_manager_hands_over(
    place: Partnership, ann: Person, bob: Person, made: Round, role: Role.Kind
) -> None:
    with pytest.raises(NotAllowed):
        operations.hand_over(by=factories.member(place, role).viewer, person=ann, successor=bob, reason=WHY)
