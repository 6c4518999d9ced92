"""The words of a theme's page and of an objective's."""

from goldenthread.overview.shapes import ObjectiveCard, ObjectivePage, PartnershipHeading, ThemePage
from goldenthread.reckoning.timeliness import RULE, Timeliness
from goldenthread.web import addresses
from goldenthread.web.figures import counted
from goldenthread.web.frame import Link, Stop, turner
from goldenthread.web.overview.actions import action_table
from goldenthread.web.overview.parts import (
    OBJECTIVE_FORMS,
    THEME_FORMS,
    evidence,
    keeping,
    of_a_strategy,
    paragraphs,
    vision,
)
from goldenthread.web.overview.standing import in_words, measure_table, status_counts


def theme(shown: ThemePage) -> dict[str, object]:
    """A theme: its story, what it is for, how that is measured and how it stands."""
    heading = shown.heading
    below = tuple(
        Stop("Objective", o.title, addresses.of(heading, "objective", o.id)) for o in shown.objectives
    )
    return {
        "frame": addresses.framed(
            heading,
            shown.title,
            kind="Theme",
            above=vision(shown.strategy, heading),
            below=below,
            source=shown.source,
        ),
        "shown": shown,
        "outside": of_a_strategy(shown.strategy, shown.standing, heading),
        "counts": status_counts(shown.counts, heading, theme=str(shown.id)),
        "timely": _timely(shown.score),
        "rule": RULE,
        "story": paragraphs(shown.summary),
        "told": Link(f"What happened in {shown.story.title}", addresses.of(heading, "story", shown.story.id))
        if shown.story
        else None,
        "parts": [
            (title, paragraphs(text))
            for title, text in (
                ("How the partners deliver it", shown.arrangements),
                ("New ways of working", shown.innovation),
            )
            if text
        ],
        "objectives": [_objective(one, heading) for one in shown.objectives],
        "measures": measure_table(shown.measures, heading, "Measures of this theme", theme=shown.id),
        "turner": turner(
            shown.page, addresses.elsewhere(heading.code, "theme", shown.id), addresses.kept(heading)
        ),
        "actions": action_table(shown.actions, "Actions of this theme"),
        "evidence": evidence(shown.evidence),
        "keeping": [*_figures(heading, shown.id), *keeping(heading, shown.id, THEME_FORMS)],
    }


def _timely(score: Timeliness) -> str:
    """How timely figures come, and how many are missing: of nobody by name."""
    if score.percent is None:
        return ""
    missing = f" {counted(score.missing, 'figure')} {'is' if score.missing == 1 else 'are'} missing."
    return f"{score.in_words()}.{missing if score.missing else ''}"


def _figures(heading: PartnershipHeading, theme_id: int) -> list[Link]:
    """Where the figures of a theme are given together."""
    if "CONTRIBUTE" not in heading.rights or heading.as_known:
        return []
    return [
        Link("Give its figures in a table", addresses.of(heading, "several-figures", theme=str(theme_id)))
    ]


def _objective(one: ObjectiveCard, heading: PartnershipHeading) -> dict[str, object]:
    return {
        "title": one.title,
        "href": addresses.of(heading, "objective", one.id),
        "promises": [
            (promise.title, in_words(one.by_commitment.get(promise.id, {}))) for promise in one.commitments
        ],
        "words": counted(one.measures, "measure").capitalize(),
        "counts": in_words(one.counts),
    }


def objective(shown: ObjectivePage) -> dict[str, object]:
    """An objective: what is promised for it, how that is measured and how it stands."""
    heading = shown.heading
    above = (
        *vision(shown.strategy, heading),
        Stop("Theme", shown.theme.title, addresses.of(heading, "theme", shown.theme.id)),
    )
    below = tuple(
        Stop("Measure", f"{row.code} {row.title}".strip(), addresses.of(heading, "measure", row.id))
        for row in shown.measures
    )
    return {
        "frame": addresses.framed(
            heading, shown.title, kind="Objective", above=above, below=below, source=shown.source
        ),
        "shown": shown,
        "outside": of_a_strategy(shown.strategy, shown.standing, heading),
        "counts": in_words(shown.counts),
        "promises": [
            (promise.title, in_words(shown.by_commitment.get(promise.id, {})))
            for promise in shown.commitments
        ],
        "measures": measure_table(
            shown.measures, heading, "Measures of this objective", theme=shown.theme.id
        ),
        "turner": turner(
            shown.page, addresses.elsewhere(heading.code, "objective", shown.id), addresses.kept(heading)
        ),
        "actions": action_table(shown.actions, "Actions of this objective"),
        "keeping": keeping(heading, shown.id, OBJECTIVE_FORMS),
    }
