"""The addresses of the pages that only read."""

from django.urls import path

from goldenthread.web.overview import results, views

of_a_partnership = [
    path("", views.glance, name="partnership"),
    path("themes/<subject:subject_id>/", views.theme, name="theme"),
    path("objectives/<subject:subject_id>/", views.objective, name="objective"),
    path("measures/", views.measures, name="measures"),
    path("measures/<subject:subject_id>/", views.measure, name="measure"),
    path("measures/<subject:subject_id>/thread/", views.thread, name="thread"),
    path("results/", results.results, name="results"),
    path("results/results.json", results.as_json, name="results-json"),
    path("results/results.xlsx", results.as_workbook, name="results-workbook"),
    path("rug/", views.rug, name="rug"),
    path("mine/", views.mine, name="mine"),
    path("history/<subject:subject_id>/", views.history, name="history"),
    path("findings/", views.findings, name="findings"),
    path("governance/", views.governance, name="governance"),
]
