"""`goldenthread plan`: read a plan, and load it into a partnership."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldenthread.intake.understanding import Understanding, understand
from goldenthread.jobs.setting import wake

if TYPE_CHECKING:
    from goldenthread.intake.difference import Difference


def add_to(commands: Any) -> None:
    """Add `plan` and what it can do to the command line."""
    plan = commands.add_parser("plan", help="read a plan, or load it into a partnership")
    verbs = plan.add_subparsers(dest="verb", required=True, metavar="VERB")
    read = verbs.add_parser(
        "read", help="say what a document holds and what is wrong with it; needs no database"
    )
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--json", action="store_true", help="everything that was understood, as JSON")
    read.set_defaults(run=_read)
    load = verbs.add_parser("load", help="keep a document as a draft and say what it would change")
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--partnership", required=True, metavar="CODE")
    load.add_argument("--accept", action="store_true", help="make the changes too, all of them or none")
    load.set_defaults(run=_load)
    publish = verbs.add_parser("publish", help="show a partnership's plan to everyone")
    publish.add_argument("--partnership", required=True, metavar="CODE")
    publish.set_defaults(run=_publish)


def _read(asked: argparse.Namespace) -> int:
    understanding = understand(asked.file)
    for note in understanding.rendering.notes:
        print(note, file=sys.stderr)
    if asked.json:
        json.dump(understanding.as_json(), sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print(_summary(understanding))
    return 0


def _load(asked: argparse.Namespace) -> int:
    wake()
    from django.conf import settings

    from goldenthread.intake.operations import accept_draft, upload_document
    from goldenthread.intake.queries import draft_difference
    from goldenthread.intake.rules import is_open
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.queries import partnership_coded

    partnership = partnership_coded(asked.partnership, viewer=COMMAND_LINE)
    draft = upload_document(
        path=asked.file, partnership=partnership, by=COMMAND_LINE, limit=settings.UPLOAD_LIMIT
    )
    print(_changes(draft_difference(draft, viewer=COMMAND_LINE)))
    if not asked.accept:
        print(f"Kept as draft {draft.pk}. Nothing was changed.")
    elif is_open(draft):
        accept_draft(draft=draft, by=COMMAND_LINE)
        print("Accepted: every change above was made.")
    else:
        print("This document was accepted before. Nothing was changed.")
    return 0


def _publish(asked: argparse.Namespace) -> int:
    wake()
    from goldenthread.intake.operations import publish_plan
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.queries import partnership_coded

    partnership = partnership_coded(asked.partnership, viewer=COMMAND_LINE)
    count = publish_plan(partnership=partnership, by=COMMAND_LINE)
    print(f"{count} records of {partnership.name} are public now.")
    return 0


def _summary(understanding: Understanding) -> str:
    plan = understanding.plan
    counts = [
        (len(plan.themes), "theme", "themes"),
        (len(plan.measures), "measure", "measures"),
        (len(plan.actions), "action", "actions"),
        (len(understanding.findings), "finding", "findings"),
    ]
    said = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts if count)
    lines = [f"{understanding.rendering.file}: {said}."]
    lines += [
        f"line {finding.lines[0]}: {finding.severity}: {finding.text}" for finding in understanding.findings
    ]
    return "\n".join(lines)


def _changes(difference: "Difference") -> str:
    """A difference in words, a line a change."""
    lines = []
    for change in difference.changes:
        if change.is_new:
            lines.append(f"+ {change.item.kind}: {change.item.label}")
        else:
            said = "; ".join(
                f"{name}: {before!r} -> {after!r}" for name, (before, after) in change.fields.items()
            )
            lines.append(f"~ {change.item.kind}: {change.item.label}: {said}")
    new = sum(change.is_new for change in difference.changes)
    lines.append(
        f"{new} new, {len(difference.changes) - new} amended, {difference.unchanged} unchanged,"
        f" {len(difference.not_mentioned)} not in this document and left alone."
    )
    return "\n".join(lines)
