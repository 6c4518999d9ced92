"""Every component on plain pages, as files that can be looked at: `python -m tests.web.gallery FOLDER`.

The files need no server and no database; the browser tests check them too.
"""

import os
import shutil
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from goldenthread.overview.shapes import GroupNode, Named, Page, PlaceSeries, Seat, StatedFigure

SOURCE = Path(__file__).parents[2] / "src/goldenthread/web"


def figure(period: str | None, value: str | None, unit: str = "%", **given: object) -> StatedFigure:
    """A stated figure with the usual rest."""
    from datetime import date

    start = None
    if period and period[:4].isdigit():
        start = date(int(period[:4]), 4 if "/" in period else 1, 1)
    parts: dict[str, object] = {
        "period": period,
        "period_start": start,
        "value": None if value is None else Decimal(value),
        "decimals": 0 if value is None else max(-int(Decimal(value).as_tuple().exponent), 0),
        "unit": unit,
        "numerator": None,
        "denominator": None,
        "change_percent": None,
        "status": "agreed",
        "measured_at": "",
        "as_written": value or "",
        "doubt": "",
        "source": None,
    }
    return StatedFigure(**(parts | given))  # type: ignore[arg-type]


def series(
    baselines: list[StatedFigure], targets: list[StatedFigure], place: str = "Hertfordshire"
) -> PlaceSeries:
    return PlaceSeries(Named(1, place), tuple(baselines), tuple(targets))


def charts():
    """One chart of each shape that has given trouble."""
    from goldenthread.web.charts import measure_chart

    years = ["2008/09", "2009/10", "2010/11"]
    usual = series(
        [figure("2007/08", "56.1")],
        [figure("2008/09", "54"), figure("2009/10", "51.5"), figure("2010/11", "49")],
    )
    awaited = series(
        [figure("2006", "0")],
        [
            figure("2008/09", "3"),
            figure("2010/11", None, status="awaited", as_written="TBA by 12 January 2009"),
        ],
    )
    counts = series(
        [figure("2006/07", "15381", "incidents"), figure(None, "15990", "incidents")],
        [figure(year, str(15100 - 300 * n), "incidents") for n, year in enumerate(years)],
    )
    twelve = series(
        [figure(f"{1998 + n}/{(99 + n) % 100:02d}", str(30 + n * 2)) for n in range(6)],
        [figure(f"{2004 + n}/{(5 + n) % 100:02d}", str(41 + n)) for n in range(6)],
    )
    places = [
        series(
            [figure("2006/07", str(9 + n))], [figure(y, str(12 + n + m)) for m, y in enumerate(years)], name
        )
        for n, name in enumerate(
            ["St Albans", "West Hertfordshire Primary Care Trust", "Welwyn Hatfield and Broxbourne together"]
        )
    ]
    equal = series([figure("2007/08", "80")], [figure(year, "80") for year in years])
    negative = series([figure("2007/08", "-4.5")], [figure("2008/09", "-2"), figure("2009/10", "1.5")])
    long_unit = series(
        [figure("2005", "6.7", "tonnes per person each year")],
        [
            figure(y, str(v), "tonnes per person each year")
            for y, v in zip(years, ("6.5", "6.2", "6"), strict=True)
        ],
    )
    return [
        measure_chart("usual", "Household waste sent to landfill", [usual], years),
        measure_chart("awaited", "Young people taking part in positive activities", [awaited], years),
        measure_chart("counts", "Serious acquisitive crime", [counts], years),
        measure_chart("twelve", "Twelve years of one measure", [twelve]),
        measure_chart("places", "Working-age people on out-of-work benefits", places, years),
        measure_chart("equal", "A promise to stay the same", [equal], years),
        measure_chart("negative", "Net change in the number of sites", [negative], ["2008/09", "2009/10"]),
        measure_chart("unit", "Carbon dioxide emissions", [long_unit], years),
        measure_chart("single", "A baseline alone", [series([figure("2007/08", "12")], [])], years),
        measure_chart("nothing", "A measure with no figure", [series([], [])], years),
    ]


def table():
    from goldenthread.web.frame import Cell, Column, Row, Table

    titles = [
        "Household waste sent to landfill",
        "Per capita reduction in carbon dioxide emissions in the local authority area, as the national framework defines it",
        "Serious acquisitive crime rate",
        "Net additional homes provided",
        "نسبة النفايات المنزلية المرسلة إلى المكب",
        "Adult participation in sport",
        "Percentage of people who feel that they can influence decisions in their locality",
    ]
    states = ["on-track", "watch", "off-track", "too-early", "no-figure", "cannot-compute", "finished"]
    return Table(
        "Measures of this theme",
        (
            Column("Measure"),
            Column("Baseline", figures=True),
            Column("Target 2010/11", figures=True),
            Column("Lead"),
            Column("Status"),
        ),
        tuple(
            Row(
                Cell(title, href="#"),
                (
                    Cell("56.1%") if n % 3 else Cell("no figure yet", faint=True),
                    Cell(f"{1234 * n:,}"),
                    Cell("Hertfordshire County Council"),
                    Cell("", status=state),
                ),
            )
            for n, (title, state) in enumerate(zip(titles, states, strict=True))
        ),
    )


def tree() -> tuple[GroupNode, ...]:
    seat = Seat(1, "Chair", "Hertsmere Borough Council", "Chair", "", None, None, "")
    open_seat = Seat(2, "", "Primary care trust", "Member", "", None, None, "")

    def group(
        key: int, name: str, *groups: GroupNode, seats: tuple[Seat, ...] = (seat, open_seat)
    ) -> GroupNode:
        return GroupNode(key, name, "Task group", "every quarter", "", seats, key, groups)

    leaf = group(5, "Waste and recycling task and finish group for the southern districts", seats=())
    return (
        group(
            1,
            "Local strategic partnership board",
            group(2, "Executive", group(3, "Safer communities"), group(4, "Greener communities", leaf)),
            group(6, "Voluntary sector forum"),
        ),
    )


def form():
    from django import forms

    class Example(forms.Form):
        title = forms.CharField(label="What is the measure called?", help_text="As the plan writes it.")
        email = forms.EmailField(label="E-mail address", required=False)
        reason = forms.CharField(label="Why do you change it?", widget=forms.Textarea)
        publish = forms.BooleanField(label="Everyone may see this")

    return Example({"title": "", "email": "not an address", "reason": "The board agreed it."})


def context(direction: str) -> dict[str, object]:
    from goldenthread.web.charts import sparkline
    from goldenthread.web.frame import Count, Empty, Entry, Fault, Frame, Link, Stop, turner

    arabic = direction == "rtl"
    return {
        "frame": Frame(
            title="نسبة النفايات المنزلية المرسلة إلى المكب"
            if arabic
            else "Household waste sent to landfill",
            kind="Measure NI 193",
            partnership="Hertsmere Together",
            partnership_href="#",
            place="Hertsmere",
            sections=(
                Link("At a glance", "#", here=True),
                Link("What is wrong", "#"),
                Link("Who decides", "#"),
            ),
            above=(
                Stop("Vision", "A better future through partnership", "#"),
                Stop("Theme", "Promoting sustainable development, cleaner places and quieter streets", "#"),
                Stop("Objective", "Less waste buried, dealt with locally", "#"),
            ),
            below=(Stop("Actions", "3 promised", "#"), Stop("Risks", "2 shared with 5 other measures", "#")),
            as_known="23 November 2026",
            source=Link("Delivery plan 2008 to 2011", "#"),
            unpublished=True,
            language="ar" if arabic else "en-GB",
            direction=direction,
        ),
        "charts": charts(),
        "table": table(),
        "counts": [
            Count(3, "contradictions", "#"),
            Count(41, "missing", "#"),
            Count(1, "doubled"),
            Count(0, "undecided"),
        ],
        "entries": [
            Entry("Lead", "Head of waste management"),
            Entry(
                "Lead organisations",
                links=(Link("Hertfordshire County Council", "#"), Link("Hertsmere", "#")),
            ),
            Entry("Partners"),
            Entry("Said", "We will bury less.\nWe will say how much."),
        ],
        "empty": Empty(
            "No plan has been put in yet",
            "The delivery plan belongs here. The partnership's manager puts it in as the document that it already is.",
            Link("Put a plan in", "#"),
        ),
        "faults": [Fault("Say what the measure is called", "id_title"), Fault("Nothing was saved.")],
        "form": form(),
        "findings": [
            {
                "severity": severity,
                "measure_title": "NI 186 Carbon dioxide emissions",
                "href": "#",
                "text": "The plan promises 6.6% less than 6.7 tonnes and writes 6.2 tonnes. 6.6% less is 6.3 tonnes.",
                "where": "lines 164 to 166",
                "where_href": "#line-4",
            }
            for severity in ("error", "warning", "note")
        ],
        "groups": tree(),
        "document_lines": [
            "Measure and target:\tNI 193",
            "",
            *(f"Line {n} of a plan " + "with words " * n for n in range(3, 40)),
        ],
        "spark": sparkline([Decimal(3), Decimal(5), None, Decimal(4), Decimal(8)], "From 3 to 8"),
        "turner": turner(Page(2, 5, 240), "", {"kind": "doubled"}),
        "states": ["on-track", "watch", "off-track", "too-early", "no-figure", "cannot-compute", "finished"],
    }


PAGE = """{% extends "base.html" %}{% load golden %}{% block content %}
<p class="intro">How much of what households throw away is buried, as a share of its weight.</p>
{% include "components/counts.html" %}
<p>{% for state in states %}{% status state %} &nbsp; {% endfor %}</p>
{% include "components/entries.html" %}
{% for one in charts %}{% chart one %}{% endfor %}
<h2>Measures {% spark spark %}</h2>
{% table table %}{% table table "dense" %}{% include "components/pages.html" %}
<h2>What is wrong</h2><ul class="findings">{% for finding in findings %}{% include "components/finding.html" %}{% endfor %}</ul>
{% include "components/empty.html" %}
{% include "components/notice.html" with words="These figures are made up to show how the page works." %}
<h2>Who reports to whom</h2>{% include "components/tree.html" %}
{% endblock %}"""

FORM = """{% extends "base.html" %}{% load golden %}{% block before %}{% form_errors form %}{% endblock %}{% block content %}
<form method="post">{% for field in form %}{% include "components/field.html" %}{% endfor %}
<div class="actions"><button>Save this measure</button> <button class="second">Leave it as it is</button></div></form>
<div class="review">{% include "components/document.html" with name="Delivery plan" %}
<div><fieldset><legend>NI 193 Household waste</legend><p class="where"><a href="#line-1">line 1</a></p>
<div class="field" data-lines="7-9"><label for="a">Title</label><input id="a" value="Household waste sent to landfill"></div>
<div class="field doubtful" data-lines="30-30"><label for="b">Baseline</label><p class="hint">Doubtful: the cell holds two figures.</p><input id="b" value="56.1%"></div>
</fieldset></div></div>{% endblock %}"""


def write(folder: Path) -> list[Path]:
    """Write the pages with their stylesheet beside them; return their paths."""
    from django.template import Context, Template

    (folder / "web").mkdir(parents=True, exist_ok=True)
    for asset in (SOURCE / "static/web").iterdir():
        shutil.copy(asset, folder / "web")
    pages: list[Path] = []
    for name, text, direction in (("page", PAGE, "ltr"), ("arabic", PAGE, "rtl"), ("form", FORM, "ltr")):
        html = Template(text).render(Context(context(direction)))
        path = folder / f"{name}.html"
        path.write_text(html.replace("/static/web/", "web/"), encoding="utf-8")
        pages.append(path)
    return pages


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    os.environ.setdefault("GOLDENTHREAD_DATA", tempfile.mkdtemp(prefix="goldenthread-gallery-"))
    import django

    django.setup()
    for written in write(Path(sys.argv[1])):
        sys.stdout.write(f"{written}\n")
