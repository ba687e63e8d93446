"""The table of answers: HTTP status and body, and what a submit and a query make of them.

A verdict is one word. `wait`, `fix`, `account` and `moderated` are refusals and say what is to be
done; `absent` is a task that the service does not know, or not yet; `lost` leaves a doubt of what
became of the request, so that a submit is not sent again and a query is. Only `wait` is sent again.
"""

import json

import pytest

from hailuo_dsl.api.decode import decode_query, decode_submit, download_error
from hailuo_dsl.api.errors import DeadLink, Lost, NoSuchTask, Refused
from tests.api.told import told

PAGE = b"<html><title>Sorry</title></html>"


def verdict(decode, status, body):
    try:
        found = decode(status, {}, body)
    except NoSuchTask:
        return "absent"
    except Refused as no:
        return no.advice.value
    except Lost:
        return "lost"
    return found if isinstance(found, str) else found.status.value


def verdicts(status, body):
    return verdict(decode_submit, status, body), verdict(decode_query, status, body)


# --- The vendor's codes, in everything that carries them -----------------------------------------

VENDORS = {
    # code: (what a submit makes of it, what a query makes of it)
    1000: ("wait", "wait"),  # unknown error
    1001: ("lost", "lost"),  # it ran out of time
    1002: ("wait", "wait"),  # requests a minute
    1004: ("account", "account"),  # the key is not accepted
    1008: ("account", "account"),  # no balance
    1013: ("wait", "wait"),  # internal
    1024: ("wait", "wait"),  # internal
    1026: ("moderated", "moderated"),  # sensitive input
    1027: ("moderated", "moderated"),  # sensitive output
    1028: ("account", "account"),  # no quota
    1030: ("account", "account"),  # no quota
    1033: ("wait", "wait"),  # system error
    1039: ("wait", "wait"),  # tokens a minute
    1041: ("wait", "wait"),  # connections
    1042: ("fix", "fix"),  # invisible characters
    2013: ("fix", "fix"),  # invalid params
    2038: ("account", "account"),  # real name
    2045: ("wait", "wait"),  # grew too fast
    2049: ("account", "account"),  # key of another region
    2056: ("account", "account"),  # the plan's five hours
    2061: ("account", "account"),  # the plan lacks the model
}
OF_SPEECH = (1043, 1044, 2037, 2039, 2042, 2048, 20132)
"""Codes that no request for a clip brings on; they are refusals that nobody knows."""


def base_resp(code):
    return told(task_id="", base_resp={"status_code": code, "status_msg": "the words"})


def v2(code, http):
    error = {"type": "some_error", "message": f"the words ({code})", "http_code": str(http)}
    return told(type="error", error=error, request_id="req-1")


CARRIERS = {
    "vendor v1 in 200": lambda code: (200, base_resp(code)),
    "vendor v1 with the code as text": lambda code: (
        200,
        told(task_id="", base_resp={"status_code": str(code), "status_msg": "the words"}),
    ),
    "vendor v1 wrapped in data": lambda code: (
        200,
        told(code="success", message="", data=json.loads(base_resp(code))),
    ),
    "gateway, 400, code as text": lambda code: (
        400,
        told(code=str(code), message="hailuo api error: the words", data=None),
    ),
    "gateway, 400, code as number": lambda code: (
        400,
        told(code=code, message="hailuo api error: the words", data=None),
    ),
    "gateway in 200": lambda code: (200, told(code=code, message="the words", data=None)),
    "gateway in 500": lambda code: (500, told(code=str(code), message="the words", data=None)),
    "gateway with msg": lambda code: (200, told(code=code, msg="the words")),
    "New API's other envelope": lambda code: (
        400,
        told(error={"message": "the words", "type": "new_api_error", "code": str(code)}),
    ),
    "New API's request id behind the code": lambda code: (
        400,
        told(error={"message": f"the words ({code}) (request id: 2026)", "type": "new_api_error"}),
    ),
    "vendor v2 in 400": lambda code: (400, v2(code, 400)),
    "vendor v2 in 429": lambda code: (429, v2(code, 429)),
    "vendor v2 in 500": lambda code: (500, v2(code, 500)),
    "vendor v2 in 200": lambda code: (200, v2(code, 400)),
    "vendor v1 in the gateway's message": lambda code: (
        500,
        told(code="fail_to_fetch_task", message=base_resp(code).decode(), data=None),
    ),
    "vendor v2 in the gateway's message": lambda code: (
        400,
        told(code="fail_to_fetch_task", message=v2(code, 400).decode(), data=None),
    ),
}


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("code", VENDORS)
def test_a_code_of_the_vendors_means_the_same_in_whatever_carries_it(carrier, code):
    assert verdicts(*CARRIERS[carrier](code)) == VENDORS[code]


@pytest.mark.parametrize("carrier", [it for it in CARRIERS if "200" in it or ", 400" in it])
@pytest.mark.parametrize("code", [*OF_SPEECH, 9999])
def test_a_code_that_nobody_knows_is_a_refusal(carrier, code):
    assert verdicts(*CARRIERS[carrier](code)) == ("fix", "fix")


def test_a_key_of_another_region_gets_a_hint():
    with pytest.raises(Refused, match="region") as caught:
        decode_submit(200, {}, base_resp(2049))

    assert caught.value.said == "the words"


# --- HTTP's own statuses, without the service's envelope and with it -----------------------------

BARE = {
    **dict.fromkeys((301, 302, 303, 307, 308), ("fix", "fix")),  # never followed
    **dict.fromkeys((400, 404, 405, 406, 410, 413, 415, 418, 422), ("fix", "fix")),
    **dict.fromkeys((401, 402, 403), ("account", "account")),
    **dict.fromkeys((425, 429), ("wait", "wait")),
    **dict.fromkeys((408, 409, 499), ("lost", "lost")),
    **dict.fromkeys((500, 501, 502, 503, 504, 505, 520, 522, 524, 529, 599), ("lost", "lost")),
    **dict.fromkeys((200, 201, 202, 204), ("lost", "lost")),
}
NO_ENVELOPE = [
    b"",
    PAGE,
    b"upstream connect error or disconnect/reset before headers",
    b'{"code": "1002", "mess',
    b"[]",
    b"null",
    told(),
    told(message="Service Unavailable"),
    told(detail="Something"),
]


@pytest.mark.parametrize("body", NO_ENVELOPE)
@pytest.mark.parametrize("status", BARE)
def test_without_the_services_envelope_http_alone_is_heard(status, body):
    assert verdicts(status, body) == BARE[status]


@pytest.mark.parametrize("status", [500, 502, 503, 504, 529])
@pytest.mark.parametrize(
    "body",
    [
        told(status=503, error="Service Unavailable", path="/v1/video/generations"),
        told(error={}),
        told(error={"message": None, "code": None}),
        told(code=503, msg="busy"),
        told(title="Error", status=503, type="https://example.test/errors/503"),
        told(base_resp={"status_code": 0, "status_msg": "success"}),
    ],
)
def test_what_a_machine_in_between_writes_is_no_envelope_of_the_service(status, body):
    assert verdicts(status, body) == ("lost", "lost")


WITH_ENVELOPE = {
    **dict.fromkeys((400, 404, 405, 413, 418, 422), ("fix", "fix")),
    **dict.fromkeys((401, 402, 403), ("account", "account")),
    **dict.fromkeys((425, 429, 503, 529), ("wait", "wait")),
    **dict.fromkeys((408, 409, 499, 500, 501, 502, 504, 520, 524), ("lost", "lost")),
}
ENVELOPES = [
    told(error={"message": "the words (request id: r1)", "type": "new_api_error", "code": ""}),
    told(code=None, message="the words", param=None, type="invalid_request_error"),
    told(code="some_code", message="the words", data=None),
    told(type="error", error={"type": "some_error", "message": "the words"}, request_id="r1"),
]


@pytest.mark.parametrize("body", ENVELOPES)
@pytest.mark.parametrize("status", WITH_ENVELOPE)
def test_an_envelope_without_a_known_code_means_what_its_http_status_does(status, body):
    assert verdicts(status, body) == WITH_ENVELOPE[status]


@pytest.mark.parametrize("status", [408, 502, 504])
@pytest.mark.parametrize("code", ["1000", "1002", "1026", "1033", "service_unavailable"])
def test_no_code_makes_a_lost_answer_sure(status, code):
    assert verdict(decode_submit, status, told(code=code, message="x", data=None)) == "lost"


# --- The gateway's own codes, and what is read out of words --------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "of_submit", "of_query"),
    [
        (400, told(code="invalid_request", message="prompt is required"), "fix", "fix"),
        (400, told(code="invalid_multipart_form", message="x"), "fix", "fix"),
        (400, told(code="invalid_api_platform", message="x"), "fix", "fix"),
        (400, told(code="model_mapping_failed", message="x"), "fix", "fix"),
        (500, told(code="build_request_failed", message="x"), "fix", "fix"),
        (400, told(code="model_price_error", message="x"), "account", "account"),
        (403, told(code="insufficient_user_quota", message="x"), "account", "account"),
        (500, told(code="pre_consume_token_quota_failed", message="x"), "account", "account"),
        (500, told(code="gen_relay_info_failed", message="x"), "wait", "wait"),
        (500, told(code="service_unavailable", message="x"), "wait", "wait"),
        (500, told(code="get_task_failed", message="x"), "wait", "wait"),
        (500, told(code="do_request_failed", message="EOF"), "lost", "lost"),
        (400, told(code="do_request_failed", message="busy (1002)"), "lost", "lost"),
        (500, told(code="read_response_body_failed", message="EOF"), "lost", "lost"),
        (500, told(code="unmarshal_response_body_failed", message="EOF"), "lost", "lost"),
        (500, told(code="fail_to_fetch_task", message="<html>"), "lost", "lost"),
        (500, told(error={"message": "Panic", "type": "new_api_panic"}), "lost", "lost"),
        (400, told(error={"message": "x", "type": "rate_limit_error"}), "wait", "wait"),
        (400, told(error={"message": "x", "type": "overloaded_error"}), "wait", "wait"),
        (400, told(error={"message": "x", "type": "authorized_error"}), "account", "account"),
        (200, told(code=429, message="x", data=None), "wait", "wait"),
        (200, told(code=503, message="x", data=None), "wait", "wait"),
        (200, told(code="401", message="x", data=None), "account", "account"),
        (200, told(code=500, message="x", data=None), "lost", "lost"),
        (400, told(code=500, message="x", data=None), "lost", "lost"),
        (200, told(error={"message": "x", "http_code": "429"}), "wait", "wait"),
        (200, told(error="no luck"), "fix", "fix"),
        # A task that is not known is asked after again; a submit knows of no task.
        (400, told(code="task_not_exist", message="task_not_exist"), "fix", "absent"),
        (200, told(code="task_not_exist", message="task_not_exist"), "fix", "absent"),
        (404, told(error={"message": "Task task_0123 not found"}), "fix", "absent"),
        (404, told(detail="the task doesn't exist"), "fix", "absent"),
        (400, told(code="invalid_request", message="任务不存在"), "fix", "absent"),
        (400, v2("2013", 400).replace(b"the words", b"invalid task_id"), "fix", "absent"),
        (401, told(error={"message": "the task's key was not found"}), "account", "account"),
        (404, b"404 page not found", "fix", "fix"),
        # Moderation is told by its words too, but not by every such word.
        (422, told(code="1026", message="x"), "moderated", "moderated"),
        (422, told(error={"message": "The text is sensitive."}), "moderated", "moderated"),
        (422, told(detail="rejected by content moderation"), "moderated", "moderated"),
        (422, told(error={"message": "`model` is case-sensitive"}), "fix", "fix"),
        (422, told(error={"message": "`model` is case sensitive"}), "fix", "fix"),
        (422, told(error={"message": "duration must be 6 or 10"}), "fix", "fix"),
        (400, told(code="invalid_request", message="input new_sensitive"), *["moderated"] * 2),
        (400, told(code="2013", message="包含敏感词"), "moderated", "moderated"),
        (403, told(error={"message": "content policy"}), "moderated", "moderated"),
        (400, told(error={"message": "x", "code": "sensitive_words_detected"}), *["moderated"] * 2),
        (400, told(error={"message": "x", "code": "prompt_blocked"}), *["moderated"] * 2),
        (429, told(error={"message": "a time-limit, moderated"}), "wait", "wait"),
        (500, told(error={"message": "sensitive"}), "lost", "lost"),
    ],
)
def test_a_refusal_is_told_by_what_it_means(status, body, of_submit, of_query):
    assert verdicts(status, body) == (of_submit, of_query)


# --- What is said of a job is no answer to the question, and the other way round -----------------


@pytest.mark.parametrize(
    ("body", "of_query"),
    [
        (told(task_id="t", status="failed", error={"code": "1026", "message": "x"}), "failed"),
        (told(task_id="t", status="Fail", base_resp={"status_code": 1000}), "failed"),
        (told(code="success", data={"status": "FAILURE", "fail_reason": "x"}), "failed"),
        (told(task_id="t", status="running", error={"code": None, "message": None}), "running"),
        (told(task_id="t", status="warming_up", error={"code": 0, "message": ""}), "running"),
        (told(task_id="t", status="UNKNOWN"), "running"),
        (told(status="error", message="slow down"), "lost"),
        (told(status="failed"), "lost"),
        (told(status="error", error={"code": "1002", "message": "slow down"}), "wait"),
        (told(task_id="", status="Fail", base_resp={"status_code": 1002}), "wait"),
        (told(task_id="t", status="error", code="task_not_exist", message="x"), "absent"),
        (told(task_id="t", status="", base_resp={"status_code": 1002}), "wait"),
    ],
)
def test_only_a_task_that_is_named_has_failed(body, of_query):
    assert verdict(decode_query, 200, body) == of_query


@pytest.mark.parametrize(
    ("status", "body", "kind", "seconds"),
    [
        (404, b"<Error><Code>NoSuchKey</Code></Error>", DeadLink, None),
        (403, b"<Error><Code>AccessDenied</Code></Error>", DeadLink, None),
        (400, told(code="task_not_exist", message="x"), DeadLink, None),
        (408, b"", Lost, None),
        (500, b"", Lost, None),
        (503, PAGE, Lost, None),
        (429, b"", Refused, 7.0),
        (400, told(code="1002", message="x"), Refused, 7.0),
        (503, told(error={"message": "x", "type": "new_api_error"}), Refused, 7.0),
        (400, told(code="1001", message="x"), Lost, None),
    ],
)
def test_a_download_is_tried_again_or_has_a_dead_link(status, body, kind, seconds):
    found = download_error(status, {"retry-after": "7"}, body)

    assert type(found) is kind
    assert getattr(found, "retry_after", None) == seconds
