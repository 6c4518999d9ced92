"""`goldenthread outbox`: shows what was written, and sends again only what may go again."""

import pytest
from django.core import mail

from goldenthread.jobs.command import main
from goldenthread.kernel.outbox.models import Message
from goldenthread.kernel.outbox.operations import post

pytestmark = pytest.mark.django_db
State = Message.State


def written(number: int, state: str, **more: object) -> Message:
    """Given a message in a state."""
    message = post(to=f"p{number}@x.example", title=f"Mail {number}", text="Hello.", purpose="reminder")
    Message.objects.filter(pk=message.pk).update(state=state, **more)
    message.refresh_from_db()
    return message


def test_it_shows_what_there_is_without_what_was_said(capsys: pytest.CaptureFixture[str]) -> None:
    waiting = written(1, State.WAITING)
    doubtful = written(2, State.IN_DOUBT, reason="timed out")
    assert main(["outbox"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "waiting to be sent 1, in doubt 1"
    assert [line.split()[:2] for line in out[1:]] == [
        [str(doubtful.pk), "in_doubt"],
        [str(waiting.pk), "waiting"],
    ]
    assert doubtful.message_id in out[1]
    assert "(timed out)" in out[1]
    assert "Hello." not in "".join(out)

    assert main(["outbox", "--state", "waiting"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_all_that_was_refused_goes_again_and_nothing_in_doubt(capsys: pytest.CaptureFixture[str]) -> None:
    refused = [written(number, State.FAILED) for number in range(2)]
    doubtful = written(3, State.IN_DOUBT)
    assert main(["outbox", "--retry", "all-failed", "--send"]) == 0
    assert capsys.readouterr().out == "2 messages wait to be sent again.\n2 sent.\n"
    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [one.message_id for one in refused]
    doubtful.refresh_from_db()
    assert doubtful.state == "in_doubt"

    assert main(["outbox", "--retry", str(doubtful.pk), "--send"]) == 0
    assert mail.outbox[-1].extra_headers["Message-ID"] == doubtful.message_id


def test_what_is_forgotten_never_goes(capsys: pytest.CaptureFixture[str]) -> None:
    message = written(1, State.IN_DOUBT)
    assert main(["outbox", "--forget", str(message.pk), "--send"]) == 0
    assert mail.outbox == []
    assert main(["outbox", "--retry", str(message.pk)]) == 2
    assert "is “dropped by hand”: this cannot be done." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--retry", "999"], "There is no message 999.\n"),
        (["--retry", "some"], "“some” is no number of a message. Give a number, or all-failed.\n"),
        (
            ["--state", "gone"],
            "There is no state “gone”. Choose from waiting, sending, sent, failed, in_doubt, too_late, dropped.\n",
        ),
    ],
)
def test_what_makes_no_sense_is_a_sentence(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["outbox", *words]) == 2
    assert capsys.readouterr().err == said
