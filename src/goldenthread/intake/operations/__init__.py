"""Named writes: take a document in, review what was understood, and make it records."""

from goldenthread.intake.operations.documents import publish_plan, upload_document
from goldenthread.intake.operations.drafts import accept_draft, discard_draft, edit_draft
from goldenthread.intake.operations.people import load_people
from goldenthread.intake.operations.public import (
    Fetched,
    confirm_matches,
    end_public_feed,
    keep_public_file,
    take_public_file,
)

__all__ = [
    "Fetched",
    "accept_draft",
    "confirm_matches",
    "discard_draft",
    "edit_draft",
    "end_public_feed",
    "keep_public_file",
    "load_people",
    "publish_plan",
    "take_public_file",
    "upload_document",
]
