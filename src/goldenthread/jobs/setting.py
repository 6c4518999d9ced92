"""Waking Django for the commands that need the database; `plan read` needs none."""

import os


def wake() -> None:
    """Read the settings and load the rooms."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    django.setup()


def bring_up_to_date() -> None:
    """Apply the migrations that the database lacks, and let the search know every record."""
    from django.core.management import call_command

    from goldenthread.kernel import search

    call_command("migrate", verbosity=0, interactive=False)
    search.catch_up()
