"""Whatever a service answers: what always holds."""

import json
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hailuo_dsl.api.codes import codes
from hailuo_dsl.api.decode import (
    BADLY,
    NAMED,
    STATUSES,
    decode_query,
    decode_submit,
    download_error,
)
from hailuo_dsl.api.errors import ApiError, Lost, Refused
from hailuo_dsl.api.probe import SHOWN

KEYS = [
    *("task_id", "id", "data", "task", "status", "error"),
    *("message", "code", "type", "base_resp", "status_code", "status_msg"),
    *("object", "fail_reason", "result_url", "url", "progress", "metadata"),
    *("file", "http_code", "detail", "msg", "content"),
]

texts = st.one_of(
    st.sampled_from([*STATUSES, *codes(), "200", "503", "0", "success", "", "task_x", "a (1002)"]),
    st.sampled_from(
        ['{"base_resp": {"status_code": 1002}}', '{"task_id": "9"}', "{", "http://[", ".."]
    ),
    st.text(max_size=20),
)
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from([0, 1002, 2013]), texts
)
keys = st.one_of(st.sampled_from(KEYS), st.text(max_size=5))
values = st.recursive(
    leaves,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(keys, inside, max_size=4),
    max_leaves=12,
)
documents = st.dictionaries(keys, values, max_size=6)
bodies = st.one_of(st.binary(max_size=60), (documents | values).map(json.dumps).map(str.encode))
statuses = st.integers(100, 599) | st.sampled_from([200, 400, 401, 404, 422, 429, 500, 503, 529])
dates = st.sampled_from(
    ["Sun, 22 Nov 2026 10:00:30 GMT", "Sun Nov 22 10:00:30 2026"]
) | st.datetimes().map(lambda it: it.strftime("%a, %d %b %Y %H:%M:%S -0000"))
headers = st.fixed_dictionaries(
    {}, optional={"retry-after": dates | texts | st.integers().map(str), "date": dates | texts}
)


def asked(decode, *answer):
    """What is read out of *answer*, an error too."""
    try:
        return decode(*answer)
    except ApiError as error:
        return error


@given(statuses, headers, bodies)
def test_any_answer_is_read_or_is_one_of_our_errors(status, head, body):
    for decode in (decode_submit, decode_query, download_error):
        found = asked(decode, status, head, body)

        said = getattr(found, "said", "") + getattr(found, "failure", "")
        assert said.isprintable()
        assert len(said) <= SHOWN + 1
        wait = getattr(found, "retry_after", None)
        assert wait is None or (math.isfinite(wait) and wait >= 0)
        if isinstance(found, str):
            assert found.isascii()
            assert found.isprintable()
            assert " " not in found


def put(document, path, value):
    """*document* with *value* at the dotted *path*."""
    *outer, last = path.split(".")
    place = document
    for step in outer:
        if not isinstance(place.get(step), dict):
            place[step] = {}
        place = place[step]
    place[last] = value
    return document


@given(statuses, headers, documents, st.sampled_from(NAMED))
def test_an_answer_that_names_a_task_is_never_a_refusal(status, head, document, path):
    # A redirection is a refusal, whatever comes with it: nobody has looked at the request.
    assume(not 300 <= status < 400)
    body = json.dumps(put(document, path, "task_0123")).encode()

    assert not isinstance(asked(decode_submit, status, head, body), Refused)


BARE = ["message", "detail", "status", "title", "path", "timestamp", "request_id", "msg"]


@given(
    st.integers(500, 599) | st.sampled_from([500, 502, 503, 504, 529]),
    headers,
    st.one_of(
        st.binary(max_size=60),
        st.text(max_size=60).map(str.encode),
        st.lists(documents, max_size=3).map(json.dumps).map(str.encode),
        st.dictionaries(st.sampled_from(BARE), values).map(json.dumps).map(str.encode),
    ),
)
def test_a_server_error_without_the_services_envelope_is_never_a_refusal(status, head, body):
    assert isinstance(asked(decode_submit, status, head, body), Lost)
    assert isinstance(asked(decode_query, status, head, body), Lost)


@given(statuses, documents)
def test_a_task_that_is_not_known_has_never_failed(status, document):
    body = json.dumps({**document, "code": "task_not_exist", "message": "task_not_exist"}).encode()

    found = asked(decode_query, status, {}, body)

    assert getattr(found, "status", None) not in BADLY


@given(documents, st.text().filter(lambda it: it.strip().lower() not in STATUSES))
def test_a_status_that_nobody_knows_is_still_running(document, word):
    assume(word.strip() and word.lower().replace(" ", "_").replace("-", "_") not in STATUSES)
    body = json.dumps({"code": "success", "message": "", "data": {**document, "status": word}})

    found = asked(decode_query, 200, {}, body.encode())

    assert getattr(found, "status", "running") == "running"


@pytest.mark.parametrize("status", [200, 400, 500])
def test_an_answer_without_an_end_is_read(status):
    body = b'{"data":' * 50_000

    assert isinstance(asked(decode_submit, status, {}, body), ApiError)
    assert isinstance(asked(decode_query, status, {}, body), ApiError)
