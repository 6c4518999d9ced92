"""What the forms about what is done choose from, and the records behind what was chosen."""

from functools import partial
from typing import Any

from goldenthread.delivery import queries as delivery
from goldenthread.kernel.queries import subject
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership import queries as partnerships
from goldenthread.web.access import RequestOfViewer

FORM = ["GET", "POST"]


def one_action(request: RequestOfViewer, code: str, subject_id: int) -> tuple[PartnershipHeading, Any]:
    heading = queries.heading(code, viewer=request.viewer)
    return heading, delivery.action(subject_id, partnership_id=heading.id, viewer=request.viewer)


def about_of(request: RequestOfViewer, heading: PartnershipHeading, subject_id: int) -> Any:
    """The record of this partnership that something is to hang on. Raises NotFound."""
    return subject(subject_id, viewer=request.viewer, partnership_id=heading.id)


def _people(request: RequestOfViewer, heading: PartnershipHeading) -> tuple[Any, Any]:
    posts = partnerships.known_posts(heading.id).select_related("organisation")
    return (
        [(one.pk, one.name) for one in partnerships.known_people(heading.id)],
        [(one.pk, f"{one.title}, {one.organisation.name}") for one in posts],
    )


def organisations(heading: PartnershipHeading) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in partnerships.known_organisations(heading.id)]


def owned_form(form: Any, request: RequestOfViewer, heading: PartnershipHeading) -> Any:
    return partial(form, *_people(request, heading))


def owner(request: RequestOfViewer, heading: PartnershipHeading, said: dict[str, Any]) -> dict[str, Any]:
    """The owner as records in place of their numbers."""
    here: dict[str, Any] = {"partnership_id": heading.id, "viewer": request.viewer}
    person, post = said["owner_person"], said["owner_post"]
    return {
        "owner_person": partnerships.person(person, **here) if person else None,
        "owner_post": partnerships.post(post, **here) if post else None,
    }


def organisation(heading: PartnershipHeading, said: dict[str, Any]) -> dict[str, Any]:
    number = said["organisation"]
    found = partnerships.organisation(number, partnership_id=heading.id) if number else None
    return {"organisation": found}
