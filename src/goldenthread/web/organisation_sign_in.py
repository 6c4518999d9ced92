"""Sign-in with an organisation's own account (OpenID Connect), for people whom a manager has given an account here."""

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.http import HttpRequest
from django.urls import path
from django.views.decorators.http import require_POST

from goldenthread.partnership.queries import account_with
from goldenthread.web.access import Access, access, refusal

log = logging.getLogger("goldenthread.sign_in")

TITLE = "You are not signed in"


class KnownPeople(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account by signing in: the address that the organisation vouches for must be known already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The first time, find the account by the verified address and remember whose it is."""
        if sociallogin.is_existing:
            return
        name = settings.OIDC["name"]
        verified = [one.email for one in sociallogin.email_addresses if one.verified]
        if not verified:
            raise _refused(
                request,
                f"{name} does not say that your e-mail address is verified. Sign in another way, or ask them.",
            )
        account: Any = account_with(verified[0])
        if account is None:
            raise _refused(
                request,
                f"There is no account for {verified[0]} here. Ask the manager of your partnership to invite you.",
            )
        if account.socialaccount_set.filter(provider=sociallogin.account.provider).exists():
            raise _refused(
                request,
                f"Somebody else at {name} signs in to the account of {verified[0]}. If the address is yours now, ask the"
                " manager of your partnership for an account of your own.",
            )
        sociallogin.connect(request, account)

    def on_authentication_error(self, request: HttpRequest, provider: Any, *_: Any, **__: Any) -> None:
        raise _refused(
            request, f"{settings.OIDC['name']} did not sign you in. Try again, or sign in another way."
        )


def _refused(request: HttpRequest, text: str) -> ImmediateHttpResponse:
    log.warning("sign-in refused")
    return ImmediateHttpResponse(refusal(request, 403, TITLE, text))


urlpatterns = [
    path(
        "sign-in/with/<slug:provider_id>/",
        access(Access.PUBLIC)(require_POST(views.login)),
        name="openid_connect_login",
    ),
    path(
        "sign-in/with/<slug:provider_id>/back/",
        access(Access.PUBLIC)(views.callback),
        name="openid_connect_callback",
    ),
]
