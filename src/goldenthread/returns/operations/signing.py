"""Signing off: a theme lead checks, a manager accepts, either sends back. Accepted is what counts from then on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.rules import can_manage
from goldenthread.returns.models import Answer, Return
from goldenthread.returns.operations.asking import askable
from goldenthread.returns.operations.rounds import record_return
from goldenthread.returns.queries import arrangements_of
from goldenthread.returns.rules import Standing, check_move, check_open, check_signs, next_step, standing

NO_STEP = "nobody: this partnership has no step for it"


@transaction.atomic
def sign_off(*, by: Viewer, asked: Return, seen: int | None = None) -> Return:
    """Take the next step of a submitted return: the theme lead's check, or the acceptance.

    After the last step its answer is written into the record. A manager may take the theme lead's step too, and
    then it is accepted at once. `seen` is the answer that the signer saw. Raises Refused, NotAllowed.
    """
    asked, answer = _ready(asked)
    if seen is not None and seen != answer.number:
        raise Refused(f"{answer.given_by} sent another answer meanwhile. Look at it first.")
    arrangements = arrangements_of(asked.subject.partnership_id or 0)
    check_signs(by, asked, arrangements)
    before = standing(asked, clock.today())
    check_move(before, Standing.ACCEPTED)
    if next_step(asked, arrangements) == "theme lead":
        asked.checked_by, asked.checked_at = by.name, clock.now()
        asked.save(update_fields=["checked_by", "checked_at"])
        record_return(asked, [None, f"checked by {by.name}"], by=by, verb="round.return_checked")
        if arrangements.manager_signs and not can_manage(by, asked.subject.partnership_id or 0):
            return asked
    return _accept(asked, answer, by=by, name=by.name)


def accept_unsigned(*, asked: Return, answer: Answer, by: Viewer) -> Return:
    """Accept what was sent in a partnership without any step of sign-off."""
    return _accept(asked, answer, by=replace(by, everywhere=True), name=NO_STEP)


@dataclass(frozen=True, slots=True)
class Signed:
    """How many returns took their step, and why the others did not, by return."""

    done: tuple[int, ...]
    refused: dict[int, str]


@transaction.atomic
def sign_off_many(*, by: Viewer, returns: Iterable[Return]) -> Signed:
    """Sign off several at once; what cannot be is said of each, and the others go through."""
    done: list[int] = []
    refused: dict[int, str] = {}
    for asked in returns:
        try:
            with transaction.atomic():
                sign_off(by=by, asked=asked)
        except Refused as problem:
            refused[asked.pk] = str(problem)
        else:
            done.append(asked.pk)
    return Signed(tuple(done), refused)


@transaction.atomic
def send_back(*, by: Viewer, asked: Return, to_change: str, seen: int | None = None) -> Return:
    """Ask for another answer, and say what to change. A figure that was accepted counts until the next is.

    Raises Invalid without words, Refused, NotAllowed.
    """
    if not to_change.strip():
        raise Invalid({"to_change": "Say what to change, so that they can."})
    asked, answer = _ready(asked)
    if seen is not None and seen != answer.number:
        raise Refused(f"{answer.given_by} sent another answer meanwhile. Look at it first.")
    check_signs(by, asked, arrangements_of(asked.subject.partnership_id or 0))
    before = standing(asked, clock.today())
    check_move(before, Standing.SENT_BACK)
    asked.state, asked.to_change = Return.State.SENT_BACK, to_change.strip()
    asked.checked_by, asked.checked_at = "", None
    asked.accepted_by, asked.accepted_at = "", None
    asked.save(update_fields=["state", "to_change", "checked_by", "checked_at", "accepted_by", "accepted_at"])
    record_return(
        asked, [before.value, Standing.SENT_BACK.value], by=by, verb="round.sent_back", reason=asked.to_change
    )
    return asked


def _accept(asked: Return, answer: Answer, *, by: Viewer, name: str) -> Return:
    askable(asked.kind).accept(asked, answer, by=by)
    asked.state, asked.accepted_by, asked.accepted_at = Return.State.ACCEPTED, name, clock.now()
    asked.save(update_fields=["state", "accepted_by", "accepted_at"])
    record_return(asked, [Standing.SUBMITTED.value, Standing.ACCEPTED.value], by=by, verb="round.accepted")
    return asked


def _ready(asked: Return) -> tuple[Return, Answer]:
    """The return as it is now, held until the end of the transaction, with its last answer."""
    found = (
        Return.objects.select_for_update(of=("self",))
        .select_related(
            "round__subject",
            "round__period",
            "subject",
            "series__measure__subject",
            "series__place",
            "milestone",
        )
        .get(pk=asked.pk)
    )
    check_open(found.round)
    answer = Answer.objects.filter(asked=found).order_by("-number").first()
    if answer is None:
        raise Refused("Nothing was sent for this yet.")
    return found, answer
