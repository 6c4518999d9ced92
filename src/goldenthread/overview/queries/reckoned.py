"""What was reckoned once and is kept in this process until something is written (docs/decisions/0007).

The other cache, "default", is shared by all processes: it holds the counts of wrong passwords.
"""

from django.core.cache import caches

reckoned = caches["reckoned"]
