"""One line in the log for each request: what was asked for and how it went; never who wrote what."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

log = logging.getLogger("goldenthread.request")


class LogMiddleware:
    """Writes the line. The account is its number; addresses of people, what they typed and secrets are left out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        answer = self.get_response(request)
        match = request.resolver_match
        user = getattr(request, "user", None)
        log.info(
            "request",
            extra={
                "method": request.method,
                "route": match.view_name if match else "",
                "partnership": match.kwargs.get("code", "") if match else "",
                "status": answer.status_code,
                "milliseconds": round((time.perf_counter() - began) * 1000, 1),
                "account": user.pk if user is not None else None,
            },
        )
        return answer
