"""The author's word on takes meets what other processes do at the same time."""

from __future__ import annotations

import asyncio
import shutil

import pytest

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.model import Stage
from hailuo_dsl.job.run import run
from hailuo_dsl.studio.doubt import doubtful, named, the_one
from hailuo_dsl.studio.film import read_film
from hailuo_dsl.studio.production import known, opened, produced
from hailuo_dsl.studio.settle import Cancelled, cancel, give_up, id_of
from tests.cli.filmed import LEDGER, QUICK, begun, kept, lose, reach_a_gateway, shoot, write
from tests.job.film import Hailuo


@pytest.fixture(autouse=True)
def film(tmp_path, monkeypatch, pictures):
    shutil.copy(pictures / "coffee.jpg", tmp_path)
    monkeypatch.chdir(tmp_path)
    write()
    reach_a_gateway(monkeypatch)


def unknown(shot="cafe/cup#1"):
    return the_one(shot, doubtful(known(LEDGER)))


def test_what_became_known_meanwhile_is_not_given_up():
    shoot(service=lose("Steam."))
    take = unknown()
    kept("submitted", "cafe/cup#1", task_id="task-77", adopted=True)

    with pytest.raises(Trouble, match="cafe/cup#1 is submitted by now; look again"):
        give_up(LEDGER, take)
    assert [it.shot for it in doubtful(known(LEDGER))] == ["cafe/cup#2"]


def test_what_was_given_up_is_given_up_once():
    shoot(service=lose("Steam."))
    take = unknown()
    give_up(LEDGER, take)

    with pytest.raises(Trouble, match="by now; look again"):
        give_up(LEDGER, take)


def test_a_take_is_found_by_what_it_asks_for_though_it_has_another_name():
    shoot(service=lose("Steam."))
    take = unknown()
    text = read_film("film.shots").compiled.report.sources["film.shots"].text
    write(text.replace("cup", "pot"))
    production = produced(read_film("film.shots"))

    assert id_of(take, production, known(LEDGER)) == "cafe/pot#1"


def test_a_name_that_could_be_two_takes_is_neither():
    shoot(service=lose("Steam."))
    takes = doubtful(known(LEDGER))

    assert len(named("cafe/cup", takes)) == 2
    with pytest.raises(Trouble, match="`cafe/cup` is 2 takes; name one, or its key: cafe/cup#"):
        the_one("cafe/cup", takes)
    with pytest.raises(Trouble, match="no take of unknown outcome is called `c`"):
        the_one("c", takes)


def test_a_run_that_is_at_work_leaves_what_is_cancelled_and_the_next_pays_nothing():
    service = Hailuo(queries=10**9)
    production = produced(read_film("film.shots"))
    plan = production.film.compiled.plan

    async def both():
        running = asyncio.Event()

        def look(snapshot):
            if sum(take.stage is Stage.RUNNING for take in snapshot.takes) == 2:
                running.set()

        with opened(LEDGER) as ledger:
            making = asyncio.create_task(
                run(
                    plan,
                    service,
                    ledger,
                    production.store,
                    terms=production.terms,
                    script="film",
                    root=production.film.folder,
                    policy=QUICK,
                    on_change=look,
                )
            )
            await running.wait()
            return cancel(production, None), await making

    cancelled, outcome = asyncio.run(both())
    assert [it.shot for it in cancelled] == ["cafe/cup#1", "cafe/cup#2"]
    assert {it.task_id for it in cancelled} == {"task-1", "task-2"}
    assert outcome.take("cafe/cup#1").stage is Stage.CANCELLED
    assert outcome.exit_code == 3

    service.queries = 1
    shoot(service=service)
    assert service.paid["Steam."] == 2
    assert doubtful(known(LEDGER)) == ()


def test_what_a_dead_run_meant_to_send_is_no_longer_under_way():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1")
    assert cancel(produced(read_film("film.shots")), None) == ()

    kept("submitted", "cafe/cup#1", task_id="task-77")
    assert cancel(produced(read_film("film.shots")), None) == (Cancelled("cafe/cup#1", "task-77"),)
