"""A measure of the catalogue becomes one of a partnership's plan."""

from django.db import transaction

from goldenthread.catalogue import Entry, Framework
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Measure
from goldenthread.measures.operations.sheet import add_measure
from goldenthread.measures.queries.plan import taken_from_catalogue
from goldenthread.partnership.models import Decision, Partnership
from goldenthread.partnership.rules import Right, check
from goldenthread.strategy.models import Objective, Theme

PROVENANCE = {
    "all": "",
    "title": " Only its title was checked there: check which way is better, and the unit.",
    "nothing": " Nobody has checked it: compare it with what the framework says before you use it.",
}


@transaction.atomic
def take_from_catalogue(
    *,
    by: Viewer,
    partnership: Partnership,
    framework: Framework,
    entry: Entry,
    theme: Theme,
    objective: Objective | None = None,
    reason: str = "",
    decision: Decision | None = None,
) -> Measure:
    """Make a measure of a plan from an entry of the catalogue: its sheet is carried over, and where it comes from.

    Raises Refused where the plan has it already, Invalid where another measure has its code or the theme counts no
    more, NotAllowed.
    """
    check(by, Right.MANAGE, partnership.pk)
    if theme.strategy.superseded_at is not None:
        raise Invalid({"theme": "That strategy was followed by another. Choose one that still counts."})
    if decision is not None and decision.subject.partnership_id != partnership.pk:
        raise Invalid({"decision": "Choose a decision of this partnership."})
    there = taken_from_catalogue(partnership.pk, viewer=by).get(entry.key)
    if there is not None:
        raise Refused(f"You have taken this from the catalogue already: {there}. Nothing was added.")
    return add_measure(
        by=by,
        partnership=partnership,
        theme=theme,
        objective=objective,
        reason=reason.strip(),
        decision=decision,
        catalogue_entry=entry.key,
        code=entry.code,
        title=entry.title,
        definition=entry.definition,
        unit=entry.unit,
        data_type=entry.data_type,
        polarity=entry.polarity,
        frequency=entry.frequency,
        data_source=entry.data_source,
        caveats=f"{entry.note} {where_from(framework, entry)}".strip(),
    )


def where_from(framework: Framework, entry: Entry) -> str:
    """Where an entry comes from, in words, as its measure goes on saying."""
    return (
        f"Taken from the catalogue: {framework.title}. Source: {entry.source}."
        f" Licence: {framework.licence}.{PROVENANCE[entry.checked]}"
    )
