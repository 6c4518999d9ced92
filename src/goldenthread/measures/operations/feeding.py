"""Which public figures fill which measure: confirmed once by a person, followed from then on."""

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Feed, Measure
from goldenthread.measures.queries.rights import check_keeps


@transaction.atomic
def feed_measure(
    *,
    by: Viewer,
    measure: Measure,
    source: str,
    indicator: str,
    title: str = "",
    sex: str = "",
    age: str = "",
    with_parts: bool = False,
) -> Feed:
    """From now on this indicator of a source fills the measure; what filled it from that source before does no more.

    Saying the same again changes nothing. Raises Refused for a measure that is worked out from others, NotAllowed.
    """
    check_keeps(by, measure)
    if measure.formula:
        raise Refused("This measure is worked out from others. Let public figures fill those.")
    said = {"indicator": indicator, "sex": sex, "age": age, "with_parts": with_parts}
    before = Feed.objects.select_for_update().filter(measure=measure, source=source, ended_at=None).first()
    if before is not None:
        if all(getattr(before, name) == value for name, value in said.items()):
            return before
        before.ended_at = clock.now()
        before.save(update_fields=["ended_at"])
    event = kernel.record_event(
        "measure.fed",
        subject=measure.subject,
        by=by,
        changes={f"figures from {source}": [_words(before), indicator]},
    )
    return Feed.objects.create(
        measure=measure, source=source, title=title, confirmed_at=event.at, ended_at=None, **said
    )


@transaction.atomic
def end_feed(*, by: Viewer, feed: Feed) -> None:
    """No public figures of that source fill the measure any more; those that came stay. Raises NotAllowed, Refused."""
    check_keeps(by, feed.measure)
    if feed.ended_at is not None:
        raise Refused("This was ended already.")
    feed.ended_at = clock.now()
    feed.save(update_fields=["ended_at"])
    kernel.record_event(
        "measure.fed",
        subject=feed.measure.subject,
        by=by,
        changes={f"figures from {feed.source}": [_words(feed), None]},
    )


def _words(feed: Feed | None) -> str | None:
    return feed.indicator if feed is not None else None
