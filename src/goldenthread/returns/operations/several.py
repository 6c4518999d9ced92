"""Many answers at once, as a workbook brings them: each is sent as alone, and what is wrong is said of all together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Conflict, Invalid, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.returns.models import Return, Round, SentFile
from goldenthread.returns.operations.answering import Said, last_number, submit, to_check
from goldenthread.returns.queries import writer_of
from goldenthread.returns.rules import check_open


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says for a return; `seen` is the number of the last answer that its writer saw, if any."""

    asked: Return
    said: Said
    seen: int | None


@dataclass(slots=True)
class Sent:
    """What became of the rows: new answers, those that say what was sent already, and what is wrong, by return."""

    new: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    wrong: dict[int, dict[str, str]] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


def submit_many(*, by: Viewer, lines: Sequence[Line], trial: bool = False) -> Sent:
    """Send those answers that are right. A `trial` keeps none and says what would happen."""
    sent = Sent()
    together = [figure for one in lines if (figure := to_check(one.asked, one.said)) is not None]
    with transaction.atomic():
        for one in lines:
            number, before = one.asked.pk, last_number(one.asked)
            try:
                with transaction.atomic():
                    answer = submit(by=by, asked=one.asked, said=one.said, seen=one.seen, together=together)
            except Invalid as problem:
                sent.wrong[number] = dict(problem.fields)
            except (Conflict, Refused) as problem:
                sent.refused[number] = str(problem)
            else:
                (sent.new if answer.number > before else sent.same).append(number)
        if trial:
            transaction.set_rollback(True)
    return sent


@transaction.atomic
def keep_file(*, by: Viewer, asked_in: Round, name: str, content: bytes) -> SentFile:
    """Keep a file that somebody sent for a round, until they decide what is taken of it. Files before it stay.

    Raises Refused once the round is closed.
    """
    check_open(asked_in)
    return SentFile.objects.create(
        round=asked_in, writer=writer_of(by), name=name[:200], content=content, sent_at=clock.now()
    )


@transaction.atomic
def decide_on_file(*, file: SentFile) -> None:
    """Its rows were taken, or it was put aside: it is kept, and not shown any more."""
    file.decided_at = clock.now()
    file.save(update_fields=["decided_at"])
