"""What is forecast is what a run then does, take by take and to the cent."""

from __future__ import annotations

import shutil
from decimal import Decimal

import pytest

from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.job.sqlite import history_of
from hailuo_dsl.job.terms import Money
from hailuo_dsl.studio.fate import SENT
from hailuo_dsl.studio.film import read_film
from hailuo_dsl.studio.forecast import forecast
from hailuo_dsl.studio.production import known, produced
from tests.cli.filmed import LEDGER, SCRIPT, begun, change, lose, reach_a_gateway, shoot, write
from tests.job.film import Hailuo

LATER = """\
model: MiniMax-Hailuo-02
resolution: 512P

shot end
  from: start.last
  > It ends.

shot start
  from: coffee.jpg
  > It starts.

shot other
  from: coffee.jpg
  > Elsewhere.
"""


@pytest.fixture(autouse=True)
def film(tmp_path, monkeypatch, pictures):
    shutil.copy(pictures / "coffee.jpg", tmp_path)
    monkeypatch.chdir(tmp_path)
    write()
    reach_a_gateway(monkeypatch)


def looked(budget=None):
    money = Money(Decimal(budget), "USD") if budget else None
    production = produced(read_film("film.shots"), budget=money)
    return forecast(production, known(production.ledger))


def fates(outlook):
    return {it.step.id: str(it.fate) for it in outlook.takes}


def intended():
    """How often each shot was sent."""
    if not LEDGER.exists():
        return []
    return [it.data["shot"] for it in history_of(LEDGER) if it.event == "intended"]


def nothing():
    pass


def half():
    shoot(only=["cafe/cup#1"])


def all_of_it():
    shoot()


def changed():
    shoot()
    change("The light moves", "The light dances")


def failed():
    service = Hailuo()
    service.endings["The light moves."] = Answer(Status.FAILED, failure="1027")
    shoot(service=service)


def unknown():
    shoot(service=lose("The light moves."))


def died():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1")


def undecided():
    change("    pick: 1\n", "")


@pytest.mark.parametrize(
    "before", [nothing, half, all_of_it, changed, failed, unknown, died, undecided]
)
def test_a_run_sends_what_was_forecast(before):
    before()
    sent, outlook = intended(), looked()
    shoot(service=Hailuo(queries=1))

    forecast_sent = sorted(it.step.id for it in outlook.takes if it.fate in SENT)
    assert sorted(intended()[len(sent) :]) == forecast_sent
    assert looked().spent.amount == outlook.spent.amount + sum(outlook.bill.sums.values())


def test_a_budget_is_given_to_what_a_run_comes_to_first():
    write(LATER)
    outlook = looked("0.20")

    assert fates(outlook) == {"end": "withheld", "start": "new", "other": "new"}
    assert outlook.bill.sums == {"USD": Decimal("0.20")}


def test_what_waits_for_one_that_is_withheld_is_on_no_bill():
    write(LATER)

    assert fates(looked("0.05")) == {"end": "waits", "start": "withheld", "other": "withheld"}
    assert looked("0.05").bill.lines == ()


def test_what_is_reserved_counts_before_what_is_to_be_sent():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1", price=["0.10", "USD"])
    outlook = looked("0.30")

    assert outlook.spent.amount == Decimal("0.20")
    assert fates(outlook) == {
        "cafe/cup#1": "unknown",
        "cafe/cup#2": "new",
        "cafe/table": "waits",
        "cafe/window": "waits",
    }


def test_a_clip_of_before_can_be_started_from_while_the_other_is_unknown():
    shoot()
    shoot(service=lose("Steam."), retake=["cafe/cup#1"], only=["cafe/cup#1"])

    assert fates(looked()) == {
        "cafe/cup#1": "unknown",
        "cafe/cup#2": "reuse",
        "cafe/table": "reuse",
        "cafe/window": "reuse",
    }
    write(SCRIPT.replace("The light moves", "The light dances"))
    assert fates(looked())["cafe/table"] == "new"
