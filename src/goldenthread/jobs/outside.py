"""The demonstration's templates of others: invented ones, filled for one quarter, sent, and filled for the next."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from goldenthread.jobs.illustration import standing_on

if TYPE_CHECKING:
    from goldenthread.partnership.models import Partnership

TEMPLATES = (
    ("quarterly-return.xlsx", "Quarterly return of the area agreement", "The ministry (invented)"),
    ("commissioner-report.docx", "Report on safer communities", "The police commissioner (invented)"),
)
ROUNDS = (("2009/10 Q2", date(2009, 11, 16)), ("2009/10 Q3", date(2010, 2, 15)))
"""The periods that they are filled for, and when. The first was sent; the second waits to be looked through."""


def load_templates(partnership: "Partnership", folder: Path) -> None:
    """Keep the templates, take what the reader proposed as it is, fill them twice and note the first as sent."""
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.publishing.operations import add_template, confirm, fill, mark_sent

    with standing_on(date(2009, 10, 5)):
        versions = [
            add_template(
                by=COMMAND_LINE, partnership=partnership, title=title, asked_by=asked_by, path=folder / name
            )
            for name, title, asked_by in TEMPLATES
        ]
        for version in versions:
            confirm(by=COMMAND_LINE, version=version)
    (first, filled_on), (second, filled_later_on) = ROUNDS
    with standing_on(filled_on):
        for version in versions:
            copy = fill(by=COMMAND_LINE, template=version.template, period=first)
            mark_sent(by=COMMAND_LINE, copy=copy, sent_to=version.template.asked_by)
    with standing_on(filled_later_on):
        for version in versions:
            fill(by=COMMAND_LINE, template=version.template, period=second)
