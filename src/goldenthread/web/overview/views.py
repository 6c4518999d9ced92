"""Load, present, answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldenthread.overview import queries
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.overview import measure_pages, pages


@access(Access.PUBLIC)
def front(request: RequestOfViewer) -> HttpResponse:
    return render(request, "overview/front.html", pages.front(queries.front(viewer=request.viewer)))


@access(Access.PUBLIC)
def glance(request: RequestOfViewer, code: str) -> HttpResponse:
    return render(request, "overview/glance.html", pages.glance(queries.glance(code, viewer=request.viewer)))


@access(Access.PUBLIC)
def theme(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.theme(code, subject_id, viewer=request.viewer, page=page_number(request))
    return render(request, "overview/theme.html", pages.theme(shown))


@access(Access.PUBLIC)
def objective(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.objective(code, subject_id, viewer=request.viewer, page=page_number(request))
    return render(request, "overview/objective.html", pages.objective(shown))


@access(Access.PUBLIC)
def measure(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.measure(code, subject_id, viewer=request.viewer)
    return render(request, "overview/measure.html", measure_pages.measure(shown))


@access(Access.PUBLIC)
def thread(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.measure(code, subject_id, viewer=request.viewer)
    return render(request, "overview/thread.html", measure_pages.thread(shown))


@access(Access.PUBLIC)
def findings(request: RequestOfViewer, code: str) -> HttpResponse:
    chosen = {name: request.GET.get(name, "") for name in ("kind", "severity", "theme")}
    shown = queries.findings(code, viewer=request.viewer, page=page_number(request), **chosen)
    return render(request, "overview/findings.html", pages.findings(shown, chosen))


@access(Access.PUBLIC)
def governance(request: RequestOfViewer, code: str) -> HttpResponse:
    return render(
        request, "overview/governance.html", pages.governance(queries.governance(code, viewer=request.viewer))
    )


def page_number(request: HttpRequest) -> int:
    """The page of a list that was asked for; what is no number is the first."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isdigit() and len(asked) < 7 else 1
