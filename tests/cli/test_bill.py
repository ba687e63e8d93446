"""What is shown and asked before anything that costs money is sent."""

import pytest

from hailuo_dsl.catalog.load import catalog, with_rows
from hailuo_dsl.compile import World, compile_script
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.plan.bill import bill
from tests.conftest import OWN_PRICE, no_pictures

SCRIPT = """
model: {model}
shot one
from: a.png
> Go.
shot two
from: a.png
resolution: {size}
> Go on.
"""


def total(model, size, *prices):
    rows = with_rows(catalog(), {"price": list(prices)})
    world = World(rows, rows.provider("gateway"), no_pictures)
    text = SCRIPT.format(model=model, size=size)
    return bill(compile_script(source_of("film.shots", text), world).plan.steps, "gateway").total


@pytest.mark.parametrize(
    ("model", "size", "prices", "said"),
    [
        (
            "MiniMax-Hailuo-02",
            "1080P",
            (),
            "2 clips: 0.77 USD (by the list of minimax; the provider's own prices are not known)",
        ),
        ("MiniMax-Hailuo-02", "768P", (OWN_PRICE,), "2 clips: 3.00 CNY"),
        ("I2V-01", "720P", (), "2 clips: 2 of unknown price"),
        (
            "MiniMax-Hailuo-02",
            "512P",
            (OWN_PRICE,),
            (
                "2 clips: 1.50 CNY + 0.10 USD"
                " (by the list of minimax; the provider's own prices are not known)"
            ),
        ),
    ],
)
def test_the_sum_says_whose_prices_it_is_made_of(model, size, prices, said):
    assert total(model, size, *prices) == said


def test_nothing_to_send_costs_nothing():
    assert bill((), "gateway").lines == ()
