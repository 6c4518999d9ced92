"""How people are reminded, and who was."""

from functools import partial
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.overview import queries
from goldenthread.overview.shapes.reminders import ReminderLine, RemindersPage
from goldenthread.partnership.queries import partnership_coded
from goldenthread.returns import operations
from goldenthread.returns import queries as returns
from goldenthread.returns.rules import QUIET_FROM, QUIET_TO
from goldenthread.returns.working_days import COUNTRIES, country_of
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.fields import Choice
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.frame import Cell, Column, Empty, Row, Stop, Table, turner
from goldenthread.web.messages.pages import WORDS
from goldenthread.web.overview.views import page_number

NAMES: Final = (
    "reminds",
    "remind_before",
    "remind_after",
    "deputy_after",
    "organisation_after",
    "theme_lead_after",
    "quiet_from",
    "quiet_to",
    "holidays_of",
)
RUNGS: Final = ("who is asked", "the deputy", "the lead organisation", "the theme lead")


class Days(forms.CharField):
    """Some numbers of days, with commas between them. Cleaned, they are a list of whole numbers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(day) for day in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        words = (super().to_python(value) or "").replace(" and ", ",").split(",")
        typed = [word.strip() for word in words if word.strip()]
        if not all(word.isascii() and word.isdigit() for word in typed):
            raise forms.ValidationError("Write numbers of days with commas between them, like 7, 2.")
        return [int(word) for word in typed]


class RemindersForm(forms.Form):
    """When people are reminded, who is told next, and when nobody is written to."""

    def __init__(self, country: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        fields = self.fields
        fields["reminds"] = forms.BooleanField(
            label="Write to people about what they are asked for", required=False
        )
        fields["remind_before"] = Days(
            label="Remind them so many days before the due day",
            help_text="Like 7, 2. They hear on the day that a round opens and on the due day too.",
        )
        fields["remind_after"] = Days(label="And so many days after it", help_text="Like 3, 7, 14.")
        for name, words in (
            ("deputy_after", "Tell the deputy after so many days"),
            ("organisation_after", "Tell the lead organisation after so many days"),
            ("theme_lead_after", "Tell the theme lead after so many days"),
        ):
            fields[name] = forms.IntegerField(
                label=words,
                min_value=1,
                error_messages={
                    "required": "Give a number of days.",
                    "invalid": "Give a whole number of days.",
                },
            )
        fields["quiet_from"] = Choice(
            label="Nobody is written to from", choices=[(hour, f"{hour}:00") for hour in QUIET_FROM]
        )
        fields["quiet_to"] = Choice(label="Until", choices=[(hour, f"{hour}:00") for hour in QUIET_TO])
        fields["holidays_of"] = Choice(
            label="Nor on weekends and the bank holidays of",
            choices=list(COUNTRIES.items()),
            empty=f"The country of the place: {COUNTRIES[country]}",
            required=False,
        )


@access(Access.MANAGER)
@require_http_methods(["GET", "POST"])
def set_reminders(request: RequestOfViewer, code: str) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    partnership = partnership_coded(code, viewer=request.viewer)
    now = returns.arrangements_of(heading.id)
    task = Task(
        heading,
        "How people are reminded",
        "Save",
        "Saved.",
        addresses.of(heading, "rounds"),
        here="rounds",
        above=(Stop("Rounds", "All rounds", addresses.of(heading, "rounds")),),
        intro="Nobody gets more than one mail a day, whatever it is about. Whoever has answered is left alone.",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        said["holidays_of"] = said["holidays_of"] or ""
        operations.arrange(by=request.viewer, partnership=partnership, **said)

    form = partial(RemindersForm, country_of(partnership.place.code))
    return handle(request, task, form, save, initial={name: getattr(now, name) for name in NAMES})


@access(Access.MANAGER)
@require_safe
def reminders(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Who was told what about a round, or about one of its returns (`?return=12`)."""
    one = request.GET.get("return", "")
    shown = queries.reminders(
        code,
        subject_id,
        viewer=request.viewer,
        return_id=int(one) if one.isascii() and one.isdigit() and len(one) < 19 else None,
        page=page_number(request),
    )
    return render(request, "returns/reminders.html", _page(shown))


def _page(shown: RemindersPage) -> dict[str, object]:
    heading = shown.heading
    address = addresses.of(heading, "reminders-sent", shown.round.id)
    above = (
        Stop("Rounds", "All rounds", addresses.of(heading, "rounds")),
        Stop("Round", shown.round.title, addresses.of(heading, "round", shown.round.id)),
    )
    columns = (
        Column("When"),
        Column("To"),
        Column("About"),
        Column("Why"),
        Column("What became of the mail"),
    )
    rows = tuple(_row(shown, line) for line in shown.lines)
    return {
        "frame": addresses.framed(heading, "Who was written to", here="rounds", above=above),
        "only": shown.only.title if shown.only else "",
        "whole": address,
        "table": Table("Who was written to", columns, rows, caption_hidden=True) if rows else None,
        "turner": turner(shown.page, address, {"return": str(shown.only.id)} if shown.only else {}),
        "empty": Empty(
            "Nobody was written to yet",
            "The clock writes to people when the round opens, before it is due, on the day and after it; never in quiet"
            " hours, on weekends or bank holidays.",
        ),
    }


def _row(shown: RemindersPage, line: ReminderLine) -> Row:
    return Row(
        Cell(date_format(line.day, "j F Y")),
        (
            Cell(line.name or line.address, note=line.address if line.name else ""),
            Cell(line.about.title, addresses.of(shown.heading, "return", shown.round.id, line.about.id)),
            Cell(_why(line), note=f"As {RUNGS[line.rung]}"),
            Cell(WORDS[line.state]),
        ),
    )


def _why(line: ReminderLine) -> str:
    """Which step it was, in words: "after 3" is "3 days overdue"."""
    name, _, days = line.step.partition(" ")
    counted = f"{days} day" if days == "1" else f"{days} days"
    if name == "before":
        return f"{counted} before it is due"
    if name == "after":
        return f"{counted} after it was due"
    return {"asked": "Asked for an answer", "due": "Due today"}.get(line.step, "Told that there is no answer")
