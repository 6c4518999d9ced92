"""Where the pages about messages are."""

from django.urls import path

from goldenthread.web.messages import views

mailbox = [
    path("mailbox/", views.letters, name="mailbox"),
    path("mailbox/<slug:name>/", views.letter, name="letter"),
]

of_a_partnership = [path("messages/", views.messages, name="messages")]
