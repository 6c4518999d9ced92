"""Load, present, answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldenthread.overview import queries
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.overview import findings as finding_pages
from goldenthread.web.overview import front as front_page
from goldenthread.web.overview import glance as glance_page
from goldenthread.web.overview import governance as governance_page
from goldenthread.web.overview import history as history_page
from goldenthread.web.overview import measure as measure_page
from goldenthread.web.overview import measures as measure_pages
from goldenthread.web.overview import theme as theme_page
from goldenthread.web.overview import thread as thread_page


@access(Access.PUBLIC)
def front(request: RequestOfViewer) -> HttpResponse:
    return render(request, "overview/front.html", front_page.front(queries.front(viewer=request.viewer)))


@access(Access.PUBLIC)
def glance(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.glance(
        code,
        viewer=request.viewer,
        since=request.GET.get("since", ""),
        framework=number(request.GET.get("framework", "")),
    )
    return render(request, "overview/glance.html", glance_page.glance(shown))


@access(Access.PUBLIC)
def theme(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.theme(code, subject_id, viewer=request.viewer, page=page_number(request))
    return render(request, "overview/theme.html", theme_page.theme(shown))


@access(Access.PUBLIC)
def objective(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.objective(code, subject_id, viewer=request.viewer, page=page_number(request))
    return render(request, "overview/objective.html", theme_page.objective(shown))


@access(Access.PUBLIC)
def measures(request: RequestOfViewer, code: str) -> HttpResponse:
    chosen = {name: request.GET.get(name, "") for name in ("status", "theme", "silent")}
    shown = queries.measure_list(
        code,
        viewer=request.viewer,
        page=page_number(request),
        status=chosen["status"],
        theme=number(chosen["theme"]),
        silent=bool(chosen["silent"]),
    )
    return render(request, "overview/measures.html", measure_pages.measure_list(shown, chosen))


@access(Access.PUBLIC)
def measure(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.measure(code, subject_id, viewer=request.viewer)
    return render(request, "overview/measure.html", measure_page.measure(shown))


@access(Access.PUBLIC)
def thread(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.measure(code, subject_id, viewer=request.viewer)
    return render(request, "overview/thread.html", thread_page.thread(shown))


@access(Access.PUBLIC)
def rug(request: RequestOfViewer, code: str) -> HttpResponse:
    chosen = {name: request.GET.get(name, "") for name in ("by", "theme", "frequency")}
    shown = queries.rug(
        code,
        viewer=request.viewer,
        page=page_number(request),
        by=chosen["by"],
        theme=number(chosen["theme"]),
        frequency=chosen["frequency"],
    )
    return render(request, "overview/rug.html", measure_pages.rug(shown, chosen))


@access(Access.INSIDE)
def mine(request: RequestOfViewer, code: str) -> HttpResponse:
    return render(
        request, "overview/mine.html", measure_pages.mine(queries.mine(code, viewer=request.viewer))
    )


@access(Access.INSIDE)
def history(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.history(code, subject_id, viewer=request.viewer, page=page_number(request))
    return render(request, "overview/history.html", history_page.history(shown))


@access(Access.PUBLIC)
def findings(request: RequestOfViewer, code: str) -> HttpResponse:
    chosen = {name: request.GET.get(name, "") for name in ("kind", "severity", "theme")}
    shown = queries.findings(code, viewer=request.viewer, page=page_number(request), **chosen)
    return render(request, "overview/findings.html", finding_pages.findings(shown, chosen))


@access(Access.PUBLIC)
def governance(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.governance(code, viewer=request.viewer)
    return render(request, "overview/governance.html", governance_page.governance(shown))


def page_number(request: HttpRequest) -> int:
    """The page of a list that was asked for; what is no number is the first."""
    return number(request.GET.get("page", "")) or 1


def number(written: str) -> int | None:
    """A whole number as an address has it; None for what is none, or too long to be any record's."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None
