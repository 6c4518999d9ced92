"""The index of the search: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL.

It has no foreign key, as it holds nothing that cannot be made again from the records (`search.rebuild`).
"""

from django.db import migrations

MAKE = {
    "sqlite": [
        """CREATE VIRTUAL TABLE kernel_search USING fts5(
            head UNINDEXED, said UNINDEXED, in_head, others, in_text,
            tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4')""",
    ],
    "postgresql": [
        """CREATE TABLE kernel_search (
            subject_id bigint PRIMARY KEY, head text NOT NULL, said text NOT NULL, words tsvector NOT NULL)""",
        "CREATE INDEX kernel_search_words ON kernel_search USING gin (words)",
    ],
}


def make(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE kernel_search")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
