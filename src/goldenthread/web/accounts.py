"""Sign-in by allauth, with only the routes that this site has: a password or an e-mailed code, a second factor,
and the places where one is signed in. Each page is ours, in our own words."""

import logging
from datetime import timedelta
from typing import Any

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.conf import settings
from django.http import HttpRequest
from django.urls import path

from goldenthread.kernel import clock
from goldenthread.kernel.outbox import operations as outbox
from goldenthread.partnership.queries import account_with
from goldenthread.web.access import Access, access
from goldenthread.web.frame import Frame

log = logging.getLogger("goldenthread.sign_in")

FORM = "account/form.html"
CODE = "A code of letters and numbers, valid for a few minutes."


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for themselves: a manager does."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Let whoever watches the log see that somebody tries passwords. Which address they tried is not written."""
        log.warning("sign-in refused")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox like every mail, and at once: somebody waits for it."""
        mail = self.render_mail(template_prefix, email, context)
        account = account_with(email)
        message = outbox.post(
            to=email,
            title=str(mail.subject),
            text=str(mail.body),
            purpose="sign-in code",
            account_id=account.pk if account else None,
            holds_a_secret=True,
            expires_at=clock.now() + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
        )
        outbox.deliver(only=message)


def page(view: Any, level: Access, title: str, template: str = FORM, **context: Any) -> Any:
    """One of allauth's views in our own page. `context` says what stands in it: `intro`, `button`, `hint`."""
    shown = view.as_view(template_name=template, extra_context={"frame": Frame(title=title), **context})
    return access(level)(shown)


class NewPassword(views.PasswordChangeView):  # type: ignore[misc]
    """A new password, back to the account afterwards."""

    success_url = "/account/"


class FirstPassword(views.PasswordSetView):  # type: ignore[misc]
    """The first password of somebody who signed in by a code."""

    success_url = "/account/"


urlpatterns = [
    path(
        "sign-in/",
        page(
            views.LoginView,
            Access.PUBLIC,
            "Sign in",
            "account/sign_in.html",
            organisation=lambda: settings.OIDC["name"],
        ),
        name="account_login",
    ),
    path(
        "sign-in/code/",
        page(
            views.RequestLoginCodeView,
            Access.PUBLIC,
            "Sign in with a code",
            intro="We send a code to your e-mail address. You need no password.",
            button="Send me a code",
        ),
        name="account_request_login_code",
    ),
    path(
        "sign-in/code/enter/",
        page(
            views.ConfirmLoginCodeView,
            Access.PUBLIC,
            "Enter the code from your e-mail",
            intro="If there is an account for this address, a code is on its way. " + CODE,
            button="Sign in",
        ),
        name="account_confirm_login_code",
    ),
    path(
        "sign-in/second/",
        page(
            second.AuthenticateView,
            Access.PUBLIC,
            "Second factor",
            intro="Enter the code that your authenticator app shows, or one of your recovery codes.",
            button="Sign in",
        ),
        name="mfa_authenticate",
    ),
    path(
        "sign-in/again/",
        page(
            views.ReauthenticateView,
            Access.SIGNED_IN,
            "Enter your password again",
            intro="This changes how you sign in, so we ask once more.",
            button="Go on",
        ),
        name="account_reauthenticate",
    ),
    path(
        "sign-in/again/second/",
        page(
            second.ReauthenticateView,
            Access.SIGNED_IN,
            "Enter a code again",
            intro="This changes how you sign in, so we ask once more. Use your app or a recovery code.",
            button="Go on",
        ),
        name="mfa_reauthenticate",
    ),
    path(
        "sign-out/",
        page(views.LogoutView, Access.PUBLIC, "Sign out", "account/sign_out.html"),
        name="account_logout",
    ),
    path(
        "account/",
        page(second.IndexView, Access.SIGNED_IN, "Your account", "account/index.html"),
        name="mfa_index",
    ),
    path(
        "account/password/",
        page(NewPassword, Access.SIGNED_IN, "Choose a new password", "account/new_password.html"),
        name="account_change_password",
    ),
    path(
        "account/password/first/",
        page(FirstPassword, Access.SIGNED_IN, "Choose a password", button="Keep this password"),
        name="account_set_password",
    ),
    path(
        "account/second-factor/",
        page(totp.ActivateTOTPView, Access.SIGNED_IN, "Add a second factor", "account/second_factor.html"),
        name="mfa_activate_totp",
    ),
    path(
        "account/second-factor/remove/",
        page(
            totp.DeactivateTOTPView,
            Access.SIGNED_IN,
            "Remove the second factor",
            intro="You will sign in with a password or an e-mailed code alone.",
            button="Remove it",
        ),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/recovery-codes/",
        page(
            recovery.ViewRecoveryCodesView, Access.SIGNED_IN, "Recovery codes", "account/recovery_codes.html"
        ),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new/",
        page(
            recovery.GenerateRecoveryCodesView,
            Access.SIGNED_IN,
            "Make new recovery codes",
            intro="The codes that you have now stop working.",
            button="Make new codes",
        ),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/sessions/",
        page(
            sessions.ListUserSessionsView,
            Access.SIGNED_IN,
            "Where you are signed in",
            "account/sessions.html",
        ),
        name="usersessions_list",
    ),
]
