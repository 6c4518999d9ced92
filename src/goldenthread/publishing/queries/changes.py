"""What changed in a filled copy since the one that was sent last."""

from dataclasses import dataclass

from goldenthread.measures.models import Observation
from goldenthread.publishing.models import FilledCopy, Said, Sending, Slot


@dataclass(frozen=True, slots=True)
class Change:
    """One place that says something else than in the copy that was sent last. `revised` stands first: what they were
    told before is not so any more."""

    where: str
    before: str
    after: str
    why: str
    revised: bool = False


def last_sent_before(copy: FilledCopy) -> FilledCopy | None:
    """The copy of the same template that was sent last before this one was; None where none was."""
    found = Sending.objects.filter(copy__version__template=copy.version.template_id).exclude(copy=copy)
    own = copy.sendings.order_by("noted_at").first()
    if own is not None:
        found = found.filter(noted_at__lt=own.noted_at)
    sending = found.select_related("copy__period", "copy__version").order_by("-noted_at", "-pk").first()
    return sending.copy if sending is not None else None


def changes(copy: FilledCopy, before: FilledCopy) -> tuple[Change, ...]:
    """What another copy says differently, revised figures first, then in the order of the template. Two queries."""
    earlier = {_place(said): said for said in _said(before)}
    found: list[Change] = []
    for said in _said(copy):
        was = earlier.pop(_place(said), None)
        if was is None:
            found.append(Change(said.where, "", said.words, "This place was not filled before."))
        elif (was.words, was.number, was.left) != (said.words, said.number, said.left):
            found.append(_change(was, said))
    found += [
        Change(was.where, was.words, "", "This place is not filled any more.")
        for was in earlier.values()
        if was.words
    ]
    return tuple(sorted(found, key=lambda change: not change.revised))


def _said(copy: FilledCopy) -> list[Said]:
    return list(
        Said.objects.filter(copy=copy)
        .select_related("slot", "observation", "target")
        .order_by("slot__position", "pk")
    )


def _place(said: Said) -> tuple[str, str, int]:
    """A place by the template's own words, so that it is found in a later version of the file too."""
    return said.where, said.slot.mark, said.slot.occurrence


def _change(was: Said, said: Said) -> Change:
    before, after = was.words or "(left blank)", said.words or "(left blank)"
    if was.what != said.what or was.measure_id != said.measure_id:
        return Change(said.where, before, after, "Something else was chosen for this place.")
    if said.what == Slot.What.TODAY:
        return Change(said.where, before, after, "It is the day of filling.")
    if said.period != was.period:
        now, then = said.period or "no period", was.period or "no period"
        return Change(said.where, before, after, f"It is about {now}; the one sent was about {then}.")
    if was.observation is not None and said.observation is not None and was.observation != said.observation:
        return Change(said.where, before, after, f"Revised: {_reason(said.observation)}", revised=True)
    if was.gap and not said.gap:
        return Change(said.where, before, after, "There was none then.")
    if said.gap and not was.gap:
        return Change(said.where, before, after, "There is none any more.", revised=True)
    if was.target_id != said.target_id:
        return Change(said.where, before, after, "The target was changed.", revised=True)
    if was.baseline_id != said.baseline_id:
        return Change(said.where, before, after, "The baseline was changed.", revised=True)
    if said.came_from.startswith("the sum of"):
        return Change(said.where, before, after, "A figure in this sum was revised.", revised=True)
    return Change(said.where, before, after, "It was changed in the plan.")


def _reason(observation: Observation) -> str:
    return observation.reason or "no reason was given."
