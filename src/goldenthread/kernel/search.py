"""The index that the search asks: one row for every subject, in the full-text engine of either database.

`kernel.operations` keeps it in the transaction of each write. It holds words, never rights: `find` takes the subjects
that somebody may see and looks only there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from goldenthread.kernel.kinds import Kind, all_kinds
from goldenthread.kernel.models import NamedRecord, Subject
from goldenthread.kernel.words import Question, other_forms, root, tidy, words_of

LONGEST_TEXT: Final = 50_000
"""Characters of a record that are searched."""
AT_ONCE: Final = 500

Row = tuple[int, str, str, tuple[list[str], list[str], list[str]]]
"""A subject, its head and its text as they are shown, and their words: of the head, other forms, of the text."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A subject that answers. `head` is its title with its code before it, `text` the rest that was searched."""

    subject_id: int
    kind: str
    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what answers, best first, and how many there are of each kind."""

    hits: tuple[Hit, ...]
    counts: dict[str, int]


def index(subject: Subject, record: NamedRecord, kind: Kind) -> None:
    """Keep the words of a record, in place of those that it had. Call it in the transaction of the write."""
    _keep([_row(subject, record, kind)])


@transaction.atomic
def rebuild() -> int:
    """Make the index anew from every record, after an import or where the kinds' words changed. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_search")
    count = 0
    for kind in all_kinds():
        # Only the words: a document's content can be large.
        wanted = {"pk", kind.title_field, "subject__title", *kind.words}
        records = kind.model._base_manager.select_related("subject").only(*wanted)
        waiting: list[Row] = []
        for record in records.iterator(chunk_size=AT_ONCE):
            waiting.append(_row(record.subject, record, kind))  # type: ignore[attr-defined,arg-type]
            count += 1
            if len(waiting) == AT_ONCE:
                _keep(waiting)
                waiting = []
        _keep(waiting)
    return count


def catch_up() -> None:
    """Make the index anew where it does not have as many records as there are: after an upgrade from before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM kernel_search")
        indexed = cursor.fetchone()[0]
    if indexed != Subject.objects.count():
        rebuild()


def find(
    question: Question, within: QuerySet[Subject], *, kind: str = "", limit: int = 50, offset: int = 0
) -> Found:
    """What answers among these subjects, in three queries. A question without words has no answer."""
    if not question.words:
        return Found((), {})
    matching, asked = _matching(question)
    try:
        seen, seen_values = within.order_by().values("id", "kind").query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that there is none
        return Found((), {})
    source = f"WITH hit AS MATERIALIZED ({matching}), seen AS ({seen}) "
    values = [*asked, *seen_values]
    joined = "FROM hit JOIN seen ON seen.id = hit.subject_id"
    with connection.cursor() as cursor:
        cursor.execute(f"{source} SELECT seen.kind, COUNT(*) {joined} GROUP BY seen.kind", values)
        counts = dict(cursor.fetchall())
        only = "WHERE seen.kind = %s" if kind else ""
        cursor.execute(
            f"{source} SELECT seen.id, seen.kind {joined} {only} ORDER BY hit.rank, seen.id LIMIT %s OFFSET %s",
            [*values, *([kind] if kind else []), limit, offset],
        )
        found = cursor.fetchall()
        texts = _texts([subject_id for subject_id, _ in found])
    return Found(tuple(Hit(pk, its, *texts[pk]) for pk, its in found), counts)


def _row(subject: Subject, record: NamedRecord, kind: Kind) -> Row:
    code = tidy(str(record.code)) if "code" in kind.words else ""  # type: ignore[attr-defined]
    head = tidy(f"{code} {subject.title}")[:LONGEST_TEXT]
    rest = (getattr(record, name) for name in kind.words if name != "code")
    said = tidy(" · ".join(str(value) for value in rest if value))[:LONGEST_TEXT]
    in_head = [word.plain for word in words_of(head)]
    in_text = [word.plain for word in words_of(said)]
    others = sorted((other_forms(in_head) | other_forms(in_text)) - set(in_head) - set(in_text))
    return subject.pk, head, said, (in_head, others, in_text)


def _keep(rows: Iterable[Row]) -> None:
    values: list[tuple[int | str, ...]]
    if connection.vendor == "postgresql":
        statement = """
            INSERT INTO kernel_search (subject_id, head, said, words) VALUES (%s, %s, %s, %s::tsvector)
            ON CONFLICT (subject_id) DO UPDATE
            SET head = excluded.head, said = excluded.said, words = excluded.words"""
        values = [(pk, head, said, _vector(words)) for pk, head, said, words in rows]
    else:
        statement = """
            INSERT OR REPLACE INTO kernel_search (rowid, head, said, in_head, others, in_text)
            VALUES (%s, %s, %s, %s, %s, %s)"""
        values = [
            (pk, head, said, " ".join(in_head), " ".join(others), " ".join(in_text))
            for pk, head, said, (in_head, others, in_text) in rows
        ]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


def _vector(words: tuple[list[str], list[str], list[str]]) -> str:
    """Words as PostgreSQL writes them, weighed by where they stand. None of them has a sign that means anything."""
    at = 0
    parts = []
    for weight, group in zip("ABC", words, strict=True):
        for word in group:
            at = min(at + 1, 16_383)
            parts.append(f"'{word}':{at}{weight}")
    return " ".join(parts)


def _matching(question: Question) -> tuple[str, list[str]]:
    """The query for subject_id and rank, the best first by the smallest rank."""
    *others, last = question.words
    if connection.vendor == "postgresql":
        asked = [" | ".join(f"'{form}'" for form in _forms(word)) for word in others]
        asked.append(" | ".join([f"'{form}'" for form in _forms(last)] + [f"'{last}':*"]))
        return (
            "SELECT subject_id, -ts_rank('{0.05, 0.1, 0.4, 1.0}', words, asked, 1) AS rank"
            " FROM kernel_search, CAST(%s AS tsquery) AS asked WHERE words @@ asked",
            [" & ".join(f"({one})" for one in asked)],
        )
    asked = [" OR ".join(f'"{form}"' for form in _forms(word)) for word in others]
    asked.append(" OR ".join([f'"{form}"' for form in _forms(last)] + [f'"{last}" *']))
    return (
        "SELECT rowid AS subject_id, bm25(kernel_search, 0, 0, 10, 4, 1) AS rank"
        " FROM kernel_search WHERE kernel_search MATCH %s",
        [" AND ".join(f"({one})" for one in asked)],
    )


def _forms(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((word, root(word))))


def _texts(ids: list[int]) -> dict[int, tuple[str, str]]:
    if not ids:
        return {}
    key = "subject_id" if connection.vendor == "postgresql" else "rowid"
    places = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, head, said FROM kernel_search WHERE {key} IN ({places})",  # noqa: S608
            ids,
        )
        return {pk: (head, said) for pk, head, said in cursor.fetchall()}
