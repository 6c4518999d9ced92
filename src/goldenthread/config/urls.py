"""The root of the addresses: everything is behind the doors."""

from django.urls import include, path

urlpatterns = [path("", include("goldenthread.web.urls"))]
