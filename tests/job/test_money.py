"""A budget holds, whatever goes on at once; a clip is made once more by the author's word alone."""

import asyncio
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from film import QUICK, TERMS, Hailuo, book, film, shot

from hailuo_dsl.api.errors import Advice, Lost, Refused
from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.catalog.model import Price
from hailuo_dsl.job.model import Aside, Stage
from hailuo_dsl.job.run import run
from hailuo_dsl.job.terms import Money

ONE_DOLLAR = replace(TERMS, budget=Money(Decimal("1.00"), "USD"))


def priced(step, amount="0.28", currency="USD"):
    price = Price(
        provider="gateway",
        model="MiniMax-Hailuo-02",
        resolution="768P",
        duration=6,
        amount=Decimal(amount),
        currency=currency,
        source="a list",
        checked=date(2026, 8, 20),
    )
    return replace(step, price=price)


def reel(*names, **price):
    return film(*(priced(shot(name), **price) for name in names))


def stages(outcome):
    return {take.id: str(take.stage) for take in outcome.takes}


def spent(ledger):
    return book(ledger).spent(TERMS, "USD").amount


def test_what_would_pass_the_budget_is_not_sent(shoot, ledger):
    hailuo = Hailuo()
    outcome = shoot(reel(*"abcde"), hailuo, terms=ONE_DOLLAR)

    assert (len(hailuo.paid), spent(ledger)) == (3, Decimal("0.84"))
    withheld = [take for take in outcome.takes if take.stage is Aside.WITHHELD]
    assert len(withheld) == 2
    assert all("of the budget of 1.00 USD 0.16 USD is left" in take.message for take in withheld)
    assert outcome.exit_code == 3


def test_a_cheaper_clip_may_still_fit(shoot):
    hailuo = Hailuo()
    plan = film(*reel("a", "b", "c", amount="0.45").steps, *reel("d", amount="0.10").steps)
    outcome = shoot(plan, hailuo, terms=replace(ONE_DOLLAR, jobs_in_flight=1))

    assert stages(outcome) == {"a": "done", "b": "done", "c": "withheld", "d": "done"}


def test_two_runs_at_once_hold_one_budget(ledger, store, tmp_path):
    hailuo = Hailuo(submit_seconds=0.01)

    async def both():
        runs = (
            run(reel(*names), hailuo, ledger, store, terms=ONE_DOLLAR, policy=QUICK, root=tmp_path)
            for names in ("abc", "def")
        )
        return await asyncio.gather(*runs)

    outcomes = asyncio.run(both())

    assert (len(hailuo.paid), spent(ledger)) == (3, Decimal("0.84"))
    assert sum(take.stage is Aside.WITHHELD for it in outcomes for take in it.takes) == 3


def test_the_next_run_goes_on_with_the_same_budget(shoot):
    hailuo = Hailuo()
    shoot(reel(*"abc"), hailuo, terms=ONE_DOLLAR)
    outcome = shoot(reel(*"abcd"), hailuo, terms=ONE_DOLLAR)

    assert stages(outcome) == {"a": "done", "b": "done", "c": "done", "d": "withheld"}
    richer = replace(TERMS, budget=Money(Decimal("1.12"), "USD"))
    assert stages(shoot(reel(*"abcd"), hailuo, terms=richer))["d"] == "done"


def test_a_price_that_nobody_knows_is_refused_by_a_budget(shoot):
    hailuo = Hailuo()
    outcome = shoot(film("a"), hailuo, terms=ONE_DOLLAR)
    assert (stages(outcome), hailuo.paid) == ({"a": "withheld"}, {})
    assert "--allow-unknown-price" in outcome.take("a").message
    foreign = shoot(reel("a", currency="CNY"), hailuo, terms=ONE_DOLLAR)
    assert "its price is in CNY" in foreign.take("a").message

    allowed = replace(ONE_DOLLAR, allow_unknown_price=True)
    assert stages(shoot(film("a"), hailuo, terms=allowed)) == {"a": "done"}


@pytest.mark.parametrize(("refunds", "sent"), [(False, {"a", "b", "c"}), (True, {*"abcd"})])
def test_what_failed_counts_unless_the_service_refunds(shoot, refunds, sent):
    hailuo = Hailuo()
    hailuo.endings["a"] = Answer(
        Status.FAILED,
        failure="output new_sensitive",
        reason="its moderation stopped the clip",
        moderated=True,
    )
    terms = replace(ONE_DOLLAR, refunds=refunds)
    outcome = shoot(reel(*"abc"), hailuo, terms=terms)
    assert "moderation" in outcome.take("a").message
    assert outcome.take("a").said == "output new_sensitive"

    shoot(reel(*"bcd"), hailuo, terms=terms)
    assert hailuo.paid.keys() == sent


def test_what_nobody_knows_counts_and_what_was_refused_does_not(shoot):
    hailuo = Hailuo()
    hailuo.answers["a"] = [Lost("no answer came")]
    hailuo.answers["b"] = [Refused("no", advice=Advice.FIX)]
    outcome = shoot(reel(*"abcde"), hailuo, terms=replace(ONE_DOLLAR, jobs_in_flight=1))

    ended = ["unknown", "refused", "done", "done", "withheld"]
    assert list(stages(outcome).values()) == ended


def test_a_retake_is_paid_once_more_and_takes_the_place_of_the_clip(shoot, ledger):
    hailuo = Hailuo()
    before = shoot(reel("a", "b"), hailuo)
    after = shoot(reel("a", "b"), hailuo, retake={"a"})
    again = shoot(reel("a", "b"), hailuo)

    assert hailuo.paid == {"a": 2, "b": 1}
    assert spent(ledger) == Decimal("0.84")
    assert after.clips["a"] != before.clips["a"]
    assert again.clips == after.clips
    assert len({intention for _, intention in hailuo.intentions}) == 3


def test_a_retake_makes_what_starts_from_it_anew(shoot):
    hailuo = Hailuo()
    plan = film("a", shot("b", "shot:a.last"))
    shoot(plan, hailuo)
    shoot(plan, hailuo, only={"a"}, retake={"a"})
    assert hailuo.paid == {"a": 2, "b": 1}

    shoot(plan, hailuo)
    assert hailuo.paid == {"a": 2, "b": 2}


def test_a_retake_that_fails_leaves_the_clip_of_before(shoot):
    hailuo = Hailuo()
    plan = film("a", shot("b", "shot:a.last"))
    before = shoot(plan, hailuo)
    hailuo.endings["a"] = Answer(Status.FAILED, failure="no luck")
    failed = shoot(plan, hailuo, retake={"a"})
    after = shoot(plan, hailuo)

    assert (failed.take("a").stage, failed.exit_code) == (Stage.FAILED, 3)
    assert failed.clips == after.clips == before.clips
    assert after.take("a").path.exists()
    assert (after.exit_code, hailuo.paid) == (0, {"a": 2, "b": 1})
    assert "no luck" not in after.take("b").message


def test_a_retake_whose_answer_is_lost_is_unknown_and_not_sent_again(shoot):
    hailuo = Hailuo()
    plan = film("a")
    before = shoot(plan, hailuo)
    hailuo.answers["a"] = [Lost("no answer came")]
    hailuo.accepts.add("a")
    lost = shoot(plan, hailuo, retake={"a"})
    again = shoot(plan, hailuo, retake={"a"})

    assert [it.take("a").stage for it in (lost, again)] == [Stage.UNKNOWN] * 2
    assert (lost.exit_code, lost.clips) == (4, before.clips)
    assert hailuo.paid == {"a": 2}
