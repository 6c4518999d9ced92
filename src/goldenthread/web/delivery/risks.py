"""The words of the risk register and its map."""

from collections.abc import Iterable

from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.overview.shapes.delivery import RiskRegister, RiskRow
from goldenthread.web import addresses
from goldenthread.web.delivery.wording import day, late_in_words
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Empty, Row, Table


def risks(shown: RiskRegister) -> dict[str, object]:
    """The map and the register."""
    heading = shown.heading
    columns = (Column("How likely"), *(Column(f"Impact {impact}", figures=True) for impact in range(1, 6)))
    rows = tuple(
        Row(
            Cell(f"Likelihood {likelihood}"),
            tuple(
                Cell(f"{name.capitalize()}: {count}" if count else name.capitalize(), faint=not count)
                for name, count in shown.cells[likelihood - 1]
            ),
        )
        for likelihood in range(5, 0, -1)
    )
    may_map = heading.may_manage and not heading.as_known
    return {
        "frame": addresses.framed(heading, "Risks", here="risks"),
        "map": Table("Where the risks are now", columns, rows),
        "map_href": addresses.of(heading, "risk-map") if may_map else "",
        "unjudged": f"{counted(shown.unjudged, 'risk')} not judged yet." if shown.unjudged else "",
        "table": risk_table(shown.risks, heading) if shown.risks else None,
        "empty": Empty(
            "No risk is known yet", "Risks come in with a plan, or are added on an action or a measure."
        ),
    }


def risk_table(rows: Iterable[RiskRow], heading: PartnershipHeading) -> Table:
    """Risks with their way from before to now and to the aim, in words."""
    may = "KEEP" in heading.rights and not heading.as_known
    columns = (
        Column("Risk"),
        Column("Before, now, aim"),
        Column("What is done"),
        Column("Who"),
        Column("Look again"),
    )
    return Table(
        "Risks",
        columns,
        tuple(
            Row(
                Cell(row.title, addresses.of(heading, "amend-risk", row.id) if may else ""),
                (
                    Cell(_way(row), faint=row.scores == (None, None, None)),
                    Cell(row.mitigation or "Not stated", faint=not row.mitigation),
                    Cell(row.owner or "Nobody is named", faint=not row.owner),
                    Cell(_review(row) or "No day", faint=not row.review_on),
                ),
            )
            for row in rows
        ),
        caption_hidden=True,
    )


def _way(row: RiskRow) -> str:
    if row.scores == (None, None, None):
        return "Not judged yet"
    steps = [
        f"{level} ({score[0]} × {score[1]})" if score else "not judged"
        for level, score in zip(row.levels, row.scores, strict=True)
    ]
    return " → ".join(steps).capitalize()


def _review(row: RiskRow) -> str:
    late_by = late_in_words(row.days_late)
    return f"{day(row.review_on)}, {late_by}" if late_by else day(row.review_on)
