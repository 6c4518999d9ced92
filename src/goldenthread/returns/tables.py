"""What an export takes of this room."""

from django.db.models import Q

from goldenthread.kernel.tables import Table
from goldenthread.returns.models import (
    Answer,
    Arrangements,
    Chase,
    Digest,
    Return,
    Round,
    Schedule,
    SentFile,
    Story,
)


def _told_of(partnership_id: int) -> Q:
    """The mails that told of something of a partnership."""
    return Q(chases__asked__round__subject__partnership_id=partnership_id)


TABLES = (
    Table(Arrangements, own="partnership_id"),
    Table(Schedule, own="partnership_id"),
    Table(Round, own="subject__partnership_id"),
    Table(Story, own="subject__partnership_id"),
    Table(Return, own="round__subject__partnership_id"),
    Table(Digest, own=_told_of, reference=("address", "day")),
    Table(Chase, own="asked__round__subject__partnership_id"),
    Table(Answer, own="asked__round__subject__partnership_id"),
    Table(SentFile, own="round__subject__partnership_id", file_name="name"),
)
