"""The components of the pages as template tags. tests/web/gallery.py shows each in use."""

from django import template
from django.forms import BaseForm

from goldenthread.web import figures
from goldenthread.web.charts import Chart, Sparkline
from goldenthread.web.frame import Table, faults_of

register = template.Library()

STATUS_WORDS = {
    "on-track": "On track",
    "watch": "Watch",
    "off-track": "Off track",
    "too-early": "Too early to say",
    "no-figure": "No figure",
    "cannot-compute": "Cannot be computed",
    "finished": "Finished",
}
SEVERITY_WORDS = {"error": "Contradiction", "warning": "Gap", "note": "Open point"}


@register.inclusion_tag("components/status.html")
def status(key: str, words: str = "") -> dict[str, str]:
    """A status: its shape, its colour and its word, or other words in its place."""
    return {"key": key, "words": words or STATUS_WORDS[key]}


@register.inclusion_tag("components/severity.html")
def severity(key: str, words: str = "") -> dict[str, str]:
    """How bad a finding is: a contradiction (error), a gap (warning) or an open point (note)."""
    return {"key": key, "words": words or SEVERITY_WORDS[key]}


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


@register.filter
def column(content: Table, counter: int) -> object:
    """The column that the cell with this number stands in; the first cell after the head is number 1."""
    return content.columns[counter]
