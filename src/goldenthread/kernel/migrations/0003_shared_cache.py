"""The table of the cache that all processes share, with every other table: nobody has to remember a second command."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", "shared_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0002_search'),
    ]

    operations = [
        migrations.RunPython(create, lambda apps, schema_editor: schema_editor.execute("DROP TABLE shared_cache")),
    ]
