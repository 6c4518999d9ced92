"""Who may use each route. A view without a declaration is refused, so none can be forgotten."""

from collections.abc import Callable
from datetime import date, datetime, time
from enum import Enum
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from goldenthread.kernel import clock
from goldenthread.kernel.errors import NotAllowed, NotFound, Refused
from goldenthread.kernel.viewer import PUBLIC, Viewer
from goldenthread.overview.queries import heading
from goldenthread.partnership.queries import viewer_for
from goldenthread.partnership.rules import Right, holders_in_words, may_somewhere
from goldenthread.web.addresses import AS_KNOWN
from goldenthread.web.frame import Frame
from goldenthread.web.second_factor import WHY, must_add_one

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Access(Enum):
    """PUBLIC: anyone, who then sees what they may see. SIGNED_IN: any account. The others: who has a right in the
    partnership, on some of it at least; what on, each operation asks."""

    PUBLIC = None
    SIGNED_IN = "anyone signed in"
    INSIDE = Right.READ
    CONTRIBUTOR = Right.CONTRIBUTE
    KEEPER = Right.KEEP
    DECIDER = Right.DECIDE
    FOLLOWER = Right.FOLLOW_UP
    VERIFIER = Right.VERIFY
    MANAGER = Right.MANAGE
    ADMINISTRATOR = Right.GIVE_ROLES


def access(level: Access) -> Callable[[View], View]:
    """Declare who may use a view. One that asks for a right takes the partnership's `code`."""

    def declare(view: View) -> View:
        view.access = level  # type: ignore[attr-defined]
        return view

    return declare


def moment_asked(written: str) -> datetime | None:
    """The end of the day that was asked for; None for today, a later day and what is no day."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    if day >= clock.today():
        return None
    return timezone.make_aware(datetime.combine(day, time.max))


class RequestOfViewer(HttpRequest):
    """A request as the views get it: with who is looking."""

    viewer: Viewer


class AccessMiddleware:
    """Finds out who is looking, holds each route to its declaration, and answers when a rule says no."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        viewer = viewer_for(request.user) if request.user.is_authenticated else PUBLIC
        request.viewer = viewer.at(moment_asked(request.GET.get(AS_KNOWN, "")))
        return self.get_response(request)

    def process_view(
        self, request: RequestOfViewer, view: Any, arguments: list[Any], named: dict[str, Any]
    ) -> HttpResponseBase | None:
        level = getattr(view, "access", None)
        if level is None:
            raise ImproperlyConfigured(f"{view} does not declare who may use it.")
        match = request.resolver_match
        if match is not None and match.namespace == "web" and must_add_one(request, request.viewer):
            messages.info(request, WHY)
            return redirect("mfa_activate_totp")
        if level is Access.PUBLIC:
            return None
        if not request.user.is_authenticated:
            keep_until_signed_in(request)
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if isinstance(level.value, Right):
            try:
                partnership_id = heading(named["code"], viewer=request.viewer).id
            except NotFound as problem:
                return self.process_exception(request, problem)
            if not may_somewhere(request.viewer, level.value, partnership_id):
                who = holders_in_words(level.value)
                return refusal(request, 403, "You may not open this page", f"Only {who} may.")
        return None

    def process_exception(self, request: RequestOfViewer, problem: Exception) -> HttpResponse | None:
        """The same answer for what is not there and for what this viewer may not know of."""
        if isinstance(problem, NotFound):
            return refusal(request, 404, "There is no such page here", str(problem))
        if isinstance(problem, NotAllowed):
            return refusal(request, 403, "You may not do this", str(problem))
        if isinstance(problem, Refused):
            return refusal(request, 409, "This cannot be done", str(problem))
        return None


KEPT = "kept"


def keep_until_signed_in(request: HttpRequest) -> None:
    """Keep what was typed into a form by somebody whose sign-in has ended meanwhile: the form shows it again."""
    if request.method == "POST" and not request.FILES:
        request.session[KEPT] = {request.path: request.POST.dict()}


def refusal(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """A page that says no, and where to go from here."""
    context = {"frame": Frame(title=title), "text": text, "path": request.get_full_path()}
    return render(request, "errors/refusal.html", context, status=status)


@access(Access.PUBLIC)
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No route has this address."""
    return refusal(
        request, 404, "There is no such page here", "Check the address, or start from the front page."
    )


@access(Access.PUBLIC)
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the proof that it is ours: open for too long, or sent from another site."""
    text = (
        "This form was open for too long, or your browser keeps no cookies. Go back: what you typed is still there."
        " Open the page once more beside it and send it from there."
    )
    return refusal(request, 403, "This form can no longer be sent", text)


@access(Access.PUBLIC)
def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke on our side."""
    text = "This is our mistake, not yours. Nothing that you sent was half kept. Try again in a few minutes."
    return refusal(request, 500, "Something went wrong", text)
