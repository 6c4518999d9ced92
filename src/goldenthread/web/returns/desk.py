"""Where somebody answers a round: with a link, without an account, or signed in. What differs is said here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from goldenthread.kernel.viewer import Viewer
from goldenthread.overview import queries as overview
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership.queries import invitation_behind, viewer_invited
from goldenthread.returns import queries
from goldenthread.returns.rules import check_answers, may_answer
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
    one: bool = False
    """Whether it answers a single return, for somebody else."""
    keeps: bool = False
    """Whether it answers for everybody whom its viewer may answer for."""

    def address(self, page: str = "answer", *more: str) -> str:
        """Where one of the pages of this desk is: "answer", "hand-on", "workbook", "download" of a kind."""
        if self.one:
            return addresses.of(self.heading, "answer-return", self.asked_in.pk, self.returns[0].pk)
        if self.link:
            return reverse(f"web:link-{page}", args=[self.link, *more])
        if self.keeps:
            page = {"answer": "round"}.get(page, page)
        return addresses.of(
            self.heading,
            {"workbook": "round-workbook", "download": "round-download"}.get(page, page),
            self.asked_in.pk,
            *more,
        )

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


def for_another(request: RequestOfViewer, code: str, subject_id: int, number: int) -> Desk:
    """The desk of one return, for whoever may answer in another's place. Raises NotFound, NotAllowed."""
    heading = overview.heading(code, viewer=request.viewer)
    asked_in = queries.round_numbered(subject_id, partnership_id=heading.id, viewer=request.viewer)
    asked = queries.return_numbered(number, asked_in=asked_in)
    check_answers(request.viewer, asked)
    return Desk(request.viewer, heading, asked_in, [asked], one=True)


def keeping(request: RequestOfViewer, code: str, subject_id: int) -> Desk:
    """The desk of somebody signed in with everything that they may answer in a round: theirs, or all. Raises NotFound."""
    desk = signed_in(request, code, subject_id)
    if desk.heading.rights & {"KEEP"}:
        theirs = [one for one in queries.returns_of(desk.asked_in) if may_answer(desk.viewer, one)]
        return replace(desk, returns=[one for one in theirs if one.state != "withdrawn"], keeps=True)
    return desk


def _desk(viewer: Viewer, heading: PartnershipHeading, round_id: int, link: str) -> Desk:
    asked_in = queries.round_numbered(round_id, partnership_id=heading.id, viewer=viewer)
    return Desk(viewer, heading, asked_in, list(queries.asked_of(asked_in, viewer=viewer)), link)
