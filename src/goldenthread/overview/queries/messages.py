"""What was written to the people of a partnership. For its manager."""

from django.core.paginator import Paginator
from django.db.models import Q

from goldenthread.kernel.outbox import queries as outbox
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.shapes import Page
from goldenthread.overview.shapes.messages import MessageLine, MessagesPage
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import Right, check
from goldenthread.returns.queries import messages_about


def messages(code: str, *, viewer: Viewer, page: int = 1) -> MessagesPage:
    """One page of the messages of the partnership of that code, the newest first. Raises NotFound, NotAllowed."""
    partnership = partnership_coded(code, viewer=viewer)
    check(viewer, Right.MANAGE, partnership.pk)
    # A mail about rounds of several partnerships is on the list of each.
    found = outbox.messages().filter(
        Q(partnership_id=partnership.pk) | Q(pk__in=messages_about(partnership.pk).values("message"))
    )
    if viewer.as_known is not None:
        found = found.filter(created_at__lte=viewer.as_known)
    pages = Paginator(found, PAGE_SIZE)
    shown = pages.get_page(page)
    return MessagesPage(
        heading=heading_of(partnership, viewer=viewer),
        messages=tuple(
            MessageLine(
                id=one.pk,
                name=one.to_name,
                address=one.to_address,
                title=one.title,
                purpose=one.purpose,
                state=one.state,
                reason=one.reason,
                at=one.created_at,
                sent_at=one.sent_at,
            )
            for one in shown.object_list
        ),
        page=Page(shown.number, pages.num_pages, pages.count),
        stuck_since=outbox.stuck_since(partnership.pk) if viewer.as_known is None else None,
    )
