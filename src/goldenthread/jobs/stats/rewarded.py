"""`goldenthread stats prg`: what each target of an agreement earns."""

import argparse
from collections import Counter

import numpy as np

from goldenthread.jobs.stats.method import Method
from goldenthread.jobs.stats.table import Answer, Column, Columns
from goldenthread.reckoning.columns import Floats
from goldenthread.reckoning.reward import PERFORMANCE_REWARD_GRANT, SCHEMES, potentials, reward


def _say(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scheme", choices=sorted(SCHEMES), default=PERFORMANCE_REWARD_GRANT.key)
    parser.add_argument(
        "--agreed",
        type=int,
        metavar="YEAR",
        help="the year of the agreement: adds whether its grants are notional",
    )


def _prg(columns: Columns, asked: argparse.Namespace) -> Answer:
    scheme = SCHEMES[asked.scheme]
    beside: dict[str, Column] = dict(columns.words)
    if "potential" in columns.words:
        potential = columns.numbers("potential")
    else:
        total, potential = _of_budget(columns, asked.scheme)
        beside |= {"total_potential": total, "potential": potential}
    found = reward(
        scheme, columns.numbers("without"), columns.numbers("with"), columns.numbers("actual"), potential
    )
    beside |= {"share_achieved": found.achieved, "share_paid": found.paid, "grant": found.grant}
    if asked.agreed is not None:
        beside["notional"] = [str(scheme.is_notional(asked.agreed)).upper()] * len(potential)
    return beside


def _of_budget(columns: Columns, key: str) -> tuple[Floats, Floats]:
    """The total potential grant of each row's agreement, and the row's own: equal by target and by sub-target."""
    scheme = SCHEMES[key]
    budget = columns.numbers("net_budget_requirement")
    agreement = columns.words.get("agreement", [""] * len(budget))
    target = list(zip(agreement, columns.text("target"), strict=True))
    parts = Counter(target)
    targets = Counter(name for name, _ in parts)
    each = [
        potentials(scheme, float(money), targets[name], [parts[name, number]])[0]
        for money, (name, number) in zip(budget, target, strict=True)
    ]
    return scheme.of_budget * budget, np.array(each, dtype=np.float64)


METHODS = (Method("prg", "performance reward grant by target", _say, _prg),)
