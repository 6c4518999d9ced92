"""`python -m benchmarks.pages [SIZE]`: the pages of a partnership that `benchmarks.build` made, on either database.

Times are of the whole request through Django's test client, in milliseconds. `first` is the first request after a
write, when findings and standing are reckoned afresh.
"""

import resource
import sys
from urllib.parse import urlencode

from benchmarks.timing import HEAD, RUNS, row
from goldenthread.jobs.setting import wake

QUESTIONS = {
    "one code": "NI 154",
    "one action": "action 2 of measure 154",
    "every measure": "household",
    "every action": "action",
    "a beginning": "h",
    "nothing": "zebra",
    "hostile": '") OR "' * 1500,
}


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    wake()
    from django.conf import settings
    from django.db import connection

    settings.ALLOWED_HOSTS.append("testserver")
    settings.SECOND_FACTOR_REQUIRED = False
    print(f"\npages of {size} measures on {connection.vendor}, {RUNS} runs\n{HEAD}")
    measure(size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


def measure(size: int) -> None:
    """Print a line for each page."""
    code = f"size-{size}"
    for name, address in addresses(code).items():
        print(row(name, address), flush=True)
    for name, address in kept(code).items():
        print(row(name, address, email=f"manager@{code}.example"), flush=True)


def kept(code: str) -> dict[str, str]:
    """The address of each page on which a manager keeps a round of so many returns."""
    from django.urls import reverse

    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.queries import partnership_coded
    from goldenthread.returns.models import Return, Round

    partnership = partnership_coded(code, viewer=COMMAND_LINE)
    made = Round.objects.of(partnership.pk).get()
    one = Return.objects.filter(round=made, state="submitted").first() or Return.objects.filter(round=made)[0]
    whole = reverse("web:round", args=[code, made.pk])
    return {
        "rounds": reverse("web:rounds", args=[code]),
        "round, every return": whole,
        "round, to sign off": f"{whole}?standing=submitted",
        "round, by theme": f"{whole}?layer=executive",
        "one return": reverse("web:return", args=[code, made.pk, one.pk]),
        "who is silent": reverse("web:silence", args=[code]),
        "measures that nobody leads": f"{reverse('web:silence', args=[code])}?show=measures",
        "how fresh figures are": f"{reverse('web:silence', args=[code])}?show=fresh",
    }


def addresses(code: str) -> dict[str, str]:
    """The address of each page of a partnership."""
    from django.urls import reverse

    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.measures.models import Measure
    from goldenthread.partnership.queries import partnership_coded

    partnership = partnership_coded(code, viewer=COMMAND_LINE)
    first = Measure.objects.of(partnership.pk).order_by("pk")[0]
    plain = {"glance": "partnership", "measures": "measures", "rug": "rug", "findings": "findings"}
    found = {"front": reverse("web:front")}
    found |= {name: reverse(f"web:{page}", args=[code]) for name, page in plain.items()}
    about = {
        "theme": first.theme_id,
        "objective": first.objective_id,
        "measure": first.pk,
        "thread": first.pk,
    }
    found |= {name: reverse(f"web:{name}", args=[code, subject]) for name, subject in about.items()}
    theme = urlencode({"theme": first.theme_id})
    for name, page in (("page", "results"), ("JSON", "results-json"), ("Excel", "results-workbook")):
        found[f"results of a theme, {name}"] = f"{reverse(f'web:{page}', args=[code])}?{theme}"
    search = reverse("web:search", args=[code])
    found |= {
        f"search, {name}": f"{search}?{urlencode({'words': words})}" for name, words in QUESTIONS.items()
    }
    return found


if __name__ == "__main__":
    main()
