"""`goldenthread plan`: read a plan."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from goldenthread.intake.understanding import Understanding, understand


def add_to(commands: Any) -> None:
    """Add `plan` and what it can do to the command line."""
    plan = commands.add_parser("plan", help="read a plan")
    verbs = plan.add_subparsers(dest="verb", required=True, metavar="VERB")
    read = verbs.add_parser(
        "read", help="say what a document holds and what is wrong with it; needs no database"
    )
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--json", action="store_true", help="everything that was understood, as JSON")
    read.set_defaults(run=_read)


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
