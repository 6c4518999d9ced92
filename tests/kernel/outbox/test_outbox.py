"""Messages: written down with what caused them, sent once, and never repeated unasked."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Refused
from goldenthread.kernel.outbox import operations, queries, slots
from goldenthread.kernel.outbox.models import Message
from goldenthread.kernel.outbox.rules import (
    LEASE,
    LONGEST_PATIENCE,
    MOST_TRIES,
    MOVES,
    Outcome,
    can_move,
    check_move,
    outcome_of,
    wait_after,
)
from goldenthread.kernel.outbox.smtp import EmailBackend
from tests.kernel.outbox.mail_server import MailServer, mail_server

State = Message.State
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as mail:
        yield mail


def sender(server: MailServer) -> EmailBackend:
    return EmailBackend(host="127.0.0.1", port=server.port, use_tls=False, timeout=5)


def post(number: int = 1, **more: Any) -> Message:
    """Given a message that waits."""
    said = {"to": f"p{number}@x.example", "title": f"Mail {number}", "text": "Hello.", "purpose": "reminder"}
    return operations.post(**(said | more))


def deliver(server: MailServer, **more: Any) -> operations.Delivered:
    return operations.deliver(sender=sender(server), **more)


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


class TestMoves:
    @pytest.mark.parametrize(("before", "after"), list(product(State, State)))
    def test_only_what_is_in_the_table_may_be(self, before: State, after: State) -> None:
        allowed = {(move.before, move.after) for move in MOVES}
        assert can_move(before, after) == ((before, after) in allowed)
        message = Message(state=before)
        if (before, after) in allowed:
            check_move(message, after)
        else:
            with pytest.raises(Refused, match="this cannot be done"):
                check_move(message, after)

    def test_nothing_leaves_what_is_sent_or_dropped(self) -> None:
        assert {move.before for move in MOVES} & {State.SENT, State.DROPPED} == set()

    def test_what_is_in_doubt_is_sent_again_by_nothing_but_a_person(self) -> None:
        again = [move.when for move in MOVES if move.before == State.IN_DOUBT and move.after == State.WAITING]
        assert again == ["somebody asks for it by its number"]


@pytest.mark.parametrize(
    ("problem", "handed_over", "outcome"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such box")}), False, Outcome.NEVER),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"busy")}), False, Outcome.LATER),
        (smtplib.SMTPSenderRefused(451, b"later", "me"), False, Outcome.LATER),
        (smtplib.SMTPDataError(554, b"no"), True, Outcome.NEVER),
        (smtplib.SMTPDataError(451, b"later"), True, Outcome.LATER),
        (smtplib.SMTPServerDisconnected("gone"), False, Outcome.LATER),
        (smtplib.SMTPServerDisconnected("gone"), True, Outcome.DOUBT),
        (TimeoutError("timed out"), False, Outcome.LATER),
        (TimeoutError("timed out"), True, Outcome.DOUBT),
        (ValueError("a line break in a header"), False, Outcome.NEVER),
        (ValueError("whatever"), True, Outcome.DOUBT),
    ],
)
def test_what_a_broken_try_means(problem: Exception, handed_over: bool, outcome: Outcome) -> None:
    assert outcome_of(problem, handed_over=handed_over) is outcome


@given(st.integers(1, 10_000))
def test_each_wait_is_twice_as_long_until_six_hours(tries: int) -> None:
    slow = timedelta(minutes=2)
    for _ in range(min(tries, 30) - 1):
        slow = min(slow * 2, LONGEST_PATIENCE)
    assert wait_after(tries) == slow


@pytest.mark.django_db
class TestSending:
    def test_many_go_over_one_connection_each_with_its_own_number(self, server: MailServer) -> None:
        messages = [post(number, name="Ann Lead, “the first”") for number in range(5)]
        done = deliver(server)
        assert (done.sent, server.connections) == (5, 1)
        assert server.taken == [message.message_id for message in messages]
        assert states() == ["sent"] * 5
        assert "Auto-Submitted: auto-generated" in server.contents[0]
        assert deliver(server).sent == 0

    def test_a_rollback_sends_none(self, server: MailServer) -> None:
        def breaks() -> None:
            with transaction.atomic():
                post()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            breaks()
        assert deliver(server).sent == 0
        assert server.taken == []

    def test_a_refusal_for_good_is_told_and_does_not_hold_up_the_others(self, server: MailServer) -> None:
        server.at_step = lambda step, words: "550 no such box" if step == "RCPT" and "p1@" in words else None
        refused, other = post(1), post(2)
        done = deliver(server)
        refused.refresh_from_db()
        assert (done.sent, done.failed) == (1, 1)
        assert (refused.state, refused.reason, refused.tries) == ("failed", "550 no such box", 1)
        assert server.taken == [other.message_id]
        server.at_step = lambda step, words: None
        deliver(server)
        assert server.taken == [other.message_id]
        operations.retry(refused)
        deliver(server)
        assert server.taken == [other.message_id, refused.message_id]

    def test_a_refusal_for_now_waits_longer_each_time_and_ends(self, server: MailServer) -> None:
        server.at_step = lambda step, words: "451 busy" if step == "MAIL" else None
        message, moment = post(), clock.now()
        for tries in range(1, MOST_TRIES + 1):
            with clock.standing_at(moment):
                deliver(server)
                assert deliver(server).later == 0, "not at once again"
            message.refresh_from_db()
            if tries < MOST_TRIES:
                assert (message.state, message.tries) == ("waiting", tries)
                assert message.try_at == moment + wait_after(tries)
                moment = message.try_at
        assert (message.state, message.reason) == ("failed", "451 busy")

    def test_a_server_that_is_not_there_costs_no_try(self, server: MailServer) -> None:
        message = post()
        nobody = EmailBackend(host="127.0.0.1", port=1, use_tls=False, timeout=2)
        done = operations.deliver(sender=nobody)
        message.refresh_from_db()
        assert done.unreachable
        assert (message.state, message.tries) == ("waiting", 0)

    @pytest.mark.parametrize(
        ("step", "state"),
        [
            ("connect", "waiting"),
            ("MAIL", "waiting"),
            ("RCPT", "waiting"),
            ("DATA", "in_doubt"),
            ("content", "in_doubt"),
            ("taken", "in_doubt"),
        ],
    )
    def test_a_line_cut_at_each_step(self, server: MailServer, step: str, state: str) -> None:
        message = post()
        server.at_step = lambda here, words: False if here == step else None
        deliver(server)
        message.refresh_from_db()
        assert message.state == state
        server.at_step = lambda here, words: None
        with clock.standing_at(clock.now() + timedelta(days=1)):
            deliver(server)
        assert server.taken.count(message.message_id) == (0 if state == "in_doubt" and step != "taken" else 1)

    def test_what_is_in_doubt_goes_again_only_when_asked_under_the_same_number(
        self, server: MailServer
    ) -> None:
        message = post()
        server.at_step = lambda step, words: False if step == "taken" else None
        deliver(server)
        server.at_step = lambda step, words: None
        with clock.standing_at(clock.now() + timedelta(days=30)):
            deliver(server)
            message.refresh_from_db()
            assert (message.state, len(server.taken)) == ("in_doubt", 1)
            operations.retry(message)
            deliver(server)
        assert server.taken == [message.message_id] * 2
        assert states() == ["sent"]

    def test_a_sender_that_died_leaves_a_doubt_after_its_time(self, server: MailServer) -> None:
        message, begun = post(), clock.now()
        assert operations._take("somebody", None) == message
        with clock.standing_at(begun + LEASE - timedelta(seconds=5)):
            assert deliver(server).in_doubt == 0
        with clock.standing_at(begun + LEASE + timedelta(seconds=5)):
            assert deliver(server).in_doubt == 1
        assert (states(), server.taken) == (["in_doubt"], [])

    def test_a_slow_sender_that_comes_to_its_end_is_believed(self) -> None:
        post()
        taken = operations._take("somebody", None)
        assert taken is not None
        with clock.standing_at(clock.now() + LEASE * 2):
            assert operations.settle_abandoned() == 1
            operations._keep(taken, State.SENT, reason="", sent_at=clock.now())
        assert states() == ["sent"]

    def test_what_somebody_else_settled_stays_as_they_settled_it(self) -> None:
        post()
        taken = operations._take("somebody", None)
        assert taken is not None
        with clock.standing_at(clock.now() + LEASE * 2):
            operations.settle_abandoned()
            operations.drop(taken)
            operations._keep(taken, State.SENT, reason="", sent_at=clock.now())
        assert states() == ["dropped"]

    def test_what_has_no_time_left_is_not_sent(self, server: MailServer) -> None:
        post(expires_at=NOW + timedelta(minutes=10), text="ABC", holds_a_secret=True)
        with clock.standing_at(NOW + timedelta(minutes=10)):
            assert deliver(server).too_late == 1
        assert (states(), server.taken, Message.objects.get().text) == (["too_late"], [], "")

    def test_a_secret_is_blanked_once_it_is_sent_and_goes_no_second_time(self, server: MailServer) -> None:
        message = post(text="Your code is ABCD-1234", holds_a_secret=True)
        deliver(server)
        message.refresh_from_db()
        assert message.text == ""
        assert "ABCD-1234" in server.contents[0]
        Message.objects.filter(pk=message.pk).update(state=State.IN_DOUBT)
        with pytest.raises(Refused, match="no longer kept"):
            operations.retry(message)

    def test_a_link_is_filled_in_only_on_the_way_out(
        self, server: MailServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(slots, "_fillers", {})
        slots.register("answer", lambda number: f"https://x.example/{number}/secret")
        message = post(text="Open [[1]] please, [[2]]", links=[("answer", 12)])
        deliver(server)
        message.refresh_from_db()
        assert "Open https://x.example/12/secret please, [[2]]" in server.contents[0]
        assert message.text == "Open [[1]] please, [[2]]"
        with pytest.raises(ValueError, match="twice"):
            slots.register("answer", str)

    def test_a_link_that_nobody_fills_sends_nothing(self, server: MailServer) -> None:
        post(text="Open [[1]]", links=[("unknown", 1)])
        assert deliver(server).failed == 1
        assert server.taken == []

    def test_a_line_break_reaches_no_header(self, server: MailServer) -> None:
        post(title="Hello\r\nBcc: all@x.example", name='Ann"\r\nBcc: <all@x.example>')
        deliver(server)
        head = server.contents[0].split("\r\n\r\n")[0]
        assert "\nBcc:" not in head
        assert states() == ["sent"]


@pytest.mark.django_db
class TestByHand:
    def test_what_waits_may_be_dropped_and_what_is_sent_may_not(self, server: MailServer) -> None:
        kept, dropped = post(1), post(2)
        operations.drop(dropped, reason="A wrong address.")
        deliver(server)
        assert states() == ["sent", "dropped"]
        for message in (kept, dropped):
            with pytest.raises(Refused):
                operations.drop(message)
            with pytest.raises(Refused):
                operations.retry(message)

    def test_after_a_restore_nothing_goes_out_by_itself(self, server: MailServer) -> None:
        post(1)
        assert operations.doubt_what_waits(reason="From a backup.") == 1
        assert deliver(server).sent == 0
        assert queries.counts() == {"in_doubt": 1}

    def test_the_newest_stands_first_and_a_state_chooses(self) -> None:
        first, second = post(1), post(2)
        operations.drop(first)
        assert list(queries.messages()) == [second, first]
        assert list(queries.messages(state="dropped")) == [first]
        assert queries.message_numbered(first.pk) == first
