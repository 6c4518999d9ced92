"""Public figures as their publishers let them be downloaded: OHID Fingertips, ONS, police.uk, Indices of Deprivation.

A file is known by its headings, never by its name. Each row becomes one figure or several; which measure and place of
a partnership they are about is for others to say.
"""

from goldenthread.reading.public.contents import Contents, Indicator, contents_of
from goldenthread.reading.public.figures import PublicFigure
from goldenthread.reading.public.headings import indicator_key
from goldenthread.reading.public.table import PUBLISHERS, PublicTable, open_public

__all__ = [
    "PUBLISHERS",
    "Contents",
    "Indicator",
    "PublicFigure",
    "PublicTable",
    "contents_of",
    "indicator_key",
    "open_public",
]
