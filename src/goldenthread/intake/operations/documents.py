"""A file arrives, is kept to the byte and becomes a draft; a plan goes public."""

from collections.abc import Collection
from pathlib import Path

from django.db import transaction

from goldenthread.intake.models import Document, Draft
from goldenthread.intake.queries import document_with_hash
from goldenthread.intake.understanding import Understanding, understand
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.models import Visibility
from goldenthread.kernel.queries import to_publish
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.rules import check_manage
from goldenthread.reading.files import DEFAULT_LIMIT


def upload_document(
    *, path: Path, partnership: Partnership, by: Viewer, name: str | None = None, limit: int = DEFAULT_LIMIT
) -> Draft:
    """Read a file, keep it and open a draft. Raises Unreadable, and then keeps nothing.

    A file that this partnership was sent before is not kept twice; if its draft was discarded, it gets a new one.
    """
    check_manage(by, partnership.pk)
    understanding = understand(path, name=name, limit=limit)
    with transaction.atomic():
        return _draft_of(understanding, path, partnership, by)


def publish_plan(
    *, partnership: Partnership, by: Viewer, chosen: Collection[int] | None = None, reason: str = ""
) -> int:
    """Show what was chosen of the partnership's plan to everyone: all of it, or the subjects of these numbers.

    Returns how many records went public; the partnership's own record goes with them. What is added later stays
    inside until it is published too; documents and people stay inside for good. Raises Invalid where nothing is
    chosen, NotAllowed.
    """
    check_manage(by, partnership.pk)
    subjects = to_publish(partnership.pk)
    if chosen is not None:
        if not chosen:
            raise Invalid({"chosen": "Choose at least one thing to publish."})
        subjects = subjects.filter(pk__in=[*chosen, partnership.pk])
    return kernel.show_to(Visibility.PUBLIC, subjects, by=by, about=partnership.subject, reason=reason)


def _draft_of(understanding: Understanding, path: Path, partnership: Partnership, by: Viewer) -> Draft:
    rendering = understanding.rendering
    document = document_with_hash(rendering.sha256, partnership_id=partnership.pk)
    if document is not None:
        standing: Draft | None = document.drafts.exclude(state=Draft.State.DISCARDED).order_by("-pk").first()
        if standing is not None:
            return standing
    else:
        document = kernel.create(
            Document,
            by=by,
            partnership_id=partnership.pk,
            visibility=Visibility.PARTNERSHIP,
            file_name=rendering.file,
            kind=rendering.kind.value,
            sha256=rendering.sha256,
            content=path.read_bytes(),
            rendering=rendering.text,
            notes=list(rendering.notes),
            sure=rendering.sure,
        )
    content = understanding.plan.as_json()
    return kernel.create(
        Draft,
        by=by,
        partnership_id=partnership.pk,
        visibility=Visibility.PRIVATE,
        document=document,
        title=rendering.file,
        understood=content,
        edited=content,
        created_at=clock.now(),
    )
