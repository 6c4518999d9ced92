"""The root of the addresses: everything is behind the doors."""

from django.urls import include, path

handler404 = "goldenthread.web.access.page_not_found"
handler500 = "goldenthread.web.access.server_error"

urlpatterns = [
    path("", include("goldenthread.web.accounts")),
    path("", include("goldenthread.web.organisation_sign_in")),
    path("", include("goldenthread.web.urls")),
]
