"""Where the pages about silence are."""

from django.urls import path

from goldenthread.web.silence import views

of_a_partnership = [
    path("silence/", views.silence, name="silence"),
    path("silence/<subject:subject_id>/hand-over/", views.hand_over, name="hand-over"),
]
