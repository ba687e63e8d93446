"""What `hailuo-dsl plan` says of takes that the ledger knows: under way, lost, failed, gone."""

from __future__ import annotations

import pytest

from hailuo_dsl.api.errors import Advice, Refused
from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.job.runs import living
from hailuo_dsl.job.sqlite import runs_of
from tests.cli.filmed import (
    CLIPS,
    LEDGER,
    begun,
    change,
    kept,
    lose,
    reach_a_gateway,
    rows,
    shoot,
    write,
)
from tests.cli.test_verbs import call
from tests.job.film import Hailuo


@pytest.fixture(autouse=True)
def film(here, monkeypatch):
    write()
    reach_a_gateway(monkeypatch)
    return here


def planned(*words, exit_code=0):
    """What `plan` says of each take."""
    result = call("plan", *words)
    assert result.exit_code == exit_code, result.stderr
    return rows(result.stdout)


def test_what_is_under_way_is_gone_on_with():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1")
    kept("submitted", "cafe/cup#1", task_id="task-77")
    kept("seen", "cafe/cup#1", status="running")
    found = planned()

    assert found["cafe/cup#1"] == "resume task task-77 is running"
    assert found["cafe/table"] == "new 0.10 USD never sent before"


def test_what_another_run_is_at_is_its_and_not_unknown():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1", run="abc")
    with living(runs_of(LEDGER), "abc"):
        assert planned()["cafe/cup#1"] == "resume it is intended; another run is at it"

    assert planned(exit_code=4)["cafe/cup#1"].startswith("unknown ")


def test_what_was_cancelled_is_waited_for_again():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1")
    kept("submitted", "cafe/cup#1", task_id="task-77")
    call("cancel")

    assert planned()["cafe/cup#1"] == "resume you cancelled task task-77; it is waited for again"


def test_what_nobody_knows_is_unknown_and_holds_up_what_starts_from_it():
    shoot(service=lose("Steam."))
    result = call("plan")
    found = rows(result.stdout)

    assert result.exit_code == 4
    assert found["cafe/cup#1"] == "unknown the line went dead; `reconcile` settles it"
    assert found["cafe/table"] == "waits starts from cafe/cup#1, which is unknown"
    assert found["cafe/window"] == "waits starts from cafe/table, which is waiting"
    assert "nothing to be sent\nspent or reserved so far: 0.20 USD\n" in result.stdout


def test_a_task_that_the_service_knows_no_more_is_unknown():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1")
    kept("submitted", "cafe/cup#1", task_id="task-77")
    kept("unknown", "cafe/cup#1", words="the service does not know task task-77")

    assert planned(exit_code=4)["cafe/cup#1"] == (
        "unknown the service does not know task task-77; `reconcile` settles it"
    )


def test_what_is_unknown_of_an_earlier_script_is_counted_beside():
    shoot(service=lose("Steam."), only=["cafe/cup#1"])
    change("> Steam.", "> Smoke.")
    result = call("plan")

    assert result.exit_code == 4
    assert result.stdout.endswith(
        "beside these, 1 of unknown outcome: `hailuo-dsl reconcile` settles\n"
    )
    # A shot that is not asked for is still the script's.
    change("> Smoke.", "> Steam.")
    named = call("plan", "film.shots", "cafe/cup#2")
    assert (named.exit_code, "beside these" in named.stdout) == (0, False)


def test_where_a_name_makes_it_the_same_job_what_was_lost_is_gone_on_with(monkeypatch):
    reach_a_gateway(monkeypatch, honours_idempotency_key=True)
    shoot(service=lose("Steam."), only=["cafe/cup#1"])

    assert planned("--budget", "0.10", "film.shots", "cafe/cup#1")["cafe/cup#1"] == (
        "resume the line went dead; asked again by the same name, it is the same job"
    )


def test_what_failed_is_left_and_says_how_it_is_sent_again():
    service = Hailuo()
    service.endings["Steam."] = Answer(Status.FAILED, failure="1027", reason="it was moderated")
    shoot(service=service)
    found = planned()

    assert found["cafe/cup#1"] == (
        "failed the service failed to make it: it was moderated; `retake` sends it again"
    )
    assert found["cafe/table"] == "waits starts from cafe/cup#1, which is failed"


def test_what_the_service_cancelled_is_left():
    service = Hailuo()
    service.endings["Steam."] = Answer(Status.CANCELLED)
    shoot(service=service, only=["cafe/cup#1"])

    assert planned()["cafe/cup#1"] == (
        "failed the service says that it was cancelled; `retake` sends it again"
    )


def test_what_was_refused_is_sent_again():
    service = Hailuo()
    no = Refused("no balance", advice=Advice.ACCOUNT, said="insufficient_user_quota")
    service.answers["The light moves."] = [no]
    shoot(service=service)

    assert planned()["cafe/table"] == "new 0.10 USD it was refused: no balance; sent again"


def test_a_clip_of_before_stays_where_the_other_did_not_come():
    shoot()
    service = Hailuo()
    service.endings["The light moves."] = Answer(Status.FAILED, failure="x", reason="it broke")
    shoot(service=service, only=["cafe/table"], retake=["cafe/table"])
    found = planned()

    assert found["cafe/table"] == (
        "reuse the clip of before stays; of the other: the service failed to make it: it broke"
    )
    assert found["cafe/window"].startswith("reuse made ")


def test_a_clip_that_is_gone_from_the_disk_is_fetched_and_not_made():
    shoot()
    for clip in CLIPS.iterdir():
        clip.unlink()

    assert set(planned().values()) == {
        "resume its clip is gone from the disk; it is fetched again, not made"
    }
