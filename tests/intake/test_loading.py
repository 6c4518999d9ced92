"""From document to record: whole or not at all, a second time nothing, and no figure overwritten."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from goldenthread.delivery.models import Action, Risk
from goldenthread.intake.models import Document, Draft
from goldenthread.intake.operations import accept_draft, publish_plan, upload_document
from goldenthread.intake.operations.loading import Loading
from goldenthread.intake.queries import draft_difference
from goldenthread.kernel.errors import NotAllowed, Refused
from goldenthread.kernel.models import AuditEvent, Subject
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC
from goldenthread.measures.models import Baseline, Involvement, Measure, Target
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Organisation, Person, Place
from goldenthread.strategy.models import EqualityImpact, Objective
from tests import factories

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    """How many rows there are of everything that a load may write."""
    models = (Subject, AuditEvent, Document, Draft, Measure, Baseline, Target, Action, Risk, EqualityImpact)
    return {model.__name__: model.objects.count() for model in models}


def test_a_plan_becomes_records_with_where_each_came_from() -> None:
    partnership = factories.partnership()
    factories.loaded(partnership, 2)

    measure = Measure.objects.get(code="NI 2")
    assert measure.objective == Objective.objects.get()
    assert measure.target_periods == ["2008/09", "2009/10"]
    target = Target.objects.get(series__measure=measure)
    assert (target.value, target.decimals, target.unit, target.status) == (Decimal(85), 0, "%", "agreed")
    assert (target.period.label, str(target.period.start), str(target.period.end)) == (  # type: ignore[union-attr]
        "2008/09",
        "2008-04-01",
        "2009-03-31",
    )
    assert (target.source.title, target.source_from) == ("plan.txt", 15)  # type: ignore[union-attr]
    assert target.series.place == partnership.place
    assert EqualityImpact.objects.get(about=measure.subject).state == "blank"
    assert [risk.title for risk in measure.subject.risks.all()] == ["Too few visitors in area 2."]


def test_the_same_plan_again_writes_nothing() -> None:
    partnership = factories.partnership()
    factories.loaded(partnership)
    second = factories.draft(partnership, COMMAND_LINE, name="same.txt")
    before = rows()

    change = accept_draft(draft=second, by=COMMAND_LINE)

    assert change.is_empty
    after = rows()
    assert after.pop("AuditEvent") == before.pop("AuditEvent") + 1  # that the draft was accepted
    assert after == before


def test_a_changed_figure_supersedes_and_the_old_one_stays() -> None:
    partnership = factories.partnership()
    factories.loaded(partnership, 1)
    measure = factories.plan(1).measures[0]
    changed = replace(measure, targets=(replace(measure.targets[0], value=Decimal(90), as_written="90%"),))
    draft = factories.draft(
        partnership, COMMAND_LINE, replace(factories.plan(1), measures=(changed,)), name="new.txt"
    )

    accept_draft(draft=draft, by=COMMAND_LINE)

    old, new = Target.objects.order_by("pk")
    assert (old.value, new.value, new.supersedes) == (Decimal(85), Decimal(90), old)
    assert old.superseded_at is not None
    assert new.superseded_at is None
    event = AuditEvent.objects.get(verb="measure.target_amended")
    assert (event.reason, list(event.changes.values())) == ("Loaded from new.txt", [["85%", "90%"]])


def test_a_load_that_fails_at_the_end_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    partnership = factories.partnership()
    draft = factories.draft(partnership, COMMAND_LINE)
    before = rows()

    def fails(self: Loading, change: object) -> None:
        raise Refused("The last step fails.")

    monkeypatch.setattr(Loading, "_risk", fails)
    with pytest.raises(Refused, match="The last step fails"):
        accept_draft(draft=draft, by=COMMAND_LINE)

    assert rows() == before
    assert Draft.objects.get(pk=draft.pk).state == "open"


def test_a_figure_too_long_to_keep_is_refused_in_a_sentence() -> None:
    partnership = factories.partnership()
    measure = factories.plan(1).measures[0]
    long = replace(measure, targets=(replace(measure.targets[0], value=Decimal("1.12345678")),))
    draft = factories.draft(partnership, COMMAND_LINE, replace(factories.plan(1), measures=(long,)))

    with pytest.raises(Refused, match=r"1\.12345678 is too long"):
        accept_draft(draft=draft, by=COMMAND_LINE)


def test_a_lead_is_the_post_of_that_name_where_the_partnership_has_one() -> None:
    partnership = factories.partnership()
    council = partnerships.add_organisation(by=COMMAND_LINE, partnership_id=None, name="County Council")
    post = partnerships.add_post(
        by=COMMAND_LINE, partnership_id=partnership.pk, title="Safety lead 1", organisation=council
    )

    factories.loaded(partnership, 2)

    leads = Involvement.objects.filter(part="lead_person").order_by("measure__code")
    assert [lead.post for lead in leads] == [post, None]
    assert [person.name for person in Person.objects.all()] == ["Safety lead 2"]


def test_an_organisation_is_known_by_its_short_name_and_keeps_how_it_was_written() -> None:
    partnership = factories.partnership()
    council = partnerships.add_organisation(
        by=COMMAND_LINE, partnership_id=None, name="Council of the County", short_name="County Council"
    )

    factories.loaded(partnership, 1)

    lead = Involvement.objects.get(part="lead_organisation")
    assert (lead.organisation, lead.as_written) == (council, "County Council")


def test_names_that_a_plan_brings_stay_inside_its_partnership() -> None:
    factories.loaded(factories.partnership(), 1)
    other = factories.partnership("southshire")
    factories.loaded(other, 1)

    assert Organisation.objects.visible_to(PUBLIC).count() == 0
    assert Organisation.objects.filter(name="Police").count() == 2


def test_a_short_county_name_is_the_county_and_a_new_name_a_new_place() -> None:
    place = partnerships.add_official_place(by=COMMAND_LINE, code="E1", name="Bedfordshire", kind="county")
    partnership = partnerships.found_partnership(by=COMMAND_LINE, code="beds", name="Beds", place=place)
    measure = factories.plan(1).measures[0]
    values = tuple(replace(measure.targets[0], place=name) for name in ("Beds", "Luton"))
    planned = replace(factories.plan(1), measures=(replace(measure, targets=values),))

    accept_draft(draft=factories.draft(partnership, COMMAND_LINE, planned), by=COMMAND_LINE)

    assert [target.series.place.name for target in Target.objects.order_by("pk")] == ["Bedfordshire", "Luton"]
    assert Place.objects.get(name="Luton").subject.partnership_id == partnership.pk


def test_a_place_is_one_however_its_name_is_shortened() -> None:
    partnership = factories.partnership()
    measure = factories.plan(1).measures[0]
    one = replace(
        measure,
        baselines=(replace(measure.baselines[0], place="W & N Westmarch PCT"),),
        targets=(replace(measure.targets[0], place="West and North Westmarch PCT"),),
    )
    planned = replace(factories.plan(1), measures=(one,))

    accept_draft(draft=factories.draft(partnership, COMMAND_LINE, planned), by=COMMAND_LINE)

    assert Baseline.objects.get().series == Target.objects.get().series


def test_nothing_is_public_until_the_manager_publishes() -> None:
    partnership = factories.partnership()
    manager = factories.manager(partnership)
    factories.loaded(partnership)
    assert Measure.objects.visible_to(PUBLIC).count() == 0

    publish_plan(partnership=partnership, by=manager.viewer)

    assert Measure.objects.visible_to(PUBLIC).count() == 3
    assert Document.objects.visible_to(PUBLIC).count() == 0
    assert Draft.objects.visible_to(PUBLIC).count() == 0


def test_only_the_manager_publishes_uploads_and_accepts(tmp_path: Path) -> None:
    partnership = factories.partnership()
    stranger = factories.manager(factories.partnership("southshire")).viewer
    draft = factories.draft(partnership, COMMAND_LINE)

    for attempt in (
        lambda: publish_plan(partnership=partnership, by=stranger),
        lambda: accept_draft(draft=draft, by=stranger),
        lambda: upload_document(path=tmp_path / "any.txt", partnership=partnership, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_the_county_plan_loads_and_a_second_time_changes_nothing(seed_plan: Path) -> None:
    partnership = factories.partnership()
    draft = upload_document(path=seed_plan, partnership=partnership, by=COMMAND_LINE)
    accept_draft(draft=draft, by=COMMAND_LINE)
    before = rows()

    again = upload_document(path=seed_plan, partnership=partnership, by=COMMAND_LINE)

    assert Measure.objects.count() == 46
    assert again == draft
    assert rows() == before
    assert draft_difference(draft, viewer=COMMAND_LINE).is_empty
