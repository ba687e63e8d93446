"""What services answer, and what is read out of it."""

import json

import pytest

from hailuo_dsl.api.decode import decode_query, decode_submit
from hailuo_dsl.api.errors import Advice, ApiError, Lost, NoSuchTask, Refused
from hailuo_dsl.api.model import Answer, Status
from tests.api.loopback import WIRE

TASK = "task_0123456789abcdefghijABCDEFGHIJ01"
CLIP = "https://cdn.example.test/v/1.mp4"


def wire(name):
    (path,) = WIRE.glob(f"{name}-*.json")
    return path.read_bytes()


def told(**body):
    return json.dumps(body).encode()


def submit(status, body, **headers):
    return decode_submit(status, {k.replace("_", "-"): v for k, v in headers.items()}, body)


def query(status, body, **headers):
    return decode_query(status, {k.replace("_", "-"): v for k, v in headers.items()}, body)


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
    ],
)
def test_a_task_id_is_found_wherever_it_stands(body, task_id):
    assert submit(200, body) == task_id


def test_an_id_beside_a_server_error_is_a_task_all_the_same():
    assert submit(500, told(code="oops", message="late", task_id="t1")) == "t1"


@pytest.mark.parametrize(
    ("status", "body", "advice", "words"),
    [
        (400, wire("12"), Advice.FIX, "moderation"),
        (401, wire("13"), Advice.ACCOUNT, "key is not accepted"),
        (401, wire("14"), Advice.ACCOUNT, "key is not accepted"),
        (200, wire("25"), Advice.FIX, "settings"),
        (429, wire("44"), Advice.WAIT, "requests a minute"),
        (400, told(code="1002", message="hailuo api error: x", data=None), Advice.WAIT, "minute"),
        (200, told(code="1002", message="x", data=None), Advice.WAIT, "minute"),
        (200, told(code=401, message="no", data=None), Advice.ACCOUNT, "key is not accepted"),
        (200, told(error={"message": "no (2049)"}), Advice.ACCOUNT, "region"),
        (200, told(base_resp={"status_code": 1008}), Advice.ACCOUNT, "balance"),
        (400, told(code="2056", message="x"), Advice.ACCOUNT, "five hours"),
        (400, told(code="2061", message="x"), Advice.ACCOUNT, "plan"),
        (500, told(code="build_request_failed", message="x"), Advice.FIX, "settings"),
        (500, told(code="1033", message="mysql failed"), Advice.WAIT, "system error"),
        (503, told(error={"message": "no channel", "code": ""}), Advice.WAIT, "not available"),
        (529, told(type="error", error={"message": "busy"}), Advice.WAIT, "overloaded"),
        (413, b"<html>413</html>", Advice.FIX, "smaller picture"),
        (404, b"404 page not found", Advice.FIX, "base URL"),
        (403, b"", Advice.ACCOUNT, "no right"),
        (418, b"", Advice.FIX, "HTTP 418"),
        (302, b"", Advice.FIX, "base URL"),
        (307, told(task_id="t1"), Advice.FIX, "base URL"),
    ],
)
def test_a_refusal_is_told_by_what_it_means(status, body, advice, words):
    with pytest.raises(Refused) as caught:
        submit(status, body)

    assert caught.value.advice is advice
    assert words in str(caught.value)


def test_a_refusal_keeps_the_services_own_words():
    with pytest.raises(Refused) as caught:
        submit(400, wire("12"))

    assert caught.value.said == "hailuo api error: input new_sensitive"


def test_the_vendors_answer_is_read_inside_the_gateways_message():
    inner = '{"base_resp":{"status_code":1026,"status_msg":"input new_sensitive"}}'

    with pytest.raises(Refused) as caught:
        submit(500, told(code="fail_to_fetch_task", message=inner, data=None))

    assert caught.value.advice is Advice.FIX
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
        (408, told(code="x", message="y")),
        (502, told(code="x", message="y")),
        (504, told(error={"message": "y"})),
        (504, told(code="1002", message="y")),
        (500, b""),
        (500, b"<html>"),
        (500, told(message="Internal server error")),
        (503, b"upstream connect error"),
        (599, b"{}"),
        (400, told(code="1001", message="timeout")),
        (200, told(task_id="", base_resp={"status_code": 1001, "status_msg": "timeout"})),
        (500, told(code="do_request_failed", message="EOF", data=None)),
        (500, told(code="read_response_body_failed", message="EOF", data=None)),
        (500, told(error={"message": "Panic detected", "type": "new_api_panic"})),
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
    ],
)
def test_retry_after_is_seconds_or_a_date(written, seconds):
    with pytest.raises(Refused) as caught:
        submit(429, b"", retry_after=written, date="Sun, 22 Nov 2026 10:00:00 GMT")

    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("03", Answer(Status.SUCCEEDED, url=CLIP, progress=100.0)),
        ("04", Answer(Status.FAILED, failure="input new_sensitive", progress=100.0)),
        ("06", Answer(Status.RUNNING, progress=50.0)),
        ("07", Answer(Status.SUCCEEDED, url=CLIP, progress=100.0)),
        (
            "08",
            Answer(
                Status.FAILED,
                failure="invalid params, this model needs a first frame",
                progress=100.0,
            ),
        ),
        ("09", Answer(Status.SUCCEEDED, url=CLIP, progress=100.0)),
        ("10", Answer(Status.SUCCEEDED, url=CLIP)),
        ("11", Answer(Status.SUCCEEDED, url=CLIP, progress=100.0)),
        ("26", Answer(Status.SUCCEEDED)),
        ("27", Answer(Status.FAILED, failure="output new_sensitive")),
        ("42", Answer(Status.SUCCEEDED, url="https://cdn.example.test/v/2.mp4")),
        ("43", Answer(Status.FAILED, failure="sensitive text")),
    ],
)
def test_every_shape_of_answer_is_read(name, answer):
    assert query(200, wire(name)) == answer


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *((word, Status.QUEUED) for word in ("Preparing", "Queueing", "queued", "SUBMITTED")),
        *((word, Status.QUEUED) for word in ("NOT_START", "pending")),
        *((word, Status.RUNNING) for word in ("Processing", "IN_PROGRESS", "running")),
        *((word, Status.RUNNING) for word in ("UNKNOWN", "", "warming_up", " ")),
        *((word, Status.SUCCEEDED) for word in ("Success", "SUCCEEDED", "succeed", "completed")),
        *((word, Status.FAILED) for word in ("Fail", "Failed", "FAILURE", "error")),
        *((word, Status.CANCELLED) for word in ("cancelled", "canceled")),
        *((word, Status.EXPIRED) for word in ("expired", " Expired ")),
    ],
)
def test_every_spelling_of_a_status_is_read(word, status):
    assert query(200, told(code="200", message="", data={"status": word})).status is status


@pytest.mark.parametrize("code", ["success", "SUCCESS", "200", 200, 0, "0", None])
def test_every_code_of_a_good_envelope_is_read(code):
    body = told(code=code, message="", data={"status": "queued"})

    assert query(200, body).status is Status.QUEUED


@pytest.mark.parametrize(
    ("progress", "number"),
    [
        ("50%", 50.0),
        ("50", 50.0),
        (50, 50.0),
        (" 12.5 %", 12.5),
        (250, 100.0),
        (-1, 0.0),
        ("half", None),
        (True, None),
        (None, None),
        ("nan", None),
        ([], None),
    ],
)
def test_progress_is_read_in_every_spelling(progress, number):
    body = told(data={"status": "running", "progress": progress})

    assert query(200, body).progress == number


def test_a_link_in_the_reason_of_a_success_is_the_clip():
    body = told(code="success", data={"status": "SUCCESS", "fail_reason": CLIP, "result_url": ""})

    assert query(200, body) == Answer(Status.SUCCEEDED, url=CLIP)


def test_a_link_or_file_id_is_no_reason_of_a_failure():
    data = {"status": "FAILURE", "fail_reason": "306793063383292", "result_url": CLIP}

    answer = query(200, told(code="success", data={**data, "error": "no luck"}))

    assert answer == Answer(Status.FAILED, failure="no luck")


def test_only_a_web_address_is_a_link():
    body = told(
        data={"status": "success", "result_url": "file:///etc/passwd", "url": "javascript:"}
    )

    assert query(200, body).url == ""


def test_data_wrapped_twice_is_unwrapped():
    inner = {"task_id": "t", "status": "Success", "result_url": CLIP, "progress": "100"}

    answer = query(200, told(code="success", data={"code": 0, "message": "", "data": inner}))

    assert answer == Answer(Status.SUCCEEDED, url=CLIP, progress=100.0)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, told(code="task_not_exist", message="task_not_exist", data=None)),
        (404, told(error={"message": "Task not found", "type": "invalid_request_error"})),
        (200, told(code="task_not_exist", message="task_not_exist", data=None)),
        (200, told(status="error", code="task_not_exist", message="x", data=None)),
        (400, told(type="error", error={"message": "invalid task_id (2013)x"})),
    ],
)
def test_a_task_that_is_not_known_is_told_apart(status, body):
    with pytest.raises(NoSuchTask):
        query(status, body)


@pytest.mark.parametrize(
    ("status", "body", "advice"),
    [
        (401, wire("13"), Advice.ACCOUNT),
        (429, b"", Advice.WAIT),
        (200, told(task_id="", status="", base_resp={"status_code": 1002}), Advice.WAIT),
        (
            200,
            told(base_resp={"status_code": 2049, "status_msg": "invalid api key"}),
            Advice.ACCOUNT,
        ),
        (500, told(code="get_task_failed", message="x", data=None), Advice.WAIT),
        (302, b"", Advice.FIX),
    ],
)
def test_a_question_that_is_refused_is_no_failed_job(status, body, advice):
    with pytest.raises(Refused) as caught:
        query(status, body)

    assert caught.value.advice is advice


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b'{"data": {"sta'),
        (200, told()),
        (200, told(code="success", data=None)),
        (502, b""),
        (200, b"<html>"),
        (500, b"oops"),
        (408, b""),
    ],
)
def test_an_answer_that_says_nothing_is_asked_for_again(status, body):
    with pytest.raises(Lost):
        query(status, body)


def test_what_a_service_says_cannot_move_the_cursor_or_fill_the_screen():
    with pytest.raises(ApiError) as caught:
        submit(400, told(code="invalid_request", message="\x1b[2Jno\r\nreally " + "x" * 9000))

    assert caught.value.said.startswith("[2Jno really x")
    assert len(caught.value.said) < 400
    assert caught.value.said.isprintable()


@pytest.mark.parametrize("status", [500, 520, 524])
def test_an_error_that_nobody_knows_may_have_come_after_the_request_went_through(status):
    body = told(error={"message": "upstream timed out", "type": "upstream_error", "code": "oops"})

    with pytest.raises(Lost):
        submit(status, body)
