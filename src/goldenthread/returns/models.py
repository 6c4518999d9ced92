"""What people are asked for in a round, what they send, who signs it off, and who was reminded of it."""

from django.db import models
from django.db.models import F, Q

from goldenthread.delivery.models import Milestone
from goldenthread.kernel.models import Message, NamedRecord, Subject
from goldenthread.measures.models import Observation, Period, Series
from goldenthread.partnership.models import Organisation, Partnership, Person, Post
from goldenthread.strategy.models import Theme


def _before() -> list[int]:
    return [7, 2]


def _after() -> list[int]:
    return [3, 7, 14]


class Arrangements(models.Model):
    """How a partnership deals with returns: which steps sign off, what its board sees before they have, and how it
    reminds people.

    Days are counted from the due day. Nobody is written to from the hour `quiet_from` to the hour `quiet_to`, on a weekend, or on a bank
    holiday of `holidays_of` (that of the partnership's place where it is empty).
    """

    partnership = models.OneToOneField(
        Partnership, on_delete=models.PROTECT, primary_key=True, related_name="arrangements"
    )
    theme_lead_signs = models.BooleanField(default=True)
    manager_signs = models.BooleanField(default=True)
    board_sees_awaiting = models.BooleanField(default=False)
    reminds = models.BooleanField(default=True)
    remind_before = models.JSONField(default=_before, blank=True)
    remind_after = models.JSONField(default=_after, blank=True)
    deputy_after = models.PositiveSmallIntegerField(default=3)
    organisation_after = models.PositiveSmallIntegerField(default=7)
    theme_lead_after = models.PositiveSmallIntegerField(default=14)
    quiet_from = models.PositiveSmallIntegerField(default=18)
    quiet_to = models.PositiveSmallIntegerField(default=8)
    holidays_of = models.CharField(max_length=3, blank=True)


class Frequency(models.TextChoices):
    """How often rounds come: what measures call it, in the same words."""

    MONTHLY = "monthly", "Every month"
    QUARTERLY = "quarterly", "Every quarter"
    HALF_YEARLY = "half_yearly", "Every half year"
    YEARLY = "yearly", "Every year"
    SCHOOL_YEAR = "school_year", "Every school year"
    SURVEY = "survey", "With every wave of a survey"


class Layer(models.TextChoices):
    """Who looks how often: the same figures, in more or less detail."""

    OPERATIONAL = "operational", "Operational: those who do the work"
    EXECUTIVE = "executive", "Executive: those who steer it"
    STRATEGIC = "strategic", "Strategic: the board"


class Schedule(models.Model):
    """How rounds of one frequency are made by the clock.

    A round opens `opens_after` days after the last day of its period (before it where below zero) and is due
    `due_after` days after it. `asks` lists the kinds that are asked for. `waves` are the stretches of a survey as
    [name, first day, last day]; `since` is the first day from which periods count.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="schedules")
    frequency = models.CharField(max_length=20, choices=Frequency)
    layer = models.CharField(max_length=20, choices=Layer, default=Layer.OPERATIONAL)
    asks = models.JSONField(default=list)
    opens_after = models.SmallIntegerField(default=1)
    due_after = models.SmallIntegerField(default=21)
    waves = models.JSONField(default=list, blank=True)
    since = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "frequency"],
                condition=Q(ended_at=None),
                name="schedule_is_set_once_a_frequency",
            ),
            models.CheckConstraint(
                condition=Q(due_after__gte=F("opens_after")), name="schedule_is_due_after_it_opens"
            ),
        ]


class Round(NamedRecord):
    """One time of asking: what the figures are about (`period`), and from when to when they are wanted.

    `opened_at` is when its people were asked, `closed_at` when its period was locked; None for not yet.
    """

    title = models.CharField(max_length=200)
    schedule = models.ForeignKey(
        Schedule, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds"
    )
    frequency = models.CharField(max_length=20, choices=Frequency)
    layer = models.CharField(max_length=20, choices=Layer, default=Layer.OPERATIONAL)
    asks = models.JSONField(default=list)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    opens_on = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "period"], name="round_is_made_once_a_period"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")), name="round_is_due_after_it_opens"
            ),
        ]


class Return(models.Model):
    """What a round asks about one subject, of whom, and how far it has come.

    `series` says which figures of a measure, `milestone` which of an action. `contributor` is asked; `deputy` is
    asked where the contributor handed it on (`handed_on_at`) or does not answer. `post` is what the contributor holds,
    where the plan names a post; `taken_over_at` is when they took it over from somebody else. `state` is ASKED until something is sent: whether that is not due, due or overdue, the day
    says (`rules.state_on`). The names of who submitted, checked and accepted stay as they were then.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Asked for"
        SUBMITTED = "submitted", "Submitted"
        SENT_BACK = "sent_back", "Sent back"
        ACCEPTED = "accepted", "Accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returns")
    kind = models.CharField(max_length=40)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="returns")
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="returns"
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="returns"
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contributor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_on_at = models.DateTimeField(null=True, blank=True)
    taken_over_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.ASKED)
    to_change = models.TextField(blank=True)
    submitted_by = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["round", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "series"],
                condition=Q(series__isnull=False),
                name="series_is_asked_once_a_round",
            ),
            models.UniqueConstraint(
                fields=["round", "milestone"],
                condition=Q(milestone__isnull=False),
                name="milestone_is_asked_once_a_round",
            ),
            models.UniqueConstraint(
                fields=["round", "subject"],
                condition=Q(series=None, milestone=None),
                name="subject_is_asked_once_a_round",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False),
                name="return_says_who_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(submitted_at__isnull=False, accepted_at__isnull=False),
                name="return_says_who_accepted",
            ),
        ]


class Answer(models.Model):
    """What somebody sent for a return. Append-only: who sends again adds a row, `number` counts them.

    A number, no figure yet (`nothing_because`) and cannot be computed (a division by zero) are three. `questions` are
    what the checks asked, a line each, and `explanation` answers them; `also` holds what a kind asks beside a figure (how much of an action is done).
    """

    asked = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    status = models.CharField(max_length=20, choices=Observation.Status, blank=True)
    nothing_because = models.TextField(blank=True)
    what_happened = models.TextField(blank=True)
    why = models.TextField(blank=True)
    what_next = models.TextField(blank=True)
    questions = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    revision = models.CharField(max_length=20, blank=True)
    source_named = models.CharField(max_length=300, blank=True)
    also = models.JSONField(default=dict, blank=True)
    given_by = models.CharField(max_length=200)
    given_by_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["asked", "number"]
        constraints = [
            models.UniqueConstraint(fields=["asked", "number"], name="answer_is_numbered_once"),
        ]


class Draft(models.Model):
    """What somebody typed for a return and has not sent. `writer` names them: "person 12" or "account 3".

    `seen` is the number of the last answer that was there when they began. `begun_by` names who typed it first, where
    it was handed over to the writer.
    """

    asked = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="drafts")
    writer = models.CharField(max_length=40)
    content = models.JSONField(default=dict)
    seen = models.PositiveIntegerField(default=0)
    begun_by = models.CharField(max_length=200, blank=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked", "writer"], name="draft_is_kept_once_a_writer"),
        ]


class Digest(models.Model):
    """The one mail of a day to an address, whatever it is about. `address` is in small letters."""

    address = models.CharField(max_length=254)
    day = models.DateField()
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="digest")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "day"], name="nobody_is_written_to_twice_a_day"),
        ]


class Chase(models.Model):
    """One thing that somebody was told about one return: which `step` ("due", "after 3", "deputy"…), in which mail.

    `rung` is who was told: who is asked (0), the deputy, the lead organisation, the theme lead (3). `turn` is how many
    answers there were: an answer that is sent back begins a new turn. Append-only.
    """

    asked = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="chases")
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="chases")
    turn = models.PositiveIntegerField()
    rung = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asked", "digest", "turn", "step"], name="step_is_taken_once_in_a_mail"
            ),
        ]


class SentFile(models.Model):
    """A workbook or CSV that somebody sent for a round, as it came. Nothing in it counts until they decide."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="files")
    writer = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["round", "writer"])]


class Story(NamedRecord):
    """What a theme lead says of a theme for a round: its progress, how partners deliver it, new ways of working.

    `drafted_from` keeps each sentence that the draft was made of with its return and its figure as it was then.
    """

    class State(models.TextChoices):
        WRITING = "writing", "Being written"
        SUBMITTED = "submitted", "Submitted"
        SENT_BACK = "sent_back", "Sent back"
        ACCEPTED = "accepted", "Accepted"

    title = models.CharField(max_length=500)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="stories")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="stories")
    progress = models.TextField(blank=True)
    arrangements = models.TextField(blank=True)
    new_ways = models.TextField(blank=True)
    drafted_from = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.WRITING)
    to_change = models.TextField(blank=True)
    submitted_by = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "theme"], name="theme_has_one_story_a_round"),
        ]
