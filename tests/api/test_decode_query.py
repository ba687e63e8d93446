"""What services answer to a question after a task, and what is read out of it."""

import pytest

from hailuo_dsl.api.errors import Advice, Lost, NoSuchTask, Refused
from hailuo_dsl.api.model import Answer, Status
from tests.api.told import CLIP, query, told, wire


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("03", Answer(Status.SUCCEEDED, url=CLIP, progress=100.0)),
        (
            "04",
            Answer(
                Status.FAILED,
                failure="input new_sensitive",
                progress=100.0,
                reason="its moderation stopped it; change the prompt or the picture",
                moderated=True,
            ),
        ),
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
        (
            "27",
            Answer(
                Status.FAILED,
                failure="output new_sensitive",
                reason="its moderation stopped the clip that was made; "
                "change the prompt or the picture",
                moderated=True,
            ),
        ),
        ("42", Answer(Status.SUCCEEDED, url="https://cdn.example.test/v/2.mp4")),
        (
            "43",
            Answer(
                Status.FAILED,
                failure="sensitive text",
                reason="its moderation stopped the prompt or the picture; change them",
                moderated=True,
            ),
        ),
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
        *((word, Status.QUEUED) for word in ("Not Start", "not-start")),
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


@pytest.mark.parametrize(
    ("data", "reason", "moderated"),
    [
        ({"fail_reason": "output new_sensitive"}, "its moderation stopped it", True),
        ({"fail_reason": "视频涉及敏感内容"}, "its moderation stopped it", True),
        ({"fail_reason": "no luck (1027)"}, "its moderation stopped the clip", True),
        ({"fail_reason": "x", "data": {"base_resp": {"status_code": 1026}}}, "the prompt", True),
        ({"fail_reason": "x", "error": {"code": 1027}}, "the clip", True),
        (
            {"fail_reason": "task failed", "data": {"base_resp": {"status_msg": "new_sensitive"}}},
            "its moderation stopped it",
            True,
        ),
        ({"error": {"code": "2013", "message": "bad size"}}, "does not take these settings", False),
        ({"fail_reason": "x", "data": {"base_resp": {"status_code": 1033}}}, "system error", False),
        ({"fail_reason": "prompts are case-sensitive"}, "", False),
        ({"fail_reason": "bad light", "result_url": "https://x.test/sensitive.mp4"}, "", False),
        ({}, "", False),
    ],
)
def test_a_failure_by_moderation_is_told_apart(data, reason, moderated):
    answer = query(200, told(code="success", data={"task_id": "t", "status": "FAILURE", **data}))

    assert answer.status is Status.FAILED
    assert answer.moderated is moderated
    assert reason in answer.reason
    assert bool(answer.reason) is bool(reason)


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
        (400, told(type="error", error={"message": "invalid task_id (2013)"})),
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
        (200, b"<html>"),
    ],
)
def test_an_answer_that_says_nothing_is_asked_for_again(status, body):
    with pytest.raises(Lost):
        query(status, body)
