"""Where the pages about what is done are."""

from django.urls import path

from goldenthread.web.delivery import editing, views

of_a_partnership = [
    path("actions/", views.actions, name="actions"),
    path("actions/<subject:subject_id>/", views.action, name="action"),
    path("themes/<subject:subject_id>/add-action/", editing.add_action, name="add-action"),
    path("actions/<subject:subject_id>/task/", editing.add_task, name="add-task"),
    path("actions/<subject:subject_id>/change/", editing.amend_action, name="amend-action"),
    path("actions/<subject:subject_id>/progress/", editing.say_progress, name="say-progress"),
    path("late/", views.late, name="late"),
    path("risks/", views.risks, name="risks"),
    path("risks/map/", editing.risk_map, name="risk-map"),
    path("risks/<subject:subject_id>/", editing.amend_risk, name="amend-risk"),
    path("about/<subject:subject_id>/risk/", editing.add_risk, name="add-risk"),
    path("points/", views.action_points, name="action-points"),
    path("points/<subject:subject_id>/finish/", editing.finish_point, name="finish-point"),
    path("points/<subject:subject_id>/close/", editing.close_point, name="close-point"),
    path("points/<subject:subject_id>/reopen/", editing.reopen_point, name="reopen-point"),
    path("points/<subject:subject_id>/drop/", editing.drop_point, name="drop-point"),
    path("about/<subject:subject_id>/point/", editing.set_point, name="set-point"),
    path("events/", views.events, name="events"),
    path("themes/<subject:subject_id>/add-event/", editing.add_event, name="add-event"),
    path("events/<subject:subject_id>/", editing.amend_event, name="amend-event"),
]
