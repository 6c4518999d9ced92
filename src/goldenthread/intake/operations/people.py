"""The people-and-groups workbook becomes records: all of it or nothing, and a second time nothing new."""

from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Group, Organisation, Partnership, Place, Post
from goldenthread.partnership.queries import known_organisations, known_people
from goldenthread.reading.files import DEFAULT_LIMIT, render
from goldenthread.reading.people import (
    GroupRow,
    OrganisationRow,
    PeopleAndGroups,
    PlaceRow,
    PostRow,
    SeatRow,
    read_people,
)


def load_people(*, path: Path, by: Viewer, limit: int = DEFAULT_LIMIT) -> PeopleAndGroups:
    """Read a workbook and keep what is new in it. Raises Unreadable or Refused, and then keeps nothing."""
    people = read_people(render(path, limit=limit))
    with transaction.atomic():
        _People(by).load(people)
    return people


class _People:
    """One workbook going in. What is known already by code or name is left as it is."""

    def __init__(self, by: Viewer) -> None:
        self.by = by
        self.partnerships: dict[str, Partnership] = {}
        self.organisations: dict[str, Organisation] = {}
        self.groups: dict[tuple[str, str], Group] = {}

    def load(self, people: PeopleAndGroups) -> None:
        for place in people.places:
            self._official_place(place)
        for row in people.partnerships:
            self._partnership(row.code, row.name, row.place, row.within)
        for organisation in people.organisations:
            self._organisation(organisation)
        for post in people.posts:
            self._held_post(post)
        for group in people.groups:
            self._group(group)
        self._report(people.groups)
        self._seats(people.seats)

    def _official_place(self, row: PlaceRow) -> None:
        if Place.objects.filter(code=row.code).exists():
            return
        place = partnerships.add_official_place(
            by=self.by,
            code=row.code,
            name=row.name,
            kind=row.kind,
            within=self._place(row.within) if row.within else None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        if row.replaces and row.valid_from:
            old = self._place(row.replaces)
            partnerships.succeed_place(by=self.by, old=old, new=place, on=row.valid_from)

    def _held_post(self, row: PostRow) -> None:
        partnership_id = self._found(row.partnership).pk
        post = partnerships.add_post(
            by=self.by,
            partnership_id=partnership_id,
            title=row.title,
            organisation=self._named_organisation(row.organisation),
        )
        if not row.held_by:
            return
        known = known_people(partnership_id).filter(name__iexact=row.held_by).first()
        person = known or partnerships.add_person(by=self.by, partnership_id=partnership_id, name=row.held_by)
        if not post.holdings.filter(person=person).exists():
            partnerships.hold_post(
                by=self.by, post=post, person=person, valid_from=row.valid_from, valid_to=row.valid_to
            )

    def _place(self, code: str) -> Place:
        place: Place | None = Place.objects.filter(code=code).first()
        if place is None:
            raise Refused(
                f"Sheet “Places”: there is no place with the code “{code}”. Add it above the places inside it."
            )
        return place

    def _partnership(self, code: str, name: str, place: str, within: str) -> None:
        existing = Partnership.objects.filter(code=code).first()
        self.partnerships[code] = existing or partnerships.found_partnership(
            by=self.by,
            code=code,
            name=name,
            place=self._place(place),
            within=self._found(within) if within else None,
        )

    def _found(self, code: str) -> Partnership:
        partnership = self.partnerships.get(code) or Partnership.objects.filter(code=code).first()
        if partnership is None:
            raise Refused(
                f"There is no partnership with the code “{code}”. Add it to the sheet “Partnerships”."
            )
        self.partnerships[code] = partnership
        return partnership

    def _organisation(self, row: OrganisationRow) -> None:
        existing = known_organisations(0).filter(name__iexact=row.name).first()
        known = {"short_name": row.short_name, "sector": row.sector, "charity_number": row.charity_number}
        self.organisations[row.name] = existing or partnerships.add_organisation(
            by=self.by, partnership_id=None, name=row.name, **known
        )

    def _named_organisation(self, name: str) -> Organisation:
        found = self.organisations.get(name) or known_organisations(0).filter(name__iexact=name).first()
        if found is None:
            raise Refused(f"There is no organisation “{name}”. Add it to the sheet “Organisations”.")
        return found

    def _group(self, row: GroupRow) -> None:
        partnership = self._found(row.partnership)
        existing: Group | None = Group.objects.of(partnership.pk).filter(name=row.name).first()
        self.groups[row.partnership, row.name] = existing or partnerships.add_group(
            by=self.by,
            partnership_id=partnership.pk,
            name=row.name,
            kind=row.kind,
            meets=row.meets,
            terms_of_reference=row.terms_of_reference,
        )

    def _report(self, rows: tuple[GroupRow, ...]) -> None:
        for row in rows:
            if row.reports_to:
                group = self.groups[row.partnership, row.name]
                kernel.amend(group, by=self.by, reports_to=self.groups[row.partnership, row.reports_to])

    def _seats(self, rows: tuple[SeatRow, ...]) -> None:
        for row in rows:
            group = self.groups[row.partnership, row.group]
            organisation = self._named_organisation(row.organisation)
            post = self._post(row, organisation)
            seat: dict[str, Any] = {"organisation": organisation, "post": post, "role": row.role}
            if not group.memberships.filter(**seat).exists():
                partnerships.give_seat(
                    by=self.by,
                    group=group,
                    how_appointed=row.how_appointed,
                    valid_from=row.valid_from,
                    valid_to=row.valid_to,
                    deputy=row.deputy,
                    **seat,
                )

    def _post(self, row: SeatRow, organisation: Organisation) -> Post | None:
        if not row.post:
            return None
        partnership_id = self._found(row.partnership).pk
        return partnerships.add_post(
            by=self.by, partnership_id=partnership_id, title=row.post, organisation=organisation
        )
