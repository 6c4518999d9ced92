"""Pure arithmetic and the rules of findings, on plain data. No Django, no database, no settings.

The statistical methods are named here too, so that an analyst finds them in one place:
`from goldenthread.reckoning import proportion`. Each is loaded when it is first asked for, so that what needs none of
them does not wait for them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goldenthread.reckoning.comparison import recent_trend as recent_trend
    from goldenthread.reckoning.control import chart as chart
    from goldenthread.reckoning.inequality import gap as gap
    from goldenthread.reckoning.inequality import life_expectancy as life_expectancy
    from goldenthread.reckoning.inequality import quantiles as quantiles
    from goldenthread.reckoning.inequality import slope_index as slope_index
    from goldenthread.reckoning.limits import direct as direct
    from goldenthread.reckoning.limits import direct_of_repeated as direct_of_repeated
    from goldenthread.reckoning.limits import indirect_rate as indirect_rate
    from goldenthread.reckoning.limits import indirect_ratio as indirect_ratio
    from goldenthread.reckoning.limits import mean as mean
    from goldenthread.reckoning.limits import proportion as proportion
    from goldenthread.reckoning.limits import rate as rate

_IN = {
    "limits": (
        "direct",
        "direct_of_repeated",
        "indirect_rate",
        "indirect_ratio",
        "mean",
        "proportion",
        "rate",
    ),
    "inequality": ("gap", "life_expectancy", "quantiles", "slope_index"),
    "comparison": ("recent_trend",),
    "control": ("chart",),
}
_WHERE = {name: room for room, names in _IN.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"There is no {name} in goldenthread.reckoning.")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])
