"""Chasing as it happens: whom the clock writes to, what the mails say, and what is kept of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError
from django.utils import timezone

from goldenthread.kernel import clock
from goldenthread.kernel.outbox import operations as outbox
from goldenthread.kernel.outbox.models import Message
from goldenthread.kernel.viewer import CLOCK, COMMAND_LINE
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Invitation, Partnership, Person, Role
from goldenthread.returns import operations, queries
from goldenthread.returns.models import Arrangements, Chase, Digest, Return, Round
from goldenthread.returns.operations import Said, chasing
from tests import factories
from tests.returns import asked

pytestmark = pytest.mark.django_db

OPENED, DUE = date(2009, 7, 1), date(2009, 7, 21)


@contextmanager
def at(day: date, hour: int = 10, minute: int = 0) -> Iterator[None]:
    with clock.standing_at(timezone.make_aware(datetime.combine(day, time(hour, minute)))):
        yield


def chase(day: date, hour: int = 10) -> list[Message]:
    """What the clock writes on that day; each goes at once."""
    before = set(Message.objects.values_list("pk", flat=True))
    with at(day, hour):
        operations.tick(by=CLOCK)
        operations.chase(by=CLOCK)
        outbox.deliver()
    return list(Message.objects.exclude(pk__in=before).order_by("to_address"))


def told(messages: list[Message]) -> list[str]:
    return [message.to_address for message in messages]


@pytest.fixture
def place() -> Partnership:
    partnership = factories.partnership()
    factories.loaded(partnership, 2)
    return partnership


@pytest.fixture
def people(place: Partnership) -> tuple[Person, Person]:
    ann, ben = asked.person(place), asked.person(place, "Ben Deputy")
    asked.led(place, ann, ben)
    return ann, ben


@pytest.fixture
def made(place: Partnership, people: tuple[Person, Person]) -> Round:
    with at(OPENED, 9):
        return asked.round_of(place)


def answer(made: Round, who: Person, number: int | None = None) -> None:
    viewer = asked.invited(made, who)
    for one in Return.objects.filter(round=made).order_by("pk")[:number]:
        operations.submit(by=viewer, asked=one, said=Said(nothing_because="Not counted yet."))


def test_the_day_it_opens_each_gets_one_mail_with_a_link_of_their_own(made: Round) -> None:
    (message,) = chase(OPENED)
    assert message.to_address == "ann.lead@council.example"
    assert message.title == "Northshire Together asks you for 2 answers by 21 July 2009"
    assert (message.purpose, message.state) == ("asking for answers", "sent")
    assert message.about == made.subject
    invitation = Invitation.objects.get(about=made.subject)
    assert message.links == [["answer", invitation.pk]]
    assert invitation.secret not in message.text
    body = mail.outbox[-1].body
    assert body.startswith("Hello Ann Lead,")
    assert "- Households helped in way 1, Northshire: is due by 21 July 2009" in body
    assert "\nhttp://127.0.0.1:8000/return/" in body
    assert "Hand it on" in body
    assert "nothing to report yet" in body
    assert chase(OPENED, 12) == []


def test_the_whole_ladder(place: Partnership, made: Round) -> None:
    council = partnerships.add_organisation(
        by=COMMAND_LINE, partnership_id=place.pk, name="Council", email="desk@council.example"
    )
    Return.objects.filter(round=made).update(organisation=council)
    lead = factories.member(place, Role.Kind.THEME_LEAD).account
    heard = []
    for days in range(40):
        day = OPENED + timedelta(days=days)
        heard += [(day, message.to_address) for message in chase(day)]
    ann, ben = "ann.lead@council.example", "ben.deputy@council.example"
    assert heard == [
        (date(2009, 7, 1), ann),
        (date(2009, 7, 14), ann),
        (date(2009, 7, 20), ann),
        (date(2009, 7, 21), ann),
        (date(2009, 7, 24), ann),
        (date(2009, 7, 24), ben),
        (date(2009, 7, 28), ann),
        (date(2009, 7, 28), "desk@council.example"),
        (date(2009, 8, 4), ann),
        (date(2009, 8, 4), lead.email),
    ]
    by_address = {message.to[0]: message for message in mail.outbox}
    assert "You are the deputy for these" in by_address['"Ben Deputy" <ben.deputy@council.example>'].body
    assert "/return/" in by_address['"Ben Deputy" <ben.deputy@council.example>'].body
    desk = by_address['"Council" <desk@council.example>'].body
    assert "asked: Ann Lead" in desk
    assert "/return/" not in desk
    to_lead = by_address[f'"{lead}" <{lead.email}>']
    assert f"http://127.0.0.1:8000/{place.code}/rounds/{made.pk}/" in to_lead.body
    assert to_lead.subject == "Not answered yet: 2 answers for Northshire Together"
    assert Digest.objects.count() == len(heard)
    assert Chase.objects.filter(step="theme lead").count() == 2


def test_what_is_answered_is_never_chased(made: Round, people: tuple[Person, Person]) -> None:
    with at(OPENED):
        operations.tick(by=CLOCK)
        answer(made, people[0], 1)
    (message,) = chase(OPENED)
    assert "1 answer by" in message.title
    with at(OPENED, 15):
        answer(made, people[0])
    assert [one for days in range(60) for one in chase(OPENED + timedelta(days=days))] == []


def test_what_is_sent_back_is_asked_again_with_the_reason(made: Round, people: tuple[Person, Person]) -> None:
    chase(OPENED)
    with at(OPENED, 15):
        answer(made, people[0])
        one = asked.first(made)
        operations.send_back(by=COMMAND_LINE, asked=one, to_change="Is this 45%?")
    (message,) = chase(date(2009, 7, 2))
    assert message.to_address == "ann.lead@council.example"
    assert "It came back to you: Is this 45%?" in message.text
    assert message.title.endswith("1 answer by 21 July 2009")


def test_who_it_is_handed_on_to_is_asked_instead(made: Round, people: tuple[Person, Person]) -> None:
    chase(OPENED)
    with at(OPENED, 15):
        viewer = asked.invited(made, people[0])
        operations.hand_on(
            by=viewer, asked=list(Return.objects.filter(round=made)), name="Cat", email="Cat@x.example"
        )
    (message,) = chase(date(2009, 7, 2))
    assert (message.to_address, message.purpose) == ("cat@x.example", "asking for answers")
    assert told(chase(date(2009, 7, 14))) == ["cat@x.example"]
    assert told(chase(date(2009, 7, 24))) == ["ann.lead@council.example", "cat@x.example"]


def test_whose_link_was_taken_back_is_not_written_to(made: Round, people: tuple[Person, Person]) -> None:
    chase(OPENED)
    partnerships.revoke(by=COMMAND_LINE, invitation=Invitation.objects.get())
    assert told(chase(date(2009, 7, 14))) == ["ben.deputy@council.example"]
    assert Invitation.objects.filter(person=people[0], revoked_at=None).count() == 0


@pytest.mark.parametrize("change", [{"left_on": date(2009, 7, 2)}, {"email": ""}])
def test_who_left_or_has_no_address_is_not_written_to(
    made: Round, people: tuple[Person, Person], change: dict[str, Any]
) -> None:
    partnerships.amend_person(by=COMMAND_LINE, person=people[0], **change)
    assert told(chase(date(2009, 7, 3))) == ["ben.deputy@council.example"]


def test_without_anybody_the_manager_hears_of_what_is_late(place: Partnership, made: Round) -> None:
    Return.objects.filter(round=made).update(contributor=None, deputy=None)
    manager = factories.manager(place).account
    assert chase(OPENED) == []
    (message,) = chase(date(2009, 7, 24))
    assert message.to_address == manager.email
    assert "asked: nobody who can be written to" in message.text


def test_quiet_hours_and_days_off_hold_everything_back(made: Round) -> None:
    with at(OPENED, 7):
        operations.tick(by=CLOCK)
        assert operations.chase(by=CLOCK) == 0
    with at(OPENED, 18):
        assert operations.chase(by=CLOCK) == 0
    with at(date(2009, 7, 4), 11):  # a Saturday
        assert operations.chase(by=CLOCK) == 0
    assert len(chase(date(2009, 7, 6), 8)) == 1


def test_a_mail_that_could_not_go_before_quiet_hours_goes_the_next_day(made: Round) -> None:
    with at(OPENED, 17, 59):
        operations.tick(by=CLOCK)
        assert operations.chase(by=CLOCK) == 1
    with at(OPENED, 18):
        assert outbox.deliver().too_late == 1
    assert Message.objects.get().state == "too_late"
    (again,) = chase(date(2009, 7, 2))
    assert again.state == "sent"
    assert chase(date(2009, 7, 3)) == []


def test_one_person_in_two_partnerships_gets_one_mail(made: Round) -> None:
    other = factories.partnership("southshire")
    factories.loaded(other, 1)
    same = asked.person(other)
    asked.led(other, same)
    with at(OPENED, 9):
        asked.round_of(other)
    (message,) = chase(OPENED)
    assert message.title == "2 partnerships ask you for 3 answers by 21 July 2009"
    assert message.partnership_id is None
    assert message.text.count("Answer here:") == 2
    assert len(message.links) == 2
    for one in (made.subject.partnership_id, other.pk):
        assert [digest.message for digest in queries.messages_about(one).distinct()] == [message]


def test_a_partnership_may_do_without(place: Partnership, made: Round) -> None:
    operations.arrange(by=COMMAND_LINE, partnership=place, reminds=False)
    assert chase(OPENED) == []


def test_a_partnership_sets_its_own_days(place: Partnership, made: Round) -> None:
    operations.arrange(by=COMMAND_LINE, partnership=place, remind_before=[5], remind_after=[], deputy_after=1)
    heard = {day: told(chase(OPENED + timedelta(days=day))) for day in range(30)}
    assert {day: len(who) for day, who in heard.items() if who} == {0: 1, 15: 1, 20: 1, 21: 1}
    assert Arrangements.objects.get().remind_before == [5]


def test_a_closed_round_is_left_alone(made: Round) -> None:
    chase(OPENED)
    operations.close_round(by=COMMAND_LINE, asked_in=made)
    assert chase(date(2009, 7, 24)) == []


@pytest.mark.parametrize("measures", [1, 3])
def test_the_cost_of_looking_does_not_depend_on_how_much_is_asked(
    measures: int, django_assert_num_queries: Any
) -> None:
    partnership = factories.partnership()
    factories.loaded(partnership, measures)
    asked.led(partnership, asked.person(partnership))
    with at(OPENED, 9):
        asked.round_of(partnership)
    chase(OPENED)
    with at(OPENED, 12), django_assert_num_queries(7):
        assert operations.chase(by=CLOCK) == 0


def test_another_clock_that_was_faster_leaves_one_mail(made: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    with at(OPENED):
        operations.tick(by=CLOCK)
        found, plain = chasing.waiting(), chasing.waiting
        assert operations.chase(by=CLOCK) == 1
        monkeypatch.setattr(chasing, "waiting", lambda: found)
        monkeypatch.setattr(chasing, "written_on", lambda day: frozenset())
        with pytest.raises(IntegrityError):
            operations.chase(by=CLOCK)
        monkeypatch.undo()
        monkeypatch.setattr(chasing, "waiting", lambda: found)
        seen = iter([frozenset(), chasing.written_on(OPENED)])
        monkeypatch.setattr(chasing, "written_on", lambda day: next(seen))
        assert operations.chase(by=CLOCK) == 0
        assert plain is not chasing.waiting
    assert (Message.objects.count(), Digest.objects.count(), Chase.objects.count()) == (1, 1, 2)


def test_who_answers_while_the_mail_is_written_is_not_chased(
    made: Round, people: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(OPENED):
        operations.tick(by=CLOCK)
        found = chasing.waiting()
        answer(made, people[0], 1)
        monkeypatch.setattr(chasing, "waiting", lambda: found)
        assert operations.chase(by=CLOCK) == 0
        monkeypatch.undo()
        assert operations.chase(by=CLOCK) == 1
    assert "1 answer by" in Message.objects.get().title
