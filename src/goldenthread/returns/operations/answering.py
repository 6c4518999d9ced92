"""What people send for what they are asked: kept while they type, submitted, handed on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Conflict, Invalid
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.queries.checked import ToCheck, checks_of, unanswered
from goldenthread.measures.rules import Given
from goldenthread.partnership.models import Person
from goldenthread.partnership.operations import add_person
from goldenthread.reckoning.checks import Level
from goldenthread.returns.models import Answer, Draft, Return
from goldenthread.returns.operations.rounds import record_return
from goldenthread.returns.operations.signing import accept_unsigned
from goldenthread.returns.queries import arrangements_of, writer_of
from goldenthread.returns.rules import (
    Standing,
    brief,
    check_answers,
    check_move,
    check_open,
    next_step,
    standing,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says for a return: a figure or its two parts, or why there is nothing, and the words with it."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: str = ""
    nothing_because: str = ""
    what_happened: str = ""
    why: str = ""
    what_next: str = ""
    explanation: str = ""
    revision: str = ""
    source_named: str = ""
    also: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def keep_draft(*, by: Viewer, asked: Return, content: Mapping[str, Any], seen: int = 0) -> Draft:
    """Keep what somebody types, before they send it. Raises NotAllowed, Refused once the round is closed."""
    check_answers(by, asked)
    check_open(asked.round)
    draft, _ = Draft.objects.update_or_create(
        asked=asked,
        writer=writer_of(by),
        defaults={"content": dict(content), "kept_at": clock.now(), "begun_by": ""},
        create_defaults={"content": dict(content), "kept_at": clock.now(), "seen": seen},
    )
    return draft


@transaction.atomic
def forget_draft(*, by: Viewer, asked: Return) -> None:
    """Begin again with what is known."""
    check_answers(by, asked)
    Draft.objects.filter(asked=asked, writer=writer_of(by)).delete()


@transaction.atomic
def submit(
    *,
    by: Viewer,
    asked: Return,
    said: Said,
    seen: int | None = None,
    together: Sequence[ToCheck] = (),
) -> Answer:
    """Send what is asked for. What was sent before stays; the same again changes nothing.

    `seen` is the number of the last answer that the writer saw, `together` are figures that are sent with it. Raises Conflict where somebody else sent another
    meanwhile, Invalid by field, Refused once it is accepted or the round is closed, NotAllowed.
    """
    check_answers(by, asked)
    # One writer of a return at a time: the second finds what the first sent.
    asked = _locked(asked)
    check_open(asked.round)
    last = Answer.objects.filter(asked=asked).order_by("-number").first()
    if (
        last is not None
        and _same(last, said)
        and asked.state in (Return.State.SUBMITTED, Return.State.ACCEPTED)
    ):
        Draft.objects.filter(asked=asked, writer=writer_of(by)).delete()
        return last
    before = standing(asked, clock.today())
    check_move(before, Standing.SUBMITTED)
    if last is not None and seen is not None and last.number > seen:
        raise Conflict(
            f"{last.given_by} sent this on {last.given_at:%d/%m/%Y} while you were writing. Nothing of yours is lost:"
            " compare, and send again.",
            in_words(last),
        )
    questions = check_said(asked, said, together=together, asking=not by.everywhere)
    answer = Answer.objects.create(
        asked=asked,
        number=last.number + 1 if last else 1,
        given_by=by.name,
        given_by_person_id=by.person_id,
        given_at=clock.now(),
        questions="\n".join(questions),
        **{name: getattr(said, name) for name in _SAID},
        also=dict(said.also),
    )
    asked.state = Return.State.SUBMITTED
    asked.submitted_by, asked.submitted_at = by.name, answer.given_at
    asked.checked_by, asked.checked_at, asked.to_change = "", None, ""
    asked.save(
        update_fields=["state", "submitted_by", "submitted_at", "checked_by", "checked_at", "to_change"]
    )
    record_return(asked, [brief(last) if last else None, brief(answer)], by=by, verb="round.answer_submitted")
    Draft.objects.filter(asked=asked, writer=writer_of(by)).delete()
    if not next_step(asked, arrangements_of(asked.subject.partnership_id or 0)):
        accept_unsigned(asked=asked, answer=answer, by=by)
    return answer


@transaction.atomic
def hand_on(*, by: Viewer, asked: Sequence[Return], name: str, email: str) -> Person:
    """Let somebody else answer some of what one is asked: the person of that address becomes the deputy.

    Who handed it on may still answer. Raises Invalid by field, NotAllowed.
    """
    if not asked:
        raise Invalid({"returns": "Choose what you hand on."})
    for one in asked:
        check_answers(by, one)
        check_open(one.round)
    name, email = name.strip(), email.strip()
    if not email:
        raise Invalid({"email": "Give the e-mail address, so that we can write to them."})
    partnership_id = asked[0].subject.partnership_id or 0
    person = Person.objects.of(partnership_id).filter(email__iexact=email).order_by("pk").first()
    if person is None:
        if not name:
            raise Invalid({"name": "Give the name."})
        person = add_person(by=by, partnership_id=partnership_id, name=name, email=email)
    for one in asked:
        if person.pk == one.contributor_id:
            raise Invalid({"email": f"{person.name} is asked for this already."})
        before = one.deputy.name if one.deputy else None
        one.deputy, one.handed_on_at = person, clock.now()
        one.save(update_fields=["deputy", "handed_on_at"])
        record_return(one, [before, person.name], by=by, verb="round.handed_on")
    return person


def last_number(asked: Return) -> int:
    """How many answers a return has."""
    return Answer.objects.filter(asked=asked).aggregate(last=Max("number"))["last"] or 0


def to_check(asked: Return, said: Said) -> ToCheck | None:
    """What a return's figure is checked by; None for what has no figure."""
    if asked.series is None or said.nothing_because:
        return None
    given = Given(
        value=said.value, numerator=said.numerator, denominator=said.denominator, comment=said.what_happened
    )
    return ToCheck(asked.series, asked.round.period, given, said.status)


def check_said(
    asked: Return, said: Said, *, together: Sequence[ToCheck] = (), asking: bool = True
) -> list[str]:
    """What the checks ask of an answer, in sentences; they are answered in it where somebody is `asking`.

    Raises Invalid, by field, unless a return may be answered like this.
    """
    if said.nothing_because:
        if any(one is not None for one in (said.value, said.numerator, said.denominator)):
            raise Invalid(
                {"nothing_because": "You give a figure and say that there is none. Do one of the two."}
            )
        return []
    figure = to_check(asked, said)
    if figure is None:
        _check_also(asked, said)
        return []
    others = [one for one in together if one.series != figure.series]
    checks = checks_of(figure.series, figure.period, figure.given, status=said.status, together=others)
    wrong = unanswered(
        [one for one in checks if asking or one.level is Level.ERROR],
        explanation=said.explanation,
        revision=said.revision,
    )
    if wrong:
        raise Invalid(wrong)
    return [one.sentence for one in checks]


def _check_also(asked: Return, said: Said) -> None:
    """Raises Invalid unless what is asked of an action, a milestone or a risk is there."""
    if asked.kind == "action":
        if not said.what_happened.strip():
            raise Invalid({"what_happened": "Say in a sentence what happened, or that there is nothing yet."})
        percent = said.also.get("percent")
        if percent is not None and not 0 <= percent <= 100:
            raise Invalid({"percent": "From 0 to 100."})
    elif asked.kind == "milestone" and not said.also.get("reached_on") and not said.what_happened.strip():
        raise Invalid({"reached_on": "Give the day, or say what happened instead."})
    elif asked.kind == "risk":
        scores = [said.also.get(name) for name in ("likelihood_now", "impact_now")]
        if any(score is not None for score in scores) and not all(score in range(1, 6) for score in scores):
            raise Invalid({"likelihood_now": "Give both, likelihood and impact, from 1 to 5."})
        if scores == [None, None] and not said.what_happened.strip():
            raise Invalid({"what_happened": "Say how the risk stands, or that there is nothing new."})


def in_words(answer: Answer) -> dict[str, str]:
    """What an answer says, by field: what another writer is shown beside their own text."""
    told = {name: getattr(answer, name) for name in _SAID} | dict(answer.also)
    return {
        name: f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
        for name, value in told.items()
        if value not in (None, "")
    }


_SAID = (
    "value",
    "numerator",
    "denominator",
    "status",
    "nothing_because",
    "what_happened",
    "why",
    "what_next",
    "explanation",
    "revision",
    "source_named",
)


def _same(answer: Answer, said: Said) -> bool:
    return all(getattr(answer, name) == getattr(said, name) for name in _SAID) and answer.also == dict(
        said.also
    )


def _locked(asked: Return) -> Return:
    """The return as it is now, held until the end of the transaction."""
    return (
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
