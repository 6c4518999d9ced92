"""A round as a file: down, filled in, up again, looked at, taken."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.kernel.errors import Refused
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.returns_table import RETURN, ReturnRow, read_returns
from goldenthread.returns import operations, queries
from goldenthread.returns.rules import name_of
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Row, Table
from goldenthread.web.intake.forms import too_large
from goldenthread.web.measures.workbook import XLSX
from goldenthread.web.returns import book, pages
from goldenthread.web.returns.answering import FORM, kept_close
from goldenthread.web.returns.desk import Desk, keeping, with_link
from goldenthread.web.returns.form import AnswersForm, Item, content_of


class FileForm(forms.Form):
    """A workbook or CSV that somebody filled in."""

    file = forms.FileField(
        label="Your workbook or CSV",
        help_text="The .xlsx or .csv that you downloaded here.",
        error_messages={
            "required": "Choose the file that you filled in.",
            "empty": "This file is empty. Save it again and send the new copy.",
        },
    )


@access(Access.PUBLIC)
@require_http_methods(FORM)
def workbook_by_link(request: RequestOfViewer, link: str) -> HttpResponse:
    return kept_close(workbook(request, with_link(link)))


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def workbook_signed_in(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    return workbook(request, keeping(request, code, subject_id))


@access(Access.PUBLIC)
@require_safe
def download_by_link(request: RequestOfViewer, link: str, kind: str) -> HttpResponse:
    return kept_close(download(with_link(link), kind))


@access(Access.CONTRIBUTOR)
@require_safe
def download_signed_in(request: RequestOfViewer, code: str, subject_id: int, kind: str) -> HttpResponse:
    return download(keeping(request, code, subject_id), kind)


def download(desk: Desk, kind: str) -> HttpResponse:
    """What the desk asks as a workbook or CSV; "marked" is the file that was sent, with what is wrong in it."""
    name = f"{desk.heading.code}-{slugify(desk.asked_in.title)}"
    if kind == "marked":
        tried = _tried(desk, trial=True)
        if tried is None or tried.file.content[:2] != b"PK":
            raise Refused("There is no workbook of yours to mark.")
        return _file(book.marked(bytes(tried.file.content), tried.wrong), f"{name}-to-correct.xlsx", XLSX)
    items = pages.items_of(desk)
    known = queries.backgrounds(desk.returns, desk.asked_in.period)
    if kind == "csv":
        return _file(book.plain(items, known).encode(), f"{name}.csv", "text/csv; charset=utf-8")
    return _file(book.written(desk.heading.code, desk.asked_in, items, known), f"{name}.xlsx", XLSX)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def workbook(request: RequestOfViewer, desk: Desk) -> HttpResponse:
    """Send a file, see what it would do, and let it: all that is right, or none."""
    address = desk.address("workbook")
    decision = request.POST.get("decision_on_file", "")
    form, status = FileForm(), 200
    if decision:
        return _decide(request, desk, take=decision == "take")
    if request.method == "POST":
        form, status = FileForm(request.POST, request.FILES), 422
        if getattr(request, "is_too_large", False):
            form.add_error("file", too_large())
        if form.is_valid():
            sent = form.cleaned_data["file"]
            content = sent.read(settings.UPLOAD_LIMIT + 1)
            try:
                read_returns(content, sent.name, limit=settings.UPLOAD_LIMIT)
                operations.keep_file(by=desk.viewer, asked_in=desk.asked_in, name=sent.name, content=content)
                return redirect(address)
            except (Unreadable, Refused) as problem:
                form.add_error("file", str(problem))
    context = {
        "frame": desk.framed("Answer with a workbook"),
        "form": form,
        "preview": _preview(desk),
        "workbook": desk.address("download", "workbook"),
        "csv": desk.address("download", "csv"),
        "back": desk.address(),
        "is_open": desk.asked_in.closed_at is None,
    }
    return render(request, "returns/workbook.html", context, status=status)


def _decide(request: RequestOfViewer, desk: Desk, *, take: bool) -> HttpResponse:
    if not take:
        file = queries.file_sent(desk.asked_in, viewer=desk.viewer)
        if file is not None:
            operations.decide_on_file(file=file)
        messages.info(request, "The file is put aside. Nothing of it was sent.")
        return redirect(desk.address("workbook"))
    tried = _tried(desk, trial=False)
    if tried is None:
        return redirect(desk.address("workbook"))
    operations.decide_on_file(file=tried.file)
    messages.success(request, f"{counted(len(tried.sent.new), 'answer').capitalize()} sent. Thank you.")
    return redirect(desk.address())


@dataclass(frozen=True, slots=True)
class _Tried:
    """What a file would do, or did: the answers, and each cell that is wrong as (row, heading, sentence)."""

    file: Any
    items: Mapping[int, Item]
    sent: operations.Sent
    wrong: list[tuple[ReturnRow, str, str]]


def _tried(desk: Desk, *, trial: bool) -> _Tried | None:
    """Send what the viewer's file says; a trial keeps none of it. None where no file waits."""
    file = queries.file_sent(desk.asked_in, viewer=desk.viewer)
    if file is None:
        return None
    rows = read_returns(bytes(file.content), file.name, limit=settings.UPLOAD_LIMIT)
    items = {item.id: item for item in pages.items_of(desk)}
    found = book.matched(rows, list(items.values()))
    wrong = [(row, RETURN, sentence) for row, sentence in found.stray]
    lines = _lines(desk, items, found.rows, wrong)
    sent = operations.submit_many(by=desk.viewer, lines=lines, trial=trial)
    for number, fields in sent.wrong.items():
        wrong += [
            (found.rows[number], book.HEADINGS.get(name, RETURN), text) for name, text in fields.items()
        ]
    wrong += [(found.rows[number], RETURN, text) for number, text in sent.refused.items()]
    return _Tried(file, items, sent, wrong)


def _lines(
    desk: Desk,
    items: Mapping[int, Item],
    rows: Mapping[int, ReturnRow],
    wrong: list[tuple[ReturnRow, str, str]],
) -> list[operations.Line]:
    """The rows that say something new, as they are sent. What a field cannot take is added to `wrong`."""
    before = queries.answers_numbered([item.asked for item in items.values()])
    asked: list[Item] = []
    data: dict[str, str] = {}
    for number, row in rows.items():
        seen = book.seen_in(row, items[number])
        began = content_of(before.get((number, seen)))
        typed = book.typed_in(row, items[number])
        if typed == {name: began.get(name, "") for name in typed} or not any(typed.values()):
            continue
        if not items[number].open:
            wrong.append((row, RETURN, "This was accepted already. Ask for it to be sent back first."))
            continue
        asked.append(replace(items[number], has_figure=True, sent={}, seen=seen))
        data |= {f"{name}_{number}": text for name, text in typed.items()}
    form = AnswersForm(asked, data=data)
    form.is_valid()
    lines = []
    for item in asked:
        said = form.said(item)
        if said is not None:
            lines.append(operations.Line(item.asked, said, item.seen))
            continue
        wrong += [
            (rows[item.id], book.HEADINGS[name], " ".join(map(str, bound.errors)))
            for name, bound in form.fields_of(item).items()
            if bound.errors
        ]
    return lines


def _preview(desk: Desk) -> dict[str, object] | None:
    """What the file that was sent would do, and what is wrong in it by sheet and cell."""
    tried = _tried(desk, trial=True)
    if tried is None:
        return None
    new, same, rows_wrong = (
        len(tried.sent.new),
        len(tried.sent.same),
        {(row.sheet, row.row) for row, _, _ in tried.wrong},
    )
    words = [f"{counted(new, 'answer').capitalize()} in “{tried.file.name}” can be sent."]
    if rows_wrong:
        words.append(f"{counted(len(rows_wrong), 'row').capitalize()} cannot: see what is wrong.")
    if same:
        words.append(f"{counted(same, 'row').capitalize()} say what was sent already.")
    if not new and not rows_wrong:
        words = [f"Nothing in “{tried.file.name}” is new. It changes nothing."]
    button = ""
    if new:
        button = (
            f"Send the {counted(new, 'answer')} that are right"
            if rows_wrong
            else f"Send {counted(new, 'answer')}"
        )
    return {
        "words": " ".join(words),
        "wrong": _grouped(tried.wrong),
        "table": _new(tried),
        "button": button,
        "marked": desk.address("download", "marked")
        if tried.wrong and bytes(tried.file.content)[:2] == b"PK"
        else "",
    }


def _grouped(wrong: list[tuple[ReturnRow, str, str]]) -> list[str]:
    """What is wrong, each sentence once with all its cells: "Sheet Figures, cells E4, E7 and E9: …"."""
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row, heading, sentence in wrong:
        cells[row.sheet, sentence].append(row.cell(heading))
    return [f"{_where(sheet, places)}: {sentence}" for (sheet, sentence), places in cells.items()]


def _where(sheet: str, places: list[str]) -> str:
    named = f"Sheet {sheet}, " if sheet else "The CSV, "
    if len(places) == 1:
        return f"{named}cell {places[0]}"
    return f"{named}cells {', '.join(places[:-1])} and {places[-1]}"


def _new(tried: _Tried) -> Table | None:
    """What would be sent."""
    if not tried.sent.new:
        return None
    rows = tuple(Row(Cell(name_of(tried.items[number].asked))) for number in tried.sent.new)
    return Table("What can be sent", (Column("What is asked"),), rows)
