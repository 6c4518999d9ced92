"""The addresses of the pages."""

from django.urls import include, path

from goldenthread.web.intake import views as intake
from goldenthread.web.overview import views as overview
from goldenthread.web.partnership import urls as partnership

app_name = "web"

of_a_partnership = [
    path("", overview.glance, name="partnership"),
    path("themes/<subject:subject_id>/", overview.theme, name="theme"),
    path("objectives/<subject:subject_id>/", overview.objective, name="objective"),
    path("measures/<subject:subject_id>/", overview.measure, name="measure"),
    path("measures/<subject:subject_id>/thread/", overview.thread, name="thread"),
    path("findings/", overview.findings, name="findings"),
    path("governance/", overview.governance, name="governance"),
    path("documents/<subject:subject_id>/", intake.document, name="document"),
    path("intake/", intake.intake, name="intake"),
    path("intake/<subject:subject_id>/", intake.review, name="review"),
    path("publish/", intake.publish, name="publish"),
    *partnership.of_a_partnership,
]

urlpatterns = [
    path("", overview.front, name="front"),
    path("<slug:code>/", include(of_a_partnership)),
]
