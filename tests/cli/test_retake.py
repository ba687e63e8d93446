"""`hailuo-dsl retake` as an author meets it, before anything is sent."""

from __future__ import annotations

import pytest

from tests.cli.filmed import begun, kept, reach_a_gateway, shoot, write
from tests.cli.test_verbs import call


@pytest.fixture(autouse=True)
def film(here, monkeypatch):
    write()
    reach_a_gateway(monkeypatch)
    return here


def test_what_it_sends_is_shown_with_its_price_and_asked_for():
    shoot()
    result = call("retake", "cafe/cup#2", "cafe/window", "film.shots")

    assert (result.exit_code, result.stdout) == (2, "")
    assert [line.split()[0] for line in result.stderr.splitlines()[3:5]] == [
        "cafe/cup#2",
        "cafe/window",
    ]
    assert "\n2 clips: 0.20 USD (by the list of minimax;" in result.stderr
    assert result.stderr.endswith("nobody can be asked here; add `--yes` to send it\n")


def test_a_shot_without_its_take_means_all_its_takes():
    shoot()

    assert "\n2 clips: 0.20 USD" in call("retake", "cafe/cup").stderr


def test_what_failed_or_was_given_up_can_be_made_once_more():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1")
    kept("given up", "cafe/cup#1", words="given up")

    assert "\n1 clip: 0.10 USD" in call("retake", "cafe/cup#1").stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Missing argument"),
        (("cafe/cap",), "no shot is called `cafe/cap`"),
        (("cafe/cup", "nowhere.shots"), "cannot read nowhere.shots"),
        (("film.shots",), "which shot of film.shots is to be made once more? Name it"),
    ],
)
def test_bad_usage_is_one_sentence(words, said):
    result = call("retake", *words)

    assert result.exit_code == 2
    assert said in result.stderr
