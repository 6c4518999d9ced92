"""What people type about people, groups and decisions."""

from typing import Any

from django import forms

from goldenthread.overview.shapes_partnership import AccountsPage, DecisionsPage, PostsPage
from goldenthread.partnership.rules import GROUP_KINDS, ROLE_KINDS
from goldenthread.web.editing.fields import Choice, Day, Words

WHOLE = "The whole partnership"


class RoleForm(forms.Form):
    """Who gets which role, and what it is for."""

    def __init__(self, shown: AccountsPage, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        scopes = [(one.id, f"Theme: {one.title}") for one in shown.themes]
        scopes += [(one.id, f"Group: {one.title}") for one in shown.groups]
        self.fields["email"] = forms.EmailField(
            label="E-mail address",
            help_text="Somebody who has an account already gets the role there.",
            error_messages={
                "required": "Give the e-mail address.",
                "invalid": "Write the address like name@council.example.",
            },
        )
        self.fields["name"] = forms.CharField(
            label="Name", max_length=200, error_messages={"required": "Give the name."}
        )
        self.fields["role"] = Choice(label="Role", choices=ROLE_KINDS)
        self.fields["scope"] = Choice(label="What for", choices=scopes, empty=WHOLE, required=False)
        self.fields["person"] = Choice(
            label="Who they are in the plan",
            help_text="Then the measures and actions that this person leads are theirs.",
            choices=[(one.id, one.title) for one in shown.people],
            empty="Nobody named in the plan",
            required=False,
        )


class TakeForm(forms.Form):
    """Why a role ends."""

    reason = forms.CharField(label="Why", max_length=300, required=False)


class DecisionForm(forms.Form):
    """What was decided, by whom and when."""

    def __init__(self, shown: DecisionsPage, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["title"] = forms.CharField(
            label="What was decided, in a line",
            max_length=300,
            error_messages={"required": "Give the decision a line that people will know it by."},
        )
        self.fields["words"] = Words(
            label="The words of the decision",
            error_messages={"required": "Write down the words of the decision."},
        )
        self.fields["decided_on"] = Day(label="When")
        self.fields["group"] = Choice(
            label="The group that decided",
            choices=[(one.id, one.title) for one in shown.groups],
            empty="No group: an officer did",
            required=False,
        )
        self.fields["officer"] = Choice(
            label="Or the officer who decided",
            choices=[(one.id, one.title) for one in shown.officers],
            empty="No officer: a group did",
            required=False,
        )
        self.fields["evidence"] = Words(label="On what evidence", required=False, rows=3)
        self.fields["public"] = forms.BooleanField(label="Everybody may read it", required=False)


class GroupForm(forms.Form):
    """A group and where it reports."""

    def __init__(self, groups: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["name"] = forms.CharField(
            label="Name", max_length=200, error_messages={"required": "Give the group a name."}
        )
        self.fields["kind"] = Choice(label="What kind of group", choices=GROUP_KINDS)
        self.fields["reports_to"] = Choice(
            label="Reports to", choices=groups, empty="No other group", required=False
        )
        self.fields["meets"] = forms.CharField(label="How often it meets", max_length=200, required=False)
        self.fields["terms_of_reference"] = Words(label="What it is for", required=False)


class SeatForm(forms.Form):
    """Who sits in a group, for whom, from when."""

    def __init__(self, organisations: list[tuple[int, str]], posts: PostsPage, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["organisation"] = Choice(
            label="For which organisation", choices=organisations, empty="No organisation", required=False
        )
        self.fields["post"] = Choice(
            label="Post",
            choices=[(one.id, f"{one.title}, {one.organisation}") for one in posts.posts],
            empty="No post",
            required=False,
        )
        self.fields["person"] = Choice(
            label="Person",
            choices=[(one.id, one.title) for one in posts.people],
            empty="No person named",
            required=False,
        )
        self.fields["role"] = forms.CharField(label="Role in the group", max_length=60, initial="Member")
        self.fields["how_appointed"] = forms.CharField(label="How appointed", max_length=200, required=False)
        self.fields["deputy"] = forms.CharField(label="Deputy", max_length=200, required=False)
        self.fields["valid_from"] = Day(label="From", required=False)
        self.fields["valid_to"] = Day(label="Until", required=False)


class EndForm(forms.Form):
    """The last day of a seat or of somebody in a post."""

    on = Day(label="The last day")


class HolderForm(forms.Form):
    """Who takes a post, from when."""

    def __init__(self, posts: PostsPage, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["person"] = Choice(
            label="Who",
            choices=[(one.id, one.title) for one in posts.people],
            empty="Somebody new",
            required=False,
        )
        self.fields["name"] = forms.CharField(
            label="The name of somebody new", max_length=200, required=False
        )
        self.fields["valid_from"] = Day(label="From", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("person") and not cleaned.get("name"):
            self.add_error("name", "Choose somebody, or write the name of somebody new.")
        return cleaned
