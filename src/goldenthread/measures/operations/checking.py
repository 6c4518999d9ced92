"""The checks of a figure as it is given: what they refuse, and what they ask and somebody has to answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.kernel.errors import Invalid
from goldenthread.measures.models import Observation
from goldenthread.measures.queries.checked import ToCheck, checks_of, unanswered
from goldenthread.reckoning.checks import Check, Level


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody says to the checks of a figure.

    `revision` is of what kind a new figure is that replaces another, `explanation` the sentence that answers a
    warning. `is_asked` is False where nobody is left to ask: then only an error stops. `no_longer_final` says that
    a final figure shall become less firm.
    """

    explanation: str = ""
    revision: str = ""
    reason: str = ""
    is_asked: bool = True
    no_longer_final: bool = False


def check_answered(
    one: ToCheck, answered: Answered, *, replaces: str = "", found: Sequence[Check] | None = None
) -> str:
    """Raises Invalid for what the checks refuse, and for what they ask and nobody answered.

    `replaces` is the figure before in words, which another reason is needed for; `found` what was checked already
    with others of the same form. Returns what the checks asked, a line each: it is kept with the answer.
    """
    if answered.revision and answered.revision not in Observation.Revision.values:
        raise Invalid({"revision": "Choose one from the list."})
    checks = checks_of(one.series, one.period, one.given, status=one.status) if found is None else found
    if answered.no_longer_final:
        checks = [check for check in checks if check.code != "less_firm"]
    if answered.is_asked:
        wrong = unanswered(
            checks, explanation=answered.explanation, revision=answered.revision, reason=answered.reason
        )
    else:
        wrong = unanswered(check for check in checks if check.level is Level.ERROR)
    has_error = any(check.level is Level.ERROR for check in checks)
    if replaces and not answered.reason and not has_error:
        wrong["reason"] = f"There is a figure already: {replaces}. Say why yours replaces it."
        if "revision" in wrong:
            wrong["revision"] = "Is it a correction, late data or a new method?"
    if wrong:
        raise Invalid(wrong)
    return "\n".join(check.sentence for check in checks if check.code != "revised")
