"""Every named record has a subject with its title, and everything that was done to it is written down."""

import pytest
from django.apps import apps

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.kinds import all_kinds, kind_of
from goldenthread.kernel.models import AuditEvent, NamedRecord, Subject, Visibility
from goldenthread.kernel.queries import history, latest_event, one
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC, Viewer
from goldenthread.partnership.models import Group, Partnership, Place
from goldenthread.strategy.models import Strategy
from tests import factories

pytestmark = pytest.mark.django_db

ANN = Viewer(name="Ann Example", account_id=7, everywhere=True)


def test_every_named_record_has_a_registered_kind() -> None:
    models = {model for model in apps.get_models() if issubclass(model, NamedRecord)}

    assert {kind.model for kind in all_kinds()} == models


def test_creating_makes_the_subject_and_says_who_did_it() -> None:
    partnership = factories.partnership()

    strategy = kernel.create(
        Strategy, by=ANN, partnership_id=partnership.pk, reason="We agreed it", title="Fair"
    )

    assert (strategy.subject.title, strategy.subject.kind) == ("Fair", "strategy")
    assert strategy.subject.visibility == Visibility.PARTNERSHIP
    event = AuditEvent.objects.get(subject=strategy.subject)
    assert (event.verb, event.actor_id, event.actor_name, event.reason) == (
        "strategy.created",
        7,
        "Ann Example",
        "We agreed it",
    )
    assert event.changes == {"title": [None, "Fair"]}
    assert event.partnership_id == partnership.pk


def test_a_partnership_belongs_to_itself() -> None:
    partnership = factories.partnership()

    assert partnership.subject.partnership_id == partnership.pk


def test_what_must_belong_to_a_partnership_cannot_float() -> None:
    with pytest.raises(ValueError, match="A strategy must belong to a partnership"):
        kernel.create(Strategy, by=ANN, partnership_id=None, title="Fair")

    assert Strategy.objects.count() == 0


def test_amending_keeps_before_and_after_and_renames_the_subject() -> None:
    partnership = factories.partnership()
    strategy = kernel.create(Strategy, by=ANN, partnership_id=partnership.pk, title="Fair", years="2008")

    changes = kernel.amend(strategy, by=ANN, reason="A new name", title="Fairer", years="2008")

    assert changes == {"title": ["Fair", "Fairer"]}
    assert Subject.objects.get(pk=strategy.pk).title == "Fairer"
    assert AuditEvent.objects.first().changes == {"title": ["Fair", "Fairer"]}  # type: ignore[union-attr]


def test_amending_to_what_is_there_leaves_no_event() -> None:
    partnership = factories.partnership()
    strategy = kernel.create(Strategy, by=ANN, partnership_id=partnership.pk, title="Fair")
    before = AuditEvent.objects.count()

    assert kernel.amend(strategy, by=ANN, title="Fair") == {}
    assert AuditEvent.objects.count() == before


def test_a_withdrawn_record_is_kept_and_shown_to_nobody() -> None:
    partnership = factories.partnership()
    strategy = kernel.create(
        Strategy, by=ANN, partnership_id=partnership.pk, visibility=Visibility.PUBLIC, title="Fair"
    )

    kernel.withdraw(strategy.subject, by=ANN, reason="Loaded by mistake")

    assert list(Strategy.objects.visible_to(COMMAND_LINE)) == []
    assert Strategy.objects.count() == 1


def test_showing_to_everyone_names_all_in_one_event() -> None:
    partnership = factories.partnership()
    some = [kernel.create(Strategy, by=ANN, partnership_id=partnership.pk, title=title) for title in "ab"]

    changed = kernel.show_to(
        Visibility.PUBLIC, [one.subject for one in some], by=ANN, about=partnership.subject
    )
    again = kernel.show_to(
        Visibility.PUBLIC, Subject.objects.filter(kind="strategy"), by=ANN, about=partnership.subject
    )

    assert (changed, again) == (2, 0)
    event = AuditEvent.objects.get(verb="visibility.changed")
    assert event.changes == {str(one.pk): ["partnership", "public"] for one in some}


@pytest.mark.parametrize(
    ("visibility", "public", "stranger", "member", "manager"),
    [
        (Visibility.PUBLIC, True, True, True, True),
        (Visibility.PARTNERSHIP, False, False, True, True),
        (Visibility.PRIVATE, False, False, False, True),
    ],
)
def test_who_sees_what(visibility: str, public: bool, stranger: bool, member: bool, manager: bool) -> None:
    partnership, other = factories.partnership(), factories.partnership("southshire")
    strategy = kernel.create(
        Strategy, by=ANN, partnership_id=partnership.pk, visibility=visibility, title="Fair"
    )
    viewers = {
        "public": PUBLIC,
        "stranger": Viewer("S", 1, partnership_ids=frozenset({other.pk}), private_ids=frozenset({other.pk})),
        "member": Viewer("M", 2, partnership_ids=frozenset({partnership.pk})),
        "manager": Viewer(
            "B", 3, partnership_ids=frozenset({partnership.pk}), private_ids=frozenset({partnership.pk})
        ),
    }

    seen = {
        name: Strategy.objects.visible_to(viewer).filter(pk=strategy.pk).exists()
        for name, viewer in viewers.items()
    }

    assert seen == {"public": public, "stranger": stranger, "member": member, "manager": manager}


def test_what_may_not_be_seen_reads_like_what_is_not_there() -> None:
    partnership = factories.partnership()
    hidden = kernel.create(Strategy, by=ANN, partnership_id=partnership.pk, title="Secret plan")

    with pytest.raises(NotFound) as unseen:
        one(Strategy, hidden.pk, viewer=PUBLIC)
    with pytest.raises(NotFound) as missing:
        one(Strategy, 10**9, viewer=PUBLIC)

    assert str(unseen.value) == str(missing.value)


def test_history_is_for_those_inside() -> None:
    partnership = factories.partnership()
    strategy = kernel.create(
        Strategy, by=ANN, partnership_id=partnership.pk, visibility=Visibility.PUBLIC, title="Fair"
    )
    inside = Viewer("M", 2, partnership_ids=frozenset({partnership.pk}))

    assert history(strategy.pk, viewer=PUBLIC).count() == 0
    assert history(strategy.pk, viewer=inside).count() == 1


def test_the_latest_event_moves_with_every_write() -> None:
    partnership = factories.partnership()
    before = latest_event(partnership.pk)
    strategy = kernel.create(Strategy, by=ANN, partnership_id=partnership.pk, title="Fair")
    middle = latest_event(partnership.pk)
    kernel.amend(strategy, by=ANN, title="Fairer")

    assert before < middle < latest_event(partnership.pk)
    assert latest_event(10**9) == 0


def test_every_subject_has_its_records_title_after_a_load() -> None:
    partnership = factories.partnership()
    factories.loaded(partnership)

    for kind in all_kinds():
        for record in kind.model._default_manager.select_related("subject"):
            assert record.subject.title == getattr(record, kind.title_field)
            assert record.subject.kind == kind_of(type(record)).name


def test_a_group_cannot_report_to_itself() -> None:
    from django.db import IntegrityError

    partnership = factories.partnership()
    group = kernel.create(Group, by=ANN, partnership_id=partnership.pk, name="Board")

    with pytest.raises(IntegrityError):
        kernel.amend(group, by=ANN, reports_to=group)


def test_a_place_code_is_used_once() -> None:
    from django.db import IntegrityError

    factories.partnership()
    code = Place.objects.get().code

    with pytest.raises(IntegrityError):
        kernel.create(Place, by=ANN, partnership_id=None, code=code, name="Another")


def test_partnership_names_are_its_own() -> None:
    assert Partnership._meta.get_field("code").unique
