"""The addresses of the pages."""

from django.urls import include, path

from goldenthread.web.delivery import urls as delivery
from goldenthread.web.editing.one_field import change_one
from goldenthread.web.editing.undoing import undo
from goldenthread.web.health import health
from goldenthread.web.intake import public
from goldenthread.web.intake import views as intake
from goldenthread.web.measures import urls as measures
from goldenthread.web.messages import urls as messages
from goldenthread.web.overview import urls as reading
from goldenthread.web.overview import views as overview
from goldenthread.web.partnership import urls as partnership
from goldenthread.web.publishing import urls as publishing
from goldenthread.web.returns import urls as returns
from goldenthread.web.search import urls as searching
from goldenthread.web.silence import urls as silence
from goldenthread.web.strategy import urls as strategy

app_name = "web"

of_a_partnership = [
    *reading.of_a_partnership,
    path("documents/<subject:subject_id>/", intake.document, name="document"),
    path("intake/", intake.intake, name="intake"),
    path("intake/<subject:subject_id>/", intake.review, name="review"),
    path("public-figures/", public.public_files, name="public-files"),
    path("public-figures/<subject:number>/", public.public_file, name="public-file"),
    path("public-figures/filled/<subject:number>/end/", public.end_feed, name="end-feed"),
    path("publish/", intake.publish, name="publish"),
    path("change/<subject:subject_id>/<slug:name>/", change_one, name="change-one"),
    path("history/<subject:subject_id>/undo/<subject:number>/", undo, name="undo"),
    *partnership.of_a_partnership,
    *messages.of_a_partnership,
    *searching.of_a_partnership,
    *measures.of_a_partnership,
    *delivery.of_a_partnership,
    *returns.of_a_partnership,
    *silence.of_a_partnership,
    *strategy.of_a_partnership,
    *publishing.of_a_partnership,
]

urlpatterns = [
    path("", overview.front, name="front"),
    path("health/", health, name="health"),
    *messages.mailbox,
    *returns.by_link,
    path("<slug:code>/", include(of_a_partnership)),
]
