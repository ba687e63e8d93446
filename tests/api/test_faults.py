"""Each fault as a raw client meets it over loopback HTTP, and what the simulator was paid then."""

import time
from email.utils import parsedate_to_datetime

import httpx
import pytest

from hailuo_dsl.api.simulator.words import FATES, WORDS, Does, Place
from tests.api.storm import HONEST, done, link, outcome, query, rows, stats, storm, submit

STATUS = {
    **dict.fromkeys(("wrong-json", "html", "error-in-200", "vendor-200", "truncated"), 200),
    **dict.fromkeys(("vendor-400", "moderated", "task-not-exist"), 400),
    **dict.fromkeys(("429", "429-seconds", "429-date"), 429),
    **{it: int(it) for it in ("408", "500", "502", "503", "504", "529")},
    "503-envelope": 503,
    "redirect": 307,
    "expired-link": 403,
}
"""What answers other than the honest one have; `torn`, `lost` and `reset` come to none."""

BREAKS = {"lost": "RemoteProtocolError", "torn": "RemoteProtocolError", "reset": "ReadError"}
SLOW = ("late", "drip")
SECONDS = 0.4


def name(place, does):
    return f"<{place} {does}>"


def rows_of_all():
    """A row for each word at each place, for the jobs whose prompt names both."""
    for does, terms in WORDS.items():
        for place in sorted(terms.at):
            slow = {"seconds": SECONDS} if does in SLOW else {}
            yield {"at": place, "does": does, "prompt": name(place, does), **slow}


def words_at(place):
    return [does for does, terms in WORDS.items() if place in terms.at]


@pytest.fixture(scope="module")
def http(tmp_path_factory):
    """A simulator in which the prompt says what goes wrong."""
    with storm(tmp_path_factory.mktemp("storm"), HONEST + rows(*rows_of_all())) as http:
        yield http


def of_prompt(http, prompt):
    return [it for it in stats(http)["tasks"] if it["prompt"] == prompt]


@pytest.mark.parametrize("does", sorted(set(words_at("submit")) - FATES - {*SLOW}))
def test_a_submit_that_is_struck(http, does):
    prompt = name("submit", does)

    met = outcome(submit, http, prompt)

    if does in BREAKS:
        assert met == BREAKS[does]
    else:
        assert met.status_code == STATUS[does]
    tasks = of_prompt(http, prompt)
    assert [it["told"] for it in tasks] == [False] * WORDS[does].accepted


@pytest.mark.parametrize("does", sorted(words_at("query")))
def test_a_query_that_is_struck(http, does):
    task_id = done(http, name("query", does))

    met = outcome(query, http, task_id)

    if does in BREAKS:
        assert met == BREAKS[does]
    else:
        assert met.status_code == STATUS.get(does, 200)


@pytest.mark.parametrize("does", sorted(words_at("download")))
def test_a_download_that_is_struck(http, does):
    url = link(http, done(http, name("download", does)))

    met = outcome(http.get, url)

    if does in BREAKS:
        assert met == BREAKS[does]
    else:
        assert met.status_code == (302 if does == "redirect" else STATUS.get(does, 200))


def test_an_answer_that_is_late_or_drips_comes_whole(http):
    for does in SLOW:
        begun = time.monotonic()
        task_id = submit(http, name("submit", does)).json()["task_id"]
        took = time.monotonic() - begun

        assert query(http, task_id).json()["data"]["task_id"] == task_id
        assert SECONDS <= took < SECONDS + 5
        assert [it["told"] for it in of_prompt(http, name("submit", does))] == [True]


@pytest.mark.parametrize("does", SLOW)
def test_who_does_not_wait_is_not_told_by_what_comes_late(tmp_path, does):
    fault = {"at": "submit", "does": does, "seconds": 60}
    with storm(tmp_path, HONEST + rows(fault)) as http:
        http.timeout = 0.3
        met = outcome(submit, http)
        http.timeout = 30
        (task,) = stats(http)["tasks"]

        assert (met, task["told"]) == ("ReadTimeout", False)


def test_a_row_says_whether_the_job_is_accepted(tmp_path):
    words = [it for it in words_at("submit") if WORDS[it].either]
    faults = [
        {"at": "submit", "does": does, "accepted": is_so, "prompt": f"{does} {is_so}."}
        for does in words
        for is_so in (True, False)
    ]
    with storm(tmp_path, HONEST + rows(*faults)) as http:
        met = [
            [str(outcome(submit, http, f"{does} {it}.")) for it in (True, False)] for does in words
        ]
        seen = stats(http)

    assert all(accepted == refused for accepted, refused in met)
    assert [it["prompt"] for it in seen["tasks"]] == [f"{does} True." for does in words]
    assert (seen["paid"], seen["refused"]) == (len(words), len(words))
    assert seen["faults"] == dict.fromkeys(words, 2)


def test_a_torn_clip_announces_more_than_comes(http):
    url, came = link(http, done(http, name("download", "torn"))), []

    with http.stream("GET", url) as answer, pytest.raises(httpx.RemoteProtocolError):
        came.extend(answer.iter_raw(chunk_size=1))

    assert 0 < len(came) < int(answer.headers["content-length"])


def test_a_truncated_clip_says_that_it_is_whole(http, tmp_path):
    cut = http.get(link(http, done(http, name("download", "truncated"))))
    whole = http.get(link(http, done(http, "A pier.")))

    assert int(cut.headers["content-length"]) == len(cut.content)
    assert 0 < len(cut.content) < 0.6 * len(whole.content)


def test_a_truncated_answer_is_no_json(http):
    cut = query(http, done(http, name("query", "truncated")))

    assert cut.headers["content-type"] == "application/json"
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        cut.json()


def test_an_error_comes_inside_http_200(http):
    told = [submit(http, name("submit", it)).json() for it in ("error-in-200", "vendor-200")]

    assert told == [
        {"code": "1024", "message": "internal error", "data": None},
        {"task_id": "", "base_resp": {"status_code": 1024, "status_msg": "internal error"}},
    ]


def test_the_vendors_code_comes_in_http_400(http):
    told = [submit(http, name("submit", it)).json() for it in ("vendor-400", "moderated")]

    assert told == [
        {"code": "1002", "message": "hailuo api error: rate limit", "data": None},
        {"code": "1026", "message": "hailuo api error: input new_sensitive", "data": None},
    ]


def test_a_wait_is_told_in_seconds_as_a_date_or_not_at_all(http):
    told = [submit(http, name("submit", f"429{it}")).headers for it in ("", "-seconds", "-date")]

    assert "retry-after" not in told[0]
    assert told[1]["retry-after"] == "1"
    moments = (parsedate_to_datetime(told[2][it]) for it in ("retry-after", "date"))
    until, now = (it.timestamp() for it in moments)
    assert 1 <= until - now <= 3


def test_a_redirect_leads_the_key_nowhere_and_a_download_to_itself(http):
    away = submit(http, name("submit", "redirect"))
    url = link(http, done(http, name("download", "redirect")))

    assert away.headers["location"] == "https://elsewhere.invalid/v1/video/generations"
    assert http.get(url).headers["location"] == url.removeprefix(str(http.base_url).rstrip("/"))


@pytest.mark.parametrize(
    ("does", "word", "says"),
    [
        ("fails", "failed", "output new_sensitive"),
        ("cancelled", "cancelled", "the task was cancelled"),
        ("expires", "expired", "the task has expired"),
    ],
)
def test_a_job_that_ends_badly_was_accepted_and_says_why(http, does, word, says):
    prompt = name("submit", does)
    task_id = done(http, prompt)

    data = query(http, task_id).json()["data"]

    assert (data["status"], data["fail_reason"], data["progress"]) == (word, says, "100")
    assert "result_url" not in data
    assert http.get(f"/files/{task_id}.mp4").status_code == 404
    assert [(it["told"], it["ended"]) for it in of_prompt(http, prompt)] == [(True, word)]


def test_an_accepted_id_may_stay_unknown(http):
    prompt = name("submit", "stays-unknown")
    task_id = done(http, prompt)

    answers = [query(http, task_id) for _ in range(3)]

    assert {it.status_code for it in answers} == {400}
    assert {it.json()["code"] for it in answers} == {"task_not_exist"}
    assert [(it["told"], it["ended"]) for it in of_prompt(http, prompt)] == [(True, "unknown")]


def test_a_part_of_a_clip_cannot_be_asked_for_where_ranges_are_not_known(http):
    prompts = [name("download", "no-range"), "A pier."]
    urls = [link(http, done(http, it)) for it in prompts]

    whole, part = (http.get(it, headers={"Range": "bytes=4-7"}) for it in urls)

    assert (whole.status_code, whole.headers["accept-ranges"]) == (200, "none")
    assert (part.status_code, part.headers["accept-ranges"]) == (206, "bytes")
    assert part.content == whole.content[4:8] == b"ftyp"


def test_places_and_words_of_this_page_are_all_there_are():
    struck = {*STATUS, *BREAKS, *SLOW, *FATES, Does.NO_RANGE}

    assert struck == set(Does)
    assert set(Place) == {"submit", "query", "download"}
