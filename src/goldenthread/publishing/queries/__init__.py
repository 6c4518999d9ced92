"""Named reads of outside templates, their versions and filled copies. All of them stay inside the partnership."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.queries import one
from goldenthread.kernel.viewer import Viewer
from goldenthread.publishing.models import FilledCopy, OutsideTemplate, Said, Sending, Slot, TemplateVersion
from goldenthread.publishing.queries.answers import Answer, answers
from goldenthread.publishing.queries.changes import Change, changes, last_sent_before
from goldenthread.publishing.queries.known import Choice, choices, known_measures

__all__ = [
    "Answer",
    "Change",
    "Choice",
    "TemplateLine",
    "answers",
    "changes",
    "choices",
    "confirmed_version",
    "copies",
    "copy_numbered",
    "known_measures",
    "last_sent_before",
    "said",
    "slots",
    "template",
    "templates",
    "version_numbered",
    "versions",
]

_LIGHT = ("content",)
"""The bytes of a file, which no list needs."""


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template in the list: its newest version, the copy filled last and the sending noted last."""

    template: OutsideTemplate
    newest: TemplateVersion | None
    filled: FilledCopy | None
    sent: Sending | None


def templates(partnership_id: int, *, viewer: Viewer) -> tuple[TemplateLine, ...]:
    """The templates of a partnership by who asks: five queries at most, however many there are."""
    found = list(
        OutsideTemplate.objects.visible_to(viewer)
        .of(partnership_id)
        .prefetch_related(Prefetch("versions", TemplateVersion.objects.defer(*_LIGHT).order_by("number")))
        .order_by("asked_by", "title", "pk")
    )
    filled: dict[int, FilledCopy] = {}
    for copy in _copies(found).order_by("filled_at", "pk"):
        filled[copy.version.template_id] = copy
    sent: dict[int, Sending] = {}
    sendings = Sending.objects.filter(copy__version__template__in=found).defer("copy__content")
    for sending in (
        sendings.select_related("copy__version", "copy__period")
        .defer("copy__content", "copy__version__content")
        .order_by("noted_at", "pk")
    ):
        sent[sending.copy.version.template_id] = sending
    return tuple(
        TemplateLine(
            template,
            next(reversed(template.versions.all()), None),
            filled.get(template.pk),
            sent.get(template.pk),
        )
        for template in found
    )


def template(template_id: int, *, partnership_id: int, viewer: Viewer) -> OutsideTemplate:
    """One template of a partnership. Raises NotFound."""
    return one(OutsideTemplate, template_id, viewer=viewer, partnership_id=partnership_id)


def versions(of: OutsideTemplate) -> QuerySet[TemplateVersion]:
    """The files of a template, the newest first, without their bytes."""
    return of.versions.defer(*_LIGHT).order_by("-number")


def version_numbered(version_id: int, *, partnership_id: int, viewer: Viewer) -> TemplateVersion:
    """One file of a template of a partnership. Raises NotFound."""
    found = (
        TemplateVersion.objects.filter(
            pk=version_id, template__in=OutsideTemplate.objects.visible_to(viewer).of(partnership_id)
        )
        .select_related("template__subject")
        .first()
    )
    if found is None:
        raise NotFound("There is no template here that you can see.")
    return found


def confirmed_version(of: OutsideTemplate) -> TemplateVersion | None:
    """The file that is filled: the newest whose places somebody confirmed."""
    return of.versions.exclude(confirmed_at=None).order_by("-number").first()


def slots(version: TemplateVersion) -> QuerySet[Slot]:
    """The places of a file in its order, with what they are about."""
    return version.slots.select_related("measure__subject", "measure__place", "series__place").order_by(
        "position", "pk"
    )


def copies(of: OutsideTemplate) -> QuerySet[FilledCopy]:
    """The filled copies of a template, the newest first, without their bytes."""
    return _copies([of]).prefetch_related("sendings").order_by("-filled_at", "-pk")


def _copies(of: Iterable[OutsideTemplate]) -> QuerySet[FilledCopy]:
    return (
        FilledCopy.objects.filter(version__template__in=list(of))
        .select_related("version", "period")
        .defer("content", "version__content")
    )


def copy_numbered(copy_id: int, *, partnership_id: int, viewer: Viewer) -> FilledCopy:
    """One filled copy of a partnership's template. Raises NotFound."""
    found = (
        FilledCopy.objects.filter(
            pk=copy_id, version__template__in=OutsideTemplate.objects.visible_to(viewer).of(partnership_id)
        )
        .select_related("version__template__subject", "period")
        .defer("version__content")
        .first()
    )
    if found is None:
        raise NotFound("There is no filled copy here that you can see.")
    return found


def said(copy: FilledCopy) -> QuerySet[Said]:
    """What each place of a filled copy said, in the order of the template."""
    return (
        Said.objects.filter(copy=copy)
        .select_related("observation__period", "measure", "slot")
        .order_by("slot__position", "pk")
    )
