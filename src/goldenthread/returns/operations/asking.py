"""What can be asked for: which records a round finds of each kind, and what accepting an answer does to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from django.utils import timezone

from goldenthread.delivery import operations as delivery
from goldenthread.delivery.models import Action, Milestone, Risk
from goldenthread.delivery.rules import OVER
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import COMMAND_LINE, Viewer
from goldenthread.measures import operations as measures
from goldenthread.measures.models import Involvement, Measure, Observation, Series
from goldenthread.measures.queries import hangs_now
from goldenthread.partnership.models import Organisation, Person, Post
from goldenthread.partnership.queries import holders_today
from goldenthread.returns.models import Answer, Return, Round
from goldenthread.returns.rules import KINDS
from goldenthread.strategy.models import Theme


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to ask for: what it is about, which part of it, and who answers for it."""

    subject: Subject
    series: Series | None = None
    milestone: Milestone | None = None
    theme: Theme | None = None
    contributor: Person | None = None
    deputy: Person | None = None
    post: Post | None = None
    organisation: Organisation | None = None


class Askable(Protocol):
    """A kind that rounds may ask for."""

    def find(self, asked_in: Round) -> Iterable[Asked]:
        """What a round asks for of this kind, in the order of the plan."""

    def accept(self, asked: Return, answer: Answer, *, by: Viewer) -> None:
        """Write an accepted answer into the record. Raises Refused where the record does not allow it."""


_askable: dict[str, Askable] = {}


def register(kind: str, askable: Askable) -> None:
    """Make a kind askable. A kind can be registered once."""
    if kind in _askable:
        raise ValueError(f"The kind {kind!r} can be asked for already.")
    _askable[kind] = askable


def kinds_known() -> frozenset[str]:
    """Every kind that a round may ask for."""
    return frozenset(_askable)


def askable(kind: str) -> Askable:
    """How a kind is asked for. Raises KeyError."""
    return _askable[kind]


class _Figures:
    """The figures of every measure that is counted as often as the round comes: each of its series.

    A figure that was taken from a public file already is not asked for again.
    """

    def find(self, asked_in: Round) -> Iterable[Asked]:
        partnership_id = asked_in.subject.partnership_id or 0
        there = (
            Measure.objects.visible_to(COMMAND_LINE)
            .of(partnership_id)
            .filter(
                hangs_now(COMMAND_LINE), subject__withdrawn_at=None, formula="", frequency=asked_in.frequency
            )
            .select_related("subject", "theme")
            .order_by("theme__position", "position", "pk")
        )
        counted = {measure.pk: measure for measure in there}
        leads = leads_of(counted)
        order = {pk: place for place, pk in enumerate(counted)}
        fetched = Observation.objects.filter(
            period=asked_in.period, superseded_at=None, release__isnull=False, value__isnull=False
        )
        series = (
            Series.objects.filter(measure__in=list(counted))
            .exclude(pk__in=fetched.values("series"))
            .select_related("place")
        )
        for one in sorted(
            series, key=lambda s: (order[s.measure_id], s.breakdown, s.category, s.place.name, s.pk)
        ):
            measure = counted[one.measure_id]
            lead = leads.get(measure.pk, Lead())
            yield Asked(
                measure.subject,
                series=one,
                theme=measure.theme,
                contributor=lead.contributor,
                deputy=lead.deputy,
                post=lead.post,
                organisation=lead.organisation,
            )

    def accept(self, asked: Return, answer: Answer, *, by: Viewer) -> None:
        series = asked.series
        if series is None or (answer.nothing_because and self._known(asked)):
            return  # "nothing new to report" leaves the figure that is there
        measures.observe(
            by=by,
            series=series,
            period=asked.round.period,
            value=as_said(answer.value),
            gap=answer.also.get("gap", str(Observation.Gap.MISSING)) if answer.nothing_because else "",
            numerator=as_said(answer.numerator),
            denominator=as_said(answer.denominator),
            status=answer.status,
            comment=comment_of(answer),
            source_named=answer.source_named,
            received_on=_day(answer.also.get("received_on")) or timezone.localdate(answer.given_at),
            received_from=answer.also.get("received_from", answer.given_by),
            lower=_number(answer.also.get("lower")),
            upper=_number(answer.also.get("upper")),
            reason=answer.explanation or asked.round.title if self._known(asked) else "",
            no_longer_final=True,
            revision=answer.revision,
            explanation=answer.explanation,
            asking=False,
        )

    def _known(self, asked: Return) -> bool:
        return Observation.objects.filter(
            series=asked.series, period=asked.round.period, superseded_at=None
        ).exists()


class _Actions:
    """Every action under way or to be started; tasks are told with their action."""

    def find(self, asked_in: Round) -> Iterable[Asked]:
        there = (
            Action.objects.visible_to(COMMAND_LINE)
            .of(asked_in.subject.partnership_id or 0)
            .filter(subject__withdrawn_at=None, part_of=None)
            .exclude(state__in=OVER)
            .select_related("subject", "theme", "owner_person", "owner_post", "organisation")
            .order_by("theme__position", "position", "pk")
        )
        actions = [one for one in there if _has_begun(one.starts_on, asked_in)]
        holders = holders_today(one.owner_post_id for one in actions if one.owner_post_id)
        for one in actions:
            yield Asked(
                one.subject,
                theme=one.theme,
                contributor=_living(one.owner_person, holders.get(one.owner_post_id or 0)),
                post=one.owner_post,
                organisation=one.organisation,
            )

    def accept(self, asked: Return, answer: Answer, *, by: Viewer) -> None:
        if answer.nothing_because:
            return
        delivery.say_progress(
            by=by,
            action=Action.objects.select_related("subject", "theme").get(pk=asked.subject_id),
            text=comment_of(answer),
            percent=answer.also.get("percent"),
            state=answer.also.get("state", ""),
        )


class _Milestones:
    """Every milestone due by the end of the round's period that is not reached."""

    def find(self, asked_in: Round) -> Iterable[Asked]:
        end = asked_in.period.end
        there = (
            Milestone.objects.filter(
                action__subject__partnership_id=asked_in.subject.partnership_id,
                action__subject__withdrawn_at=None,
                reached_on=None,
                due_on__isnull=False,
            )
            .exclude(action__state__in=OVER)
            .select_related("action__subject", "action__theme", "action__owner_person", "action__owner_post")
            .select_related("action__organisation")
            .order_by("action__theme__position", "action__position", "due_on", "pk")
        )
        due = [one for one in there if end is None or (one.due_on is not None and one.due_on <= end)]
        holders = holders_today(one.action.owner_post_id for one in due if one.action.owner_post_id)
        for one in due:
            action = one.action
            yield Asked(
                action.subject,
                milestone=one,
                theme=action.theme,
                contributor=_living(action.owner_person, holders.get(action.owner_post_id or 0)),
                post=action.owner_post,
                organisation=action.organisation,
            )

    def accept(self, asked: Return, answer: Answer, *, by: Viewer) -> None:
        reached = answer.also.get("reached_on")
        if asked.milestone is not None and reached:
            delivery.reach_milestone(by=by, milestone=asked.milestone, on=date.fromisoformat(reached))


class _Risks:
    """Every risk to be looked at by the end of the round's period, and those that have no day for it."""

    def find(self, asked_in: Round) -> Iterable[Asked]:
        end = asked_in.period.end
        there = (
            Risk.objects.visible_to(COMMAND_LINE)
            .of(asked_in.subject.partnership_id or 0)
            .filter(subject__withdrawn_at=None)
            .select_related("subject", "owner_person", "owner_post")
            .prefetch_related("about")
            .order_by("pk")
        )
        risks = [one for one in there if one.review_on is None or end is None or one.review_on <= end]
        holders = holders_today(one.owner_post_id for one in risks if one.owner_post_id)
        themes = _themes_of({subject.pk for one in risks for subject in one.about.all()})
        for one in risks:
            hung = [themes[subject.pk] for subject in one.about.all() if subject.pk in themes]
            yield Asked(
                one.subject,
                theme=hung[0] if hung else None,
                contributor=_living(one.owner_person, holders.get(one.owner_post_id or 0)),
                post=one.owner_post,
            )

    def accept(self, asked: Return, answer: Answer, *, by: Viewer) -> None:
        said = {name: answer.also[name] for name in ("likelihood_now", "impact_now") if name in answer.also}
        if answer.also.get("review_on"):
            said["review_on"] = date.fromisoformat(answer.also["review_on"])
        risk = Risk.objects.select_related("subject").get(pk=asked.subject_id)
        delivery.amend_risk(by=by, risk=risk, reason=comment_of(answer)[:500], **said)


def as_said(number: Decimal | None) -> Decimal | None:
    """A number without the zeros that its column adds behind the point: nobody wrote them."""
    if number is None:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def comment_of(answer: Answer) -> str:
    """What an answer says in words: why there is nothing, or what happened, why, and what next."""
    if answer.nothing_because:
        return answer.nothing_because
    said = (answer.what_happened, answer.why, f"Next: {answer.what_next}" if answer.what_next else "")
    return "\n".join(one for one in said if one)


@dataclass(slots=True)
class Lead:
    """Who answers for a measure. `contributor` is None where nobody living does."""

    contributor: Person | None = None
    post: Post | None = None
    deputy: Person | None = None
    organisation: Organisation | None = None


def leads_of(measure_ids: Iterable[int]) -> dict[int, Lead]:
    """Who answers for each measure, by the measure: the first lead is asked, the next one is the deputy.

    A post stands for who holds it today; somebody who left counts no more. Two queries.
    """
    parts = (Involvement.Part.LEAD_PERSON, Involvement.Part.LEAD_ORGANISATION)
    found = list(
        Involvement.objects.filter(measure__in=list(measure_ids), part__in=parts)
        .select_related("person", "post", "organisation")
        .order_by("position", "pk")
    )
    holders = holders_today(one.post_id for one in found if one.post_id)
    leads: dict[int, Lead] = {}
    for one in found:
        lead = leads.setdefault(one.measure_id, Lead())
        person = one.person if one.person_id else holders.get(one.post_id or 0)
        if one.part == Involvement.Part.LEAD_ORGANISATION:
            lead.organisation = lead.organisation or one.organisation
        elif person is None or person.left_on is not None:
            lead.post = lead.post or one.post
        elif lead.contributor is None:
            lead.contributor, lead.post = person, one.post
        elif lead.deputy is None:
            lead.deputy = person
    return leads


def _living(*people: Person | None) -> Person | None:
    """The first of these who is there and has not left."""
    return next((one for one in people if one is not None and one.left_on is None), None)


def _number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _has_begun(starts_on: date | None, asked_in: Round) -> bool:
    end = asked_in.period.end
    return starts_on is None or end is None or starts_on <= end


def _themes_of(subject_ids: set[int]) -> dict[int, Theme]:
    """The theme that each of these records is, or hangs in."""
    found = {theme.pk: theme for theme in Theme.objects.filter(pk__in=subject_ids)}
    for model in (Measure, Action):
        hung = model._default_manager.filter(pk__in=subject_ids).select_related("theme")
        found |= {one.pk: one.theme for one in hung}
    return found


_OURS: Final[dict[str, Askable]] = {
    "measure": _Figures(),
    "action": _Actions(),
    "milestone": _Milestones(),
    "risk": _Risks(),
}
assert _OURS.keys() == KINDS.keys()
for _kind, _how in _OURS.items():
    register(_kind, _how)
