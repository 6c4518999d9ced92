"""The address of the search."""

from django.urls import path

from goldenthread.web.search import views

of_a_partnership = [path("search/", views.search, name="search")]
