"""A draft is edited without losing anybody's words, and closes once."""

import pytest

from goldenthread.intake.models import Draft
from goldenthread.intake.operations import accept_draft, discard_draft, edit_draft
from goldenthread.intake.queries import draft_findings, edits_since
from goldenthread.intake.rules import MOVES, can_move, check_move
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import COMMAND_LINE
from tests import factories

pytestmark = pytest.mark.django_db


def edited(edits: dict[str, str], version: int = 1) -> Draft:
    draft = factories.draft(factories.partnership(), COMMAND_LINE)
    return edit_draft(draft=draft, by=COMMAND_LINE, version=version, edits=edits)


def test_every_state_says_what_may_follow() -> None:
    assert set(MOVES) == set(Draft.State)
    assert {state for after in MOVES.values() for state in after} <= set(Draft.State)


@pytest.mark.parametrize("state", Draft.State)
@pytest.mark.parametrize("to", Draft.State)
def test_only_an_open_draft_moves(state: Draft.State, to: Draft.State) -> None:
    draft = Draft(state=state)
    allowed = state == Draft.State.OPEN and to != Draft.State.OPEN

    assert can_move(draft, to) is allowed
    if not allowed:
        with pytest.raises(Refused):
            check_move(draft, to)


def test_an_edit_changes_the_draft_and_not_what_was_read() -> None:
    draft = edited({"measures.0.title": "Homes made safe", "measures.0.lead_people": "Ann\n\nBob "})

    assert draft.edited["measures"][0]["title"] == "Homes made safe"
    assert draft.edited["measures"][0]["lead_people"] == ["Ann", "Bob"]
    assert draft.understood["measures"][0]["title"] == "Households helped in way 1"
    assert draft.version == 2
    event = AuditEvent.objects.get(verb="draft.edited")
    assert event.changes["measures.0.title"] == ["Households helped in way 1", "Homes made safe"]


def test_saving_what_is_there_changes_nothing() -> None:
    draft = edited({"measures.0.title": "Households helped in way 1", "measures.0.place": ""})

    assert draft.version == 1
    assert not AuditEvent.objects.filter(verb="draft.edited").exists()


def test_a_figure_may_be_typed_as_people_write_it() -> None:
    draft = edited({"measures.0.targets.0.value": " 1,234.50 "})

    assert draft.edited["measures"][0]["targets"][0]["value"] == "1234.50"


@pytest.mark.parametrize(("typed", "kept"), [("yes", True), ("no", False), ("", None)])
def test_yes_no_and_nothing_are_three_answers(typed: str, kept: bool | None) -> None:
    draft = edited({"measures.0.designated": typed, "themes.0.to_follow": "yes"})

    assert draft.edited["measures"][0]["designated"] is kept
    assert draft.edited["themes"][0]["to_follow"] is True


def test_what_is_left_out_stays_in_the_draft_and_out_of_the_plan() -> None:
    from goldenthread.measures.models import Measure, Target

    draft = edited({"measures.0.left_out": "yes", "measures.1.targets.0.left_out": "yes"})

    assert len(draft.edited["measures"]) == 3
    positions = {finding.measure.position for finding in draft_findings(draft) if finding.measure}
    assert positions == {1, 2}
    accept_draft(draft=draft, by=COMMAND_LINE)
    assert [measure.code for measure in Measure.objects.order_by("code")] == ["NI 2", "NI 3"]
    assert [target.series.measure.code for target in Target.objects.all()] == ["NI 3"]


def test_what_was_left_out_can_be_taken_back() -> None:
    draft = edited({"measures.0.left_out": "yes"})
    assert edits_since(draft, 1, viewer=COMMAND_LINE) == {"measures.0.left_out": ("no", "yes")}

    back = edit_draft(draft=draft, by=COMMAND_LINE, version=2, edits={"measures.0.left_out": "no"})

    assert {finding.measure.position for finding in draft_findings(back) if finding.measure} == {0, 1, 2}


def test_an_emptied_figure_is_no_figure_and_not_zero() -> None:
    draft = edited({"measures.0.baselines.0.value": ""})

    assert draft.edited["measures"][0]["baselines"][0]["value"] is None
    assert "missing_baseline" in {finding.kind for finding in draft_findings(draft)}


@pytest.mark.parametrize(
    ("path", "typed", "sentence"),
    [
        ("measures.0.targets.0.value", "many", "“many” is not a number. Type digits only, such as 56.13."),
        ("measures.0.targets.0.value", "NaN", "“NaN” is not a number. Type digits only, such as 56.13."),
        (
            "measures.0.targets.0.value",
            "9" * 19,
            f"{'9' * 19} is too long. A figure has at most 18 digits and 6 decimals.",
        ),
        ("measures.0.targets.0.status", "sure", "Choose one of the statuses in the list."),
        ("measures.0.title", "  ", "Give the measure a title, or discard the draft."),
        (
            "measures.9.title",
            "x",
            "This field is not part of the plan. Open the review again and type it there.",
        ),
        (
            "measures.0.nothing",
            "x",
            "This field is not part of the plan. Open the review again and type it there.",
        ),
        ("measures.0.targets", "x", "This field cannot be changed here."),
        ("measures.0.designated", "perhaps", "Choose one of the answers in the list."),
        ("measures.0.lines", "1", "This field cannot be changed here."),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_nothing(path: str, typed: str, sentence: str) -> None:
    draft = factories.draft(factories.partnership(), COMMAND_LINE)

    with pytest.raises(Invalid) as problem:
        edit_draft(draft=draft, by=COMMAND_LINE, version=1, edits={path: typed, "measures.1.title": "New"})

    assert problem.value.fields == {path: sentence}
    assert Draft.objects.get().edited == draft.understood


def test_two_editors_at_once_are_told_and_neither_is_overwritten() -> None:
    draft = edited({"measures.0.title": "Mine"})

    with pytest.raises(Conflict):
        edit_draft(draft=draft, by=COMMAND_LINE, version=1, edits={"measures.0.title": "Theirs"})

    assert Draft.objects.get().edited["measures"][0]["title"] == "Mine"


def test_a_closed_draft_is_kept_as_it_was() -> None:
    draft = factories.draft(factories.partnership(), COMMAND_LINE)
    discard_draft(draft=draft, by=COMMAND_LINE)

    with pytest.raises(Refused, match="closed"):
        edit_draft(draft=draft, by=COMMAND_LINE, version=1, edits={"measures.0.title": "New"})
    with pytest.raises(Refused, match="This draft is discarded, so it cannot be accepted"):
        accept_draft(draft=draft, by=COMMAND_LINE)
    assert Draft.objects.get().closed_at is not None


def test_only_the_partnerships_own_manager_reviews() -> None:
    draft = factories.draft(factories.partnership(), COMMAND_LINE)
    stranger = factories.manager(factories.partnership("southshire")).viewer

    with pytest.raises(NotAllowed):
        edit_draft(draft=draft, by=stranger, version=1, edits={})
    with pytest.raises(NotAllowed):
        discard_draft(draft=draft, by=stranger)


def test_what_was_edited_is_what_is_accepted() -> None:
    from goldenthread.measures.models import Measure

    draft = edited({"measures.0.title": "Homes made safe"})
    accept_draft(draft=draft, by=COMMAND_LINE)

    assert Measure.objects.get(code="NI 1").title == "Homes made safe"
