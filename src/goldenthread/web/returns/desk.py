"""Where somebody answers a round: with a link, without an account, or signed in. What differs is said here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldenthread.kernel.viewer import Viewer
from goldenthread.overview import queries as overview
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership.queries import invitation_behind, viewer_invited
from goldenthread.returns import queries
from goldenthread.web import addresses
from goldenthread.web.access import RequestOfViewer
from goldenthread.web.frame import Frame


@dataclass(frozen=True, slots=True)
class Desk:
    """Who answers which round, where. `link` is "" for somebody signed in; `returns` is what they are asked."""

    viewer: Viewer
    heading: PartnershipHeading
    asked_in: Any
    returns: Sequence[Any]
    link: str = ""

    def address(self, page: str = "answer") -> str:
        """Where one of the pages of this desk is: "answer", "hand-on"."""
        if self.link:
            return reverse(f"web:link-{page}", args=[self.link])
        return addresses.of(self.heading, page, self.asked_in.pk)

    def framed(self, title: str) -> Frame:
        """What stands around its pages: with a link, nothing that leads elsewhere."""
        if not self.link:
            return addresses.framed(self.heading, title, here="mine")
        return Frame(title=title, partnership=self.heading.name, illustrative=self.heading.illustrative)


def with_link(link: str) -> Desk:
    """The desk that a link leads to. Raises NotFound, Refused once the link has ended."""
    invitation = invitation_behind(link)
    viewer = viewer_invited(invitation)
    heading = overview.heading(invitation.partnership.code, viewer=viewer)
    return _desk(viewer, heading, invitation.about_id, link)


def signed_in(request: RequestOfViewer, code: str, subject_id: int) -> Desk:
    """The desk of somebody signed in. Raises NotFound."""
    heading = overview.heading(code, viewer=request.viewer)
    return _desk(request.viewer, heading, subject_id, "")


def _desk(viewer: Viewer, heading: PartnershipHeading, round_id: int, link: str) -> Desk:
    asked_in = queries.round_numbered(round_id, partnership_id=heading.id, viewer=viewer)
    return Desk(viewer, heading, asked_in, list(queries.asked_of(asked_in, viewer=viewer)), link)
