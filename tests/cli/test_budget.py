"""`--budget` as it is written: which amounts and currencies mean something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.filmed import document, lose, reach_a_gateway, rows, shoot, write
from tests.cli.test_verbs import call

YUAN = """
[[price]]
provider = "gateway"
model = "MiniMax-Hailuo-02"
resolution = "{size}"
duration = 6
amount = "{amount}"
currency = "{currency}"
source = "my bill"
checked = 2026-01-01
"""


@pytest.fixture(autouse=True)
def film(here, monkeypatch):
    write()
    reach_a_gateway(monkeypatch)
    return here


def prices(*rows):
    """Write prices of the gateway's own into the project."""
    text = (YUAN.format(size=size, amount=amount, currency=it) for size, amount, it in rows)
    Path("hailuo.toml").write_text("".join(text))


@pytest.mark.parametrize(
    ("written", "amount"),
    [("5", "5"), ("5.00", "5.00"), ("5.00 USD", "5.00"), ("5 usd", "5"), (" 5  USD ", "5")],
)
def test_an_amount_is_in_the_providers_currency(written, amount):
    found = document("plan", "--json", "--budget", written)

    assert found["budget"] == {"amount": amount, "currency": "USD"}
    assert f"0 USD of the budget of {amount} USD\n" in call("plan", "--budget", written).stdout


@pytest.mark.parametrize(
    "written", ["", " ", "five", "5,00", "-1", "+5", "1e3", "nan", "inf", "5USD", "$5", "5 USD x"]
)
@pytest.mark.parametrize("verb", [("plan",), ("run", "film.shots"), ("retake", "cafe/cup")])
def test_what_is_no_amount_stops_before_anything_is_sent(written, verb):
    result = call(*verb, "--budget", written)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"`--budget {written}` is no amount; write `--budget 5.00`" in result.stderr
    assert not Path(".hailuo").exists()


def test_a_currency_that_the_provider_has_no_price_in_is_refused():
    result = call("plan", "--budget", "5 CNY")

    assert result.exit_code == 2
    assert result.stderr == (
        "error: gateway has its prices in USD, so a budget in CNY would hold none;"
        " write `--budget '5 USD'`, with the amount in USD\n"
    )


def test_of_several_currencies_one_is_named():
    prices(("512P", "0.70", "CNY"), ("768P", "0.20", "EUR"))

    assert "gateway has prices in CNY and EUR; say which, as `--budget '5 CNY'`" in (
        call("plan", "--budget", "5").stderr
    )
    found = rows(call("plan", "--budget", "1.50 CNY").stdout)
    assert [it.split()[0] for it in found.values()] == ["new", "new", "withheld", "waits"]
    other = rows(call("plan", "--budget", "1.50 EUR").stdout)
    assert other["cafe/cup#1"] == (
        "withheld 0.70 CNY its price is in CNY, so the budget of 1.50 EUR cannot hold it;"
        " `--allow-unknown-price` sends it all the same"
    )


def test_a_price_of_another_list_than_the_providers_own_can_be_held_too():
    prices(("768P", "0.20", "EUR"))

    assert document("plan", "--json", "--budget", "5 USD")["budget"]["currency"] == "USD"
    assert document("plan", "--json", "--budget", "5")["budget"]["currency"] == "EUR"


def test_a_price_that_nobody_knows_is_withheld_unless_it_is_allowed():
    write("model: I2V-01\nshot it\n  from: coffee.jpg\n  > Steam.\n")
    unknown = call("plan", "--budget", "5")
    allowed = call("plan", "--budget", "5", "--allow-unknown-price")

    assert "to be sent: 1 clip: 1 of unknown price\n" in call("plan").stdout
    assert rows(unknown.stdout)["it"] == (
        "withheld unknown its price is not known, so the budget of 5 USD cannot hold it;"
        " `--allow-unknown-price` sends it all the same"
    )
    assert rows(allowed.stdout)["it"].startswith("new unknown ")
    shoot()
    assert "0 USD of the budget of 5 USD, and 1 take of unknown price\n" in (
        call("plan", "--budget", "5").stdout
    )


def test_to_allow_unknown_prices_goes_with_a_budget():
    assert call("plan", "--allow-unknown-price").stderr == (
        "error: `--allow-unknown-price` goes with `--budget`\n"
    )


def test_at_local_nothing_is_spent_and_any_budget_holds_it(monkeypatch):
    monkeypatch.setenv("HAILUO_PROVIDER", "local")

    for written in ("0", "5 USD", "5 XYZ"):
        assert call("plan", "--budget", written).stdout.endswith("to be sent: 4 clips: free\n")
    assert call("plan", "--budget", "five").exit_code == 2


def test_what_is_unknown_or_was_given_up_counts(monkeypatch):
    shoot(service=lose("Steam."))
    assert "spent or reserved so far: 0.20 USD of the budget of 5 USD\n" in (
        call("plan", "--budget", "5").stdout
    )
    call("reconcile", "cafe/cup#1", "--give-up")
    assert "so far: 0.20 USD\n" in call("plan").stdout

    # What is given up is given back there; what is unknown counts until it is settled.
    reach_a_gateway(monkeypatch, refunds=True)
    assert "so far: 0.10 USD\n" in call("plan").stdout


def test_the_question_says_what_of_the_budget_is_spent():
    shoot(only=["cafe/cup#1"])
    result = call("run", "film.shots", "--budget", "0.25")

    assert result.exit_code == 2
    assert "3 clips: 0.30 USD (by the list of minimax" in result.stderr
    assert (
        "spent or reserved so far: 0.10 USD of the budget of 0.25 USD;"
        " what would pass it is not sent\n"
    ) in result.stderr


def test_the_document_has_what_was_spent_of_what():
    shoot(only=["cafe/cup#1"])
    found = document("plan", "--json", "--budget", "0.25")

    assert found["spent"] == {"amount": "0.10", "currency": "USD", "of_unknown_price": 0}
    assert json.dumps(found["budget"]) == '{"amount": "0.25", "currency": "USD"}'
    fates = [it["fate"] for it in found["takes"]]
    assert fates == ["reuse", "new", "withheld", "waits"]
