"""A budget over real HTTP: held across jobs, runs and processes, and never passed."""

from __future__ import annotations

import json

import pytest

from tests.e2e.conftest import SCRIPT, stats

FOUR = SCRIPT.split("  shot table")[0].replace("camera: push in", "takes: 4")
"""Four takes of 0.10 USD each, none of which waits for another."""

WORDS = ("--provider", "gateway", "--yes", "--poll", "0.1")
QUICK = 'clip = "small"\njob_seconds = 0.3\n'
FAILS = '\n[[fault]]\nat = "submit"\ndoes = "fails"\nprompt = "cup"\n'
LOST = '\n[[fault]]\nat = "submit"\ndoes = "lost"\nprompt = "cup"\n'


@pytest.fixture
def four(place):
    (place.folder / "film.shots").write_text(FOUR)
    return place


def scenario(place, text):
    path = place.folder / "scenario.toml"
    path.write_text(text)
    return ("--scenario", path)


def behaves(place, **table):
    """Let the config file tell how the gateway behaves."""
    config = place.folder / "config/hailuo-dsl/config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{key} = {json.dumps(value)}" for key, value in table.items()]
    config.write_text("\n".join(["[gateway]", *lines]))


def test_what_would_pass_the_budget_is_not_sent(four):
    with four.simulator(*scenario(four, QUICK)) as url:
        paying = four.gateway(url)
        result = paying.call("run", "film.shots", *WORDS, "--budget", "0.25")
        again = paying.call("run", "film.shots", *WORDS, "--budget", "0.25 USD")
        counted = stats(url)["submissions"]
        richer = paying.call("run", "film.shots", *WORDS, "--budget", "0.40")
        recounted = stats(url)["submissions"]

    assert (result.returncode, again.returncode, counted) == (3, 3, 2), result.stderr
    assert "0.05 USD is left" in result.stderr
    assert (richer.returncode, recounted) == (0, 4), richer.stderr


def test_two_processes_hold_one_budget_on_one_ledger(four):
    (four.folder / "other.shots").write_text(FOUR.replace("Steam", "Smoke"))
    with four.simulator(*scenario(four, QUICK)) as url:
        paying = four.gateway(url)
        both = [
            paying.start("run", script, *WORDS, "--budget", "0.30")
            for script in ("film.shots", "other.shots")
        ]
        told = [process.communicate(timeout=120)[1] for process in both]
        counted = stats(url)["submissions"]
        spent = json.loads(
            paying.call("plan", "film.shots", "--provider", "gateway", "--json").stdout
        )

    assert {process.returncode for process in both} == {3}, told
    assert counted == 3
    assert spent["spent"]["amount"] == "0.30"


@pytest.mark.parametrize(("refunds", "sent"), [(False, 2), (True, 4)])
def test_what_failed_counts_as_spent_unless_the_profile_says_that_it_is_given_back(
    four, refunds, sent
):
    behaves(four, refunds=refunds, jobs_in_flight=1, requests_per_minute=1000)
    with four.simulator(*scenario(four, QUICK + FAILS)) as url:
        paying = four.gateway(url)
        result = paying.call("run", "film.shots", *WORDS, "--budget", "0.20")
        counted = stats(url)["submissions"]
        status = paying.call("status", "film.shots", "--provider", "gateway")

    assert (result.returncode, counted) == (3, sent), result.stderr
    assert ("0.20 USD (forfeit)" in status.stdout) is not refunds


@pytest.mark.parametrize("refunds", [False, True])
def test_what_is_unknown_counts_as_spent_whatever_the_profile_says(four, refunds):
    behaves(four, refunds=refunds, jobs_in_flight=1, requests_per_minute=1000)
    with four.simulator(*scenario(four, QUICK + LOST)) as url:
        paying = four.gateway(url)
        result = paying.call("run", "film.shots", *WORDS, "--budget", "0.20")
        counted = stats(url)["submissions"]
        plan = paying.call("plan", "film.shots", "--provider", "gateway", "--budget", "0.20")

    assert (result.returncode, counted, plan.returncode) == (4, 2, 4), result.stderr
    assert "0.20 USD of the budget of 0.20 USD" in plan.stdout
    # Which of the four a run comes to first is its affair.
    assert "2 unknown" in plan.stdout
    assert "2 withheld" in plan.stdout


def test_what_moderation_stopped_counts_as_spent(four):
    behaves(four, jobs_in_flight=1, requests_per_minute=1000)
    stops = FAILS.replace('"fails"', '"moderated"')
    with four.simulator(*scenario(four, QUICK + stops)) as url:
        paying = four.gateway(url)
        result = paying.call("run", "film.shots", *WORDS, "--budget", "0.20")
        ledger = paying.call("ledger", "--format", "json")

    assert result.returncode == 3, result.stderr
    attempts = json.loads(ledger.stdout)["attempts"]
    assert [it["money"] for it in attempts] == ["forfeit", "forfeit"]


def test_a_retake_is_held_by_the_budget_too(four):
    with four.simulator(*scenario(four, QUICK)) as url:
        paying = four.gateway(url)
        paying.call("run", "film.shots", *WORDS)
        clip = (four.folder / "out/cafe/cup.mp4").read_bytes()
        result = paying.call("retake", "cafe/cup#1", *WORDS, "--budget", "0.45")
        counted = stats(url)["submissions"]

    assert (result.returncode, counted) == (3, 4), result.stderr
    assert (four.folder / "out/cafe/cup.mp4").read_bytes() == clip


def test_a_price_that_nobody_knows_is_sent_only_if_it_is_allowed(place):
    (place.folder / "film.shots").write_text(
        "model: I2V-01\nshot it\n  from: coffee.jpg\n  > Steam.\n"
    )
    with place.simulator(*scenario(place, QUICK)) as url:
        paying = place.gateway(url)
        refused = paying.call("run", "film.shots", *WORDS, "--budget", "5")
        counted = stats(url)["submissions"]
        allowed = paying.call("run", "film.shots", *WORDS, "--budget", "5", "--allow-unknown-price")
        recounted = stats(url)["submissions"]

    assert (refused.returncode, counted) == (3, 0), refused.stderr
    assert "its price is not known, so the budget of 5 USD cannot hold it" in refused.stderr
    assert (allowed.returncode, recounted) == (0, 1), allowed.stderr
