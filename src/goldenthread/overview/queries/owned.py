"""What every list of what is done needs: who answers for it, one page of it, and no name that is hidden."""

from typing import Any

from django.core.paginator import Paginator

from goldenthread.delivery.models import Action, ActionPoint, Risk
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.shapes import Named, Page


def owner_of(owned: Action | ActionPoint | Risk, inside: bool) -> str:
    """Who answers for it: a post to everyone, a person only to the partnership's own people."""
    if owned.owner_post is not None:
        return f"{owned.owner_post.title}, {owned.owner_post.organisation.name}"
    if owned.owner_person is not None:
        return owned.owner_person.name if inside else "A person whom the partnership knows"
    return ""


def page_of(found: Any, number: int) -> tuple[list[Any], Page]:
    """That page of a query; a number beyond either end gives the nearest page."""
    pages = Paginator(found, PAGE_SIZE)
    page = pages.get_page(number)
    return list(page.object_list), Page(page.number, pages.num_pages, pages.count)


def named_if(record: Any, visible: set[int]) -> Named | None:
    """The name of a record that the viewer may know of."""
    return Named(record.pk, record.title) if record is not None and record.pk in visible else None
