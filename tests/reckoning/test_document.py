"""The rules on documents as they are read: what a reader notices and what the rules make of it."""

from goldenthread.reckoning.findings import findings
from tests.reading.plans import HEADER, WHOLE, plan_of


def raised(text: str) -> list[str]:
    return [finding.kind.value for finding in findings(plan_of(text))]


def test_an_empty_place_for_the_only_lead_person_is_found() -> None:
    assert "missing_lead" not in raised(WHOLE)
    assert "missing_lead" in raised(WHOLE.replace("Ada Wren", ""))


def test_a_template_without_a_place_for_a_lead_person_is_not_blamed() -> None:
    assert "Lead Individual" in HEADER
    without = WHOLE.replace(HEADER, HEADER.replace("\tLead Individual", "")).replace("\tAda Wren", "")

    assert "missing_lead" not in raised(without)
