"""Whoever may do much signs in with more than a password, before they open anything of a partnership."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.rules import needs_second_factor

WHY = "Add a second factor first. You may change so much here that a password alone is too little."


def must_add_one(request: HttpRequest, viewer: Viewer) -> bool:
    """Whether somebody has to add a second factor before they go on.

    Whoever came with their organisation's own sign-in need not: how sure that is, the organisation decides.
    """
    if not settings.SECOND_FACTOR_REQUIRED or not needs_second_factor(viewer):
        return False
    came_by = {record.get("method") for record in get_authentication_records(request, request.user)}
    return "socialaccount" not in came_by and not is_mfa_enabled(request.user)
