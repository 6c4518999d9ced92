"""What an export takes of this room."""

from goldenthread.kernel.tables import Table
from goldenthread.returns.models import Answer, Arrangements, Return, Round, Schedule

TABLES = (
    Table(Arrangements, own="partnership_id"),
    Table(Schedule, own="partnership_id"),
    Table(Round, own="subject__partnership_id"),
    Table(Return, own="round__subject__partnership_id"),
    Table(Answer, own="asked__round__subject__partnership_id"),
)
