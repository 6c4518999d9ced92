"""What may become of actions and action points, how risks are read, and what is late."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from goldenthread.delivery.models import Action, ActionPoint
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.viewer import Viewer

MOST_LEVELS: Final = 3
"""An action, its tasks, and theirs: deeper than that nobody finds anything again."""

_S = Action.State
ACTION_MOVES: Final[dict[str, frozenset[str]]] = {
    "": frozenset({_S.NOT_STARTED, _S.UNDER_WAY, _S.DONE, _S.STOPPED}),
    _S.NOT_STARTED: frozenset({_S.UNDER_WAY, _S.DONE, _S.STOPPED}),
    _S.UNDER_WAY: frozenset({_S.NOT_STARTED, _S.DONE, _S.STOPPED}),
    _S.DONE: frozenset({_S.UNDER_WAY}),
    _S.STOPPED: frozenset({_S.UNDER_WAY}),
    _S.CARRIED_ON: frozenset(),
}
"""What an action may become by hand. It is carried on only together with the action that continues it."""

_P = ActionPoint.State
POINT_MOVES: Final[dict[str, frozenset[str]]] = {
    _P.OPEN: frozenset({_P.DONE, _P.DROPPED}),
    _P.DONE: frozenset({_P.OPEN, _P.CLOSED, _P.DROPPED}),
    _P.CLOSED: frozenset(),
    _P.DROPPED: frozenset({_P.OPEN}),
}
"""What an action point may become. Done can be said again; closed is closed."""

ACTION_CHOICES: Final = [(str(one.value), str(one.label)) for one in _S if one is not _S.CARRIED_ON]
"""The states that are chosen by hand, as (value, words)."""

MOST_OF_A_QUANTITY: Final = Decimal(10) ** 16
"""A planned quantity stays below this, with two decimals at most: its column holds no more."""

MOST_PEOPLE: Final = 1_000_000_000
TOO_MANY: Final = "That is too many to be counted. Write at most 1,000,000,000."

WAITING: Final = (_P.OPEN, _P.DONE)
"""Action points in these states are still to be done or closed."""

OVER: Final = frozenset({_S.DONE, _S.STOPPED, _S.CARRIED_ON})
"""Actions in these states are not late any more."""

LEVELS: Final = ("low", "medium", "high", "severe")
DEFAULT_MAP: Final = (
    ("low", "low", "low", "medium", "medium"),
    ("low", "low", "medium", "medium", "high"),
    ("low", "medium", "medium", "high", "high"),
    ("medium", "medium", "high", "high", "severe"),
    ("medium", "high", "high", "severe", "severe"),
)
"""How the 25 cells are read where a partnership has no map of its own: rows likelihood 1 to 5, columns impact 1 to 5."""


def can_move(moves: dict[str, frozenset[str]], now: str, to: str) -> bool:
    """Whether something in this state may come into that one."""
    return to in moves[now]


def action_state(state: str) -> str:
    """The state of an action in a sentence: "under way", "not stated"."""
    return str(Action.State(state).label).lower() if state else "not stated"


def states_from(state: str) -> list[tuple[str, str]]:
    """What an action in this state may become by hand, and what it is, as (value, words)."""
    return [(one.value, str(one.label)) for one in _S if one == state or one in ACTION_MOVES[state]]


def check_action_move(action: Action, to: str) -> None:
    """Raises Refused unless an action may become this."""
    if action.state != to and not can_move(ACTION_MOVES, action.state, to):
        raise Refused(f"This action is {action_state(action.state)}, so it cannot become {action_state(to)}.")


def check_point_move(point: ActionPoint, to: str) -> None:
    """Raises Refused unless an action point may become this."""
    if not can_move(POINT_MOVES, point.state, to):
        now = ActionPoint.State(point.state).label.lower()
        raise Refused(
            f"This action point is {now}, so it cannot become {ActionPoint.State(to).label.lower()}."
        )


def is_point_owner(point: ActionPoint, viewer: Viewer) -> bool:
    """Whether the viewer has to do it, as a person or by a post that they hold."""
    return (point.owner_person_id is not None and point.owner_person_id == viewer.person_id) or (
        point.owner_post_id is not None and point.owner_post_id in viewer.post_ids
    )


def can_close(point: ActionPoint, viewer: Viewer) -> bool:
    """Whether an action point is done, by somebody else than whoever would close it."""
    said_so = viewer.account_id is not None and viewer.account_id == point.done_by_account
    return can_move(POINT_MOVES, point.state, _P.CLOSED) and not said_so and not is_point_owner(point, viewer)


def check_second_person(point: ActionPoint, by: Viewer) -> None:
    """Raises Refused where whoever said that it is done, or has to do it, would close it too."""
    if not can_close(point, by):
        raise Refused(
            "A second person closes it: not the one who does it, and not the one who said it is done."
        )


def check_part_of(whole: Action, *, partnership_id: int, action: Action | None = None) -> None:
    """Raises Invalid where an action would be a part of another partnership's, of itself, or too deep."""
    if whole.subject.partnership_id != partnership_id:
        raise Invalid({"part_of": "Choose an action of the same partnership."})
    above: Action | None = whole
    depth = 1 if action is None else _levels(action)
    while above is not None:
        if action is not None and above.pk == action.pk:
            raise Invalid({"part_of": "An action cannot be a part of itself, or of one of its own tasks."})
        above = above.part_of
        depth += 1
    if depth > MOST_LEVELS:
        raise Invalid(
            {"part_of": "That is too deep: an action has tasks, and those have tasks, and no more."}
        )


def _levels(action: Action) -> int:
    """How many levels an action has: 1, and those of its tasks."""
    return 1 + max((_levels(task) for task in action.tasks.all()), default=0)


def check_quantity(what: str, *numbers: Decimal | None) -> None:
    """Raises Invalid for a number that is below zero, too long, or finer than a hundredth."""
    for number in numbers:
        if number is None:
            continue
        if number < 0:
            raise Invalid({"quantities": f"“{what}”: a quantity is not below zero."})
        if number >= MOST_OF_A_QUANTITY or number != round(number, 2):
            raise Invalid({"quantities": f"“{what}”: at most 16 digits, and 2 decimals."})


def check_owner(person: object | None, post: object | None) -> None:
    """Raises Invalid where two would answer for the same."""
    if person is not None and post is not None:
        raise Invalid({"owner_post": "Choose the person or the post, not both: one owner."})


def check_span(starts_on: date | None, due_on: date | None) -> None:
    """Raises Invalid where an action would be due before it starts."""
    if starts_on and due_on and due_on < starts_on:
        raise Invalid({"due_on": f"It starts on {starts_on:%d/%m/%Y}, so it cannot be due before that."})


def check_counts(attendances: int | None, individuals: int | None) -> None:
    """Raises Invalid where more people came than visits were made, or more than anybody can count."""
    counts = {"attendances": attendances, "individuals": individuals}
    wrong = {name: TOO_MANY for name, count in counts.items() if count is not None and count > MOST_PEOPLE}
    if wrong:
        raise Invalid(wrong)
    if attendances is not None and individuals is not None and individuals > attendances:
        raise Invalid(
            {
                "individuals": f"{individuals} people cannot make {attendances} visits. Each person came once at least."
            }
        )


def check_scores(**pairs: int | None) -> None:
    """Raises Invalid unless likelihood and impact are both judged from 1 to 5, or neither is."""
    wrong = {}
    for when in ("before", "now", "aim"):
        likelihood, impact = pairs.get(f"likelihood_{when}"), pairs.get(f"impact_{when}")
        if (likelihood is None) != (impact is None):
            missing = "likelihood" if likelihood is None else "impact"
            wrong[f"{missing}_{when}"] = "Judge both, how likely it is and how bad, or neither."
        elif (
            likelihood is not None and impact is not None and not (1 <= likelihood <= 5 and 1 <= impact <= 5)
        ):
            wrong[f"likelihood_{when}"] = "Both run from 1 to 5."
    if wrong:
        raise Invalid(wrong)


def check_map(levels: Sequence[Sequence[str]]) -> None:
    """Raises Invalid unless there are 25 known levels that never fall as likelihood or impact rises."""
    if len(levels) != 5 or any(len(row) != 5 for row in levels):
        raise Invalid({"levels": "A risk map has five rows of five."})
    for likelihood, row in enumerate(levels):
        for impact, level in enumerate(row):
            if level not in LEVELS:
                raise Invalid({f"cell_{likelihood + 1}_{impact + 1}": f"Choose one of {', '.join(LEVELS)}."})
            lower = [levels[likelihood - 1][impact]] if likelihood else []
            lower += [row[impact - 1]] if impact else []
            if any(LEVELS.index(level) < LEVELS.index(one) for one in lower):
                raise Invalid(
                    {
                        f"cell_{likelihood + 1}_{impact + 1}": (
                            f"Likelihood {likelihood + 1} with impact {impact + 1} is {level}: lower than a risk that"
                            " is less likely or less bad."
                        )
                    }
                )


def level(levels: Sequence[Sequence[str]], likelihood: int | None, impact: int | None) -> str:
    """How a risk reads on a map: "low" to "severe"; empty where it is not judged yet."""
    if likelihood is None or impact is None:
        return ""
    return levels[likelihood - 1][impact - 1]


def days_late(due_on: date | None, today: date) -> int:
    """By how many days something is late; 0 where it is not, or has no day."""
    return max((today - due_on).days, 0) if due_on else 0
