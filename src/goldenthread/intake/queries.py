"""Named reads: what is there of a partnership's plan, in the shape of what a document asks for; drafts."""

from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from goldenthread.delivery.models import Action, Risk
from goldenthread.intake.difference import Difference, difference
from goldenthread.intake.models import Document, Draft, PublicFile
from goldenthread.intake.wanted import Item, Items, Key, measure_keys, plain_number, title_key, wanted
from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.queries import history, one
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Baseline, Figure, Involvement, Measure, Target
from goldenthread.partnership.models import Partnership
from goldenthread.reading.plan import Plan
from goldenthread.reckoning.findings import Finding, findings
from goldenthread.strategy.models import Commitment, EqualityImpact, Evidence, Objective, Strategy, Theme


class Recorded:
    """The records of a partnership's plan: as items to compare with, and by the same identity as records.

    Strategies that were followed by another are left out, with their themes and objectives; their measures are known,
    without a theme, since the next plan may go on with them. `strategy` is the title of the plan's own strategy: a
    theme of another one is another theme, though they are called the same.
    """

    def __init__(self, partnership: Partnership, strategy: str | None = None) -> None:
        self._own = (title_key(strategy),) if strategy else None
        self._untold = (title_key(title_of_plan(partnership)),)
        self.items: Items = {}
        self.records: dict[tuple[str, Key], Any] = {}
        self._keys: dict[int, Key] = {}
        self._partnership = partnership
        for gather in (self._strategies, self._themes, self._objectives, self._commitments, self._evidence):
            gather()
        self._measures()
        self._figures("baseline", Baseline.objects.all())
        self._figures("target", Target.objects.all())
        self._actions()
        self._hanging()

    @property
    def strategy_key(self) -> Key | None:
        """The strategy that a plan without one of its own belongs to: the newest."""
        keys = [key for kind, key in self.items if kind == "strategy"]
        return keys[-1] if keys else None

    def key_of(self, subject_id: int | None) -> Key | None:
        return None if subject_id is None else self._keys.get(subject_id)

    def _of(self, model: Any) -> Any:
        return (
            model.objects.of(self._partnership.pk)
            .filter(subject__withdrawn_at=None)
            .select_related("subject")
            .order_by("pk")
        )

    def _add(self, kind: str, key: Key, record: Any, label: str, **fields: Any) -> None:
        self.items[kind, key] = Item(kind, key, label, fields)
        self.records[kind, key] = record
        if hasattr(record, "subject_id"):
            self._keys[record.subject_id] = key

    def _strategies(self) -> None:
        # A draft comes first, so that a plan without a strategy of its own belongs to the newest one in force.
        current = self._of(Strategy).filter(superseded_at=None)
        for s in sorted(current, key=lambda s: (s.state != Strategy.State.DRAFT, s.pk)):
            fields = {"title": s.title, "years": s.years, "vision": s.vision, "principles": s.principles}
            self._add("strategy", (title_key(s.title),), s, s.title, **fields)

    def _themes(self) -> None:
        for t in self._of(Theme).filter(strategy__superseded_at=None):
            own = self._keys[t.strategy_id]
            elsewhere = self._own is not None and own not in (self._own, self._untold)
            key = (title_key(t.title), "of", *own) if elsewhere else (title_key(t.title),)
            fields = {
                "strategy": self.key_of(t.strategy_id),
                "title": t.title,
                "summary": t.summary,
                "arrangements": t.arrangements,
                "innovation": t.innovation,
                "to_follow": t.to_follow,
            }
            self._add("theme", key, t, t.title, **fields)

    def _objectives(self) -> None:
        for o in self._of(Objective).filter(theme__strategy__superseded_at=None):
            theme = self._keys[o.theme_id]
            self._add("objective", (*theme, title_key(o.title)), o, o.title, theme=theme, title=o.title)

    def _commitments(self) -> None:
        for c in self._of(Commitment).filter(theme__strategy__superseded_at=None):
            theme, objective = self._keys[c.theme_id], self.key_of(c.objective_id)
            key = (*(objective or theme), title_key(c.title))
            self._add("commitment", key, c, c.title, theme=theme, objective=objective, title=c.title)

    def _evidence(self) -> None:
        for e in self._of(Evidence).filter(strategy__superseded_at=None):
            fields = {"text": e.text, "value": e.value, "source_named": e.source_named}
            self._add(
                "evidence", (title_key(e.text),), e, e.text, strategy=self.key_of(e.strategy_id), **fields
            )

    def _measures(self) -> None:
        measures = list(
            self._of(Measure)
            .select_related("place", "objective")
            .prefetch_related("placements", "monitoring_routes", "involvements")
        )
        identities = [
            (m.code or None, m.title, m.place and m.place.name, m.objective and m.objective.title)
            for m in measures
        ]
        for m, key in zip(measures, measure_keys(identities), strict=True):
            holders: dict[str, list[str]] = defaultdict(list)
            for involvement in m.involvements.all():
                holders[involvement.part].append(involvement.as_written)
            self._add(
                "measure",
                key,
                m,
                " ".join(filter(None, (m.code, m.title))),
                theme=self.key_of(m.theme_id),
                objective=self.key_of(m.objective_id),
                commitment=self.key_of(m.commitment_id),
                code=m.code,
                title=m.title,
                place=m.place and m.place.name,
                designated=m.designated,
                target_periods=m.target_periods,
                monitoring=m.monitoring,
                doubt=m.doubt,
                risks_asked=m.risks_asked,
                lead_person_asked=m.lead_person_asked,
                remarks=m.remarks,
                placements=[[p.framework, p.theme] for p in m.placements.all() if p.under_id is None],
                lead_people=holders[Involvement.Part.LEAD_PERSON],
                lead_organisations=holders[Involvement.Part.LEAD_ORGANISATION],
                key_partners=holders[Involvement.Part.KEY_PARTNER],
                routes=[[r.body, r.frequency] for r in m.monitoring_routes.all()],
            )

    def _figures(self, kind: str, figures: QuerySet[Any]) -> None:
        seen: Counter[Key] = Counter()
        stewards = {"adoption": None} if kind == "target" else {}
        found = figures.filter(
            superseded_at=None, series__measure__subject__partnership_id=self._partnership.pk, **stewards
        ).select_related("period", "series__measure")
        for figure in found.order_by("series__measure_id", "position", "pk"):
            measure = self._keys.get(figure.series.measure_id)
            if measure is None:
                continue
            place = figure.place_as_written or self.items["measure", measure].fields["place"] or ""
            base = (measure, title_key(place), figure.period.label if figure.period else "")
            seen[base] += 1
            self._add(kind, (*base, seen[base]), figure, figure.as_written, measure=measure, **stated(figure))

    def _actions(self) -> None:
        for a in self._of(Action):
            measure, theme = self.key_of(a.measure_id), self.key_of(a.theme_id)
            if measure is None and theme is None:
                continue
            words = {
                "lead": a.lead,
                "due": a.due,
                "status": a.status,
                "progress": a.progress,
                "doubt": a.doubt,
            }
            fields = {
                "theme": theme,
                "objective": self.key_of(a.objective_id),
                "measure": measure,
                "title": a.title,
            }
            self._add("action", (measure or theme, title_key(a.title)), a, a.title, **fields, **words)

    def _hanging(self) -> None:
        impacts = EqualityImpact.objects.filter(
            about__partnership_id=self._partnership.pk, about__kind="measure"
        )
        for e in impacts.order_by("pk"):
            key = self._keys.get(e.about_id)
            if key is not None:
                self._add("equality", (key,), e, e.text, measure=key, state=e.state, text=e.text)
        for r in self._of(Risk).prefetch_related("about"):
            about = [self._keys[subject.pk] for subject in r.about.all() if subject.pk in self._keys]
            self._add("risk", (title_key(r.title),), r, r.title, title=r.title, about=about)


def stated(figure: Figure) -> dict[str, Any]:
    """What a figure says, as `wanted.figure_fields` gives it."""
    return {
        "place": figure.place_as_written or None,
        "period": figure.period.label if figure.period else None,
        "measured_at": figure.measured_at,
        "value": plain_number(figure.value),
        "decimals": figure.decimals,
        "unit": figure.unit,
        "numerator": plain_number(figure.numerator),
        "denominator": plain_number(figure.denominator),
        "change_percent": plain_number(figure.change_percent),
        "status": figure.status,
        "as_written": figure.as_written,
        "doubt": figure.doubt,
    }


def asked_of(draft: Draft, there: Recorded, partnership: Partnership) -> Difference:
    """What accepting a draft would change."""
    plan = Plan.from_json(without_left_out(draft.edited))
    asked = wanted(plan, strategy_key=there.strategy_key, strategy_title=title_of_plan(partnership))
    return difference(asked, there.items)


def title_of_plan(partnership: Partnership) -> str:
    """What the strategy is called whose documents name none."""
    return f"The plan of {partnership.name}"


def strategy_of(draft: Draft) -> str | None:
    """The title of the strategy that a draft's own document sets out, None where it sets out none."""
    strategy = Plan.from_json(without_left_out(draft.edited)).strategy
    return strategy.title if strategy else None


def draft(draft_id: int, *, partnership_id: int, viewer: Viewer) -> Draft:
    """One draft of a partnership with its document. Raises NotFound."""
    return one(Draft, draft_id, viewer=viewer, related=("document",), partnership_id=partnership_id)


def draft_difference(draft: Draft, *, viewer: Viewer) -> Difference:
    """What accepting a draft would change, for its reviewer. Raises NotFound."""
    partnership = one(Partnership, draft.subject.partnership_id or 0, viewer=viewer, related=("place",))
    return asked_of(draft, Recorded(partnership, strategy_of(draft)), partnership)


def draft_findings(draft: Draft) -> list[Finding]:
    """What is wrong with the plan of a draft as it is edited now; positions count what is left out too."""
    kept = [number for number, measure in enumerate(draft.edited["measures"]) if not measure.get("left_out")]
    found = findings(Plan.from_json(without_left_out(draft.edited)))
    return [
        replace(one, measure=replace(one.measure, position=kept[one.measure.position]))
        if one.measure
        else one
        for one in found
    ]


def without_left_out(content: Any) -> Any:
    """The plan of a draft without what its reviewer leaves out. The draft itself keeps it."""
    if isinstance(content, dict):
        return {name: without_left_out(part) for name, part in content.items() if name != "left_out"}
    if isinstance(content, list):
        return [
            without_left_out(part)
            for part in content
            if not (isinstance(part, dict) and part.get("left_out"))
        ]
    return content


def edits_since(draft: Draft, version: int, *, viewer: Viewer) -> dict[str, tuple[str, str]]:
    """What was changed in a draft after that version, by path: as it was then and as it is now, as people type it."""
    edits = history(draft.pk, viewer=viewer).filter(verb="draft.edited").order_by("id")
    changed: dict[str, tuple[str, str]] = {}
    for event in edits[max(version - 1, 0) :]:
        for path, (before, after) in event.changes.items():
            first = changed[path][0] if path in changed else _as_typed(path, before)
            changed[path] = (first, _as_typed(path, after))
    return changed


def _as_typed(path: str, value: Any) -> str:
    if path.endswith(".left_out") or isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def document_with_hash(sha256: str, *, partnership_id: int) -> Document | None:
    """The document with these bytes that this partnership was sent before."""
    return Document.objects.of(partnership_id).filter(sha256=sha256).first()


def open_drafts(partnership_id: int, *, viewer: Viewer) -> QuerySet[Draft]:
    """The drafts that wait for review, newest first."""
    return (
        Draft.objects.visible_to(viewer)
        .of(partnership_id)
        .filter(state=Draft.State.OPEN)
        .select_related("document", "subject")
        .order_by("-created_at")
    )


def document(document_id: int, *, partnership_id: int, viewer: Viewer) -> Document:
    """One document of a partnership. Raises NotFound."""
    return one(Document, document_id, viewer=viewer, partnership_id=partnership_id)


def public_files(partnership_id: int) -> QuerySet[PublicFile]:
    """The files of public figures that a partnership was sent, the last first, without what is in them."""
    return PublicFile.objects.filter(partnership=partnership_id).defer("content")


def public_file(number: int, *, partnership_id: int) -> PublicFile:
    """One of these. Raises NotFound."""
    found = public_files(partnership_id).select_related("partnership").filter(pk=number).first()
    if found is None:
        raise NotFound("There is no such file here.")
    return found
