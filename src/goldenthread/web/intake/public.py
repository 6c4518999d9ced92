"""Public figures: send a download, see which measures it fills and what is new in it, and take it in."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.intake import operations, queries
from goldenthread.intake.public.matching import EVERYBODY, Match, Matched
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.measures.queries import feedable, releases
from goldenthread.overview.queries import heading
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership.queries import partnership_coded
from goldenthread.reading.errors import Unreadable
from goldenthread.returns.rules import REVISIONS
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.fields import Choice, Day
from goldenthread.web.figures import counted
from goldenthread.web.intake import public_pages
from goldenthread.web.intake.forms import too_large
from goldenthread.web.intake.uploads import on_disk

FORM = ["GET", "HEAD", "POST"]
FEW_CHOICES = 5
FIRST_CHOICES = 40
"""Indicators without a measure that a person is asked about: so many openly, and at most so many on the page, those with
a likely one first."""


class PublicFileForm(forms.Form):
    """A download, and what is known of it."""

    file = forms.FileField(
        label="The file as you downloaded it",
        help_text="From Fingertips, the ONS, police.uk or the Indices of Deprivation: CSV or Excel (.xlsx).",
        error_messages={
            "required": "Choose the file that you downloaded.",
            "empty": "This file is empty. Download it again.",
        },
    )
    edition = forms.CharField(
        label="What its publisher calls this release",
        help_text="May 2026 update",
        max_length=200,
        required=False,
    )
    released_on = Day(label="Published on", required=False)


class MatchForm(forms.Form):
    """Which measure an indicator fills, for those that codes do not tell."""

    def __init__(self, asked: Sequence[Matched], measures: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.asked = asked
        for place, one in enumerate(asked):
            likely = one.suggested.pk if one.suggested else None
            self.fields[f"measure_{place}"] = Choice(
                label=one.indicator.title,
                choices=measures,
                empty="No measure",
                required=False,
                initial=likely,
            )
            groups = public_pages.groups_of(one)
            if len(groups) > 1:
                self.fields[f"group_{place}"] = forms.ChoiceField(
                    label=f"{one.indicator.title}: for whom?",
                    choices=groups,
                    help_text="These rows are the whole figure.",
                )
            if any(sex not in ("", EVERYBODY) for sex, _ in one.indicator.groups) and len(groups) > 1:
                self.fields[f"parts_{place}"] = forms.BooleanField(
                    label=f"{one.indicator.title}: take women and men apart too", required=False
                )

    @property
    def likely(self) -> list[forms.BoundField]:
        """The fields of the indicators that probably fill a measure, or of all where they are few."""
        return self._fields_of(range(self._likely))

    @property
    def others(self) -> list[forms.BoundField]:
        return self._fields_of(range(self._likely, len(self.asked)))

    @property
    def _likely(self) -> int:
        if len(self.asked) <= FEW_CHOICES:
            return len(self.asked)
        return sum(one.unclear or one.suggested is not None for one in self.asked)

    def _fields_of(self, places: Iterable[int]) -> list[forms.BoundField]:
        names = (f"{name}_{place}" for place in places for name in ("measure", "group", "parts"))
        return [self[name] for name in names if name in self.fields]

    def matches(self, measures: Sequence[Any]) -> list[Match]:
        """What somebody chose: Raises Invalid where one measure would be filled twice."""
        by_number = {measure.pk: measure for measure in measures}
        found: dict[int, Match] = {}
        for place, one in enumerate(self.asked):
            measure = by_number.get(self.cleaned_data[f"measure_{place}"])
            if measure is None:
                continue
            if measure.pk in found:
                raise Invalid({f"measure_{place}": "You chose this measure for another indicator too."})
            chosen = self.cleaned_data.get(f"group_{place}", "")
            sex, _, age = (chosen or public_pages.groups_of(one)[0][0]).partition("|")
            found[measure.pk] = Match(
                one.indicator.code, one.indicator.title, measure, sex, age,
                bool(self.cleaned_data.get(f"parts_{place}")),
            )  # fmt: skip
        return list(found.values())


class TakeForm(forms.Form):
    """What the checks ask, answered for all rows together."""

    revision = forms.ChoiceField(
        label="Why are earlier figures different now?",
        choices=[("", "No earlier figure is different"), *REVISIONS.items()],
        required=False,
    )
    reason = forms.CharField(label="In a few words", max_length=500, required=False)
    explanation = forms.CharField(
        label="Anything that we should know about the unusual figures", max_length=500, required=False
    )


@access(Access.MANAGER)
@require_http_methods(FORM)
def public_files(request: RequestOfViewer, code: str) -> HttpResponse:
    """Send a download, and see those that came before."""
    shown = heading(code, viewer=request.viewer)
    form, status = PublicFileForm(), 200
    if request.method == "POST":
        form, status = PublicFileForm(request.POST, request.FILES), 422
        if getattr(request, "is_too_large", False):
            form.add_error("file", too_large())
        elif form.is_valid():
            try:
                return redirect("web:public-file", code=code, number=_kept(request, code, form.cleaned_data))
            except Invalid as problem:
                for name, sentence in problem.fields.items():
                    form.add_error(name, sentence)
            except (Unreadable, Refused) as problem:
                form.add_error("file", str(problem))
    files = queries.public_files(shown.id)
    context = public_pages.files(shown, form, files, releases(shown.id))
    return render(request, "intake/public_files.html", context, status=status)


def _kept(request: RequestOfViewer, code: str, said: dict[str, Any]) -> int:
    """Keep what was sent, from a file of its own. Returns its number."""
    sent = said["file"]
    if sent.size > settings.UPLOAD_LIMIT:
        raise Refused(too_large())
    with on_disk(sent) as path:
        file = operations.keep_public_file(
            by=request.viewer,
            partnership=partnership_coded(code, viewer=request.viewer),
            path=path,
            name=sent.name,
            edition=said["edition"],
            released_on=said["released_on"],
            limit=settings.UPLOAD_LIMIT,
        )
    return int(file.pk)


@access(Access.MANAGER)
@require_http_methods(FORM)
def public_file(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """What a download would do: confirm which measures it fills, then take it in."""
    shown = heading(code, viewer=request.viewer)
    file = queries.public_file(number, partnership_id=shown.id)
    measures = list(feedable(shown.id, viewer=request.viewer))
    decision = request.POST.get("decision", "")
    take = TakeForm(request.POST if decision == "take" else None)
    if decision == "take" and take.is_valid():
        fetched = operations.take_public_file(by=request.viewer, file=file, **take.cleaned_data)
        if not fetched.has_open_questions:
            messages.success(request, public_pages.taken_in_words(fetched))
            return redirect("web:public-files", code=code)
        messages.warning(request, f"{public_pages.taken_in_words(fetched)} The others wait for your answer.")
    fetched = operations.take_public_file(by=request.viewer, file=file, trial=True)
    asked = [one for one in fetched.matched if not one.matches][:FIRST_CHOICES]
    choices = [(one.pk, public_pages.measure_named(one)) for one in measures]
    form = MatchForm(asked, choices, data=request.POST if decision == "match" else None)
    if decision == "match" and form.is_valid():
        try:
            confirmed = operations.confirm_matches(
                by=request.viewer, file=file, matches=form.matches(measures)
            )
        except Invalid as problem:
            for name, sentence in problem.fields.items():
                form.add_error(name, sentence)
        else:
            messages.success(
                request, f"{counted(confirmed, 'measure').capitalize()} will be filled from this source."
            )
            return redirect("web:public-file", code=code, number=number)
    status = 422 if form.errors or (decision == "take" and fetched.has_open_questions) else 200
    context = public_pages.file(shown, file, fetched, form, take)
    return render(request, "intake/public_file.html", context, status=status)


@access(Access.MANAGER)
@require_http_methods(["POST"])
def end_feed(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """Let a source fill a measure no more."""
    shown: PartnershipHeading = heading(code, viewer=request.viewer)
    feed = operations.end_public_feed(by=request.viewer, number=number, partnership_id=shown.id)
    messages.success(
        request, f"{public_pages.measure_named(feed.measure)} is no longer filled from this source."
    )
    return redirect("web:public-files", code=code)
