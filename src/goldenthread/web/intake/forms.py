"""What people type or send."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings

from goldenthread.kernel.kinds import all_kinds

REQUIRED = "Choose the document that you want to send."


def too_large() -> str:
    """The sentence about a document over the limit."""
    return (
        f"This file is larger than {settings.UPLOAD_LIMIT / 1024 / 1024:g} MB, the most that is read."
        " Take the pictures out, or send it in parts."
    )


class DocumentForm(forms.Form):
    """One document. Whether it is a plan is found out by reading it.

    `was_too_large` says that a document came and was let past unread.
    """

    document = forms.FileField(
        label="Your document",
        help_text="A delivery plan, an action plan or a strategy: Word (.docx), Excel (.xlsx), PDF or text.",
        error_messages={"empty": "This file is empty. Save it again and send the new copy."},
    )

    def __init__(self, *args: Any, was_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].error_messages["required"] = too_large() if was_too_large else REQUIRED

    def clean_document(self) -> object:
        sent = self.cleaned_data["document"]
        if sent.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(too_large())
        return sent


class PublishForm(forms.Form):
    """What is not public yet, kind by kind: all of it is ticked but action points, which are the board's own."""

    def __init__(self, waiting: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        labels = {kind.name: kind.label for kind in all_kinds()}
        by_kind: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for one in waiting:
            by_kind[one.kind].append((str(one.pk), one.title))
        for kind, choices in by_kind.items():
            self.fields[kind] = forms.MultipleChoiceField(
                label=f"{labels[kind].capitalize()} ({len(choices):,})",
                choices=choices,
                initial=[] if kind == "action_point" else [number for number, _ in choices],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        return {"chosen": [int(number) for ticked in said.values() for number in ticked]}
