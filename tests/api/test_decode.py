"""What services answer to a submit, and what is read out of it."""

import json
import time

import pytest

from hailuo_dsl.api.errors import Advice, ApiError, Lost, Refused
from tests.api.told import TASK, submit, told, wire


@pytest.mark.parametrize(
    ("body", "task_id"),
    [
        (wire("02"), TASK),
        (wire("05"), TASK),
        (wire("24"), "900000000000001"),
        (told(code="success", data={"task_id": "t1"}), "t1"),
        (told(code="success", data="t1"), "t1"),
        (told(code=200, data={"code": 200, "data": {"task_id": "t1"}}), "t1"),
        (told(id="t1", object="video"), "t1"),
        (told(task_id=17), "17"),
        (told(task_id="t1", base_resp={"status_code": 1002, "status_msg": "slow"}), "t1"),
        (told(code=201, message="created", data={"task_id": "t1"}), "t1"),
        (told(id="t1", object="video", status="failed", error={"message": "slow (1002)"}), "t1"),
        (told(task={"id": "t1"}), "t1"),
        (b"\xef\xbb\xbf" + told(task_id="t1"), "t1"),
    ],
)
def test_a_task_id_is_found_wherever_it_stands(body, task_id):
    assert submit(200, body) == task_id


@pytest.mark.parametrize("status", [400, 408, 409, 422, 429, 500, 502, 503, 504, 529])
@pytest.mark.parametrize("named", [{"task_id": "t1"}, {"data": {"task_id": "t1"}}])
def test_an_id_beside_an_error_is_a_task_all_the_same(status, named):
    assert submit(status, told(code="1002", message="late", **named)) == "t1"


@pytest.mark.parametrize("nothing", ["", " ", "0", 0, -1, "null", "None", None, False, [], {}])
def test_what_stands_for_no_id_is_none(nothing):
    body = told(task_id=nothing, base_resp={"status_code": 2013, "status_msg": "invalid params"})

    with pytest.raises(Refused):
        submit(200, body)


def test_the_id_of_a_request_that_failed_is_no_tasks():
    with pytest.raises(Refused):
        submit(200, told(id="req-1", error={"message": "slow (1002)"}))


@pytest.mark.parametrize("name", ["..", "a b", "\ud800", "t\n1", "任务", "x" * 600])
def test_a_task_that_cannot_be_asked_after_may_be_under_way(name):
    with pytest.raises(Lost, match="cannot be asked after"):
        submit(400, told(code="1002", message="slow", task_id=name))


def test_a_task_that_the_vendor_named_to_the_gateway_may_be_under_way():
    inner = json.dumps({"task_id": "9", "base_resp": {"status_code": 1002, "status_msg": "slow"}})

    with pytest.raises(Lost, match="cannot be asked after"):
        submit(429, told(code="fail_to_fetch_task", message=inner, data=None))


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (400, wire("12"), "its moderation stopped the prompt or the picture"),
        (401, wire("13"), "the key is not accepted"),
        (401, wire("14"), "the key is not accepted"),
        (200, wire("25"), "it does not take these settings"),
        (429, wire("44"), "too many requests a minute"),
        (200, told(base_resp={"status_code": 1008}), "the balance is used up"),
        (400, told(code="2056", message="x"), "five hours"),
        (413, b"<html>413</html>", "send a smaller picture"),
        (404, b"404 page not found", "check the base URL"),
        (418, b"", "HTTP 418"),
        (302, b"", "check the base URL"),
        (307, told(task_id="t1"), "check the base URL"),
    ],
)
def test_a_refusal_says_in_plain_words_what_it_means(status, body, words):
    with pytest.raises(Refused, match=words):
        submit(status, body)


def test_a_refusal_keeps_the_services_own_words():
    with pytest.raises(Refused) as caught:
        submit(400, wire("12"))

    assert caught.value.said == "hailuo api error: input new_sensitive"


def test_the_vendors_answer_is_read_inside_the_gateways_message():
    inner = '{"base_resp":{"status_code":1026,"status_msg":"input new_sensitive"}}'

    with pytest.raises(Refused) as caught:
        submit(500, told(code="fail_to_fetch_task", message=inner, data=None))

    assert caught.value.advice is Advice.MODERATED
    assert caught.value.said == "input new_sensitive"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b'{"task_id": "t'),
        (200, b"[]"),
        (200, b'"t1"'),
        (200, told()),
        (200, told(task_id="", status="queued")),
        (200, b"<html>welcome</html>"),
        (204, b""),
        (200, b"[" * 100_000),
    ],
)
def test_a_submit_that_may_have_been_accepted_is_lost(status, body):
    with pytest.raises(Lost):
        submit(status, body)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("Sun, 22 Nov 2026 10:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-7", None),
        ("9" * 400, 366 * 86400.0),
        ("Sunday, 22-Nov-26 10:00:30 GMT", 30.0),
        ("Sun, 22 Nov 9999 10:00:30 GMT", 366 * 86400.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(written, seconds):
    with pytest.raises(Refused) as caught:
        submit(429, b"", retry_after=written, date="Sun, 22 Nov 2026 10:00:00 GMT")

    assert caught.value.retry_after == seconds


@pytest.fixture
def tokyo(monkeypatch):
    """This machine stands elsewhere."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot be moved")
def test_a_date_that_names_no_zone_is_greenwichs(tokyo):
    with pytest.raises(Refused) as caught:
        submit(429, b"", retry_after="Sun Nov 22 10:00:30 2026", date="Sun Nov 22 10:00:00 2026")
    assert caught.value.retry_after == 30.0

    with pytest.raises(Refused) as caught:
        submit(
            429,
            b"",
            retry_after="Sun Nov 22 10:00:30 2026",
            date="Sun, 22 Nov 2026 10:00:00 GMT",
        )
    assert caught.value.retry_after == 30.0


def test_what_a_service_says_cannot_move_the_cursor_or_fill_the_screen():
    with pytest.raises(ApiError) as caught:
        submit(400, told(code="invalid_request", message="\x1b[2Jno\r\nreally " + "x" * 9000))

    assert caught.value.said.startswith("[2Jno really x")
    assert len(caught.value.said) < 400
    assert caught.value.said.isprintable()
