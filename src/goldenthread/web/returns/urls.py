"""Where the pages of rounds and returns are."""

from django.urls import path

from goldenthread.web.returns import answering

by_link = [
    path("return/<str:link>/", answering.answer_by_link, name="link-answer"),
    path("return/<str:link>/hand-on/", answering.hand_on_by_link, name="link-hand-on"),
]

of_a_partnership = [
    path("rounds/<subject:subject_id>/answer/", answering.answer_signed_in, name="answer"),
    path("rounds/<subject:subject_id>/hand-on/", answering.hand_on_signed_in, name="hand-on"),
]
