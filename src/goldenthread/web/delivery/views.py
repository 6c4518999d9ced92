"""Load, present, answer."""

from django.http import HttpResponse
from django.shortcuts import render

from goldenthread.overview import queries
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.delivery import following, pages
from goldenthread.web.delivery import risks as risk_pages
from goldenthread.web.overview.views import page_number


@access(Access.PUBLIC)
def actions(request: RequestOfViewer, code: str) -> HttpResponse:
    chosen = {name: request.GET.get(name, "")[:40] for name in ("theme", "state", "whose")}
    shown = queries.actions(code, viewer=request.viewer, page=page_number(request), **chosen)
    return render(request, "delivery/actions.html", pages.actions(shown, chosen))


@access(Access.PUBLIC)
def action(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.action(code, subject_id, viewer=request.viewer)
    return render(request, "delivery/action.html", pages.action(shown))


@access(Access.PUBLIC)
def late(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.late(code, viewer=request.viewer, page=page_number(request))
    return render(request, "delivery/late.html", pages.late(shown))


@access(Access.PUBLIC)
def risks(request: RequestOfViewer, code: str) -> HttpResponse:
    return render(
        request, "delivery/risks.html", risk_pages.risks(queries.risk_register(code, viewer=request.viewer))
    )


@access(Access.PUBLIC)
def action_points(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.action_points(code, viewer=request.viewer, page=page_number(request))
    return render(request, "delivery/points.html", following.action_points(shown))


@access(Access.PUBLIC)
def action_point(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.action_point(code, subject_id, viewer=request.viewer)
    return render(request, "delivery/point.html", following.action_point(shown))


@access(Access.PUBLIC)
def events(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.events(code, viewer=request.viewer, page=page_number(request))
    return render(request, "delivery/events.html", following.events(shown))
