"""A plan to clips, over both ledgers, with a service that does as it is told."""

import asyncio
import base64
import hashlib
import time
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from film import FREE, QUICK, TERMS, Hailuo, book, every, film, history, make_clip, shot
from PIL import Image

from hailuo_dsl.api.errors import Advice, Lost, NoSuchTask, Refused, Unreached
from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.api.part import note_of
from hailuo_dsl.job.ledger import LedgerError
from hailuo_dsl.job.model import Aside, Entry, Event, Stage
from hailuo_dsl.job.run import run
from hailuo_dsl.job.store import StoreError
from hailuo_dsl.job.survey import survey
from hailuo_dsl.job.terms import Policy, Terms
from hailuo_dsl.media.frames import first_frame, last_frame
from hailuo_dsl.plan.model import Step
from hailuo_dsl.request.validate import InvalidRequestError
from tests.rows import row

CHAIN = film("one", shot("two", "shot:one.last"), shot("three", "shot:two.last"))


def stages(outcome):
    return {take.id: take.stage.value for take in outcome.takes}


def test_every_shot_becomes_a_clip_under_its_name(shoot, store):
    hailuo = Hailuo()
    outcome = shoot(film("harbour/arrive", "harbour/door#1", "harbour/door#2", "end"), hailuo)

    assert stages(outcome) == dict.fromkeys(
        ["harbour/arrive", "harbour/door#1", "harbour/door#2", "end"], "done"
    )
    assert outcome.exit_code == 0
    names = sorted(str(path.relative_to(store.out)) for path in store.out.rglob("*.mp4"))
    assert names == ["end.mp4", "harbour/arrive.mp4", "harbour/door.mp4", "harbour/door.take2.mp4"]
    for take in outcome.takes:
        assert hashlib.sha256(take.path.read_bytes()).hexdigest() == take.clip
    assert list(store.folder.glob("*.part")) == []


def test_what_is_done_is_reused(shoot):
    hailuo = Hailuo()
    first = shoot(CHAIN, hailuo)
    again = shoot(CHAIN, hailuo)

    assert again.clips == first.clips
    assert again.exit_code == 0
    assert hailuo.paid == {"one": 1, "two": 1, "three": 1}


def test_shots_run_at_once_as_far_as_they_may(shoot):
    hailuo = Hailuo(submit_seconds=0.02)
    shoot(film(*"abcdefgh"), hailuo, terms=Terms(service="s", jobs_in_flight=3))

    assert hailuo.most_flying == 3


def test_a_shot_starts_from_the_true_last_frame_of_the_one_before(shoot, store):
    hailuo = Hailuo()
    outcome = shoot(CHAIN, hailuo)

    sent = {body["prompt"]: body["metadata"]["first_frame_image"] for body in hailuo.bodies}
    png = base64.b64decode(sent["two"].removeprefix("data:image/png;base64,"))
    frame = np.asarray(Image.open(BytesIO(png)))
    assert (frame == last_frame(store.path(outcome.clips["one"]))).all()
    assert (frame != first_frame(store.path(outcome.clips["one"]))).any()


def test_first_and_last_frames_of_takes_are_found(shoot, store):
    plan = film(
        "harbour/a#1",
        "harbour/a#2",
        shot("b", "shot:harbour/a.first", end="shot:harbour/a#2.last"),
    )
    hailuo = Hailuo()
    outcome = shoot(plan, hailuo)

    sent = hailuo.bodies[-1]["metadata"]
    first = first_frame(store.path(outcome.clips["harbour/a#1"]))
    last = last_frame(store.path(outcome.clips["harbour/a#2"]))
    for key, frame in (("first_frame_image", first), ("last_frame_image", last)):
        png = base64.b64decode(sent[key].partition(",")[2])
        assert (np.asarray(Image.open(BytesIO(png))) == frame).all()


def test_a_picture_is_sent_as_it_was_planned_with(shoot, tmp_path, ledger):
    picture = tmp_path / "pier.png"
    Image.new("RGB", (8, 8), "red").save(picture)
    sha256 = hashlib.sha256(picture.read_bytes()).hexdigest()
    step = Step(shot("a", "file:pier.png").request, pictures=(("pier.png", sha256),))
    hailuo = Hailuo()
    assert shoot(film(step), hailuo).exit_code == 0
    sent = hailuo.bodies[0]["metadata"]["first_frame_image"]
    assert base64.b64decode(sent.partition(",")[2]) == picture.read_bytes()

    Image.new("RGB", (8, 8), "blue").save(picture)
    stale = Step(shot("b", "file:pier.png").request, pictures=(("pier.png", sha256),))
    outcome = shoot(film(step, stale), hailuo)
    assert stages(outcome) == {"a": "done", "b": "skipped"}
    assert "has changed since" in outcome.take("b").message
    assert outcome.exit_code == 3
    assert hailuo.paid == {"a": 1}


def test_no_picture_is_in_the_ledger(shoot, ledger):
    hailuo = Hailuo()
    shoot(film(shot("a", "data:image/png;base64,SECRET"), shot("b", "shot:a.last")), hailuo)

    requests = [
        entry.data["request"]["metadata"]["first_frame_image"]
        for entry in history(ledger)
        if entry.event is Event.INTENDED
    ]
    assert requests[0].startswith("sha256:")
    assert requests[1] == "shot:a.last"
    assert "data:" not in repr(history(ledger))


def test_equal_shots_are_two_clips_and_the_same_take_is_one(shoot):
    hailuo = Hailuo()
    plan = film(shot("a"), Step(shot("a").request, ordinal=2))
    renamed = Step(shot("b").request, ordinal=2)
    twin = film(plan.steps[0], renamed)
    renamed.request.body["prompt"] = "a"
    shoot(twin, hailuo)

    assert hailuo.paid == {"a": 2}


def test_only_what_was_asked_for_runs_with_what_it_starts_from(shoot):
    hailuo = Hailuo()
    plan = film("one", shot("two", "shot:one.last"), "other", shot("four", "shot:two.last"))
    outcome = shoot(plan, hailuo, only={"two"})

    assert {take.id: take.asked for take in outcome.takes} == {"one": False, "two": True}
    assert hailuo.paid == {"one": 1, "two": 1}


def test_a_shot_that_waits_for_a_pick_does_not_run(shoot):
    hailuo = Hailuo()
    plan = film("a#1", "a#2", shot("b", "shot:a.last", undecided=True), shot("c", "shot:b.last"))
    outcome = shoot(plan, hailuo)

    assert stages(outcome) == {"a#1": "done", "a#2": "done", "b": "undecided", "c": "undecided"}
    assert outcome.take("b").message == "waits for a pick"
    assert outcome.exit_code == 0


def test_what_starts_from_a_failed_shot_is_skipped(shoot):
    hailuo = Hailuo()
    hailuo.endings["two"] = Answer(Status.FAILED, failure="the prompt is sensitive")
    outcome = shoot(film(*CHAIN.steps, "free"), hailuo)

    assert stages(outcome) == {"one": "done", "two": "failed", "three": "skipped", "free": "done"}
    assert outcome.take("two").said == "the prompt is sensitive"
    assert outcome.take("three").message == "starts from two, which is failed"
    assert outcome.exit_code == 3


def test_a_failed_shot_is_sent_again_by_the_authors_word_only(shoot):
    hailuo = Hailuo()
    hailuo.endings["a"] = Answer(Status.FAILED, failure="bad light")
    shoot(film("a"), hailuo)
    hailuo.endings.clear()

    assert shoot(film("a"), hailuo).exit_code == 3
    assert hailuo.paid == {"a": 1}
    assert shoot(film("a"), hailuo, resend={"a"}).exit_code == 0
    assert hailuo.paid == {"a": 2}
    assert len(set(hailuo.intentions)) == 2


def test_an_unknown_answer_is_left_alone(shoot):
    hailuo = Hailuo()
    hailuo.answers["a"] = [Lost("the line broke", said="EOF")]
    hailuo.accepts = {"a"}
    for _ in range(2):
        outcome = shoot(film("a", "b"), hailuo)
        assert stages(outcome) == {"a": "unknown", "b": "done"}
        assert outcome.exit_code == 4
        assert "the line broke" in outcome.take("a").message
    assert hailuo.paid == {"a": 1, "b": 1}

    assert shoot(film("a", "b"), hailuo, resend={"a"}).exit_code == 0
    assert hailuo.paid == {"a": 2, "b": 1}
    names = [intention for name, intention in hailuo.intentions if name == "a"]
    assert names[0] == names[1]


def test_a_free_service_is_asked_again_without_asking(shoot):
    hailuo = Hailuo()
    hailuo.answers["a"] = [Lost("the line broke")]
    hailuo.accepts = {"a"}

    assert shoot(film("a"), hailuo, terms=FREE).exit_code == 0
    assert hailuo.paid == {"a": 2}


@row("it does not know a task for longer")
def test_a_task_that_the_service_forgot_is_unknown_and_may_be_found_again(shoot):
    hailuo = Hailuo(queries=10**9)
    shoot(film("a"), hailuo, policy=Policy(polls=every(0.001), patience=0.01))
    tasks, hailuo.tasks, hailuo.queries = hailuo.tasks, {}, 0
    outcome = shoot(film("a"), hailuo, policy=Policy(polls=every(0.001), not_yet=0.01))
    assert (outcome.take("a").stage, outcome.exit_code) == (Stage.UNKNOWN, 4)
    assert "task-1" in outcome.take("a").message

    hailuo.tasks = tasks
    assert shoot(film("a"), hailuo).exit_code == 0
    assert hailuo.paid == {"a": 1}


def test_a_busy_service_gets_what_it_asks_for(shoot):
    hailuo = Hailuo()
    busy = [Refused("busy", advice=Advice.WAIT, retry_after=0.01) for _ in range(2)]
    hailuo.answers["a"] = [*busy, Unreached("no route")]

    outcome = shoot(film("a"), hailuo)
    assert (outcome.exit_code, outcome.take("a").attempt) == (0, 4)
    assert hailuo.paid == {"a": 1}


def test_a_refused_shot_is_tried_again_by_the_next_run(shoot):
    hailuo = Hailuo()
    hailuo.answers["a"] = [Refused("too dark", advice=Advice.FIX, said="1026")]
    outcome = shoot(film("a"), hailuo)
    assert (outcome.take("a").stage, outcome.take("a").said) == (Stage.REFUSED, "1026")
    assert outcome.exit_code == 3

    assert shoot(film("a"), hailuo).exit_code == 0


def test_an_empty_purse_is_asked_once(shoot):
    hailuo = Hailuo()
    for name in "abc":
        hailuo.answers[name] = [Refused("no money", advice=Advice.ACCOUNT)]
    outcome = shoot(film(*"abc"), hailuo, terms=Terms(service="s", jobs_in_flight=1))

    assert stages(outcome) == {"a": "refused", "b": "withheld", "c": "withheld"}
    assert len(hailuo.intentions) == 1


def test_a_service_that_is_never_reached_is_given_up_by_all_shots(shoot):
    hailuo = Hailuo()
    for name in "abc":
        hailuo.answers[name] = [Unreached("no route")] * 9
    policy = Policy(unreached_tries=2, backoff=0.001)
    outcome = shoot(film(*"abc"), hailuo, terms=Terms(service="s", jobs_in_flight=1), policy=policy)

    assert stages(outcome) == {"a": "refused", "b": "withheld", "c": "withheld"}
    assert outcome.take("c").message == "no route"
    # Each is tried once, the first once more, and then nobody.
    assert len(hailuo.intentions) == 4


def test_queries_and_downloads_that_fail_do_not_fail_the_shot(shoot):
    hailuo = Hailuo()
    hailuo.query_errors = [
        Lost("broken"),
        Unreached("no route"),
        Refused("busy", advice=Advice.WAIT),
        Refused("what?", advice=Advice.FIX),
        NoSuchTask("not yet", advice=Advice.WAIT),
    ]
    hailuo.download_errors = [Lost("broken"), OSError(28, "No space left on device")]

    assert shoot(film("a"), hailuo).exit_code == 0
    assert (hailuo.paid, hailuo.downloads) == ({"a": 1}, 3)


def test_impatience_leaves_a_task_to_the_next_run(shoot):
    hailuo = Hailuo(queries=10**9)
    outcome = shoot(film("a"), hailuo, policy=Policy(polls=every(0.001), patience=0.02))
    assert (outcome.take("a").stage, outcome.exit_code) == (Stage.RUNNING, 4)
    assert "task-1 is still running" in outcome.take("a").message

    hailuo.queries = 0
    assert shoot(film("a"), hailuo).exit_code == 0
    assert hailuo.paid == {"a": 1}


def test_a_clip_that_was_cut_short_is_fetched_again(shoot, store):
    class Torn(Hailuo):
        async def download(self, url, to):
            await super().download(url, to)
            if self.downloads < 3:
                to.write_bytes(to.read_bytes()[: [0, 700][self.downloads - 1]])

    hailuo = Torn()
    outcome = shoot(film("a"), hailuo)
    assert (outcome.exit_code, hailuo.downloads) == (0, 3)


def test_a_clip_that_is_gone_is_fetched_and_not_generated(shoot, store):
    hailuo = Hailuo()
    clip = shoot(film("a"), hailuo).clips["a"]
    store.path(clip).unlink()
    (store.out / "a.mp4").unlink()

    outcome = shoot(film("a"), hailuo)
    assert outcome.exit_code == 0
    assert store.has(clip)
    assert outcome.take("a").path.exists()
    assert hailuo.paid == {"a": 1}


def test_a_clip_without_a_place_is_said_to_be(shoot, store):
    store.out.write_text("a file where the folder should be")
    outcome = shoot(film("a"), Hailuo())

    assert (outcome.take("a").stage, outcome.exit_code) == (Stage.DONE, 3)
    assert "cannot be written" in outcome.take("a").message
    assert store.has(outcome.clips["a"])


def test_names_that_differ_in_case_only_are_refused(shoot):
    hailuo = Hailuo()
    with pytest.raises(StoreError, match="would be one file"):
        shoot(film("Pier", "pier"), hailuo)
    assert hailuo.paid == {}


def test_every_change_is_told(shoot):
    seen = []
    shoot(film("one", shot("two", "shot:one.last")), Hailuo(), on_change=seen.append)

    lives = {
        name: list(dict.fromkeys(shot.take(name).stage.value for shot in seen))
        for name in ("one", "two")
    }
    whole = ["planned", "submitted", "running", "succeeded", "done"]
    assert lives == {"one": whole, "two": whole}
    assert any(it.take("two").message == "waits for one" for it in seen)
    assert any(it.take("one").progress == 50.0 for it in seen)
    assert any(it.take("one").message == "downloading" for it in seen)
    assert seen[-1].take("two").progress == 100.0


def test_what_was_done_before_is_said_to_wait_for_nothing(shoot):
    chain, hailuo = film("one", shot("two", "shot:one.last")), Hailuo()
    shoot(chain, hailuo)
    seen = []
    shoot(chain, hailuo, on_change=seen.append)

    assert {it.take("two").message for it in seen} == {""}


def look(plan, ledger, terms, **words):
    return survey(plan, book(ledger), ledger.alive, terms, **words)


def test_a_survey_tells_what_is_known_and_does_nothing(shoot, ledger):
    hailuo = Hailuo()
    assert stages(look(CHAIN, ledger, TERMS)) == dict.fromkeys(("one", "two", "three"), "planned")
    hailuo.endings["two"] = Answer(Status.EXPIRED)
    shoot(CHAIN, hailuo)
    before = history(ledger)

    known = look(CHAIN, ledger, TERMS)
    assert stages(known) == {"one": "done", "two": "expired", "three": "planned"}
    assert known.clips.keys() == {"one"}
    assert history(ledger) == before
    assert [take.id for take in look(CHAIN, ledger, TERMS, only={"two"}).takes] == ["one", "two"]


def test_a_survey_tells_what_would_be_sent(shoot, ledger):
    hailuo = Hailuo()
    hailuo.answers["lost"] = [Lost("the line broke")]
    hailuo.answers["no"] = [Refused("too dark", advice=Advice.FIX)]
    hailuo.endings["bad"] = Answer(Status.FAILED)
    plan = film("fine", "lost", "no", "bad", shot("next", "shot:bad.last"))
    shoot(plan, hailuo)

    def sent(terms=TERMS, resend=()):
        takes = look(plan, ledger, terms, resend=resend).takes
        return {take.id for take in takes if take.sends}

    assert sent() == {"no", "next"}
    assert sent(resend={"lost", "fine"}) == {"no", "next", "lost"}
    assert sent(resend={"bad"}) == {"no", "next", "bad"}
    assert sent(replace(TERMS, free=True)) == {"no", "next", "bad", "lost"}


def test_a_busy_service_is_not_asked_before_its_time(shoot):
    hailuo = Hailuo()
    hailuo.query_errors = [Refused("busy", advice=Advice.WAIT, retry_after=0.2)]
    start = time.monotonic()

    assert shoot(film("a"), hailuo).exit_code == 0
    assert time.monotonic() - start > 0.2


def test_a_key_that_is_refused_stops_the_questions(shoot):
    hailuo = Hailuo()
    hailuo.query_errors = [Refused("the key is not valid", advice=Advice.ACCOUNT)] * 9
    outcome = shoot(film("a"), hailuo)

    assert (outcome.take("a").stage, outcome.exit_code) == (Stage.SUBMITTED, 4)
    assert "the key is not valid" in outcome.take("a").message
    assert len(hailuo.query_errors) == 8


def test_a_request_that_we_made_wrong_is_ours_and_was_not_sent(shoot, ledger):
    hailuo = Hailuo()
    hailuo.answers["a"] = [InvalidRequestError("duration: 7 is not one of 6, 10")]
    with pytest.raises(InvalidRequestError):
        shoot(film("a"), hailuo)

    assert [entry.event.value for entry in history(ledger)] == ["intended", "refused"]


def test_submits_keep_to_the_limit(shoot, ledger):
    clock = [1000.0]

    async def sleep(seconds):
        clock[0] += seconds
        await asyncio.sleep(0)

    outcome = shoot(
        film(*"abcdefgh"),
        Hailuo(),
        policy=Policy(),
        terms=Terms(service="s", requests_per_minute=3, jobs_in_flight=8),
        now=lambda: clock[0],
        sleep=sleep,
    )
    times = book(ledger).submits("s", 0.0)
    assert (outcome.exit_code, len(times)) == (0, 8)
    assert all(late - early >= 60.0 for early, late in zip(times, times[3:], strict=False))


async def stopped(running):
    """Stop *running* as Ctrl-C does."""
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


def test_a_stopped_run_hears_its_submits_out(ledger, store):
    hailuo = Hailuo(submit_seconds=0.05)

    async def stop_while_submitting():
        terms = Terms(service="s", jobs_in_flight=2)
        running = asyncio.create_task(
            run(film(*"abc"), hailuo, ledger, store, terms=terms, policy=QUICK)
        )
        await asyncio.sleep(0.03)
        await stopped(running)

    asyncio.run(stop_while_submitting())
    assert [entry.event.value for entry in history(ledger)] == ["intended"] * 2 + ["submitted"] * 2
    assert hailuo.paid == {"a": 1, "b": 1}


def test_a_run_stopped_twice_writes_what_it_does_not_know(ledger, store):
    hailuo = Hailuo(submit_seconds=60.0)

    async def stop_twice():
        running = asyncio.create_task(
            run(film("a"), hailuo, ledger, store, terms=TERMS, policy=QUICK)
        )
        await asyncio.sleep(0.03)
        running.cancel()
        await asyncio.sleep(0.01)
        assert not running.done()
        await stopped(running)

    asyncio.run(stop_twice())
    assert [entry.event.value for entry in history(ledger)] == ["intended", "unknown"]


def test_a_task_id_that_cannot_be_written_down_is_said_aloud(shoot, ledger, monkeypatch):
    class Full:
        """The ledger of a disk that is full once a clip was asked for."""

        def __getattr__(self, name):
            return getattr(ledger, name)

        def add(self, entry):
            if entry.event is Event.SUBMITTED:
                raise LedgerError("the disk is full")
            ledger.add(entry)

    with pytest.raises(LedgerError, match="the service took a as task task-1"):
        shoot(film("a"), Hailuo(), ledger=Full())


def test_two_runs_in_one_process_pay_once(ledger, store):
    hailuo = Hailuo(queries=20, submit_seconds=0.005)

    async def both():
        runs = [run(CHAIN, hailuo, ledger, store, terms=TERMS, policy=QUICK) for _ in range(2)]
        return await asyncio.gather(*runs)

    one, other = asyncio.run(both())
    assert one.clips == other.clips
    assert (one.exit_code, other.exit_code) == (0, 0)
    assert hailuo.paid == {"one": 1, "two": 1, "three": 1}


def test_no_password_gets_into_the_ledger():
    with pytest.raises(ValueError, match="no password"):
        Terms(service="https://me:secret@gateway.example/v1")


def test_parts_of_dead_runs_are_swept(shoot, store, ledger):
    store.folder.mkdir(parents=True)
    left = store.part("k" * 64, 1, "deadbeef", ledger.alive)
    make_clip(store.folder / "x.mp4", "x")
    left.write_bytes(b"half a clip")
    shoot(film("a"), Hailuo())

    assert not left.exists()


def test_stages_have_a_name_for_every_status():
    assert {status.value for status in Status} <= {stage.value for stage in Stage}
    assert {it.value for it in Aside}.isdisjoint(it.value for it in Stage)


def test_a_task_whose_shot_has_changed_is_named(shoot):
    hailuo = Hailuo(queries=10**9)
    shoot(film("a"), hailuo, policy=Policy(polls=every(0.001), patience=0.02))
    hailuo.queries = 0
    outcome = shoot(film("b"), hailuo)

    assert [(take.id, take.stage, take.task_id) for take in outcome.left] == [
        ("a", Stage.RUNNING, "task-1")
    ]
    assert shoot(film("a", "b"), hailuo).left == ()


def test_what_was_lost_before_is_remembered_until_it_is_settled(shoot, ledger):
    hailuo = Hailuo()
    hailuo.answers["a"] = [Lost("no answer came")]
    shoot(film("a"), hailuo)
    outcome = shoot(film("b"), hailuo)
    assert (outcome.exit_code, [take.id for take in outcome.left]) == (4, ["a"])

    (lost,) = outcome.left
    ledger.add(Entry(lost.key, 1, Event.GIVEN_UP, time.time()))
    assert shoot(film("b"), hailuo).exit_code == 0


def test_what_a_dead_run_has_of_a_clip_is_gone_on_with(shoot, store):
    class BreaksOff(Hailuo):
        """Its first download leaves half a clip, as the client does; the next sees what is left."""

        def __init__(self):
            super().__init__()
            self.found = []

        async def download(self, url, to):
            self.found.append(to.read_bytes() if to.exists() else b"")
            if len(self.found) == 1:
                note_of(to).write_text('{"validator": "\\"v1\\"", "total": 100}')
                to.write_bytes(b"half")
                raise Died
            await super().download(url, to)

    hailuo = BreaksOff()
    with pytest.raises(Died):
        shoot(film("a"), hailuo)
    outcome = shoot(film("a"), hailuo)

    assert hailuo.found == [b"", b"half"]
    assert (outcome.exit_code, hailuo.paid) == (0, {"a": 1})


class Died(Exception):
    """The process is gone."""
