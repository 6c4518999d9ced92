"""Where measures hang: under a second framework's theme, and on in the strategy that follows."""

from collections.abc import Mapping

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Conflict, Invalid, Refused
from goldenthread.kernel.models import Subject, Visibility
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Adoption, Measure, Placement, Target
from goldenthread.measures.operations.stated import state_figure
from goldenthread.measures.queries.rights import check_manages
from goldenthread.partnership.models import Decision
from goldenthread.partnership.rules import Right, check
from goldenthread.strategy.models import Objective, Outcome, Strategy, Theme
from goldenthread.strategy.operations import succeed
from goldenthread.strategy.rules import Fates


@transaction.atomic
def place_under(
    *,
    by: Viewer,
    measure: Measure,
    theme: Theme,
    objective: Objective | None = None,
    reason: str = "",
    decision: Decision | None = None,
) -> Placement:
    """Let a measure hang under another framework's theme too. It is counted once all the same.

    Raises Invalid by field where it hangs in that framework already, or the framework does not count any more;
    NotAllowed.
    """
    check_manages(by, measure)
    if theme.subject.partnership_id != measure.subject.partnership_id:
        raise Invalid({"theme": "Choose a theme of this partnership."})
    if objective is not None and objective.theme_id != theme.pk:
        raise Invalid({"objective": "Choose an objective of this theme."})
    if theme.strategy.superseded_at is not None:
        raise Invalid({"theme": "That strategy was followed by another. Choose one that still counts."})
    if theme.strategy_id == measure.theme.strategy_id:
        raise Invalid({"theme": "It hangs in this framework already. Choose a theme of another one."})
    current = Placement.objects.filter(measure=measure, ended_at=None, under__strategy=theme.strategy_id)
    if current.exists():
        raise Invalid({"theme": "It hangs in that framework already. End that first."})
    if decision is not None and decision.subject.partnership_id != measure.subject.partnership_id:
        raise Invalid({"decision": "Choose a decision of this partnership."})
    placement = _place(measure, theme, objective)
    kernel.record_event(
        "measure.placed",
        subject=measure.subject,
        by=by,
        reason=reason.strip(),
        changes={"also under": [None, _words(placement)]},
        basis=decision.subject if decision else None,
    )
    return placement


@transaction.atomic
def place_objective(
    *,
    by: Viewer,
    objective: Objective,
    theme: Theme,
    there: Objective | None = None,
    reason: str = "",
    decision: Decision | None = None,
) -> int:
    """Let every measure of an objective hang under another framework's theme too, for the objective `there`.

    Those that hang in that framework already stay where they are. Returns how many were placed; raises Refused where
    none was, and what `place_under` raises.
    """
    check(by, Right.MANAGE, objective.subject.partnership_id or 0)
    held = Placement.objects.filter(ended_at=None, under__strategy=theme.strategy_id).values("measure")
    found = (
        Measure.objects.filter(objective=objective, subject__withdrawn_at=None)
        .exclude(pk__in=held)
        .select_related("subject", "theme")
        .order_by("position", "pk")
    )
    for measure in found:
        place_under(by=by, measure=measure, theme=theme, objective=there, reason=reason, decision=decision)
    if not found:
        raise Refused("No measure of this objective is left that does not hang in that framework already.")
    return len(found)


@transaction.atomic
def end_placement(*, by: Viewer, placement: Placement, reason: str) -> None:
    """Take a measure out of a second framework. An earlier day goes on showing it there.

    Raises Invalid without a reason, Conflict where it was ended meanwhile, NotAllowed.
    """
    check_manages(by, placement.measure)
    if placement.under_id is None:
        raise Refused("This is what the plan's own document says. Load the document anew to change it.")
    if not reason.strip():
        raise Invalid({"reason": "Say in a few words why it ends."})
    if not Placement.objects.filter(pk=placement.pk, ended_at=None).update(ended_at=clock.now()):
        raise Conflict("Somebody ended this meanwhile. Open the measure again.")
    kernel.record_event(
        "measure.placement_ended",
        subject=placement.measure.subject,
        by=by,
        reason=reason.strip(),
        changes={"also under": [_words(placement), None]},
    )


def keep_place(measure: Measure) -> None:
    """Before a measure moves to a theme of another strategy: let it go on hanging where it hangs now.

    Where that strategy still counts it then hangs in both; where it does not, an earlier day shows it there.
    """
    if not Placement.objects.filter(measure=measure, ended_at=None, under=measure.theme_id).exists():
        placement = _place(measure, measure.theme, measure.objective)
        # It hung there from the start.
        Placement.objects.filter(pk=placement.pk).update(placed_at=None)


@transaction.atomic
def follow(
    *,
    by: Viewer,
    old: Strategy,
    new: Strategy,
    fates: Fates,
    themes: Mapping[int, Theme],
    reason: str,
    decision: Decision | None = None,
) -> int:
    """Let a strategy take the place of another, and what measures its objectives go on under the new ones.

    `fates` as in `strategy.operations.succeed`. `themes` maps an old theme to the new one under which its measures
    without an objective go on; those of a theme that is not in it end with the old strategy, as do those of an
    objective that was reached or dropped. Returns how many measures go on. Raises what `succeed` raises.
    """
    outcomes = succeed(by=by, old=old, new=new, fates=fates, reason=reason, decision=decision)
    if any(theme.strategy_id != new.pk for theme in themes.values()):
        raise Invalid({"new": "Choose themes of the strategy that follows."})
    hidden = [number for number, theme in themes.items() if theme.subject.visibility != Visibility.PUBLIC]
    if hidden and old.subject.visibility == Visibility.PUBLIC:
        words = "Everyone can read the old theme. Publish this one first."
        raise Invalid({f"theme_{number}": words for number in hidden})
    basis = decision.subject if decision else None
    below = Measure.objects.of(old.subject.partnership_id or 0).filter(subject__withdrawn_at=None)
    moved = 0
    for measure in below.filter(theme__strategy=old).select_related(
        "subject", "theme__strategy", "objective"
    ):
        goes = _goes_to(measure, outcomes, themes)
        if goes is not None:
            _move(measure, *goes, by=by, reason=reason.strip(), basis=basis)
            moved += 1
    for placement in Placement.objects.filter(
        under__strategy=old, ended_at=None, measure__subject__withdrawn_at=None
    ).exclude(measure__theme__strategy__in=(old, new)):
        goes = _goes_to(placement, outcomes, themes)
        held = Placement.objects.filter(measure=placement.measure_id, under__strategy=new, ended_at=None)
        if goes is not None and not held.exists():
            _place(placement.measure, *goes)
            moved += 1
    for adoption in Adoption.objects.filter(theme__strategy=old, ended_at=None).select_related(
        "series__measure"
    ):
        goes = _goes_to(adoption, outcomes, themes)
        if goes is not None:
            _adopt_on(adoption, *goes, by=by, reason=reason.strip(), decision=decision)
            moved += 1
    return moved


def _goes_to(
    hanging: Measure | Placement | Adoption, outcomes: Mapping[int, Outcome], themes: Mapping[int, Theme]
) -> tuple[Theme, Objective | None] | None:
    """Where something that hangs in the old strategy hangs in the new one; None where it ends."""
    if hanging.objective_id is not None and hanging.objective_id in outcomes:
        becomes = outcomes[hanging.objective_id].becomes
        return (becomes.theme, becomes) if becomes else None
    theme_id = hanging.under_id if isinstance(hanging, Placement) else hanging.theme_id
    theme = themes.get(theme_id or 0)
    return (theme, None) if theme else None


def _move(
    measure: Measure,
    theme: Theme,
    objective: Objective | None,
    *,
    by: Viewer,
    reason: str,
    basis: Subject | None,
) -> None:
    keep_place(measure)
    # Where it hung in the new strategy already, that place is now its own.
    Placement.objects.filter(measure=measure, under__strategy=theme.strategy_id, ended_at=None).update(
        ended_at=clock.now()
    )
    kernel.amend(
        measure, by=by, reason=reason, basis=basis, theme=theme, objective=objective, commitment=None
    )


def _adopt_on(
    adoption: Adoption,
    theme: Theme,
    objective: Objective | None,
    *,
    by: Viewer,
    reason: str,
    decision: Decision | None,
) -> None:
    """An adopted measure goes on as a new adoption with the same targets, so that the old one stays as it was."""
    moment = clock.now()
    adoption.ended_at = moment
    adoption.save(update_fields=["ended_at"])
    after = Adoption.objects.create(
        partnership=adoption.partnership,
        series=adoption.series,
        theme=theme,
        objective=objective,
        comment=adoption.comment,
        adopted_at=moment,
    )
    kept = ("value", "decimals", "unit", "numerator", "denominator", "change_percent", "status", "as_written")
    for target in Target.objects.filter(adoption=adoption, superseded_at=None).order_by("pk"):
        state_figure(
            Target,
            by=by,
            series=target.series,
            supersedes=target,
            adoption=after,
            period=target.period,
            position=target.position,
            place_as_written=target.place_as_written,
            reason=reason,
            decision=target.decision or decision,
            **{name: getattr(target, name) for name in kept},
        )


def _place(measure: Measure, theme: Theme, objective: Objective | None) -> Placement:
    return Placement.objects.create(
        measure=measure,
        framework=theme.strategy.title,
        theme=theme.title,
        under=theme,
        objective=objective,
        position=Placement.objects.filter(measure=measure).count(),
        placed_at=clock.now(),
    )


def _words(placement: Placement) -> str:
    where = f"{placement.framework}: {placement.theme}"
    return f"{where}, {placement.objective.title}" if placement.objective else where
