"""What the partnership does, and what could stop it."""

from django.db import models
from django.db.models import F, Q

from goldenthread.kernel.models import NamedRecord, Subject
from goldenthread.measures.models import Measure
from goldenthread.partnership.models import Organisation, Partnership, Person, Place, Post
from goldenthread.strategy.models import FromDocument, Objective, Theme


class Owned(models.Model):
    """Something that a person or a post answers for. An owner may be a post: people leave, posts stay."""

    owner_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_person=None) | Q(owner_post=None), name="%(class)s_has_one_owner"
            ),
        ]


class Action(Owned, FromDocument, NamedRecord):
    """Something that somebody said they would do, and under it the tasks that make it up.

    `lead`, `due`, `status` and `progress` are the plan's own words; `state`, the owner and the dates are kept by
    the partnership. `condition` is what it hangs on ("if the bid succeeds"). `continues` is the action of the year
    before that this one carries on.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        UNDER_WAY = "under_way", "Under way"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"
        CARRIED_ON = "carried_on", "Carried on next year"

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="actions")
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    continues = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
    title = models.TextField()
    lead = models.TextField(blank=True)
    due = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=100, blank=True)
    progress = models.TextField(blank=True)
    doubt = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=State, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    condition = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(part_of=None) | ~Q(part_of=F("subject")), name="action_is_no_part_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                name="action_is_due_after_it_starts",
            ),
        ]


class Progress(models.Model):
    """What somebody said of an action on a day, and how much of it was done then. Append-only."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="reports")
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=200)
    text = models.TextField()
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    illustrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["-said_at", "-id"]
        verbose_name_plural = "progress"
        constraints = [
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="progress_is_at_most_all"
            ),
        ]


class Milestone(models.Model):
    """A point on the way of an action: due on a day, reached on a day."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]


class Quantity(models.Model):
    """How many of something an action plans for a phase, and how many came: "7 advisers in year 1".

    `delivered` is None while nobody has said; zero is a number.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="quantities")
    what = models.CharField(max_length=200)
    phase = models.CharField(max_length=60, blank=True)
    planned = models.DecimalField(max_digits=18, decimal_places=2)
    delivered = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name_plural = "quantities"


class Event(NamedRecord):
    """Something that was held or visited: attendances and individuals are counted apart.

    One person who came three times is three attendances and one individual.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="events")
    title = models.CharField(max_length=300)
    held_on = models.DateField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    attendances = models.PositiveIntegerField(null=True, blank=True)
    individuals = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attendances=None) | Q(individuals=None) | Q(individuals__lte=F("attendances")),
                name="event_has_no_more_individuals_than_attendances",
            ),
        ]


class Referral(models.Model):
    """How many people an event passed on to an agency."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="referrals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="referrals")
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "organisation"], name="event_refers_once_to_an_agency"),
        ]


class ActionPoint(Owned, NamedRecord):
    """A small thing to do, about anything. One person says that it is done, a second one closes it."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Said to be done"
        CLOSED = "closed", "Closed"
        DROPPED = "dropped", "Dropped"

    about = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="action_points")
    title = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    done_by_account = models.BigIntegerField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    closed_by_account = models.BigIntegerField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="closed")
                | (
                    Q(done_at__isnull=False, closed_at__isnull=False)
                    & (Q(done_by_account=None) | ~Q(closed_by_account=F("done_by_account")))
                ),
                name="action_point_is_closed_by_a_second_person",
            ),
        ]


class Risk(Owned, FromDocument, NamedRecord):
    """What could stop it, hanging on one or several subjects: plans often share one risk section.

    Likelihood and impact run from 1 to 5: before anything is done, now, and aimed at. None is "not judged yet".
    """

    title = models.TextField()
    about = models.ManyToManyField(Subject, related_name="risks")
    likelihood_before = models.PositiveSmallIntegerField(null=True, blank=True)
    impact_before = models.PositiveSmallIntegerField(null=True, blank=True)
    likelihood_now = models.PositiveSmallIntegerField(null=True, blank=True)
    impact_now = models.PositiveSmallIntegerField(null=True, blank=True)
    likelihood_aim = models.PositiveSmallIntegerField(null=True, blank=True)
    impact_aim = models.PositiveSmallIntegerField(null=True, blank=True)
    mitigation = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            *Owned.Meta.constraints,
            *(
                models.CheckConstraint(
                    condition=(
                        Q(**{f"likelihood_{when}": None, f"impact_{when}": None})
                        | Q(**{f"likelihood_{when}__range": (1, 5), f"impact_{when}__range": (1, 5)})
                    ),
                    name=f"risk_{when}_is_on_the_map",
                )
                for when in ("before", "now", "aim")
            ),
        ]


class RiskMap(models.Model):
    """How a partnership reads its 25 cells: `levels[likelihood - 1][impact - 1]` is low, medium, high or severe."""

    partnership = models.OneToOneField(
        Partnership, on_delete=models.PROTECT, primary_key=True, related_name="risk_map"
    )
    levels = models.JSONField()
