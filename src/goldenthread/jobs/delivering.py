"""What the demonstration's people did in its second year: invented progress, events, judged risks, action points."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldenthread.jobs.illustration import rows_of, standing_on

if TYPE_CHECKING:
    from goldenthread.delivery.models import Action
    from goldenthread.partnership.models import Partnership, Post


def load_delivery(partnership: "Partnership", folder: Path) -> None:
    """Everything in the order in which it happened, each on its day."""
    _plan(partnership, folder)
    _say(partnership, folder)
    _hold(partnership, folder)
    _judge(partnership, folder)
    _follow_up(partnership, folder)


def _plan(partnership: "Partnership", folder: Path) -> None:
    """Milestones and quantities, as planned in spring 2009."""
    from goldenthread.delivery.models import Milestone
    from goldenthread.delivery.operations import reach_milestone, set_milestones, set_quantities
    from goldenthread.kernel.viewer import COMMAND_LINE

    for _, together in groupby(rows_of(folder / "planned.csv"), lambda row: (row["code"], row["title"])):
        rows = list(together)
        action = _action(partnership, rows[0])
        milestones = [row for row in rows if row["kind"] == "milestone"]
        with standing_on(date(2009, 4, 6)):
            set_milestones(
                by=COMMAND_LINE,
                action=action,
                milestones=[(None, row["what"], date.fromisoformat(row["due_on"])) for row in milestones],
            )
        for row in milestones:
            if row["reached_on"]:
                day = date.fromisoformat(row["reached_on"])
                milestone = Milestone.objects.get(action=action, title=row["what"])
                with standing_on(day):
                    reach_milestone(by=COMMAND_LINE, milestone=milestone, on=day)
        with standing_on(date(2009, 9, 10)):
            set_quantities(
                by=COMMAND_LINE,
                action=action,
                quantities=[
                    (row["what"], row["phase"], Decimal(row["planned"]), Decimal(row["delivered"]))
                    for row in rows
                    if row["kind"] == "quantity"
                ],
            )


def _say(partnership: "Partnership", folder: Path) -> None:
    """Owners, due days, and how it goes."""
    from goldenthread.delivery.operations import amend_action, say_progress
    from goldenthread.kernel.viewer import COMMAND_LINE

    colleague = replace(COMMAND_LINE, name="An invented colleague")

    for row in rows_of(folder / "actions.csv"):
        action = _action(partnership, row)
        with standing_on(date(2009, 1, 12)):
            amend_action(
                by=COMMAND_LINE,
                action=action,
                owner_post=_post(partnership, row["owner"]),
                due_on=date.fromisoformat(row["due_on"]),
            )
        with standing_on(date.fromisoformat(row["said_on"])):
            say_progress(
                by=colleague,
                action=action,
                text=row["text"],
                percent=int(row["percent"]) if row["percent"] else None,
                state=row["state"],
                illustrative=True,
            )


def _hold(partnership: "Partnership", folder: Path) -> None:
    """Events, with the people they were passed on to."""
    from goldenthread.delivery.operations import add_event
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.models import Organisation

    for row in rows_of(folder / "events.csv"):
        action = _action(partnership, row)
        held_on = date.fromisoformat(row["held_on"])
        agency = Organisation.objects.filter(name=row["agency"]).first()
        with standing_on(held_on):
            add_event(
                by=COMMAND_LINE,
                theme=action.theme,
                action=action,
                title=row["event"],
                held_on=held_on,
                attendances=_count(row["attendances"]),
                individuals=_count(row["individuals"]),
                referrals=[(agency, int(row["referred"]))] if agency else [],
                note=row["note"],
            )


def _judge(partnership: "Partnership", folder: Path) -> None:
    """Some of the plan's risks, judged; the others are not judged yet."""
    from goldenthread.delivery.models import Risk
    from goldenthread.delivery.operations import amend_risk
    from goldenthread.delivery.operations.risks import SCORES
    from goldenthread.kernel.viewer import COMMAND_LINE

    for row in rows_of(folder / "risks.csv"):
        risk = Risk.objects.of(partnership.pk).get(title__startswith=row["risk"])
        scores: dict[str, Any] = {name: int(row[name]) for name in SCORES}
        with standing_on(date.fromisoformat(row["judged_on"])):
            amend_risk(
                by=COMMAND_LINE,
                risk=risk,
                mitigation=row["mitigation"],
                owner_post=_post(partnership, row["owner"]),
                review_on=date.fromisoformat(row["review_on"]),
                **scores,
            )


def _follow_up(partnership: "Partnership", folder: Path) -> None:
    """What the board asked for."""
    from goldenthread.delivery.operations import finish_action_point, set_action_point
    from goldenthread.kernel.viewer import COMMAND_LINE

    colleague = replace(COMMAND_LINE, name="An invented colleague")
    from goldenthread.measures.queries import measures

    for row in rows_of(folder / "action-points.csv"):
        measure = measures(partnership.pk, viewer=COMMAND_LINE).filter(code=row["code"])[0]
        with standing_on(date.fromisoformat(row["set_on"])):
            point = set_action_point(
                by=COMMAND_LINE,
                about=measure.subject,
                title=row["title"],
                owner_post=_post(partnership, row["owner"]),
                due_on=date.fromisoformat(row["due_on"]),
            )
        if row["done_on"]:
            with standing_on(date.fromisoformat(row["done_on"])):
                finish_action_point(by=colleague, point=point)


def _action(partnership: "Partnership", row: dict[str, str]) -> "Action":
    """The action whose title begins so, under the measure of that code."""
    from goldenthread.delivery.queries import actions
    from goldenthread.kernel.viewer import COMMAND_LINE

    found = actions(partnership.pk, viewer=COMMAND_LINE).select_related("subject", "theme__subject")
    return found.get(measure__code=row["code"], title__startswith=row["title"])


def _post(partnership: "Partnership", title: str) -> "Post | None":
    from goldenthread.partnership.models import Post

    return Post.objects.of(partnership.pk).get(title=title) if title else None


def _count(written: str) -> int | None:
    return int(written) if written else None
