"""`hailuo_dsl.Film` in plain Python: read, plan, run, look at what came of it."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path

import pytest

import hailuo_dsl
from hailuo_dsl import Film, ScriptError, Trouble
from hailuo_dsl.job.model import Stage
from hailuo_dsl.job.terms import Money
from hailuo_dsl.studio.results import TakesMissing
from tests.cli.filmed import LEDGER, SCRIPT, lose, reach_a_gateway, shoot, write
from tests.e2e.conftest import Place, environ_in, stats
from tests.job.film import Hailuo

STEAM = """\
let tone: warm
model: MiniMax-Hailuo-02
resolution: 512P

shot cup
  from: coffee.jpg
  > Steam in {tone} light.
"""
WRONG = STEAM.replace("{tone}", "{tune}").replace("512P", "500P")
QUICK = {"job_seconds": 0.05, "poll": 0.02}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch, pictures):
    shutil.copy(pictures / "coffee.jpg", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def prompts(film):
    return [it.body["prompt"] for it in film.requests]


def test_the_package_opens_no_floor_before_it_is_asked():
    looks = (
        "import sys, hailuo_dsl;"
        "print([it for it in sys.modules if it.startswith('hailuo_dsl.')]);"
        "hailuo_dsl.Film;"
        "print(sorted({'IPython', 'av', 'httpx', 'numpy', 'sqlite3'} & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", looks], capture_output=True, text=True, check=True
    )

    assert shown.stdout == "[]\n[]\n"


def test_every_name_of_the_package_is_there():
    assert set(hailuo_dsl.__all__) <= set(dir(hailuo_dsl))
    assert [getattr(hailuo_dsl, it).__name__ for it in hailuo_dsl.__all__] == hailuo_dsl.__all__
    with pytest.raises(AttributeError, match="has no attribute 'Movie'"):
        hailuo_dsl.Movie  # noqa: B018 - the look is the test


def test_a_film_is_read_from_a_file_and_from_text(here):
    write(STEAM)
    read, made = Film.read(Path("film.shots")), Film.of(STEAM, folder=here)

    assert (read.name, made.name) == ("film", "film")
    assert [it.body for it in read.requests] == [it.body for it in made.requests]
    assert prompts(read) == ["Steam in warm light."]
    assert read.to_script() == made.to_script() == STEAM


def test_what_the_command_line_may_ask_for_a_call_may():
    film = Film.of(
        STEAM, lets={"tone": "cold"}, settings={"resolution": "768P", "takes": 2}, provider="local"
    )

    assert prompts(film) == ["Steam in cold light."] * 2
    assert {it.body["metadata"]["resolution"] for it in film.requests} == {"768P"}
    with pytest.raises(ScriptError, match="becomes 2 requests"):
        Film.of(STEAM, settings={"takes": 2}, limit=1)
    with pytest.raises(TypeError, match="letz"):
        Film.of(STEAM, letz={})
    with pytest.raises(Trouble, match="there is no provider `nobody`"):
        Film.of(STEAM, provider="nobody")
    with pytest.raises(Trouble, match="there is no folder nowhere"):
        Film.of(STEAM, folder="nowhere")


def test_mistakes_are_one_exception_that_draws_each_under_its_line():
    with pytest.raises(ScriptError) as found:
        Film.of(WRONG, "steam")

    drawn = str(found.value)
    assert [it.rule.slug for it in found.value.diagnostics] == [
        "bad-value",
        "unknown-name",
    ]
    assert "7 |   > Steam in {tune} light." in drawn
    assert "did you mean `tone`?" in drawn
    assert found.value._render_traceback_() == drawn.splitlines()
    assert found.value.film.requests == ()


def test_of_many_mistakes_a_message_tells_the_first():
    with pytest.raises(ScriptError, match=r"… and 5 more errors$") as found:
        Film.of(STEAM + "".join(f"  > {{n{number}}}\n" for number in range(25)))

    assert len(found.value.diagnostics) == 25


def test_a_film_is_run_and_its_takes_are_objects(here):
    film = Film.of(STEAM, "steam")
    seen = []
    result = film.run_sync(
        on_change=lambda now: seen.append((now.takes[0].stage, threading.current_thread())), **QUICK
    )

    assert result.ok
    (take,) = result.takes
    assert (take.id, take.stage, take.is_done, take.message) == ("cup", "done", True, "")
    assert take.path == Path("out/cup.mp4")
    assert take.path.stat().st_size > 0
    assert result.reel == Path("out/steam.mp4")
    assert (result.unknown, result.wrong) == ((), "")
    assert film.takes == result.takes
    assert {Stage.RUNNING, Stage.DONE} <= {stage for stage, _ in seen}
    assert threading.main_thread() not in {thread for _, thread in seen}


def test_a_film_that_was_never_run_has_takes_that_are_planned():
    (take,) = Film.of(STEAM).takes

    assert (take.stage, take.path, take.clip) == (Stage.PLANNED, None, "")
    assert not Path(".hailuo").exists()


def test_a_run_is_awaited_while_others_work():
    async def main():
        run = Film.of(STEAM).run(**QUICK)
        (result, beside) = await asyncio.gather(run, asyncio.sleep(0, "worked"))
        return result.ok, beside

    assert asyncio.run(main()) == (True, "worked")


def test_a_clip_that_is_not_this_takes_own_is_never_shown_for_it():
    film = Film.of(STEAM)
    film.run_sync(**QUICK)
    Path("out/cup.mp4").write_bytes(b"another")

    assert film.takes[0].path == Path(".hailuo/clips") / f"{film.takes[0].clip}.mp4"


def test_the_shots_that_are_asked_for_are_made(here):
    two = STEAM + "shot other\n  from: coffee.jpg\n  > Light.\n"
    result = Film.of(two).run_sync("oth*", **QUICK)

    assert [it.id for it in result.takes] == ["other"]
    assert "not in the reel: cup" in result.wrong
    with pytest.raises(Trouble, match="no shot is called `cop`; there are cup, other"):
        Film.of(two).run("cop")
    with pytest.raises(Trouble, match="`cup` of `retake` is not among the shots asked for"):
        Film.of(two).run("other", retake=["cup"])


def test_a_retake_makes_the_clip_once_more():
    film = Film.of(STEAM)
    film.run_sync(**QUICK)
    again = film.run_sync(retake=["cup"], **QUICK)

    assert again.ok
    assert again.takes[0].task_id != ""
    assert film.plan().takes[0].fate == "reuse"


def test_out_and_ledger_may_be_elsewhere():
    film = Film.of(STEAM)
    result = film.run_sync(out="clips", ledger="mine.sqlite", **QUICK)

    assert result.takes[0].path == Path("clips/cup.mp4")
    assert Path("mine.sqlite").exists()
    assert film.plan(ledger="mine.sqlite").takes[0].fate == "reuse"


def test_a_listener_that_fails_does_not_stop_what_is_paid_for():
    def fall(_):
        raise RuntimeError("over my own feet")

    with pytest.warns(RuntimeWarning, match="on_change.*over my own feet"):
        result = Film.of(STEAM).run_sync(on_change=fall, **QUICK)

    assert result.ok


def test_what_was_not_made_is_warned_of_and_told():
    film = Film.of(STEAM)
    Path("coffee.jpg").unlink()
    with pytest.warns(TakesMissing, match="coffee.jpg"):
        result = film.run_sync(**QUICK)

    assert (result.ok, result.exit_code, result.reel) == (False, 3, None)
    assert "error[skipped]: cup: the picture coffee.jpg cannot be read" in result.wrong
    assert result.takes[0].message in str(result)


@pytest.fixture
def gateway(monkeypatch):
    """A film of four takes, 0.10 USD each, at a service that is not there."""
    write()
    reach_a_gateway(monkeypatch)
    return Film.read("film.shots")


def test_a_plan_tells_fates_and_prices(gateway):
    plan = gateway.plan()

    assert [str(it.fate) for it in plan.takes] == ["new"] * 4
    assert plan.total.startswith("4 clips: 0.40 USD (by the list of minimax")
    assert plan.prices == {"USD": Decimal("0.40")}
    assert plan.unknown_prices == 0
    assert gateway.plan("cafe/cup*").prices == {"USD": Decimal("0.20")}
    assert not Path(".hailuo").exists()


def test_a_run_that_costs_money_is_refused_with_its_price(gateway):
    with pytest.raises(Trouble) as found:
        gateway.run_sync()

    said = str(found.value)
    assert said.startswith("this costs money and nobody can be asked here: 4 clips: 0.40 USD")
    assert "`yes=True` sends it to https://gateway.example, `budget=" in said
    assert not LEDGER.exists()


def test_where_nothing_is_left_to_be_sent_nobody_need_agree(gateway):
    shoot()
    result = gateway.run_sync()

    assert result.ok
    assert [it.stage for it in result.takes] == ["done"] * 4


@pytest.mark.parametrize("budget", ["0.15", "0.15 USD", Money(Decimal("0.15"), "USD")])
def test_a_budget_bounds_what_is_sent(gateway, budget):
    plan = gateway.plan(budget=budget)

    assert [str(it.fate) for it in plan.takes] == ["new", "withheld", "withheld", "waits"]
    assert plan.prices == {"USD": Decimal("0.10")}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"budget": "five"}, '`budget="five"` is no amount; write `budget="5.00"`'),
        ({"budget": "5 CNY"}, 'would hold none; write `budget="5 USD"`'),
        ({"allow_unknown_price": True}, "`allow_unknown_price` goes with `budget`"),
    ],
)
def test_a_budget_that_is_none_stops_before_anything_is_sent(gateway, asked, words):
    with pytest.raises(Trouble) as found:
        gateway.run(**asked)

    assert words in str(found.value)
    assert not LEDGER.exists()


def test_an_unknown_one_is_reported(gateway):
    shoot(service=lose("Steam."), only=["cafe/cup#1"])
    with pytest.warns(TakesMissing, match="reconcile cafe/cup#1"):
        result = gateway.run_sync("cafe/cup#1")

    assert [it.id for it in result.unknown] == ["cafe/cup#1"]
    assert result.exit_code == 4
    assert gateway.takes[0].stage == "unknown"
    assert gateway.takes[0].is_unsettled


def test_what_another_script_left_unsettled_is_reported_too(gateway):
    shoot(service=lose("Steam."), only=["cafe/cup#1"])
    write(SCRIPT.replace("Steam.", "Foam."))
    shoot(service=Hailuo(queries=1))
    with pytest.warns(TakesMissing, match=r"left from before: cafe/cup#1 is unknown"):
        result = Film.read("film.shots").run_sync()

    assert [it.id for it in result.unknown] == ["cafe/cup#1"]
    assert [it.stage for it in result.takes] == ["done"] * 4


def test_no_key_is_in_what_is_shown(gateway):
    shoot()
    shown = [repr(it) + str(it) for it in (gateway, gateway.plan(), gateway.takes)]
    bundles = [
        it._repr_mimebundle_() for it in (gateway, gateway.plan(), gateway.takes, gateway.takes[0])
    ]

    assert "open-sesame" not in str(shown) + str(bundles)


def test_a_board_is_shown_and_written():
    film = Film.of(STEAM + "shot other\n  from: coffee.jpg\n  > Light.\n")
    bundle = film.board("cup")._repr_mimebundle_()
    written = film.board().write("boards.html")

    assert bundle["text/plain"] == str(film)
    assert "Steam in " in bundle["text/html"]
    assert "Light." not in bundle["text/html"]
    assert written.read_text(encoding="utf-8") == film.board().page(Path())
    assert "Light." in film.board().page()
    with pytest.raises(Trouble, match="no shot is called `cap`"):
        film.board("cap")


def test_what_was_agreed_to_is_sent_and_paid_for(here, monkeypatch):
    place = Place(here, environ_in(here))
    with place.simulator("--port", 0, "--job-seconds", 0.1) as url:
        write(STEAM)
        reach_a_gateway(monkeypatch, url)
        film = Film.read("film.shots")
        with pytest.raises(Trouble, match="this costs money"):
            film.run_sync(poll=0.05)
        result = film.run_sync(yes=True, poll=0.05)
        sent = stats(url)["submissions"]

    assert result.ok
    assert result.takes[0].path == Path("out/cup.mp4")
    assert sent == 1
