"""Where each record's page is."""

from django.urls import reverse

from goldenthread.overview.shapes import PartnershipHeading, Source
from goldenthread.web.figures import lines_in_words
from goldenthread.web.frame import Frame, Link, Stop


def partnership(heading: PartnershipHeading) -> str:
    return reverse("web:partnership", args=[heading.code])


def of(heading: PartnershipHeading, page: str, *ids: int) -> str:
    """The address of a page of a partnership: "theme", "measure", "findings"…"""
    return reverse(f"web:{page}", args=[heading.code, *ids])


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
    sections = [("partnership", "At a glance"), ("findings", "Findings"), ("governance", "Who decides")]
    if heading.may_manage:
        sections.append(("intake", "Documents"))
    href = where_href(heading, source)
    return Frame(
        title=title,
        kind=kind,
        partnership=heading.name,
        partnership_href=partnership(heading),
        place=heading.place.title,
        sections=tuple(Link(text, of(heading, name), here=name == here) for name, text in sections),
        above=above,
        below=below,
        as_known=as_known,
        source=Link(where(source), href) if href else None,
        unpublished=not heading.published,
    )
