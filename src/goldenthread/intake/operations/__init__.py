"""Named writes: take a document in, review what was understood, and make it records."""

from goldenthread.intake.operations.documents import publish_plan, upload_document
from goldenthread.intake.operations.drafts import accept_draft, discard_draft, edit_draft
from goldenthread.intake.operations.people import load_people
from goldenthread.intake.operations.public import Fetched, keep_public_file, take_public_file

__all__ = [
    "Fetched",
    "accept_draft",
    "discard_draft",
    "edit_draft",
    "keep_public_file",
    "load_people",
    "publish_plan",
    "take_public_file",
    "upload_document",
]
