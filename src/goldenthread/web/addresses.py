"""Where each record's page is."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format

from goldenthread.overview.shapes import PartnershipHeading, Source
from goldenthread.web.figures import lines_in_words
from goldenthread.web.frame import Frame, Link, Past, Stop

AS_KNOWN = "as-known"
"""What an address says to ask for the knowledge of an earlier day: `?as-known=2009-09-24`."""


def partnership(heading: PartnershipHeading) -> str:
    return of(heading, "partnership")


def of(heading: PartnershipHeading, page: str, *ids: int | str, **query: str) -> str:
    """The address of a page of a partnership: "theme", "measure", "findings"…; it stays on the day that is shown."""
    if heading.as_known:
        query[AS_KNOWN] = heading.as_known.isoformat()
    address = reverse(f"web:{page}", args=[heading.code, *ids])
    return f"{address}?{urlencode(query)}" if query else address


PAGES = {
    "action": "action",
    "action_point": "action-point",
    "decision": "decision",
    "document": "document",
    "draft": "review",
    "measure": "measure",
    "objective": "objective",
    "round": "round",
    "story": "story",
    "outside_template": "template",
    "strategy": "strategy",
    "theme": "theme",
}
"""The page of each kind of record by its name in web/urls.py. A kind without a line has no page of its own."""

LISTS = {
    "group": "governance",
    "organisation": "governance",
    "partnership": "partnership",
    "place": "places",
    "post": "posts",
    "evidence": "evidence",
}
"""The page that lists a kind of record which has none of its own."""

INSIDE = {"document", "draft", "outside_template", "post", "round"}
"""Kinds whose pages open only for the partnership's own people."""


def of_kind(heading: PartnershipHeading, kind: str, subject_id: int) -> str:
    """Where a record is shown: on its own page or its kind's list; empty where it has neither."""
    if kind in INSIDE and not heading.is_inside:
        return ""
    if kind == "outside_template" and not heading.may_manage:
        return ""
    try:
        if kind in PAGES:
            return of(heading, PAGES[kind], subject_id)
        return of(heading, LISTS[kind]) if kind in LISTS else ""
    except NoReverseMatch:
        return ""


def kept(heading: PartnershipHeading) -> dict[str, str]:
    """What every form and every next page of a list keeps: the earlier day that was asked for."""
    return {AS_KNOWN: heading.as_known.isoformat()} if heading.as_known else {}


def elsewhere(code: str, page: str, *ids: int) -> str:
    """The address of a page of another partnership, as it is today."""
    return reverse(f"web:{page}", args=[code, *ids])


def where(source: Source | None) -> str:
    """Where something was read, in words: "delivery-plan.txt, lines 40 to 41"."""
    if source is None:
        return ""
    return source.document.title + (f", {lines_in_words(source.lines)}" if source.lines else "")


def where_href(heading: PartnershipHeading, source: Source | None) -> str:
    """The document's page at that line. Only the partnership's own people can open it."""
    if source is None or not heading.is_inside:
        return ""
    anchor = f"#line-{source.lines[0]}" if source.lines else ""
    return of(heading, "document", source.document.id) + anchor


def framed(
    heading: PartnershipHeading,
    title: str,
    *,
    here: str = "",
    kind: str = "",
    above: tuple[Stop, ...] = (),
    below: tuple[Stop, ...] = (),
    source: Source | None = None,
    as_known: str = "",
) -> Frame:
    """What stands around a page of a partnership. `here` is the section that is open."""
    sections = [("partnership", "At a glance"), ("measures", "Measures"), ("actions", "Actions")]
    sections += [("risks", "Risks"), ("findings", "Findings")]
    sections.append(("governance", "Who decides"))
    sections.append(("decisions", "Decisions"))
    if heading.is_inside:
        sections.append(("mine", "Yours"))
    if "KEEP" in heading.rights:
        sections.append(("rounds", "Rounds"))
    if "CONTRIBUTE" in heading.rights:
        sections.append(("silence", "Who is silent"))
    if heading.may_manage:
        sections.append(("intake", "Documents"))
        sections.append(("templates", "Templates"))
    if "GIVE_ROLES" in heading.rights:
        sections.append(("accounts", "People"))
    href = where_href(heading, source)
    return Frame(
        title=title,
        kind=kind,
        partnership=heading.name,
        partnership_href=partnership(heading),
        place=f"{heading.place.title}, {heading.year}" if heading.year else heading.place.title,
        sections=tuple(Link(text, of(heading, name), here=name == here) for name, text in sections),
        above=above,
        below=below,
        as_known=as_known,
        source=Link(where(source), href) if href else None,
        unpublished=not heading.published,
        illustrative=heading.illustrative,
        past=_past(heading),
        search_href="" if here == "search" else elsewhere(heading.code, "search"),
    )


def _past(heading: PartnershipHeading) -> Past | None:
    if heading.as_known is None:
        return None
    return Past(date_format(heading.as_known, "j F Y"), heading.as_known.isoformat())
