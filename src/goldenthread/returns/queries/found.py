"""Rounds, schedules, returns, and what was sent for them."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.queries import one
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Partnership
from goldenthread.returns.models import Answer, Arrangements, Draft, Return, Round, Schedule, SentFile
from goldenthread.returns.rules import UNANSWERED


def arrangements_of(partnership_id: int) -> Arrangements:
    """How a partnership deals with returns; the usual way where it has not said."""
    found = Arrangements.objects.filter(pk=partnership_id).first()
    return found or Arrangements(partnership_id=partnership_id)


def schedules(partnership_id: int) -> QuerySet[Schedule]:
    """The schedules in use of a partnership, the most frequent rounds first."""
    return Schedule.objects.filter(partnership=partnership_id, ended_at=None).order_by("pk")


def schedule_numbered(schedule_id: int, *, partnership_id: int) -> Schedule:
    """A schedule of a partnership. Raises NotFound."""
    found = schedules(partnership_id).filter(pk=schedule_id).first()
    if found is None:
        raise NotFound("There is no such schedule here.")
    return found


def rounds(partnership_id: int, *, viewer: Viewer) -> QuerySet[Round]:
    """The rounds of a partnership, the one due last first."""
    return (
        Round.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("period", "subject")
        .order_by("-due_on", "-pk")
    )


def round_numbered(round_id: int, *, partnership_id: int, viewer: Viewer) -> Round:
    """One round. Raises NotFound."""
    return one(Round, round_id, viewer=viewer, related=("period", "schedule"), partnership_id=partnership_id)


def round_anywhere(round_id: int, *, viewer: Viewer) -> tuple[Round, str]:
    """One round of whichever partnership, and the partnership's code. Raises NotFound."""
    found = one(Round, round_id, viewer=viewer, related=("period",))
    code = Partnership.objects.values_list("code", flat=True).get(pk=found.subject.partnership_id)
    return found, code


def waited_for(partnership_id: int) -> dict[tuple[int, str], Return]:
    """What open rounds wait for of figures, by series and the label of the period. One query."""
    found = Return.objects.filter(
        round__subject__partnership_id=partnership_id,
        round__subject__withdrawn_at=None,
        round__closed_at=None,
        series__isnull=False,
        state__in=UNANSWERED,
    ).select_related("round__period", "round__subject", "subject", "series__place", "series__measure")
    return {(one.series_id or 0, one.round.period.label): one for one in found}


def returns_of(asked_in: Round) -> QuerySet[Return]:
    """Every return of a round with what it is about and who is asked, in the order of the plan."""
    return (
        Return.objects.filter(round=asked_in)
        .select_related(
            "round__period",
            "subject",
            "series__place",
            "series__measure__subject",
            "milestone",
            "theme",
            "contributor",
            "deputy",
            "post",
            "organisation",
        )
        .order_by("position", "pk")
    )


def return_numbered(return_id: int, *, asked_in: Round) -> Return:
    """One return of a round. Raises NotFound."""
    found = returns_of(asked_in).filter(pk=return_id).first()
    if found is None:
        raise NotFound("There is no such return in this round.")
    return found


def asked_of(asked_in: Round, *, viewer: Viewer) -> QuerySet[Return]:
    """What a round asks of this viewer: as contributor, as deputy or by a post."""
    return returns_of(asked_in).filter(_asked_of(viewer)).exclude(state=Return.State.WITHDRAWN)


def rounds_asking(partnership_id: int, *, viewer: Viewer) -> list[tuple[Round, int]]:
    """The open rounds that ask this viewer for something, each with how many answers they still owe. Two queries."""
    waiting: dict[int, int] = dict(
        Return.objects.filter(_asked_of(viewer))
        .exclude(state=Return.State.WITHDRAWN)
        .order_by()
        .values_list("round")
        .annotate(waiting=Count("pk", filter=Q(state__in=UNANSWERED)))
    )
    found = Round.objects.visible_to(viewer).of(partnership_id).filter(pk__in=waiting, closed_at=None)
    return [(one, waiting[one.pk]) for one in found.filter(opened_at__isnull=False).order_by("due_on", "pk")]


def _asked_of(viewer: Viewer) -> Q:
    """What is asked of a viewer: as contributor, as deputy, or by a post."""
    theirs = Q(post__in=sorted(viewer.post_ids))
    if viewer.person_id is not None:
        theirs |= Q(contributor=viewer.person_id) | Q(deputy=viewer.person_id)
    return theirs


def answers(returns: Iterable[Return]) -> dict[int, Answer]:
    """The last answer of each of these returns, by the return: one query."""
    found = Answer.objects.filter(asked__in=list(returns)).order_by("number")
    return {answer.asked_id: answer for answer in found}


def writer_of(viewer: Viewer) -> str:
    """Who writes, as drafts keep it: a person is the same with a link and signed in."""
    if viewer.person_id is not None:
        return writer_named(viewer.person_id)
    return f"account {viewer.account_id}"


def writer_named(person_id: int) -> str:
    """The same for a person."""
    return f"person {person_id}"


def draft_of(returns: list[Return], *, viewer: Viewer) -> dict[int, Draft]:
    """What this viewer typed for these returns and has not sent, by the return: one query."""
    found = Draft.objects.filter(asked__in=returns, writer=writer_of(viewer))
    return {draft.asked_id: draft for draft in found}


def file_sent(asked_in: Round, *, viewer: Viewer) -> SentFile | None:
    """The last file that this viewer sent for a round and has not decided on."""
    found = SentFile.objects.filter(round=asked_in, writer=writer_of(viewer)).order_by("-pk").first()
    return found if found is not None and found.decided_at is None else None


def answers_numbered(returns: Iterable[Return]) -> dict[tuple[int, int], Answer]:
    """Every answer of these returns, by the return and the answer's number: one query."""
    found = Answer.objects.filter(asked__in=list(returns))
    return {(answer.asked_id, answer.number): answer for answer in found}
