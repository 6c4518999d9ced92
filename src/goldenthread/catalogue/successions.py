"""Official codes of councils' areas that were replaced: by a new code for the same area, or by a wider area.

Typed from the Office for National Statistics' code history as open lookups carry it (Open Government Licence v3.0),
in `successions.csv`: each old code with the code that is in use now.
"""

import csv
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class AreaNow(NamedTuple):
    """What an old code became. `is_same` where the area only has a new code; else it is a part of a wider one."""

    code: str
    name: str
    old_name: str
    is_same: bool


@cache
def replaced_codes() -> dict[str, AreaNow]:
    """By old code, the area that it is in now."""
    text = files(__package__).joinpath("successions.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    parts = Counter(row["new"] for row in rows)
    return {
        row["old"]: AreaNow(row["new"], row["new_name"], row["old_name"], parts[row["new"]] == 1)
        for row in rows
    }


def code_now(code: str) -> str:
    """The code that the same area has now. That of an area that was merged away stays as it is."""
    found = replaced_codes().get(code)
    return found.code if found is not None and found.is_same else code
