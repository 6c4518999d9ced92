"""The components of the pages as template tags. tests/web/gallery.py shows each in use."""

from django import template
from django.forms import BaseForm
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldenthread.kernel.outbox.mailbox import is_open
from goldenthread.web import figures, marks
from goldenthread.web.charts import Chart, Sparkline
from goldenthread.web.frame import Cell, Table, faults_of

register = template.Library()
FIGURES = SafeString(' class="figures"')

register.simple_tag(marks.status, name="status")
register.simple_tag(marks.severity, name="severity")


@register.simple_tag
def mailbox() -> str:
    """Where the mailbox of a demonstration is; empty where mail goes out."""
    return reverse("web:mailbox") if is_open() else ""


@register.simple_tag
def cell(content: Cell) -> SafeString:
    """What stands in a cell of a table. It is no template because a page may have a thousand of them."""
    parts: list[SafeString] = []
    if content.counts:
        marked = ((marks.status(*one),) for one in content.counts)
        parts.append(
            format_html("<span>{}</span>", format_html_join(" ", '<span class="count">{}</span>', marked))
        )
    elif content.status:
        parts.append(marks.status(content.status, content.text))
    elif content.severity:
        parts.append(marks.severity(content.severity, content.text))
    elif not (content.href or content.note or content.text):
        return SafeString("")
    elif content.href:
        parts.append(format_html('<a href="{}" dir="auto">{}</a>', content.href, content.text))
    elif content.faint:
        parts.append(format_html('<span class="faint" dir="auto">{}</span>', content.text))
    else:
        parts.append(format_html('<span dir="auto">{}</span>', content.text))
    if content.note:
        parts.append(format_html('<span class="note faint" dir="auto">{}</span>', content.note))
    return (
        format_html("<span>{}</span>", format_html_join(" ", "{}", ((part,) for part in parts)))
        if content.note
        else parts[0]
    )


@register.simple_tag
def table_rows(content: Table) -> SafeString:
    """The rows of a table. Joined here and not in a template, because a page may have thousands of cells."""
    heads = [
        format_html('<td role="cell" data-label="{}"{}>', one.heading, FIGURES if one.figures else "")
        for one in content.columns[1:]
    ]
    end = SafeString("</td>")
    parts: list[SafeString] = []
    for row in content.rows:
        parts += (
            SafeString('<tr role="row"><th scope="row" role="rowheader">'),
            cell(row.head),
            SafeString("</th>"),
        )
        for head, one in zip(heads, row.cells, strict=True):
            parts += (head, cell(one), end)
        parts.append(SafeString("</tr>\n"))
    return SafeString("".join(parts))


@register.simple_tag
def squares(statuses: tuple[str, ...]) -> SafeString:
    """The cells of a row of the rug."""
    return format_html_join("", "{}", ((marks.square(key),) for key in statuses))


@register.inclusion_tag("components/table.html")
def table(content: Table, kind: str = "") -> dict[str, object]:
    """A table that becomes stacked rows on a phone. `kind` is "" or "dense"."""
    return {"table": content, "kind": kind}


@register.inclusion_tag("charts/measure.html")
def chart(content: Chart) -> dict[str, Chart]:
    """A chart with its message, and its figures as a table under it."""
    return {"chart": content}


@register.inclusion_tag("charts/sparkline.html")
def spark(content: Sparkline) -> dict[str, Sparkline]:
    """A line as small as a word."""
    return {"spark": content}


@register.inclusion_tag("components/errors.html")
def form_errors(form: BaseForm) -> dict[str, object]:
    """The errors of a form on top of its page, each a link to its field."""
    return {"faults": faults_of(form)}


@register.filter
def lines(value: tuple[int, int]) -> str:
    """(164, 166) as "lines 164 to 166"."""
    return figures.lines_in_words(value)
