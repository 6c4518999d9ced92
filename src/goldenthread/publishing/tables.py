"""What an export takes of this room."""

from goldenthread.kernel.tables import Sheet, Table
from goldenthread.publishing.models import FilledCopy, OutsideTemplate, Said, Sending, Slot, TemplateVersion

TABLES = (
    Table(OutsideTemplate, own="subject__partnership_id"),
    Table(TemplateVersion, own="template__subject__partnership_id", file_name="file_name"),
    Table(Slot, own="version__template__subject__partnership_id"),
    Table(FilledCopy, own="version__template__subject__partnership_id", file_name="file_name"),
    Table(Said, own="copy__version__template__subject__partnership_id"),
    Table(Sending, own="copy__version__template__subject__partnership_id"),
)

SHEETS = (
    Sheet(
        "filled-templates",
        FilledCopy,
        {
            "template": "version.template.title",
            "asked for by": "version.template.asked_by",
            "period": "period.label",
            "file name": "file_name",
            "file in attachments": "content",
            "filled at": "filled_at",
            "filled by": "filled_by",
        },
    ),
)
