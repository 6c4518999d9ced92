"""Where the pages about what is done are."""

from django.urls import path

from goldenthread.web.delivery import views
from goldenthread.web.delivery.editing import actions, events, points, risks

of_a_partnership = [
    path("actions/", views.actions, name="actions"),
    path("actions/<subject:subject_id>/", views.action, name="action"),
    path("themes/<subject:subject_id>/add-action/", actions.add_action, name="add-action"),
    path("actions/<subject:subject_id>/task/", actions.add_task, name="add-task"),
    path("actions/<subject:subject_id>/change/", actions.amend_action, name="amend-action"),
    path("actions/<subject:subject_id>/progress/", actions.say_progress, name="say-progress"),
    path("late/", views.late, name="late"),
    path("risks/", views.risks, name="risks"),
    path("risks/map/", risks.risk_map, name="risk-map"),
    path("risks/<subject:subject_id>/", risks.amend_risk, name="amend-risk"),
    path("risks/<subject:subject_id>/hang/", risks.hang_risk, name="hang-risk"),
    path("about/<subject:subject_id>/risk/", risks.add_risk, name="add-risk"),
    path("points/", views.action_points, name="action-points"),
    path("points/<subject:subject_id>/", views.action_point, name="action-point"),
    path("points/<subject:subject_id>/change/", points.amend_point, name="amend-point"),
    path("points/<subject:subject_id>/finish/", points.finish_point, name="finish-point"),
    path("points/<subject:subject_id>/close/", points.close_point, name="close-point"),
    path("points/<subject:subject_id>/reopen/", points.reopen_point, name="reopen-point"),
    path("points/<subject:subject_id>/drop/", points.drop_point, name="drop-point"),
    path("about/<subject:subject_id>/point/", points.set_point, name="set-point"),
    path("events/", views.events, name="events"),
    path("themes/<subject:subject_id>/add-event/", events.add_event, name="add-event"),
    path("events/<subject:subject_id>/", events.amend_event, name="amend-event"),
]
