"""Named writes: take a document in, review what was understood, and make it records."""

from goldenthread.intake.operations.documents import publish_plan, upload_document
from goldenthread.intake.operations.drafts import accept_draft, discard_draft, edit_draft
from goldenthread.intake.operations.people import load_people

__all__ = ["accept_draft", "discard_draft", "edit_draft", "load_people", "publish_plan", "upload_document"]
