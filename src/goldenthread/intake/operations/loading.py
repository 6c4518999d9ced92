"""Carrying out a difference: every change becomes a record, an amendment or a new figure that supersedes the old."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from goldenthread.delivery.models import Action, Risk
from goldenthread.intake.difference import Change, Difference
from goldenthread.intake.models import Document
from goldenthread.intake.queries import Recorded
from goldenthread.intake.rules import check_size
from goldenthread.intake.wanted import title_key
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures import operations as measures
from goldenthread.measures.models import Baseline, Involvement, Measure, Target
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Group, Organisation, Partnership, Person, Place, Post
from goldenthread.partnership.queries import known_organisations, known_people, known_places, known_posts
from goldenthread.reckoning.findings.words import fold_place
from goldenthread.strategy.models import Commitment, Evidence, Objective, Strategy, Theme
from goldenthread.strategy.operations import record_equality_impact

_LINKS = frozenset({"strategy", "theme", "objective", "commitment", "measure"})
_OF_A_MEASURE = frozenset({"placements", "lead_people", "lead_organisations", "key_partners", "routes"})
_NUMBERS = ("value", "numerator", "denominator", "change_percent")
_MODELS: dict[str, type[Any]] = {
    "strategy": Strategy,
    "theme": Theme,
    "objective": Objective,
    "commitment": Commitment,
    "evidence": Evidence,
    "measure": Measure,
    "action": Action,
    "risk": Risk,
    "baseline": Baseline,
    "target": Target,
}


class Loading:
    """One document going into one partnership's records, inside the caller's transaction."""

    def __init__(self, partnership: Partnership, document: Document, there: Recorded, by: Viewer) -> None:
        self.partnership = partnership
        self.document = document
        self.records = there.records
        self.by = by
        self.reason = f"Loaded from {document.file_name}"
        self.names = _Names(partnership, by)

    def carry_out(self, change: Difference) -> None:
        """Make every change, those above before those below."""
        carriers: dict[str, Callable[[Change], None]] = {
            "baseline": self._figure,
            "target": self._figure,
            "equality": self._equality,
            "risk": self._risk,
            "measure": self._measure,
        }
        for one in change.changes:
            carriers.get(one.item.kind, self._named)(one)

    def _source(self, change: Change) -> dict[str, Any]:
        lines = change.item.lines or (None, None)
        return {"source": self.document.subject, "source_from": lines[0], "source_to": lines[1]}

    def _linked(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields of a record with the records that their keys stand for."""
        return {
            name: self.records[name, value] if name in _LINKS and value is not None else value
            for name, value in fields.items()
        }

    def _keep(self, change: Change, record: Any) -> None:
        self.records[change.item.identity] = record
        if change.was is not None:
            self.records[change.item.kind, change.was] = record

    def _named(self, change: Change) -> None:
        model = _MODELS[change.item.kind]
        fields = self._linked({name: after for name, (_, after) in change.fields.items()})
        if change.is_new:
            record = kernel.create(
                model,
                by=self.by,
                partnership_id=self.partnership.pk,
                reason=self.reason,
                **fields,
                **self._source(change),
            )
        else:
            record = self._there(change)
            kernel.amend(record, by=self.by, reason=self.reason, **fields)
        self._keep(change, record)

    def _there(self, change: Change) -> Any:
        return self.records[change.item.kind, change.was or change.item.key]

    def _measure(self, change: Change) -> None:
        fields = {name: after for name, (_, after) in change.fields.items()}
        hanging = {name: fields.pop(name) for name in _OF_A_MEASURE if name in fields}
        if fields.get("place"):
            fields["place"] = self.names.place(fields["place"])
        linked = self._linked(fields)
        if change.is_new:
            record = kernel.create(
                Measure,
                by=self.by,
                partnership_id=self.partnership.pk,
                reason=self.reason,
                **linked,
                **self._source(change),
            )
        else:
            record = self._there(change)
            if "theme" in linked and linked["theme"].strategy_id != record.theme.strategy_id:
                measures.keep_place(record)
            kernel.amend(record, by=self.by, reason=self.reason, **linked)
            before_after = {name: list(change.fields[name]) for name in hanging}
            if before_after:
                kernel.record_event(
                    "measure.amended",
                    subject=record.subject,
                    by=self.by,
                    reason=self.reason,
                    changes=before_after,
                )
        self._hang(record, hanging)
        self._keep(change, record)
        # Figures and actions of a measure that is keyed otherwise now look it up by the key the document gives it.
        self.records["measure", change.item.key] = record

    def _hang(self, measure: Measure, hanging: dict[str, Any]) -> None:
        if "placements" in hanging:
            measures.set_placements(measure, hanging["placements"], by=self.by)
        if "lead_people" in hanging:
            people = [(name, self.names.lead(name)) for name in hanging["lead_people"]]
            measures.set_involvements(measure, Involvement.Part.LEAD_PERSON, people, by=self.by)
        for name, part in (
            ("lead_organisations", Involvement.Part.LEAD_ORGANISATION),
            ("key_partners", Involvement.Part.KEY_PARTNER),
        ):
            if name in hanging:
                organisations = [(written, self.names.organisation(written)) for written in hanging[name]]
                measures.set_involvements(measure, part, organisations, by=self.by)
        if "routes" in hanging:
            routes = [(body, frequency, self.names.group_in(body)) for body, frequency in hanging["routes"]]
            measures.set_routes(measure, routes, by=self.by)

    def _figure(self, change: Change) -> None:
        model = _MODELS[change.item.kind]
        item = change.item
        measure = self.records["measure", item.fields["measure"]]
        stated = {
            name: value for name, value in item.fields.items() if name not in {"measure", "place", "period"}
        }
        for name in _NUMBERS:
            stated[name] = self._number(stated[name], item.label)
        figure = measures.state_figure(
            model,
            by=self.by,
            series=measures.series_of(measure, self.names.figure_place(item.fields["place"], measure)),
            supersedes=None if change.is_new else self._there(change),
            reason=self.reason,
            place_as_written=item.fields["place"] or "",
            period=measures.period_named(item.fields["period"]) if item.fields["period"] else None,
            **stated,
            **self._source(change),
        )
        self._keep(change, figure)

    def _number(self, text: str | None, label: str) -> Decimal | None:
        if text is None:
            return None
        number = Decimal(text)
        try:
            check_size(number)
        except ValueError as problem:
            raise Refused(f"{label}: {problem}") from None
        return number

    def _equality(self, change: Change) -> None:
        fields = change.item.fields
        impact = record_equality_impact(
            by=self.by,
            about=self.records["measure", fields["measure"]].subject,
            state=fields["state"],
            text=fields["text"],
            reason=self.reason,
            **self._source(change),
        )
        self._keep(change, impact)

    def _risk(self, change: Change) -> None:
        fields = change.item.fields
        if change.is_new:
            risk = kernel.create(
                Risk,
                by=self.by,
                partnership_id=self.partnership.pk,
                reason=self.reason,
                title=fields["title"],
                **self._source(change),
            )
        else:
            risk = self._there(change)
        risk.about.add(*(self.records["measure", key].subject for key in fields["about"]))
        self._keep(change, risk)


class _Names:
    """Whom and what a document names, found among what the partnership knows or made inside it."""

    def __init__(self, partnership: Partnership, by: Viewer) -> None:
        self.partnership, self.by = partnership, by
        known = partnership.pk
        self._places = {_place_key(place.name): place for place in reversed(known_places(known))}
        self._organisations = _by_name(known_organisations(known), "short_name") | _by_name(
            known_organisations(known), "name"
        )
        self._people = _by_name(known_people(known), "name")
        self._posts = _by_name(known_posts(known), "title")
        self._groups = _by_name(Group.objects.of(known), "name")

    def place(self, name: str) -> Place:
        key = _place_key(name)
        if key in self._places:
            found: Place = self._places[key]
            return found
        place = partnerships.add_place(
            by=self.by, partnership_id=self.partnership.pk, name=name, within=self.partnership.place
        )
        self._places[key] = place
        return place

    def figure_place(self, name: str | None, measure: Measure) -> Place:
        """The place of a figure: the one written with it, else the measure's, else the partnership's."""
        own = measure.place or self.partnership.place
        if not name or title_key(name) in {"total", "overall", "all"} or _shortens(name, own.name):
            return own
        return self.place(name)

    def lead(self, name: str) -> Person | Post:
        key = title_key(name)
        if key in self._posts:
            post: Post = self._posts[key]
            return post
        if key not in self._people:
            self._people[key] = partnerships.add_person(
                by=self.by, partnership_id=self.partnership.pk, name=name
            )
        person: Person = self._people[key]
        return person

    def organisation(self, name: str) -> Organisation:
        key = title_key(name)
        if key not in self._organisations:
            self._organisations[key] = partnerships.add_organisation(
                by=self.by, partnership_id=self.partnership.pk, name=name
            )
        found: Organisation = self._organisations[key]
        return found

    def group_in(self, body: str) -> Group | None:
        """The partnership's own group that a monitoring route names first, the longest name where several fit."""
        words = f" {title_key(body)} "
        found = [
            (words.index(f" {key} "), -len(key), group)
            for key, group in self._groups.items()
            if f" {key} " in words
        ]
        return min(found, key=lambda one: one[:2])[2] if found else None


def _place_key(name: str) -> str:
    """A place as it is looked up: "W & N Herts" and "West and North Herts" are one."""
    return title_key(fold_place(name))


def _by_name(records: Iterable[Any], field: str) -> dict[str, Any]:
    """Records by folded name; the first of several keeps the name."""
    named: dict[str, Any] = {}
    for record in records:
        if written := getattr(record, field):
            named.setdefault(title_key(written), record)
    return named


def _shortens(name: str, place: str) -> bool:
    """Whether a name is the short form of a county's ("Herts" for Hertfordshire, "Beds" for Bedfordshire)."""
    return 4 <= len(name) <= 6 and name.endswith("s") and place.startswith(name[:-1]) and place != name
