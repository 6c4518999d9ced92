"""Risks on anything, and how a partnership reads its map."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from goldenthread.delivery.models import Risk, RiskMap
from goldenthread.delivery.queries import risk_map
from goldenthread.delivery.rules import check_map, check_owner, check_scores
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.rules import Right, check
from goldenthread.strategy.queries import theme_of

SCORES = tuple(f"{what}_{when}" for when in ("before", "now", "aim") for what in ("likelihood", "impact"))


@transaction.atomic
def add_risk(*, by: Viewer, about: Subject, title: str, **fields: Any) -> Risk:
    """A risk that hangs on a subject. Raises Invalid by field, NotAllowed."""
    check(by, Right.KEEP, about.partnership_id or 0, scopes=(theme_of(about),))
    _check(fields)
    risk = kernel.create(
        Risk,
        by=by,
        partnership_id=about.partnership_id,
        title=title,
        **fields,
    )
    risk.about.add(about)
    return risk


def amend_risk(
    *,
    by: Viewer,
    risk: Risk,
    as_of: int | None = None,
    reason: str = "",
    **fields: Any,
) -> dict[str, list[Any]]:
    """Change or judge a risk. Raises Invalid by field, Conflict, NotAllowed."""
    _check_keeps(by, risk)
    _check({name: fields.get(name, getattr(risk, name)) for name in (*SCORES, "owner_person", "owner_post")})
    return kernel.amend(risk, by=by, as_of=as_of, reason=reason, **fields)


@transaction.atomic
def hang_risk(*, by: Viewer, risk: Risk, about: Iterable[Subject]) -> None:
    """Let a risk hang on these subjects too. Raises Invalid for another partnership's, NotAllowed."""
    _check_keeps(by, risk)
    for subject in about:
        if subject.partnership_id != risk.subject.partnership_id:
            raise Invalid({"about": "A risk hangs on records of its own partnership."})
        check(by, Right.KEEP, subject.partnership_id or 0, scopes=(theme_of(subject),))
        risk.about.add(subject)
        kernel.record_event("risk.hung", subject=risk.subject, by=by, changes={"about": [None, subject]})


@transaction.atomic
def set_risk_map(*, by: Viewer, partnership: Partnership, levels: Sequence[Sequence[str]]) -> None:
    """Say how the 25 cells are read. Raises Invalid by cell, NotAllowed."""
    check(by, Right.MANAGE, partnership.pk)
    check_map(levels)
    before = risk_map(partnership.pk)
    after = [list(row) for row in levels]
    RiskMap.objects.update_or_create(partnership=partnership, defaults={"levels": after})
    kernel.record_event(
        "partnership.risk_map_set",
        subject=partnership.subject,
        by=by,
        changes={"risk map": [[list(row) for row in before], after]},
    )


def _check_keeps(by: Viewer, risk: Risk) -> None:
    """Whoever keeps one of the themes that a risk stands in may judge it."""
    scopes = tuple(theme_of(one) for one in risk.about.all())
    check(by, Right.KEEP, risk.subject.partnership_id or 0, scopes=scopes)


def _check(fields: dict[str, Any]) -> None:
    check_scores(**{name: fields.get(name) for name in SCORES})
    check_owner(fields.get("owner_person"), fields.get("owner_post"))
