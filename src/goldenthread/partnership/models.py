"""Who the partnership is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from goldenthread.kernel.models import NamedRecord, Subject


class Place(NamedRecord):
    """Somewhere figures are about. An official place has a code and belongs to no partnership."""

    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    within = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="places")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code="") & Q(valid_to=None), name="place_code_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="place_ends_after_it_begins",
            ),
        ]


class Succession(models.Model):
    """A place that took over from another, on a day: merged, split, renamed or given a new code."""

    old = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="place_is_succeeded_once_by_another"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="place_is_succeeded_by_another"),
        ]


class Partnership(NamedRecord):
    """One tenant, for one place; may sit inside a wider one (a district inside a county).

    `year` is the label of the year that it reports on now ("2009/10"). `illustrative` says that its results are
    invented, for demonstration; every page says so too.
    """

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="partnerships")
    within = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="partnerships"
    )
    year = models.CharField(max_length=20, blank=True)
    illustrative = models.BooleanField(default=False)


class Organisation(NamedRecord):
    """A council, a health body, a charity: whoever leads, partners or sits.

    `email` is where it is written to when nobody of its own answers.
    """

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    sector = models.CharField(max_length=60, blank=True)
    charity_number = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)


class Person(NamedRecord):
    """A named person. An owner may be a post instead: people leave, posts stay.

    `email` is where they are asked for what they answer for; most never need an account. `left_on` is the day on
    which somebody said that they left for good.
    """

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    left_on = models.DateField(null=True, blank=True)


class Post(NamedRecord):
    """A job in an organisation, whoever holds it."""

    title = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")


class Holding(models.Model):
    """Who holds a post, from when to when: people leave, posts stay."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="holding_ends_after_it_begins",
            ),
        ]


class Group(NamedRecord):
    """A board, theme group or task group, and the group that it reports to."""

    class Kind(models.TextChoices):
        BOARD = "board", "Board"
        EXECUTIVE = "executive", "Executive group"
        THEME = "theme", "Theme group"
        TASK = "task", "Task group"
        OTHER = "other", "Group"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    reports_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="groups"
    )
    meets = models.CharField(max_length=200, blank=True)
    terms_of_reference = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reports_to=None) | ~Q(reports_to=F("subject")), name="group_reports_to_another"
            ),
        ]


class Membership(models.Model):
    """A seat in a group: who sits there, for which organisation, in which role, from when to when."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=60)
    how_appointed = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    deputy = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(organisation=None) | ~Q(person=None) | ~Q(post=None),
                name="membership_has_a_holder",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        ]


class Decision(NamedRecord):
    """What was decided: by which group or officer, when, in what words, on what evidence.

    It lives at the bottom of the house because targets, strategies and memberships hang on decisions.
    """

    title = models.CharField(max_length=300)
    words = models.TextField()
    decided_on = models.DateField()
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    officer = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    evidence = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group=None, officer__isnull=False) | Q(group__isnull=False, officer=None),
                name="decision_is_by_a_group_or_an_officer",
            ),
        ]


class Invitation(models.Model):
    """A link that lets one person do one thing without an account, until its day or until it is taken back.

    `about` is what it is for (a round). The link is signed from `secret` whenever it is sent, so that whoever reads
    the database alone cannot make one.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    about = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    secret = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "about"],
                condition=Q(revoked_at=None),
                name="person_is_invited_once_to_a_thing",
            ),
            models.UniqueConstraint(fields=["secret"], name="invitation_has_a_secret_of_its_own"),
        ]


class AccountManager(BaseUserManager["Account"]):
    """Accounts are found by e-mail address; capitals make no difference."""

    def create_user(self, *, email: str, password: str | None, name: str) -> Account:
        account = self.model(email=email, name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractUser):
    """Signs in. May belong to one person; most named leads never need one."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200, blank=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="account"
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[Any] = AccountManager()

    def __str__(self) -> str:
        return self.name or self.email


class Role(models.Model):
    """What an account may do in a partnership; `scope` is the one theme or group that it is for, None for all."""

    class Kind(models.TextChoices):
        ADMINISTRATOR = "administrator", "Administrator"
        MANAGER = "manager", "Partnership manager"
        THEME_LEAD = "theme_lead", "Theme lead"
        CONTRIBUTOR = "contributor", "Contributor"
        FINANCE_OFFICER = "finance_officer", "Finance officer"
        MINUTE_TAKER = "minute_taker", "Minute-taker"
        BOARD_MEMBER = "board_member", "Board member"
        AUDITOR = "auditor", "Auditor"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="roles")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=20, choices=Kind)
    scope = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "partnership", "kind"],
                condition=Q(scope=None),
                name="whole_role_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["account", "partnership", "kind", "scope"],
                condition=~Q(scope=None),
                name="role_is_given_once_for_a_scope",
            ),
        ]
