"""Who may do what, who decided what, who holds which post, and which places there are."""

from collections import defaultdict
from datetime import date

from django.core.paginator import Paginator
from django.utils import timezone

from goldenthread.kernel import clock
from goldenthread.kernel.models import AuditEvent, Subject
from goldenthread.kernel.queries import one
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.shapes import Named, Page
from goldenthread.overview.shapes_partnership import (
    AccountLine,
    AccountsPage,
    DecidedChange,
    DecisionLine,
    DecisionPage,
    DecisionsPage,
    HolderLine,
    PlaceLine,
    PlacesPage,
    PostLine,
    PostsPage,
    RoleLine,
)
from goldenthread.partnership import queries as partnerships
from goldenthread.partnership.models import Decision, Holding
from goldenthread.partnership.rules import Right, check, is_inside
from goldenthread.strategy.queries import themes


def accounts(code: str, *, viewer: Viewer) -> AccountsPage:
    """Who may sign in to a partnership and as what. Raises NotFound, and NotAllowed unless they may give roles."""
    partnership = partnerships.partnership_coded(code, viewer=viewer)
    check(viewer, Right.GIVE_ROLES, partnership.pk)
    lines: dict[int, AccountLine] = {}
    roles: dict[int, list[RoleLine]] = defaultdict(list)
    for role in partnerships.roles(partnership.pk):
        account = role.account
        person = account.person.name if account.person else None
        lines[account.pk] = AccountLine(name=account.name, email=account.email, person=person, roles=())
        roles[account.pk].append(
            RoleLine(role.pk, role.kind, role.get_kind_display(), role.scope.title if role.scope else None)
        )
    return AccountsPage(
        heading=heading_of(partnership, viewer=viewer),
        accounts=tuple(
            AccountLine(line.name, line.email, line.person, tuple(roles[pk])) for pk, line in lines.items()
        ),
        themes=tuple(Named(theme.pk, theme.title) for theme in themes(partnership.pk, viewer=viewer)),
        groups=tuple(Named(g.pk, g.name) for g in partnerships.groups(partnership.pk, viewer=viewer)),
        people=tuple(Named(person.pk, person.name) for person in partnerships.known_people(partnership.pk)),
    )


def decisions(code: str, *, viewer: Viewer, page: int = 1) -> DecisionsPage:
    """One page of the decisions of a partnership. Raises NotFound."""
    partnership = partnerships.partnership_coded(code, viewer=viewer)
    pages = Paginator(partnerships.decisions(partnership.pk, viewer=viewer), PAGE_SIZE)
    shown = pages.get_page(page)
    inside = is_inside(viewer, partnership.pk)
    posts = partnerships.known_posts(partnership.pk).select_related("organisation") if inside else ()
    return DecisionsPage(
        heading=heading_of(partnership, viewer=viewer),
        decisions=tuple(decision_line(decision) for decision in shown.object_list),
        page=Page(shown.number, pages.num_pages, pages.count),
        groups=tuple(Named(g.pk, g.name) for g in partnerships.groups(partnership.pk, viewer=viewer)),
        officers=tuple(Named(post.pk, f"{post.title}, {post.organisation.name}") for post in posts),
    )


def decision(code: str, decision_id: int, *, viewer: Viewer) -> DecisionPage:
    """A decision and what was changed because of it, as far as the viewer may know of it. Raises NotFound."""
    partnership = partnerships.partnership_coded(code, viewer=viewer)
    related = ("group", "officer__organisation")
    found = one(Decision, decision_id, viewer=viewer, related=related, partnership_id=partnership.pk)
    visible = Subject.objects.visible_to(viewer)
    events = AuditEvent.objects.filter(basis=decision_id, subject__in=visible).select_related("subject")
    return DecisionPage(
        heading=heading_of(partnership, viewer=viewer),
        decision=decision_line(found),
        changes=tuple(
            DecidedChange(
                subject=Named(event.subject_id, event.subject.title),
                kind=event.subject.kind,
                changes=tuple((name, before, after) for name, (before, after) in event.changes.items()),
                reason=event.reason,
            )
            for event in events.order_by("id")
        ),
    )


def decision_line(found: Decision) -> DecisionLine:
    """A decision with who took it; its group and officer must have been selected with it."""
    by = found.group.name if found.group else ""
    if found.officer:
        by = f"{found.officer.title}, {found.officer.organisation.name}"
    return DecisionLine(found.pk, found.title, found.words, found.decided_on, by, found.evidence)


def places(code: str, *, viewer: Viewer) -> PlacesPage:
    """The place of a partnership and the places inside it, in three queries. Raises NotFound."""
    partnership = partnerships.partnership_coded(code, viewer=viewer)
    found = partnerships.places_inside(partnership.place_id, partnership.pk, viewer=viewer)
    return PlacesPage(
        heading=heading_of(partnership, viewer=viewer),
        places=tuple(
            PlaceLine(
                id=place.pk,
                name=place.name,
                code=place.code,
                kind=place.kind,
                within=place.within.name if place.within else None,
                valid_from=place.valid_from,
                valid_to=place.valid_to,
                became=tuple((taken.new.name, taken.on) for taken in place.successors.all()),
                was=tuple((taken.old.name, taken.on) for taken in place.predecessors.all()),
            )
            for place in found
        ),
    )


def posts(code: str, *, viewer: Viewer) -> PostsPage:
    """The posts of a partnership and who holds them on the day that is looked at. For its own people only."""
    partnership = partnerships.partnership_coded(code, viewer=viewer)
    check(viewer, Right.READ, partnership.pk)
    day = timezone.localdate(viewer.as_known) if viewer.as_known else clock.today()
    found = partnerships.known_posts(partnership.pk).select_related("organisation")
    return PostsPage(
        heading=heading_of(partnership, viewer=viewer),
        posts=tuple(
            PostLine(
                id=post.pk,
                title=post.title,
                organisation=post.organisation.name,
                now=tuple(_holder(h) for h in post.holdings.all() if _holds(h, day)),
                others=tuple(_holder(h) for h in post.holdings.all() if not _holds(h, day)),
            )
            for post in found.prefetch_related("holdings__person").order_by("title", "pk")
        ),
        people=tuple(Named(person.pk, person.name) for person in partnerships.known_people(partnership.pk)),
    )


def _holder(holding: Holding) -> HolderLine:
    return HolderLine(holding.pk, holding.person.name, holding.valid_from, holding.valid_to)


def _holds(holding: Holding, day: date) -> bool:
    begun = holding.valid_from is None or holding.valid_from <= day
    return begun and (holding.valid_to is None or holding.valid_to >= day)
