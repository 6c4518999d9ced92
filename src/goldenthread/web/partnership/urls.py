"""Where the pages about who the partnership is are."""

from django.urls import path

from goldenthread.web.partnership import views

of_a_partnership = [
    path("people/", views.accounts, name="accounts"),
    path("people/give/", views.give_role, name="give-role"),
    path("people/take/<subject:number>/", views.take_role, name="take-role"),
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/write/", views.write_decision, name="write-decision"),
    path("decisions/<subject:subject_id>/", views.decision, name="decision"),
    path("groups/add/", views.add_group, name="add-group"),
    path("groups/<subject:subject_id>/", views.amend_group, name="amend-group"),
    path("groups/<subject:subject_id>/seat/", views.give_seat, name="give-seat"),
    path("seats/<subject:number>/end/", views.end_seat, name="end-seat"),
    path("places/", views.places, name="places"),
    path("posts/", views.posts, name="posts"),
    path("posts/<subject:subject_id>/hold/", views.hold_post, name="hold-post"),
    path("posts/leave/<subject:number>/", views.leave_post, name="leave-post"),
]
