"""Which places of a public file are a partnership's: by official code, codes that were replaced followed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.catalogue.successions import code_now, replaced_codes
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.queries import series_by_place
from goldenthread.partnership.models import Partnership, Place, Succession
from goldenthread.partnership.queries import known_places, places_inside


@dataclass(frozen=True, slots=True)
class Places:
    """By what a file writes (a code, or a district's name), the place that it is, by number.

    `followed` and `merged` are sentences: codes that were replaced and taken as the same place, and those of areas
    that are a part of one of ours now and are not taken. `own` are the places that new series may be begun for.
    """

    numbers: dict[str, int]
    followed: tuple[str, ...]
    merged: tuple[str, ...]
    own: frozenset[int]


def places_of(partnership: Partnership, measure_ids: Iterable[int], written: Iterable[str]) -> Places:
    """The places among these that are inside the partnership's, or that one of these measures has figures of.

    Five queries.
    """
    inside = places_inside(partnership.place_id, partnership.pk, viewer=COMMAND_LINE)
    own = frozenset(place.pk for place in inside)
    counted = {place for _, place, _, _ in series_by_place(measure_ids)}
    ours = {place.pk: place for place in known_places(partnership.pk) if place.pk in own | counted}
    # Of a place that ended and one in force under the same code, the one in force counts.
    by_code = {
        place.code: place
        for place in sorted(ours.values(), key=lambda place: place.valid_to is None)
        if place.code
    }
    by_code_now = {code_now(code): place for code, place in by_code.items()}
    by_name = {place.name.casefold(): place for place in ours.values() if place.code}
    succeeded = _succeeded(ours)
    numbers: dict[str, int] = {}
    followed: list[str] = []
    merged: list[str] = []
    for word in sorted(written):
        place = by_code.get(word) or by_name.get(word.casefold())
        if place is None and (place := by_code_now.get(code_now(word)) or succeeded.get(word)):
            followed.append(
                f"{word} is taken as {place.name} ({place.code}): the same place under another code."
            )
        if place is not None:
            numbers[word] = place.pk
        elif (after := replaced_codes().get(word)) and not after.is_same and after.code in by_code:
            merged.append(
                f"{word} ({after.old_name}) is a part of {after.name} ({after.code}) now. The figure of a part is not"
                " the figure of the whole, so it is left out."
            )
    return Places(numbers, tuple(followed), tuple(merged), own)


def _succeeded(ours: dict[int, Place]) -> dict[str, Place]:
    """By code, those of our places that took over from exactly one other, or that exactly one took over from."""
    rows = list(Succession.objects.select_related("old", "new"))
    parents = Counter(row.new_id for row in rows)
    heirs = Counter(row.old_id for row in rows)
    found: dict[str, Place] = {}
    for row in rows:
        if parents[row.new_id] == heirs[row.old_id] == 1:
            if row.new_id in ours and row.old.code:
                found[row.old.code] = ours[row.new_id]
            elif row.old_id in ours and row.new.code:
                found[row.new.code] = ours[row.old_id]
    return found
