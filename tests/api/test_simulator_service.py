"""What a scenario says of a whole service: limits, links, keys, its clock; and what is counted."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from hailuo_dsl.media.packets import clip_facts
from tests.api.storm import HONEST, done, link, outcome, query, rows, stats, storm, submit


def test_ranges_may_be_unknown_to_the_service(tmp_path):
    with storm(tmp_path, HONEST + "ranges = false\n") as http:
        clip = http.get(link(http, done(http, "A pier.")), headers={"Range": "bytes=4-7"})

    assert (clip.status_code, clip.headers["accept-ranges"]) == (200, "none")
    assert len(clip.content) == int(clip.headers["content-length"]) > 4


def test_a_link_expires_and_a_query_gives_a_new_one(tmp_path):
    with storm(tmp_path, HONEST + "link_seconds = 60\n") as http:
        task_id = done(http, "A pier.")
        first = link(http, task_id)
        good = http.get(first)
        http.post("/_simulator/clock", json={"advance": 60})
        old, new = http.get(first), http.get(link(http, task_id))
        bare = http.get(f"/files/{task_id}.mp4")
        forged = http.get(first.replace("until=", "until=9"))

    assert [it.status_code for it in (good, old, new, bare, forged)] == [200, 403, 200, 403, 403]
    assert "expired" in old.text
    assert new.content == good.content


def test_a_task_is_denied_for_a_while(tmp_path):
    with storm(tmp_path, HONEST + "task_not_exist_seconds = 30\n") as http:
        task_id = done(http, "A pier.")
        before = query(http, task_id)
        http.post("/_simulator/clock", json={"advance": 30})
        after = query(http, task_id)

    assert (before.status_code, before.json()["code"]) == (400, "task_not_exist")
    assert after.json()["data"]["status"] == "success"


@pytest.mark.parametrize(
    ("does", "status", "wait"),
    [
        ("429", 429, None),
        ("429-seconds", 429, "6"),
        ("429-date", 429, "GMT"),
        ("vendor-400", 400, None),
    ],
)
def test_so_many_submits_a_minute_and_no_more(tmp_path, does, status, wait):
    limit = f'requests_per_minute = 3\nclock_speed = 10\nlimit_answer = "{does}"\n'
    with storm(tmp_path, HONEST + limit) as http:
        met = [submit(http) for _ in range(5)]
        http.post("/_simulator/clock", json={"advance": 60})
        later = submit(http)
        seen = stats(http)

    assert [it.status_code for it in (*met, later)] == [200, 200, 200, status, status, 200]
    assert met[3].headers.get("retry-after", "none")[-3:] == (wait or "none")[-3:]
    assert (seen["paid"], seen["refused"], seen["faults"]) == (4, 2, {})


def test_the_same_key_is_the_same_task_where_it_is_honoured(tmp_path):
    lost = {"at": "submit", "does": "lost", "nth": [1]}
    with storm(tmp_path, HONEST + "honours_idempotency_key = true\n" + rows(lost)) as http:
        first = outcome(submit, http, idempotency_key="one act")
        untold = stats(http)["tasks"][0]["told"]
        second, third = (submit(http, idempotency_key="one act").json() for _ in range(2))
        other = submit(http, "Another prompt.", idempotency_key="one act")
        submit(http, idempotency_key="two")
        submit(http)
        submit(http)
        seen = stats(http)

    assert (first, untold) == ("RemoteProtocolError", False)
    assert second == third
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert seen["by_intention"] == {"one act": 1, "two": 1}
    assert (seen["paid"], seen["tasks"][0]["told"]) == (4, True)


def test_an_id_that_comes_back_with_a_query_is_known(tmp_path):
    with storm(tmp_path, HONEST + rows({"at": "submit", "does": "lost"})) as http:
        outcome(submit, http)
        (task,) = stats(http)["tasks"]
        query(http, task["task_id"])
        (known,) = stats(http)["tasks"]

    assert (task["told"], known["told"]) == (False, True)


def test_the_clock_goes_ahead_and_never_back(tmp_path):
    with storm(tmp_path, "job_seconds = 3600\n") as http:
        task_id = done(http, "A pier.")
        before = http.get("/_simulator/clock").json()["now"]
        told = [query(http, task_id).json()["data"]["status"]]
        for seconds in (1800, 1800):
            after = http.post("/_simulator/clock", json={"advance": seconds}).json()["now"]
            told.append(query(http, task_id).json()["data"]["status"])
        bad = [http.post("/_simulator/clock", content=it) for it in ('{"advance": -1}', "1", "{")]

    assert told == ["queued", "processing", "success"]
    assert 3600 <= after - before < 3660
    assert {it.status_code for it in bad} == {400}
    assert "no clock goes back" in bad[0].json()["message"]


def test_a_clock_that_went_ahead_stays_ahead_when_it_is_served_again(tmp_path):
    with storm(tmp_path, "job_seconds = 3600\n") as http:
        task_id = done(http, "A pier.")
        http.post("/_simulator/clock", json={"advance": 3600})
    with storm(tmp_path, "job_seconds = 3600\n") as http:
        assert query(http, task_id).json()["data"]["status"] == "success"


def test_what_a_job_was_fated_to_outlives_the_scenario(tmp_path):
    with storm(tmp_path, HONEST + rows({"at": "submit", "does": "fails", "says": "no"})) as http:
        task_id = done(http, "A pier.")
    with storm(tmp_path, HONEST) as http:
        data = query(http, task_id).json()["data"]

    assert (data["status"], data["fail_reason"]) == ("failed", "no")


def test_every_shape_is_answered_in(tmp_path):
    shapes = 'shapes = ["newapi", "openai", "vendor-v2"]\nspelling = "every"\n'
    with storm(tmp_path, HONEST + shapes) as http:
        keys = set()
        for number in range(20):
            accepted = submit(http, f"Pier {number}.").json()
            told = query(http, accepted.get("task_id") or accepted["id"]).json()
            keys.add("data" if "data" in told else "task" if "task" in told else "object")

    assert keys == {"data", "task", "object"}


STORM = """
seed = {seed}
clip = "small"
job_seconds = 0
[[fault]]
at = "submit"
does = "lost"
share = 0.3
[[fault]]
at = "submit"
does = "429"
share = 0.3
[[fault]]
at = "query"
does = "502"
share = 0.5
"""


def played(folder, seed, prompts):
    """Prompt -> what became of it, all asked for at once; a client that asks again if it may."""

    def asked(prompt):
        met = []
        while not met or met[-1] == "429":
            answer = outcome(submit, http, prompt)
            met.append(answer if isinstance(answer, str) else str(answer.status_code))
        if met[-1] == "200":
            task_id = answer.json()["task_id"]
            met += [query(http, task_id).status_code for _ in range(4)]
        return met

    folder.mkdir()
    with storm(folder, STORM.format(seed=seed)) as http, ThreadPoolExecutor(8) as threads:
        met = dict(zip(prompts, threads.map(asked, prompts), strict=True))
        return met, stats(http)["faults"]


def test_a_seed_is_a_scenario_that_can_be_played_again(tmp_path):
    prompts = [f"Pier {number}." for number in range(30)]

    first = played(tmp_path / "first", 1, prompts)

    assert played(tmp_path / "again", 1, prompts[::-1]) == first
    assert played(tmp_path / "other", 2, prompts) != first
    assert set(first[1]) == {"lost", "429", "502"}


def test_small_clips_are_real_and_each_its_own(tmp_path, body):
    with storm(tmp_path, HONEST) as http:
        ids = [done(http, prompt) for prompt in ("One.", "Two.", "Two.")]
        answers = [query(http, it).json()["data"] for it in ids]
        clips = [http.get(it["result_url"]).content for it in answers]
        again = http.get(answers[0]["result_url"]).content
    (tmp_path / "clip.mp4").write_bytes(clips[0])
    facts = clip_facts(tmp_path / "clip.mp4")

    assert len(set(clips)) == 3
    assert again == clips[0]
    assert max(map(len, clips)) < 5000
    assert (facts.width, facts.height) == (
        answers[0]["video_width"],
        answers[0]["video_height"],
    )
    assert (facts.height, facts.frames) == (320, 6)


def test_a_small_clip_has_the_shape_of_its_first_frame(tmp_path, body):
    with storm(tmp_path, HONEST) as http:
        task_id = http.post("/v1/video/generations", json=body).json()["task_id"]
        data = query(http, task_id).json()["data"]

    assert (data["video_width"], data["video_height"]) == (480, 320)


def test_everything_is_counted(tmp_path):
    refused = {"at": "submit", "does": "500", "prompt": "refused"}
    with storm(tmp_path, HONEST + rows(refused)) as http:
        task_id = submit(http, "A pier.", idempotency_key="one").json()["task_id"]
        submit(http, "refused")
        http.post("/v1/video/generations", content=b"{")
        http.post("/v1/video/generations", headers={"Authorization": ""})
        for _ in range(2):
            url = link(http, task_id)
        http.get(url)
        seen = stats(http)

    assert seen == {
        "submissions": 1,
        "ids": [task_id],
        "paid": 1,
        "by_intention": {"one": 1},
        "tasks": [
            {
                "task_id": task_id,
                "intention": "one",
                "prompt": "A pier.",
                "told": True,
                "ended": "success",
            }
        ],
        "refused": 3,
        "queries": 2,
        "downloads": 1,
        "faults": {"500": 1},
    }
