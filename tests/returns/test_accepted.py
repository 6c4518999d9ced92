"""An accepted figure has the decimals that were written, and none that its column adds."""

from decimal import Decimal

import pytest

from goldenthread.kernel import clock
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Observation
from goldenthread.measures.operations import amend_measure
from goldenthread.returns import operations
from goldenthread.returns.operations import Said
from tests.overview.record import loaded, on
from tests.returns import asked


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "decimals"),
    [("15402", 0), ("84.5", 1), ("100", 0), ("0", 0), ("-1.25", 2)],
)
def test_an_accepted_figure_shows_as_many_decimals_as_were_written(written: str, decimals: int) -> None:
    with clock.standing_at(on(2009, 7, 6)):
        place = loaded(measures=1)
        (measure,) = asked.led(place, asked.person(place))
        amend_measure(by=COMMAND_LINE, measure=measure, decimals=None, unit="", data_type="average")
        made = asked.round_of(place)
        operations.submit(
            by=COMMAND_LINE,
            asked=asked.first(made),
            said=Said(value=Decimal(written), what_happened="x", explanation="x"),
        )

        operations.sign_off(by=COMMAND_LINE, asked=asked.first(made))

    one = Observation.objects.get(period=made.period)
    assert (one.value, one.decimals) == (Decimal(written), decimals)
