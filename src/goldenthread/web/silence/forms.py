"""What a manager fills in to hand over."""

from collections.abc import Sequence
from typing import Any

from django import forms

from goldenthread.web.editing.fields import Choice, Day, Words


class HandOverForm(forms.Form):
    """To whom everything goes, why, and whether the person has left."""

    def __init__(
        self,
        *,
        people: Sequence[tuple[int, str]],
        themes: Sequence[tuple[int, str]],
        posts: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.fields["successor"] = Choice(
            label="To whom?",
            help_text="Choose somebody, or write below who is new.",
            choices=people,
            empty="Somebody new",
            required=False,
        )
        self.fields["name"] = forms.CharField(
            label="The name of somebody new", max_length=200, required=False
        )
        self.fields["email"] = forms.EmailField(
            label="Their e-mail address",
            help_text="They get the links of the rounds there.",
            required=False,
            error_messages={"invalid": "Write the address like name@council.example."},
        )
        self.fields["theme"] = Choice(
            label="What?", choices=themes, empty="Everything, in all themes", required=False
        )
        if posts:
            self.fields["posts"] = forms.BooleanField(
                label="They take the post too, with all that the post leads"
                if posts == 1
                else f"They take the {posts} posts too, with all that the posts lead",
                required=False,
            )
        self.fields["left_on"] = Day(
            label="The day on which the person left",
            help_text="Leave it blank for somebody who stays. For one who left, posts and seats end on this day.",
            required=False,
        )
        self.fields["reason"] = Words(
            label="Why", rows=2, error_messages={"required": "Say in a few words why."}
        )
