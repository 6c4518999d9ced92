"""Theme stories: drafted from what was accepted, made the theme lead's own, signed off with the round."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import clock
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from goldenthread.kernel.queries import version
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC
from goldenthread.partnership.models import Partnership, Role
from goldenthread.returns import operations
from goldenthread.returns.drafting import Came, drafted, new_since
from goldenthread.returns.models import Round, Story
from goldenthread.returns.operations import Said
from goldenthread.returns.queries import changed_since, latest_story, returns_of
from goldenthread.strategy.models import Theme
from tests import factories
from tests.overview.record import give, loaded, measure_coded, on
from tests.returns import asked
from tests.web.sending import as_shown

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 7, 6)):
        yield


@pytest.fixture
def place() -> Partnership:
    of = loaded(measures=3)
    give(measure_coded("NI 1", of), "2008/09 Q4", "79", on(2009, 5, 1))
    return of


@pytest.fixture
def made(place: Partnership) -> Round:
    """A round of three figures: one accepted, one sent, one not."""
    asked.led(place, asked.person(place))
    made = asked.round_of(place)
    first, second, _ = returns_of(made)
    said = Said(value=Decimal("81.5"), what_happened="More came", what_next="A second door opens.")
    operations.submit(by=COMMAND_LINE, asked=first, said=said)
    operations.sign_off(by=COMMAND_LINE, asked=first)
    operations.submit(by=COMMAND_LINE, asked=second, said=Said(value=Decimal(80)))
    return made


@pytest.fixture
def theme(place: Partnership) -> Theme:
    return Theme.objects.of(place.pk).select_related("subject").get()


@pytest.fixture
def story(made: Round, theme: Theme) -> Story:
    return operations.begin_story(by=COMMAND_LINE, asked_in=made, theme=theme)


# Drafting


def test_a_draft_tells_what_was_accepted_and_what_is_missing(story: Story) -> None:
    assert story.progress == (
        "Households helped in way 1, Northshire: 81.5% in 2009/10 Q1 (79.0% in 2008/09 Q4)."
        " More came A second door opens.\n\n"
        "Nothing came in for: Households helped in way 2, Northshire; Households helped in way 3, Northshire."
    )
    assert [(one["said"], bool(one["observation_id"])) for one in story.drafted_from] == [
        ("81.5%", True),
        ("", False),
    ]


@pytest.mark.parametrize(
    ("came", "text"),
    [
        (
            Came(1, "measure", "Fires", "Q1", "12", "14", "Q4", "10"),
            "Fires: 12 in Q1 (14 in Q4; the target is 10).",
        ),
        (Came(1, "measure", "Fires", "Q1", "0"), "Fires: 0 in Q1."),
        (Came(1, "measure", "Fires", "Q1"), "Fires: no figure for Q1."),
        (
            Came(1, "measure", "Fires", nothing_because="The survey is late"),
            "Fires: nothing to report yet, because the survey is late.",
        ),
        (
            Came(1, "measure", "Fires", nothing_because="NHS counts later."),
            "Fires: nothing to report yet, because NHS counts later.",
        ),
        (Came(1, "action", "Build it.", percent=0, comment="We begin"), "Build it: 0% done. We begin."),
        (Came(1, "milestone", "Half way", reached_on="3 June 2009"), "Half way: reached on 3 June 2009."),
        (Came(1, "milestone", "Half way", comment="Soon!"), "Half way: not reached yet. Soon!"),
        (
            Came(1, "risk", "Too few", judged="likelihood 2, impact 3"),
            "Risk: Too few (likelihood 2, impact 3).",
        ),
        (Came(1, "grant", "The hall"), "The hall."),
    ],
)
def test_each_kind_is_told_in_a_sentence(came: Came, text: str) -> None:
    assert [one.text for one in drafted([came], [])] == [text]


@given(
    st.lists(
        st.builds(
            Came,
            return_id=st.integers(1, 99),
            kind=st.just("measure"),
            name=st.text("abc ", min_size=1),
            period=st.just("Q1"),
            figure=st.decimals(-1000, 1000, places=1).map(str),
            comment=st.text("xyz .", max_size=20),
        ),
        max_size=6,
    ),
    st.lists(st.text("abc", min_size=1), max_size=3),
)
def test_every_figure_that_came_is_in_its_sentence_and_none_is_made_up(
    came: list[Came], missing: list[str]
) -> None:
    found = drafted(came, missing)
    assert len(found) == len(came) + bool(missing)
    for one, sentence in zip(came, found, strict=False):
        assert sentence.text.startswith(f"{one.name}: {one.figure} in Q1.")
        assert sentence.said == one.figure
    for name in missing:
        assert name in found[-1].text
    assert new_since(found, [{"return_id": f.return_id, "said": f.said, "text": f.text} for f in found]) == []


def test_a_theme_has_one_story_a_round(story: Story, made: Round, theme: Theme) -> None:
    assert operations.begin_story(by=COMMAND_LINE, asked_in=made, theme=theme) == story


# Writing


def test_what_came_in_since_is_added_and_what_was_written_stays(made: Round, story: Story) -> None:
    operations.write_story(by=COMMAND_LINE, story=story, progress="My own words.")
    _, second, _ = returns_of(made)
    operations.sign_off(by=COMMAND_LINE, asked=second)

    assert operations.add_what_came(by=COMMAND_LINE, story=story) == 2

    assert story.progress.startswith(
        "My own words.\n\nHouseholds helped in way 2, Northshire: 80.0% in 2009/10 Q1."
    )
    assert operations.add_what_came(by=COMMAND_LINE, story=story) == 0


def test_a_figure_that_changed_since_is_told(made: Round, story: Story) -> None:
    assert changed_since(story) == []
    first, _, _ = returns_of(made)
    operations.send_back(by=COMMAND_LINE, asked=first, to_change="Count again.")
    operations.submit(
        by=COMMAND_LINE, asked=first, said=Said(value=Decimal(79), explanation="Counted twice.")
    )
    with clock.standing_at(on(2009, 7, 7)):
        operations.sign_off(by=COMMAND_LINE, asked=first)
    (one,) = changed_since(story)
    assert (one.said, one.now) == ("81.5%", "79.0%")


def test_two_who_write_the_same_part_are_told(story: Story) -> None:
    seen = version(story.pk)
    operations.write_story(by=COMMAND_LINE, story=story, progress="One.", as_of=seen)
    with pytest.raises(Conflict):
        operations.write_story(by=COMMAND_LINE, story=story, progress="Two.", as_of=seen)


# Signing off


def test_a_story_is_public_once_it_is_signed_off_and_not_before(
    place: Partnership, theme: Theme, story: Story
) -> None:
    publish_plan(partnership=place, by=COMMAND_LINE)
    theme.subject.refresh_from_db()
    lead = factories.member(place, Role.Kind.THEME_LEAD, scope=theme.subject).viewer
    operations.submit_story(by=lead, story=story)
    assert latest_story(theme.pk, viewer=PUBLIC) is None
    assert Client().get(f"/northshire/stories/{story.pk}/").status_code == 404

    operations.accept_story(by=factories.manager(place).viewer, story=story)

    assert latest_story(theme.pk, viewer=PUBLIC) == story
    text = Client().get(f"/northshire/stories/{story.pk}/").content.decode()
    assert "81.5% in 2009/10 Q1" in text
    assert "What happened in 2009/10 Q1" in Client().get(f"/northshire/themes/{theme.pk}/").content.decode()

    operations.send_story_back(by=COMMAND_LINE, story=story, to_change="Shorter, please.")
    assert Client().get(f"/northshire/stories/{story.pk}/").status_code == 404


def test_without_a_step_for_the_manager_it_is_accepted_as_it_is_sent(
    place: Partnership, story: Story
) -> None:
    operations.arrange(by=COMMAND_LINE, partnership=place, manager_signs=False)
    operations.submit_story(by=COMMAND_LINE, story=story)
    assert story.state == "accepted"


def test_what_is_not_allowed_in_a_state_is_refused(story: Story) -> None:
    with pytest.raises(Refused):
        operations.accept_story(by=COMMAND_LINE, story=story)
    with pytest.raises(Refused):
        operations.send_story_back(by=COMMAND_LINE, story=story, to_change="No.")
    operations.write_story(by=COMMAND_LINE, story=story, progress=" ")
    with pytest.raises(Invalid):
        operations.submit_story(by=COMMAND_LINE, story=story)
    operations.write_story(by=COMMAND_LINE, story=story, progress="Words.")
    operations.submit_story(by=COMMAND_LINE, story=story)
    for refused in (
        lambda: operations.write_story(by=COMMAND_LINE, story=story, progress="More."),
        lambda: operations.submit_story(by=COMMAND_LINE, story=story),
        lambda: operations.add_what_came(by=COMMAND_LINE, story=story),
    ):
        with pytest.raises(Refused):
            refused()
    with pytest.raises(Invalid):
        operations.send_story_back(by=COMMAND_LINE, story=story, to_change=" ")


def test_a_round_is_not_closed_over_a_story_that_waits_and_locks_it_after(made: Round, story: Story) -> None:
    _, second, _ = returns_of(made)
    operations.sign_off(by=COMMAND_LINE, asked=second)
    operations.submit_story(by=COMMAND_LINE, story=story)
    with pytest.raises(Refused, match="story waits"):
        operations.close_round(by=COMMAND_LINE, asked_in=made)
    operations.accept_story(by=COMMAND_LINE, story=story)
    operations.close_round(by=COMMAND_LINE, asked_in=made)
    story.refresh_from_db()
    with pytest.raises(Refused, match="closed"):
        operations.send_story_back(by=COMMAND_LINE, story=story, to_change="Late.")


def test_a_theme_lead_writes_only_their_own(
    place: Partnership, made: Round, theme: Theme, story: Story
) -> None:
    elsewhere = factories.theme(place, "Elsewhere")
    other = factories.member(place, Role.Kind.THEME_LEAD, scope=elsewhere.subject).viewer
    for act in (
        lambda: operations.begin_story(by=other, asked_in=made, theme=theme),
        lambda: operations.write_story(by=other, story=story, progress="Mine."),
        lambda: operations.submit_story(by=other, story=story),
        lambda: operations.accept_story(by=other, story=story),
    ):
        with pytest.raises(NotAllowed):
            act()


# Pages


def test_from_the_draft_to_the_theme_page(place: Partnership, made: Round, theme: Theme) -> None:
    publish_plan(partnership=place, by=COMMAND_LINE)
    client = Client()
    client.force_login(factories.manager(place).account)
    listed = client.get(f"/northshire/rounds/{made.pk}/stories/").content.decode()
    assert "Not begun" in listed

    begin = f"/northshire/rounds/{made.pk}/stories/{theme.pk}/begin/"
    client.post(begin, as_shown(client, begin))
    story = Story.objects.get()
    write = f"/northshire/stories/{story.pk}/write/"
    client.post(write, as_shown(client, write, progress="It went well.", new_ways="A shared van."))
    text = client.get(f"/northshire/stories/{story.pk}/").content.decode()
    for words in ("It went well.", "A shared van.", "Being written", "81.5% in 2009/10 Q1"):
        assert words in text

    _, second, _ = returns_of(made)
    operations.sign_off(by=COMMAND_LINE, asked=second)
    assert "2 sentences could be added" in client.get(write).content.decode()
    client.post(f"/northshire/stories/{story.pk}/add/")
    for step in ("submit", "accept"):
        address = f"/northshire/stories/{story.pk}/{step}/"
        client.post(address, as_shown(client, address))
    assert "Accepted" in client.get(f"/northshire/rounds/{made.pk}/stories/").content.decode()
    back = f"/northshire/stories/{story.pk}/send-back/"
    assert "Say what to change" in client.post(back, as_shown(client, back, to_change="")).content.decode()
    client.post(back, as_shown(client, back, to_change="Shorter."))
    assert "Shorter." in client.get(f"/northshire/stories/{story.pk}/").content.decode()
