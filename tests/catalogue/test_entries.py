"""The files of the catalogue hold together, and are found by their words."""

import pytest
from pydantic import ValidationError

from goldenthread.catalogue import entry_keyed, frameworks, matching
from goldenthread.catalogue.entries import read
from goldenthread.measures.models import Measure
from goldenthread.measures.rules import check_sheet

HEAD = """
title = "Ours"
about = "What we count."
place = "Here"
years = "Now"
publisher = "Us"
source = "https://example.org/list"
licence = "Open Government Licence v3.0"
licence_url = "https://example.org/licence"
"""
ENTRY = """
[[entries]]
code = "A 1"
title = "Homes"
source = "Page 3"
checked = "all"
"""


def test_a_file_is_read_with_its_key() -> None:
    framework = read("ours", HEAD + ENTRY)
    (entry,) = framework.entries
    assert (framework.key, entry.key, entry.slug, entry.unit) == ("ours", "ours/a-1", "a-1", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD, "entries"),
        (HEAD + ENTRY.replace('title = "Homes"\n', ""), "title"),
        (HEAD + ENTRY.replace('source = "Page 3"\n', ""), "source"),
        (HEAD + ENTRY.replace('"all"', '"perhaps"'), "checked"),
        (HEAD + ENTRY + 'polarity = "sideways"\n', "polarity"),
        (HEAD + ENTRY + 'colour = "red"\n', "colour"),
        (HEAD + ENTRY + ENTRY.replace("A 1", "a-1"), "stand twice in ours: a-1"),
        (HEAD.replace('licence = "Open Government Licence v3.0"\n', "") + ENTRY, "licence"),
        (HEAD.replace("https://example.org/list", "somewhere") + ENTRY, "source"),
    ],
)
def test_what_does_not_fit_the_schema_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        read("ours", text)


def test_an_entry_says_only_what_a_definition_sheet_can_hold() -> None:
    """The catalogue knows no model, so the lists of both are compared here."""
    fields = {"data_type": Measure.DataType, "polarity": Measure.Polarity, "frequency": Measure.Frequency}
    for framework in frameworks():
        for entry in framework.entries:
            for name, choices in fields.items():
                assert getattr(entry, name) in {"", *choices.values}, entry.key
            check_sheet({name: getattr(entry, name) for name in ("code", "title", "unit", "data_source")})


def test_every_framework_is_there_and_each_entry_says_how_far_it_was_checked() -> None:
    assert {one.key: len(one.entries) for one in frameworks()} == {
        "english-national-indicators": 43,
        "fingertips-public-health": 33,
        "ons-subnational-indicators": 36,
    }
    from_memory = [
        entry for entry in matching("", "english-national-indicators") if entry.checked == "nothing"
    ]
    assert {entry.source for entry in from_memory} == {"Written down from memory"}
    linked = [
        entry
        for entry in matching("", "english-national-indicators")
        if entry.checked == "all" and not entry.source.startswith("http")
    ]
    assert linked == []


def test_words_find_entries_in_any_order_and_case() -> None:
    assert [entry.code for entry in matching("WASTE landfilled")] == []
    assert [entry.code for entry in matching("WASTE municipal")] == ["NI 193"]
    assert [entry.code for entry in matching("municipal waste")] == ["NI 193"]
    assert {entry.framework for entry in matching("", "fingertips-public-health")} == {
        "fingertips-public-health"
    }
    assert matching("", "no-such") == ()


def test_an_entry_is_found_by_its_address() -> None:
    found = entry_keyed("english-national-indicators", "ni-16")
    assert found is not None
    assert found[1].code == "NI 16"
    assert entry_keyed("english-national-indicators", "ni-999") is None
    assert entry_keyed("no-such", "ni-16") is None
