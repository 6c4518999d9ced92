"""Sign-in by allauth, with only the routes that this version has: in, out, and a new password."""

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import path

from goldenthread.web.access import Access, access
from goldenthread.web.frame import Frame


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for themselves: a manager does."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


sign_in = access(Access.PUBLIC)(
    views.LoginView.as_view(
        extra_context={"frame": Frame(title="Sign in")}, template_name="account/sign_in.html"
    )
)
sign_out = access(Access.PUBLIC)(
    views.LogoutView.as_view(
        extra_context={"frame": Frame(title="Sign out")}, template_name="account/sign_out.html"
    )
)
new_password = access(Access.SIGNED_IN)(
    views.PasswordChangeView.as_view(
        extra_context={"frame": Frame(title="Choose a new password")},
        template_name="account/new_password.html",
        success_url="/",
    )
)

urlpatterns = [
    path("sign-in/", sign_in, name="account_login"),
    path("sign-out/", sign_out, name="account_logout"),
    path("password/", new_password, name="account_change_password"),
]
