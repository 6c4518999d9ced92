"""The template's questions are no answers, however they are worded; answers are kept whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reading.prompts import answer


@pytest.mark.parametrize(
    "question",
    [
        "Describe briefly the specific projects or initiatives that will help delivery of this target",
        "Describe briefly the specific projects or initiatives which will help to deliver these targets.",
        "Please describe the specific projects that will help delivery of these targets:",
        "Outline briefly whether achieving this target will have a significant positive or negative impact on groups represented by the following equality strands: race, gender, disability, age. Has an EIA been undertaken and are there any significant issues arising from it?",
        "Has an EIA been undertaken?",
        "race, gender, sexual orientation, religion and belief, disability, age.",
        "Describe the risks that may prevent the achievement of these targets, the likelihood of them happening and the actions taken to address them",
        "The partnership/board or body that will performance manage this target",
        "Measures and targets used to deliver the short term action - including LAA targets",
        "Short term action from the Sustainable Community Strategy",
        "Provide an ‘at a glance’ view of progress and direction of travel, mentioning the impact of the current economic climate",
        "What skills and capacity exist to deliver?",
        "Describe the projects and initiatives that are going to help delivery of the target",
    ],
)  # fmt: skip
def test_a_question_is_no_answer(question: str) -> None:
    assert answer(question) == ""


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Describe briefly the projects that will help delivery of this target Writing days take place.", "Writing days take place."),
        ("Describe briefly the specific projects that will help delivery of this target: New bus lanes", "New bus lanes"),
        ("Describe briefly the specific projects that will help delivery of this target\nTrain nurses", "Train nurses"),
        ("Short term action from community strategy Reduce smoking", "Reduce smoking"),
        ("Has an EIA been undertaken? Yes, in March.", "Yes, in March."),
        ("New bus lanes. Describe briefly the specific projects that will help delivery of this target", "New bus lanes."),
    ],
)  # fmt: skip
def test_the_answer_beside_a_question_is_kept(cell: str, kept: str) -> None:
    assert answer(cell) == kept


@pytest.mark.parametrize(
    "said",
    [
        "Partners are aware of their roles and responsibilities.",
        "Describe the route to every new bus driver",
        "Race and gender",
        "An EIA has not been undertaken.",
        "The board performance manages this target.",
        "Projects will help delivery of this target.",
        "A risk that may prevent this is the weather.",
    ],
)
def test_an_answer_in_like_words_is_kept(said: str) -> None:
    assert answer(said) == said


@given(st.text(max_size=200))
def test_what_is_left_needs_no_second_look(text: str) -> None:
    assert answer(answer(text)) == answer(text)
