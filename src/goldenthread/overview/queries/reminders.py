"""Who was told what about the returns of a round. For the partnership's manager."""

from django.core.paginator import Paginator

from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.shapes import Named, Page
from goldenthread.overview.shapes.reminders import ReminderLine, RemindersPage
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import Right, check
from goldenthread.returns import queries as returns
from goldenthread.returns.rules import name_of


def reminders(
    code: str, round_id: int, *, viewer: Viewer, return_id: int | None = None, page: int = 1
) -> RemindersPage:
    """One page of what was told about a round, or about one of its returns, the newest first.

    Raises NotFound, NotAllowed.
    """
    partnership = partnership_coded(code, viewer=viewer)
    check(viewer, Right.MANAGE, partnership.pk)
    asked_in = returns.round_numbered(round_id, partnership_id=partnership.pk, viewer=viewer)
    found = returns.chases_of(asked_in)
    only = None
    if return_id is not None:
        asked = returns.return_numbered(return_id, asked_in=asked_in)
        found = found.filter(asked=asked)
        only = Named(asked.pk, name_of(asked))
    if viewer.as_known is not None:
        found = found.filter(digest__message__created_at__lte=viewer.as_known)
    pages = Paginator(found, PAGE_SIZE)
    shown = pages.get_page(page)
    return RemindersPage(
        heading=heading_of(partnership, viewer=viewer),
        round=Named(asked_in.pk, asked_in.title),
        lines=tuple(
            ReminderLine(
                day=one.digest.day,
                name=one.digest.message.to_name,
                address=one.digest.address,
                rung=one.rung,
                step=one.step,
                about=Named(one.asked_id, name_of(one.asked)),
                state=one.digest.message.state,
            )
            for one in shown.object_list
        ),
        page=Page(shown.number, pages.num_pages, pages.count),
        only=only,
    )
