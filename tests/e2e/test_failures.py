"""The README's table of failures: each row is a test, most of them here, with real processes."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from tests.e2e.conftest import intentions, ledger, stats, wait_until
from tests.rows import row

ROOT = Path(__file__).parent.parent.parent
ONE = """\
model: MiniMax-Hailuo-02
resolution: 512P

shot cup
  from: coffee.jpg
  > Steam curls above the cup.
"""
TWO = f"""\
{ONE}
shot jug
  from: coffee.jpg
  > The jug tips.
"""
HONEST = 'clip = "small"\njob_seconds = 0.1\n'
RUN = ("run", "film.shots", "--provider", "gateway", "--yes", "--poll", "0.1")


class Gone:
    """A place whose simulator plays a scenario: what `run` said, and what was counted."""

    def __init__(self, place, url):
        self.place = place.gateway(url)
        self.url = url

    def run(self, *words):
        return self.place.call(*RUN, *words)

    @property
    def stats(self):
        return stats(self.url)

    @property
    def paid(self):
        return self.stats["paid"]

    @property
    def stages(self):
        statement = "SELECT event FROM event ORDER BY number"
        return [event for (event,) in ledger(self.place, statement)]


@pytest.fixture
def play(place):
    """Serve a scenario; yields what to run against it."""
    (place.folder / "film.shots").write_text(ONE)
    opened = []

    def play(*faults, head=""):
        rows = "".join(f"\n[[fault]]\n{fault}\n" for fault in faults)
        (place.folder / "scenario.toml").write_text(HONEST + head + rows)
        serving = place.simulator("--scenario", "scenario.toml")
        opened.append(serving)
        return Gone(place, serving.__enter__())

    yield play
    for serving in opened:
        serving.__exit__(None, None, None)


def at_submit(does, *more, times=1):
    return "\n".join(['at = "submit"', f'does = "{does}"', f"times = {times}", *more])


def at_query(does, *more, times=1):
    return "\n".join(['at = "query"', f'does = "{does}"', f"times = {times}", *more])


def at_download(does, *more, times=1):
    return "\n".join(['at = "download"', f'does = "{does}"', f"times = {times}", *more])


@row("nobody answers at the address: name, connection, TLS")
def test_nobody_answers(place):
    (place.folder / "film.shots").write_text(ONE)
    result = place.gateway("http://127.0.0.1:9").call(*RUN)

    assert result.returncode == 3
    assert "127.0.0.1:9 cannot be reached" in result.stderr
    assert intentions(place) == 4


@row("the service is busy: 429, 1002, 1039, 2045, or 503 and 529 with its own envelope")
@pytest.mark.parametrize("does", ["429-seconds", "429-date", "vendor-400", "503-envelope"])
def test_a_busy_service_is_asked_again_when_it_says(play, does):
    gone = play(at_submit(does))
    result = gone.run()

    assert (result.returncode, gone.paid) == (0, 1), result.stderr
    assert gone.stats["refused"] == 1


@row("it refuses the request: settings, size, characters")
def test_a_request_that_is_refused_is_said_at_its_line(play):
    gone = play(at_submit("vendor-400", 'code = "2013"', 'says = "invalid params, duration"'))
    result = gone.run()

    assert (result.returncode, gone.paid) == (3, 0)
    assert "error[refused]: cup:" in result.stderr
    assert "--> film.shots:" in result.stderr
    assert "invalid params, duration" in result.stderr


@row("its moderation stops the prompt or the picture")
def test_moderation_is_said_at_the_motion_line(play):
    gone = play(at_submit("moderated", times=9))
    first, again = gone.run(), gone.run()

    assert (first.returncode, again.returncode) == (3, 3)
    assert "6 |   > Steam curls above the cup." in first.stderr
    assert "input new_sensitive" in first.stderr
    assert gone.stats["refused"] == 1


@row("the account: key, balance, plan")
def test_an_empty_account_stops_all_submits(play, place):
    (place.folder / "film.shots").write_text(TWO)
    gone = play(at_submit("vendor-400", 'code = "1008"', 'says = "insufficient balance"', times=9))
    result = gone.run()

    assert (result.returncode, gone.paid) == (3, 0)
    assert "the balance is used up" in result.stderr


@row("the answer to a submit is lost: cut, torn, late, 408, 500, 502, 504, 503 without envelope")
@pytest.mark.parametrize("does", ["lost", "reset", "torn", "502", "504", "wrong-json", "500"])
def test_a_lost_answer_is_left_until_the_author_says(play, does):
    gone = play(at_submit(does))
    first, again = gone.run(), gone.run()
    listed = gone.place.call("reconcile")

    assert [it.returncode for it in (first, again, listed)] == [4, 4, 4], first.stderr
    assert gone.stages.count("intended") == 1
    assert "cup" in listed.stdout
    assert gone.paid <= 1


@row("the same, and the profile says that the service honours the Idempotency-Key")
def test_an_honoured_key_is_sent_again(play, place):
    config = place.folder / "config/hailuo-dsl"
    config.mkdir(parents=True)
    (config / "config.toml").write_text("[gateway]\nhonours_idempotency_key = true\n")
    gone = play(at_submit("lost"), head="honours_idempotency_key = true\n")
    result = gone.run()

    assert (result.returncode, gone.paid) == (0, 1), result.stderr
    assert list(gone.stats["by_intention"].values()) == [1]


@row("it redirects a submit")
def test_a_redirect_is_a_refusal(play):
    gone = play(at_submit("redirect", times=9))
    result = gone.run()

    assert (result.returncode, gone.paid) == (3, 0)
    assert "another address" in result.stderr


@row("the job fails, or its clip is moderated")
def test_a_job_that_fails_is_paid_and_left(play):
    gone = play(at_submit("fails", times=9))
    first, again = gone.run(), gone.run()

    assert (first.returncode, again.returncode, gone.paid) == (3, 3, 1)
    assert "output new_sensitive" in first.stderr
    assert "`--resend cup`" in first.stderr


@row("a status that nobody knows")
def test_an_unknown_status_is_still_running_until_the_deadline(play, place):
    config = place.folder / "config/hailuo-dsl"
    config.mkdir(parents=True)
    (config / "config.toml").write_text("[gateway]\ndeadline = 1\n")
    gone = play(at_submit("stays-unknown"))
    result = gone.run()

    assert (result.returncode, gone.paid) == (4, 1)
    assert "run again to go on with it" in result.stderr


@row("a query fails: cut, torn, HTML, 5xx, 429")
@pytest.mark.parametrize("does", ["lost", "torn", "html", "502", "429", "wrong-json"])
def test_a_query_that_fails_is_asked_again(play, does):
    gone = play(at_query(does, times=2))
    result = gone.run()

    assert (result.returncode, gone.paid) == (0, 1), result.stderr


@row("it does not know a task that it has named, for up to two minutes")
def test_not_yet_is_not_never(play):
    gone = play(head="task_not_exist_seconds = 1\n")
    result = gone.run()

    assert (result.returncode, gone.paid) == (0, 1), result.stderr


@row("the link to the clip is dead")
def test_a_dead_link_is_renewed(play):
    gone = play(at_download("expired-link"))
    result = gone.run()

    assert (result.returncode, gone.paid) == (0, 1), result.stderr
    assert gone.stats["queries"] >= 2


@row("a download breaks off")
@pytest.mark.parametrize("does", ["torn", "reset", "truncated", "503"])
def test_a_download_that_breaks_off_goes_on(play, does):
    gone = play(at_download(does))
    result = gone.run()

    assert (result.returncode, gone.paid) == (0, 1), result.stderr
    assert (gone.place.folder / "out/cup.mp4").exists()


@row("the run is killed, or the power fails")
def test_a_killed_run_is_gone_on_with(play):
    gone = play(head="clock_speed = 0.05\n")
    first = gone.place.start(*RUN)
    wait_until(lambda: "submitted" in gone.stages, "the task id")
    first.send_signal(signal.SIGKILL)
    first.communicate()
    again = gone.run()

    assert (again.returncode, gone.paid) == (0, 1), again.stderr


@row("Ctrl-C, once")
def test_ctrl_c_saves_and_goes(play):
    gone = play(head="clock_speed = 0.05\n")
    first = gone.place.start(*RUN)
    wait_until(lambda: "submitted" in gone.stages, "the task id")
    first.send_signal(signal.SIGINT)
    told = first.communicate(timeout=60)[1]
    again = gone.run()

    assert (first.returncode, again.returncode, gone.paid) == (4, 0, 1)
    assert "give the same command again" in told


@row("two runs at once on one script")
def test_two_runs_share_the_work(play):
    gone = play()
    both = [gone.place.start(*RUN) for _ in range(2)]
    told = [it.communicate(timeout=60)[1] for it in both]

    assert ([it.returncode for it in both], gone.paid) == ([0, 0], 1), told


@row("the budget is used up")
def test_what_passes_the_budget_is_withheld(play, place):
    (place.folder / "film.shots").write_text(TWO)
    gone = play()
    result = gone.run("--budget", "0.15")

    assert (result.returncode, gone.paid) == (3, 1)
    assert "of the budget of 0.15 USD 0.05 USD is left" in result.stderr


@row("a clip is missing from `out/`")
def test_a_missing_clip_is_put_back_then_fetched_and_never_made(play):
    gone = play()
    clip = gone.place.folder / "out/cup.mp4"
    gone.run()
    whole = clip.read_bytes()
    clip.unlink()
    put_back = gone.run()
    assert (put_back.returncode, clip.read_bytes()) == (0, whole)
    downloads = gone.stats["downloads"]

    clip.unlink()
    for kept in (gone.place.folder / ".hailuo/clips").glob("*.mp4"):
        kept.unlink()
    fetched = gone.run()

    assert (fetched.returncode, clip.read_bytes(), gone.paid) == (0, whole, 1), fetched.stderr
    assert (downloads, gone.stats["downloads"]) == (1, 2)


def test_every_row_of_the_table_is_a_test_and_every_such_test_has_a_row():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| what happens |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
    shown = [
        found
        for path in (ROOT / "tests").rglob("test_*.py")
        for found in re.findall(r'^@row\("([^"]+)"\)', path.read_text("utf-8"), re.MULTILINE)
    ]

    assert len(rows) == len(set(rows)) > 20
    assert set(rows) == set(shown)
