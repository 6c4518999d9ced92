"""What the search finds: the same on both databases."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.jobs.setting import bring_up_to_date
from goldenthread.kernel import operations as kernel
from goldenthread.kernel import search
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.kernel.words import LONGEST_QUESTION, asked, marked, root, snippet, tidy, words_of
from goldenthread.partnership.models import Group, Organisation, Partnership
from tests import factories


def found(typed: str, **more: object) -> list[str]:
    """The heads of the groups that answer, by name."""
    groups = Subject.objects.filter(kind="group")
    return sorted(hit.head for hit in search.find(asked(typed), groups, **more).hits)  # type: ignore[arg-type]


@pytest.fixture
def place(db: None) -> Partnership:
    partnership = factories.partnership()
    for name, terms in (
        ("Burglary board", "It looks at NI 16 and at domestic burglaries."),
        ("Children's trust", "Families visited at home; policing of parks."),
        ("NI154 group", "New homes."),
        ("Café Zoë", "Meets monthly."),
        ("שלום group", "Peace 和平"),
    ):
        kernel.create(
            Group, by=COMMAND_LINE, partnership_id=partnership.pk, name=name, terms_of_reference=terms
        )
    return partnership


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("burglary", ["Burglary board"]),
        ("BURGLARIES", ["Burglary board"]),
        ("domestic board", ["Burglary board"]),
        ("board trust", []),
        ("visit", ["Children's trust"]),
        ("police parks", ["Children's trust"]),
        ("children's", ["Children's trust"]),
        ("famil", ["Children's trust"]),
        ("famil parks", []),
        ("NI 154", ["NI154 group"]),
        ("NI154", ["NI154 group"]),
        ("ni-154", ["NI154 group"]),
        ("NI 16", ["Burglary board"]),
        ("NI16", ["Burglary board"]),
        ("cafe zoe", ["Café Zoë"]),
        ("CAFÉ", ["Café Zoë"]),
        ("שלום", ["שלום group"]),
        ("和平", ["שלום group"]),
        ("the burglary of", ["Burglary board"]),
    ],
)
def test_words_find_what_they_mean(place: Partnership, typed: str, names: list[str]) -> None:
    assert found(typed) == names


HOSTILE = (
    "",
    "   ",
    "the of and",
    "\"'",
    'burglary" OR "1',
    "burglary AND",
    "NEAR(burglary",
    "(((",
    "in_head: burglary *",
    "burglary:* & | !",
    "'; DROP TABLE kernel_search; --",
    "\\",
    "%s %(a)s",
    "\x00",
    "🔥🔥🔥",
    "x" * 10_000,
    "burglary " * 2_000,
    "\u202eshalom\u202c שלום",
    "e\u0301\u0301\u0301",
    "\ud800",
    "½ ² Ⅷ ﬁ ß İ",
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_is_typed_is_an_error(place: Partnership, typed: str) -> None:
    assert set(found(typed)) <= {"Burglary board", "Children's trust", "שלום group"}


@given(st.text(max_size=300))
def test_marking_keeps_every_character(typed: str) -> None:
    text = tidy(typed)
    assert "".join(part for part, _ in marked(text, asked(typed))) == text
    assert all(text[word.start : word.end].strip() for word in words_of(text))


def test_the_best_comes_first_and_kinds_are_counted(place: Partnership) -> None:
    kernel.create(Organisation, by=COMMAND_LINE, partnership_id=place.pk, name="Other", short_name="Burglary")
    answer = search.find(asked("burglary"), Subject.objects.all())
    assert [(hit.kind, hit.head) for hit in answer.hits] == [
        ("group", "Burglary board"),
        ("organisation", "Other"),
    ]
    assert answer.counts == {"group": 1, "organisation": 1}
    one = search.find(asked("burglary"), Subject.objects.all(), kind="organisation")
    assert [hit.head for hit in one.hits] == ["Other"]
    assert one.counts == answer.counts
    second = search.find(asked("burglary"), Subject.objects.all(), limit=1, offset=1)
    assert [hit.head for hit in second.hits] == ["Other"]


def test_it_looks_only_where_it_may(place: Partnership) -> None:
    assert search.find(asked("burglary"), Subject.objects.filter(kind="place")).hits == ()
    assert search.find(asked("burglary"), Subject.objects.none()).hits == ()


def test_a_change_is_found_and_what_was_before_is_not(place: Partnership) -> None:
    group = Group.objects.get(name="Burglary board")
    kernel.amend(group, by=COMMAND_LINE, terms_of_reference="Floods.")
    assert (found("flood"), found("domestic")) == (["Burglary board"], [])
    kernel.amend(group, by=COMMAND_LINE, name="Water board")
    assert (found("water"), found("burglary")) == (["Water board"], [])


def test_a_rebuilt_index_is_the_one_that_was_kept(place: Partnership) -> None:
    def rows() -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            key = "subject_id" if connection.vendor == "postgresql" else "rowid"
            cursor.execute(f"SELECT {key} AS pk, * FROM kernel_search ORDER BY pk")
            return cursor.fetchall()

    before = rows()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_search")
    assert search.rebuild() == Subject.objects.count() == len(before)
    assert rows() == before


def test_an_index_from_before_is_brought_up_to_date(place: Partnership) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_search")
    assert found("burglary") == []
    bring_up_to_date()
    assert found("burglary") == ["Burglary board"]


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("burglary burglaries", "burglari"),
        ("police policing policed", "polic"),
        ("visit visits visited visiting", "visit"),
        ("stop stops stopped stopping", "stop"),
        ("fall falling", "fall"),
        ("crime crimes", "crim"),
        ("box boxes", "box"),
        ("need", "need"),
        ("speed", "speed"),
        ("status", "status"),
        ("class classes", "class"),
        ("ni154", "ni154"),
        ("bus", "bus"),
    ],
)
def test_endings_are_taken_off(words: str, stem: str) -> None:
    assert {root(word) for word in words.split()} == {stem}


def test_hits_are_marked_in_the_words_as_written() -> None:
    assert marked("The Café, NI 154", asked("ni154 cafe")) == (
        ("The ", False),
        ("Café", True),
        (", ", False),
        ("NI 154", True),
    )
    assert marked("Burglaries fell", asked("burglary")) == (("Burglaries", True), (" fell", False))
    assert marked("NI154 falls", asked("NI 154")) == (("NI154", True), (" falls", False))


def test_a_snippet_is_the_piece_around_the_first_hit() -> None:
    text = "before " * 100 + "burglary " + "after " * 100
    parts = snippet(tidy(text), asked("burglary"))
    assert [part for part, hit in parts if hit] == ["burglary"]
    assert parts[0] == ("… ", False)
    assert parts[-1] == (" …", False)
    assert len("".join(part for part, _ in parts)) < 220
    assert snippet("nothing here", asked("burglary")) == ()


def test_a_long_question_is_cut() -> None:
    assert len(asked("word" * LONGEST_QUESTION).words) == 1
    assert len(asked(" ".join(f"word{n}" for n in range(500))).words) == 20
