"""One row for every message that was ever written to somebody."""

from django.db import models
from django.db.models import Q


class Message(models.Model):
    """A mail: to whom, why, in which words, and how far it has come.

    `message_id` is fixed when the message is written and stays the same at every try, so that whoever gets it twice
    can tell. `text` may say "[[1]]" for the first of `links` (["answer", 12]), which is filled in as it is sent
    (`slots`): no link that lets somebody in is ever kept here. Where it `holds_a_secret` all the same (a sign-in code), the text is blanked once it
    is sent or given up. `try_at` is the next moment to try, `expires_at` the moment from which it is too late.
    `claim` names the process that sends it, `claimed_at` since when. Accounts and people are numbers without a
    foreign key, so that the kernel needs no room.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Refused"
        IN_DOUBT = "in_doubt", "In doubt"
        TOO_LATE = "too_late", "Too late to send"
        DROPPED = "dropped", "Dropped by hand"

    message_id = models.CharField(max_length=200, unique=True)
    to_address = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    links = models.JSONField(default=list, blank=True)
    holds_a_secret = models.BooleanField(default=False)
    purpose = models.CharField(max_length=60)
    partnership_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    about = models.ForeignKey(
        "kernel.Subject", on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    account_id = models.BigIntegerField(null=True, blank=True)
    person_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State)
    tries = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    claim = models.CharField(max_length=40, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    try_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "try_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_says_when_it_was_sent"
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | ~Q(claim=""), name="message_says_who_sends_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} to {self.to_address}"
