"""A manager finds a measure in the catalogue and takes it into the plan, once."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.catalogue import Entry, Framework, entry_keyed
from goldenthread.kernel import clock
from goldenthread.kernel.errors import Invalid, NotAllowed, Refused
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure
from goldenthread.measures.operations import take_from_catalogue, where_from
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Decision, Partnership, Role
from goldenthread.strategy.models import Objective, Strategy, Theme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    partnership = factories.partnership()
    factories.loaded(partnership, measures=1)
    return partnership


@pytest.fixture
def theme(place: Partnership) -> Theme:
    return Theme.objects.of(place.pk).select_related("strategy", "subject").get()


def entry(framework: str = "english-national-indicators", slug: str = "ni-16") -> tuple[Framework, Entry]:
    found = entry_keyed(framework, slug)
    assert found is not None
    return found


def decided(place: Partnership) -> Decision:
    board = partnerships.add_group(by=COMMAND_LINE, partnership_id=place.pk, name="Board", kind="board")
    return partnerships.record_decision(
        by=COMMAND_LINE,
        partnership_id=place.pk,
        title="Count crime",
        words="Crime is counted.",
        decided_on=date(2009, 5, 1),
        group=board,
    )


def test_the_sheet_is_carried_over_with_where_it_comes_from(place: Partnership, theme: Theme) -> None:
    of, one = entry()
    decision = decided(place)
    objective = Objective.objects.of(place.pk).get()
    measure = take_from_catalogue(
        by=COMMAND_LINE, partnership=place, framework=of, entry=one, theme=theme, objective=objective,
        reason="The board asked.", decision=decision,
    )  # fmt: skip
    carried = (measure.code, measure.title, measure.unit, measure.data_type, measure.polarity)
    assert carried == ("NI 16", "Serious acquisitive crime rate", "per 1,000 people", "rate", "lower")
    assert (measure.catalogue_entry, measure.objective) == ("english-national-indicators/ni-16", objective)
    assert measure.caveats == where_from(of, one)
    assert "Open Government Licence v3.0" in measure.caveats
    assert "Only its title was checked" in measure.caveats
    event = AuditEvent.objects.get(subject=measure.subject)
    assert (event.reason, event.basis_id) == ("The board asked.", decision.pk)
    assert measure.series.get().place_id == place.place_id


def test_what_nobody_checked_goes_on_saying_so(place: Partnership, theme: Theme) -> None:
    of, one = entry(slug="ni-99")
    measure = take_from_catalogue(by=COMMAND_LINE, partnership=place, framework=of, entry=one, theme=theme)
    assert measure.caveats.startswith(one.note)
    assert measure.caveats.endswith("compare it with what the framework says before you use it.")


def test_taking_it_twice_is_told_and_does_nothing(place: Partnership, theme: Theme) -> None:
    of, one = entry()
    take_from_catalogue(by=COMMAND_LINE, partnership=place, framework=of, entry=one, theme=theme)
    with pytest.raises(Refused, match="already: Serious acquisitive crime rate"):
        take_from_catalogue(by=COMMAND_LINE, partnership=place, framework=of, entry=one, theme=theme)
    assert Measure.objects.of(place.pk).filter(code="NI 16").count() == 1


def test_what_cannot_be_taken(place: Partnership, theme: Theme) -> None:
    other = factories.partnership("southshire")
    factories.loaded(other, measures=1)
    of, one = entry()
    elsewhere = Theme.objects.of(other.pk).select_related("strategy", "subject").get()
    for said, words in (
        ({"entry": entry(slug="ni-1")[1], "theme": theme}, "There is a measure NI 1 already"),
        ({"entry": one, "theme": elsewhere}, "a theme of this partnership"),
        ({"entry": one, "theme": theme, "decision": decided(other)}, "a decision of this partnership"),
        (
            {"entry": one, "theme": theme, "objective": Objective.objects.of(other.pk).get()},
            "an objective of this theme",
        ),
    ):
        with pytest.raises(Invalid, match=words):
            take_from_catalogue(by=COMMAND_LINE, partnership=place, framework=of, **said)  # type: ignore[arg-type]
    Strategy.objects.filter(pk=theme.strategy_id).update(superseded_at=clock.now())
    theme.strategy.refresh_from_db()
    with pytest.raises(Invalid, match="one that still counts"):
        take_from_catalogue(by=COMMAND_LINE, partnership=place, framework=of, entry=one, theme=theme)
    lead = factories.member(place, Role.Kind.THEME_LEAD).viewer
    with pytest.raises(NotAllowed):
        take_from_catalogue(by=lead, partnership=place, framework=of, entry=one, theme=theme)
    assert Measure.objects.of(place.pk).count() == 1


def test_a_manager_browses_searches_and_takes(place: Partnership, theme: Theme) -> None:
    client = Client()
    client.force_login(factories.manager(place).account)
    catalogue = reverse("web:catalogue", args=[place.code])
    page = client.get(catalogue, {"framework": "english-national-indicators"}).content.decode()
    assert "43 measures" in page
    assert "Open Government Licence v3.0" in page
    assert "Nothing is found" in client.get(catalogue, {"words": "unicorns"}).content.decode()
    address = reverse("web:catalogue-entry", args=[place.code, "english-national-indicators", "ni-16"])
    found = client.get(catalogue, {"words": "acquisitive"}).content.decode()
    assert address in found
    assert "1 measure" in found
    shown = client.get(address).content.decode()
    assert "Its title was read in the source" in shown
    assert client.post(address, {"theme": ""}).status_code == 422
    assert client.post(address, {"theme": theme.pk}).status_code == 302
    again = client.post(address, {"theme": theme.pk})
    assert again.status_code == 422
    assert "Nothing was added." in again.content.decode()
    measure = Measure.objects.of(place.pk).get(code="NI 16")
    listed = client.get(catalogue, {"words": "acquisitive"}).content.decode()
    assert reverse("web:measure", args=[place.code, measure.pk]) in listed
    unknown = reverse("web:catalogue-entry", args=[place.code, "english-national-indicators", "ni-999"])
    assert client.get(unknown).status_code == 404


def test_the_last_page_holds_what_is_left(place: Partnership) -> None:
    client = Client()
    client.force_login(factories.manager(place).account)
    catalogue = reverse("web:catalogue", args=[place.code])
    last = client.get(catalogue, {"page": "99"}).content.decode()
    assert last.count('<th scope="row"') == (43 + 33 + 36) % 50
