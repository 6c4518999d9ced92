"""`goldenthread data`: public figures, as they are downloaded from Fingertips, the ONS, police.uk and others."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldenthread.jobs.setting import wake

if TYPE_CHECKING:
    from goldenthread.intake.operations import Fetched
    from goldenthread.intake.public.matching import Match
    from goldenthread.measures.rules import Change
    from goldenthread.partnership.models import Partnership

MOST_SAID = 20
"""Figures that are named one by one for each kind of news."""


def add_to(commands: Any) -> None:
    """Add `data` and what it can do to the command line."""
    data = commands.add_parser("data", help="take in public figures as they were downloaded")
    verbs = data.add_subparsers(dest="verb", required=True, metavar="VERB")
    load = verbs.add_parser(
        "load",
        help="take the figures of a file in, for the measures that its codes name",
        description="Knows the downloads of OHID Fingertips, ONS, police.uk and the Indices of Deprivation by their"
        " headings, and other tables with official codes of places. Figures that an open round waits for become its"
        " answers; the others go into the record.",
    )
    load.add_argument("file", type=Path, metavar="FILE", help="a CSV, or an Excel workbook (.xlsx)")
    load.add_argument("--partnership", metavar="CODE", help="needed where the installation holds several")
    load.add_argument("--edition", default="", metavar="WORDS", help="what its publisher calls this release")
    load.add_argument("--released-on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    load.add_argument(
        "--fill", action="append", default=[], metavar="INDICATOR=MEASURE[:SEX[:AGE]]",
        help="let an indicator fill a measure, named by code; needed once where codes do not tell",
    )  # fmt: skip
    load.add_argument("--with-parts", action="store_true", help="with --fill: take women and men apart too")
    load.add_argument("--reason", default="", help="why figures that are there are replaced")
    load.add_argument(
        "--try", dest="trial", action="store_true", help="say what would happen and take in nothing"
    )
    load.set_defaults(run=_load)


def _load(asked: argparse.Namespace) -> int:
    wake()
    from goldenthread.intake.operations import keep_public_file, take_public_file
    from goldenthread.kernel.viewer import COMMAND_LINE

    partnership = _partnership(asked.partnership)
    also = [_match(words, partnership, with_parts=asked.with_parts) for words in asked.fill]
    file = keep_public_file(
        by=COMMAND_LINE,
        partnership=partnership,
        path=asked.file,
        edition=asked.edition,
        released_on=asked.released_on,
    )
    fetched = take_public_file(
        by=COMMAND_LINE, file=file, also=also, trial=asked.trial, reason=asked.reason, path=asked.file
    )
    print("\n".join(_said(fetched, trial=asked.trial)))
    for sentence, refusal in fetched.all_refused:
        print(f"{sentence} {refusal.where}", file=sys.stderr)
    return 0


def _partnership(code: str | None) -> "Partnership":
    """The partnership of this code, or the only one. Raises NotFound, and Invalid where there are several."""
    from goldenthread.kernel.errors import Invalid
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.queries import partnership_coded, partnerships

    if code is not None:
        return partnership_coded(code, viewer=COMMAND_LINE)
    there = list(partnerships(viewer=COMMAND_LINE))
    if len(there) != 1:
        codes = ", ".join(one.code for one in there) or "none yet"
        raise Invalid(
            {"partnership": f"Say for which partnership: --partnership CODE. The codes here: {codes}."}
        )
    return there[0]


def _match(words: str, partnership: "Partnership", *, with_parts: bool) -> "Match":
    """What `--fill` says. Raises Invalid where it names no measure of the partnership."""
    from goldenthread.intake.public.matching import Match
    from goldenthread.kernel.errors import Invalid
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.measures.queries import feedable

    indicator, equals, rest = words.rpartition("=")
    code, sex, age = (*rest.split(":", 2), "", "")[:3]
    named = code.strip().casefold()
    found = [
        one
        for one in feedable(partnership.pk, viewer=COMMAND_LINE)
        if named in (one.code.casefold(), one.title.casefold())
    ]
    if not equals or not named or not found:
        raise Invalid(
            {
                "fill": f"“{words}”: write INDICATOR=MEASURE, where MEASURE is the code or title of a measure of"
                f" {partnership}."
            }
        )
    if len(found) > 1:
        titles = "; ".join(one.title for one in found)
        raise Invalid(
            {"fill": f"“{words}”: several measures have this code. Give the title of one: {titles}."}
        )
    (measure,) = found
    return Match(indicator.strip(), "", measure, sex.strip(), age.strip(), with_parts)


def _said(fetched: "Fetched", *, trial: bool) -> list[str]:
    """What a file did, a line each."""
    taken = fetched.taken
    lines = []
    for one in fetched.matched:
        title = (
            f"{one.indicator.code}, {one.indicator.title}"
            if one.indicator.code != one.indicator.title
            else one.indicator.code
        )
        for match in one.matches:
            whole = " ".join(filter(None, (match.sex, match.age)))
            lines.append(
                f"{title} fills {match.measure.code or match.measure.title}{f' ({whole})' if whole else ''}."
            )
        if not one.matches and (one.suggested or one.unclear):
            hint = one.suggested.code or one.suggested.title if one.suggested else "TITLE OF A MEASURE"
            why = (
                "does not tell which measure, sex or age it is"
                if one.unclear
                else "has the title of a measure"
            )
            lines.append(f"{title} {why}: say --fill “{one.indicator.code}={hint}”.")
    unmatched = sum(not one.matches for one in fetched.matched)
    if unmatched:
        lines.append(f"{unmatched} of {len(fetched.matched)} indicators fill no measure.")
    lines += [*fetched.places.followed, *fetched.places.merged]
    lines += _changes("new", taken.new, taken.count("new"), fetched.named)
    lines += _changes("revised", taken.revised, taken.count("revised"), fetched.named)
    lines += [
        f"answers the round: {one.series} for {one.round.period}" for one in fetched.answered[:MOST_SAID]
    ]
    lines.append(
        f"{taken.count('new')} new, {taken.count('revised')} revised, {taken.count('same')} the same as before,"
        f" {len(fetched.answered)} answers to an open round,"
        f" {sum(refusal.rows for _, refusal in fetched.all_refused)} refused, {fetched.elsewhere} about other places, {fetched.aside} about other people."
    )
    if trial:
        lines.append("This was a trial: nothing was taken in.")
    return lines


def _changes(
    kind: str, changes: "tuple[Change, ...]", count: int, named: Mapping[int, tuple[str, str]]
) -> list[str]:
    lines = [
        f"{kind}: row {one.row}, {', '.join(named[one.series_id])}, {one.period}:"
        f" {f'{one.before} -> ' if one.before else ''}{one.after}"
        for one in changes[:MOST_SAID]
    ]
    return [*lines, f"{kind}: and {count - MOST_SAID} more"] if count > MOST_SAID else lines
