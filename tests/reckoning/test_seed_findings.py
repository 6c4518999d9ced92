"""What is wrong with the county's real plan: all of it, and nothing more."""

import json
from pathlib import Path

import pytest

from goldenthread.intake.understanding import Understanding, understand

EXPECTED = json.loads((Path(__file__).parent / "seed_findings_expected.json").read_text())


@pytest.fixture(scope="module")
def understanding(seed_plan: Path) -> Understanding:
    return understand(seed_plan)


def test_each_fault_is_found_and_no_other(understanding: Understanding) -> None:
    found = [
        [
            finding.kind.value,
            (finding.measure.code or finding.measure.title[:24]) if finding.measure else None,
        ]
        for finding in understanding.findings
    ]

    assert found == EXPECTED


@pytest.mark.parametrize(
    ("kind", "code", "says"),
    [
        ("percent_mismatch", "NI 186", "6.6% off 6.7 tonnes per capita is 6.3, not 6.2 tonnes per capita"),
        ("doubled", "NI 1", "first on line 316, again on line 500"),
        ("target_easier_than_baseline", "NI 123", "for E&N Herts PCT"),
        ("target_easier_than_baseline", "NI 56", "starts at 14.1% and aims for 14.4% in 2008/09"),
        (
            "parts_not_total",
            "NI 163",
            "add up to £289 million, and the total named with them is £247 million",
        ),
        ("date_conflict", "NI 69", "Nov 2009 stands under 2008/09"),
        ("text_conflict", "NI 154", "3,600 in its table and 4,271 in its text"),
    ],
)
def test_a_contradiction_says_what_it_is(
    understanding: Understanding, kind: str, code: str, says: str
) -> None:
    texts = [
        finding.text
        for finding in understanding.findings
        if finding.kind == kind and finding.measure is not None and finding.measure.code == code
    ]

    assert len(texts) == 1
    assert says in texts[0]
