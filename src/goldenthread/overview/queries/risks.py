"""What could stop it: the register and its map."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from goldenthread.delivery import queries as delivery
from goldenthread.delivery.models import Risk
from goldenthread.delivery.rules import LEVELS, days_late, level
from goldenthread.kernel.queries import visible_ids
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.owned import owner_of
from goldenthread.overview.queries.standing import day_of
from goldenthread.overview.shapes import Named
from goldenthread.overview.shapes.delivery import RiskRegister, RiskRow
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import is_inside

WHENS = ("before", "now", "aim")


def risk_register(code: str, *, viewer: Viewer) -> RiskRegister:
    """The risks of a partnership and its map. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    levels = delivery.risk_map(partnership.pk)
    rows = risk_rows(
        delivery.risks_of(partnership.pk, viewer=viewer),
        levels,
        day_of(viewer, partnership.year),
        is_inside(viewer, partnership.pk),
        viewer,
    )
    counted = Counter(row.scores[1] for row in rows)
    return RiskRegister(
        heading=heading_of(partnership, viewer=viewer),
        risks=tuple(sorted(rows, key=_worst_first)),
        cells=tuple(
            tuple((name, counted[likelihood, impact]) for impact, name in enumerate(row, start=1))
            for likelihood, row in enumerate(levels, start=1)
        ),
        unjudged=counted[None],
    )


def risk_rows(
    found: Iterable[Risk],
    levels: Sequence[Sequence[str]],
    today: date,
    inside: bool,
    viewer: Viewer,
) -> tuple[RiskRow, ...]:
    """These risks; what each hangs on only where the viewer may know of it. One query more."""
    risks = list(found)
    seen = visible_ids((about.pk for risk in risks for about in risk.about.all()), viewer=viewer)
    return tuple(
        RiskRow(
            id=risk.pk,
            title=risk.title,
            about=tuple(Named(one.pk, one.title) for one in risk.about.all() if one.pk in seen),
            levels=tuple(level(levels, *_pair(risk, when)) for when in WHENS),  # type: ignore[arg-type]
            scores=tuple(_score(risk, when) for when in WHENS),  # type: ignore[arg-type]
            owner=owner_of(risk, inside),
            mitigation=risk.mitigation,
            review_on=risk.review_on,
            days_late=days_late(risk.review_on, today),
        )
        for risk in risks
    )


def _pair(risk: Risk, when: str) -> tuple[int | None, int | None]:
    return getattr(risk, f"likelihood_{when}"), getattr(risk, f"impact_{when}")


def _score(risk: Risk, when: str) -> tuple[int, int] | None:
    likelihood, impact = _pair(risk, when)
    return None if likelihood is None or impact is None else (likelihood, impact)


def _worst_first(row: RiskRow) -> tuple[int, int, int]:
    """The worst level now first, then by likelihood times impact; what is not judged stands last."""
    now = row.scores[1]
    if now is None:
        return len(LEVELS), 0, row.id
    return len(LEVELS) - 1 - LEVELS.index(row.levels[1]), -now[0] * now[1], row.id
