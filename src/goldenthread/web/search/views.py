"""Look for words, answer."""

from django.http import HttpResponse
from django.shortcuts import render

from goldenthread.overview import queries
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.overview.views import page_number
from goldenthread.web.search import pages


@access(Access.PUBLIC)
def search(request: RequestOfViewer, code: str) -> HttpResponse:
    words, kind = request.GET.get("words", ""), request.GET.get("kind", "")
    shown = queries.search(code, words, viewer=request.viewer, kind=kind, page=page_number(request))
    return render(request, "search/search.html", pages.search(shown))
