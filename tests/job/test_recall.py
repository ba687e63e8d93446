"""What a ledger remembers of a film, and that it can be asked without being touched."""

import sqlite3

import pytest
from film import FREE, TERMS, Hailuo, book, film, shot

from hailuo_dsl.api.errors import Advice, Refused
from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.job.book import Book
from hailuo_dsl.job.ledger import LedgerError, NewerLedger
from hailuo_dsl.job.model import Entry, Event
from hailuo_dsl.job.recall import Memory, recall
from hailuo_dsl.job.sqlite import SqliteLedger, history_of

CHAIN = film("a", shot("b", "shot:a.last"))


def ask(plan, ledger, *, terms=TERMS, script="film"):
    return recall(plan, book(ledger), terms, script)


def test_what_was_sent_is_remembered_with_its_frames(shoot, ledger):
    outcome = shoot(CHAIN, Hailuo(), script="film")
    memory = ask(CHAIN, ledger)

    assert list(memory.takes) == ["a", "b"]
    b = memory.takes["b"]
    assert (b.shot, b.script, b.state.stage) == ("b", "film", "done")
    assert b.request["metadata"]["first_frame_image"] == "shot:a.last"
    assert b.frames == {"first_frame_image": f"clip:{outcome.clips['a']}.last"}
    assert (memory.before, memory.gone, memory.last) == ({}, (), b.at)


def test_nothing_is_remembered_at_another_service(shoot, ledger):
    shoot(CHAIN, Hailuo(), script="film")

    assert ask(CHAIN, ledger, terms=FREE) == Memory()


def test_what_changed_is_remembered_by_its_name(shoot, ledger):
    shoot(CHAIN, Hailuo(), script="film")
    memory = ask(film("a", shot("b", "shot:a.first"), "c"), ledger)

    assert list(memory.takes) == ["a"]
    assert memory.before["b"].request["metadata"]["first_frame_image"] == "shot:a.last"
    assert "c" not in memory.before


def test_a_shot_after_one_without_a_clip_is_remembered_by_its_name(shoot, ledger):
    shoot(CHAIN, Hailuo(), script="film")
    changed = film(shot("a", "https://pictures.example/quay.png"), shot("b", "shot:a.last"))
    memory = ask(changed, ledger)

    assert (list(memory.takes), list(memory.before)) == ([], ["a", "b"])


def test_what_is_in_the_script_no_more_is_gone(shoot, ledger):
    shoot(film("a", "b"), Hailuo(), script="film")
    shoot(film("c"), Hailuo(), script="other")

    assert [it.shot for it in ask(film("a"), ledger).gone] == ["b"]


def test_one_name_in_two_scripts_is_two_shots(shoot, ledger):
    other = film(shot("a", "https://pictures.example/quay.png"))
    shoot(other, Hailuo(), script="other")
    shoot(film("a"), Hailuo(), script="film")
    memory = ask(film(shot("a", "https://pictures.example/new.png")), ledger)

    assert memory.before["a"].request["metadata"]["first_frame_image"].endswith("pier.png")
    assert ask(other, ledger).takes["a"].script == "other"


@pytest.mark.parametrize("stage", ["failed", "refused"])
def test_a_take_without_a_clip_is_remembered(shoot, ledger, stage):
    service = Hailuo()
    if stage == "failed":
        service.endings["a"] = Answer(Status.FAILED, failure="no")
    else:
        service.answers["a"] = [Refused("no", advice=Advice.FIX)] * 9
    shoot(CHAIN, service, script="film")
    memory = ask(CHAIN, ledger)

    assert memory.takes["a"].state.stage == stage
    assert "b" not in memory.takes


def entry(key="k"):
    return Entry(key, 1, Event.INTENDED, 1.0, {"service": "s"})


def test_a_ledger_is_read_while_another_writes(tmp_path):
    path = tmp_path / "ledger #1.sqlite"
    ledger = SqliteLedger(path)
    ledger.add(entry())

    assert history_of(path) == (entry(),)
    ledger.add(entry("l"))
    assert history_of(path) == (entry(), entry("l"))
    ledger.close()
    assert history_of(path) == (entry(), entry("l"))


def test_reading_a_ledger_leaves_its_folder_as_it_is(tmp_path):
    path = tmp_path / "ledger.sqlite"
    ledger = SqliteLedger(path)
    ledger.add(entry())
    ledger.close()
    path.chmod(0o400)
    before = sorted(tmp_path.iterdir()), path.read_bytes(), path.stat().st_mtime_ns
    history_of(path)

    assert (sorted(tmp_path.iterdir()), path.read_bytes(), path.stat().st_mtime_ns) == before


def test_what_is_no_ledger_of_ours_is_said(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with pytest.raises(LedgerError, match="cannot be"):
        history_of(path)
    assert not path.exists()
    path.write_bytes(b"")
    assert history_of(path) == ()
    path.write_bytes(b"no ledger" * 200)
    with pytest.raises(LedgerError, match="is no ledger"):
        history_of(path)


def test_a_newer_ledger_is_not_read(tmp_path):
    path = tmp_path / "ledger.sqlite"
    SqliteLedger(path).close()
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()

    with pytest.raises(NewerLedger, match="later version"):
        history_of(path)


def test_a_ledger_in_memory_remembers_alike():
    assert recall(film("a"), Book(), TERMS, "film") == Memory()
