"""Where the pages of rounds and returns are."""

from django.urls import path

from goldenthread.web.returns import answering, reminders, stories, views, workbook

by_link = [
    path("return/<str:link>/", answering.answer_by_link, name="link-answer"),
    path("return/<str:link>/hand-on/", answering.hand_on_by_link, name="link-hand-on"),
    path("return/<str:link>/workbook/", workbook.workbook_by_link, name="link-workbook"),
    path("return/<str:link>/workbook/<slug:kind>/", workbook.download_by_link, name="link-download"),
]

of_a_partnership = [
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/make/", views.make_round, name="make-round"),
    path("rounds/schedules/", views.schedules, name="schedules"),
    path("rounds/schedules/set/", views.set_schedule, name="set-schedule"),
    path("rounds/schedules/<subject:number>/end/", views.end_schedule, name="end-schedule"),
    path("rounds/arrangements/", views.arrangements, name="arrangements"),
    path("rounds/reminders/", reminders.set_reminders, name="set-reminders"),
    path("rounds/<subject:subject_id>/reminders/", reminders.reminders, name="reminders-sent"),
    path("rounds/<subject:subject_id>/", views.round_, name="round"),
    path("rounds/<subject:subject_id>/change/", views.amend_round, name="amend-round"),
    path("rounds/<subject:subject_id>/close/", views.close_round, name="close-round"),
    path("rounds/<subject:subject_id>/reopen/", views.reopen_round, name="reopen-round"),
    path("rounds/<subject:subject_id>/links/", views.links, name="links"),
    path("rounds/<subject:subject_id>/sign-off/", views.sign_off_many, name="sign-off-many"),
    path("rounds/<subject:subject_id>/stories/", stories.stories, name="stories"),
    path("rounds/<subject:subject_id>/stories/<subject:theme_id>/begin/", stories.begin, name="begin-story"),
    path("stories/<subject:subject_id>/", stories.story, name="story"),
    path("stories/<subject:subject_id>/write/", stories.write, name="write-story"),
    path("stories/<subject:subject_id>/add/", stories.add, name="add-to-story"),
    path("stories/<subject:subject_id>/submit/", stories.submit, name="submit-story"),
    path("stories/<subject:subject_id>/accept/", stories.accept, name="accept-story"),
    path("stories/<subject:subject_id>/send-back/", stories.send_back, name="send-story-back"),
    path("rounds/<subject:subject_id>/<subject:number>/", views.return_, name="return"),
    path("rounds/<subject:subject_id>/<subject:number>/sign-off/", views.sign_off, name="sign-off-return"),
    path("rounds/<subject:subject_id>/<subject:number>/send-back/", views.send_back, name="send-back-return"),
    path("rounds/<subject:subject_id>/<subject:number>/withdraw/", views.withdraw, name="withdraw-return"),
    path("rounds/<subject:subject_id>/<subject:number>/ask/", views.ask_again, name="ask-again-return"),
    path("rounds/<subject:subject_id>/<subject:number>/answer/", answering.answer_for, name="answer-return"),
    path("rounds/<subject:subject_id>/workbook/", workbook.workbook_signed_in, name="round-workbook"),
    path(
        "rounds/<subject:subject_id>/workbook/<slug:kind>/",
        workbook.download_signed_in,
        name="round-download",
    ),
    path("rounds/<subject:subject_id>/answer/", answering.answer_signed_in, name="answer"),
    path("rounds/<subject:subject_id>/hand-on/", answering.hand_on_signed_in, name="hand-on"),
]
