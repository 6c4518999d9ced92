"""What an export takes of this room."""

from goldenthread.intake.models import Document, Draft, PublicFile
from goldenthread.kernel.tables import Sheet, Table

TABLES = (
    Table(Document, own="subject__partnership_id", file_name="file_name"),
    Table(Draft, own="subject__partnership_id"),
    Table(PublicFile, own="partnership_id", file_name="file_name"),
)

SHEETS = (
    Sheet(
        "documents",
        Document,
        {
            "file name": "file_name",
            "kind": "kind",
            "file in attachments": "content",
            "sent at": "subject.created_at",
            "number": "subject_id",
        },
    ),
)
