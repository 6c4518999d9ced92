"""What people type or send."""

from django import forms
from django.conf import settings


class DocumentForm(forms.Form):
    """One document. Whether it is a plan is found out by reading it."""

    document = forms.FileField(
        label="Your document",
        help_text="A delivery plan, an action plan or a strategy: Word (.docx), Excel (.xlsx), PDF or text.",
        error_messages={
            "required": "Choose the document that you want to send.",
            "empty": "This file is empty. Save it again and send the new copy.",
        },
    )

    def clean_document(self) -> object:
        sent = self.cleaned_data["document"]
        if sent.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(
                f"This file is larger than {settings.UPLOAD_LIMIT / 1024 / 1024:g} MB, the most that is read."
                " Take the pictures out, or send it in parts."
            )
        return sent
