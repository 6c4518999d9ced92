"""The methods by one name each, without settings and without loading what nobody asked for."""

import subprocess
import sys

import pytest

from goldenthread import reckoning
from goldenthread.reckoning import limits


def test_each_method_is_the_one_of_its_own_module() -> None:
    assert reckoning.proportion is limits.proportion
    for name in ("chart", "direct", "gap", "indirect_ratio", "life_expectancy", "mean", "quantiles", "rate", "recent_trend", "slope_index"):  # fmt: skip
        assert callable(getattr(reckoning, name))
        assert name in dir(reckoning)


def test_other_names_are_none() -> None:
    with pytest.raises(AttributeError, match="There is no nothing in"):
        reckoning.nothing  # noqa: B018


def test_importing_loads_nothing_and_using_needs_no_settings() -> None:
    code = (
        "import sys, goldenthread.reckoning as r; assert 'scipy' not in sys.modules;"
        "import numpy as np; print(r.proportion(np.array([1.0]), np.array([4.0])).value[0]);"
        "assert 'django' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={})
    assert done.stdout == "0.25\n"
