"""Read whatever the service answered. Pure but for the clock that a dated `Retry-After` needs.

Four shapes of answer are in circulation, and three vocabularies for one of them:

    {"code": "success", "message": "", "data": {"status": "IN_PROGRESS", …}}   New API's source
    {"code": "200", "message": "success", "data": {"status": "success", …}}    TokensMind's page
    {"task_id": …, "status": "completed", "url": …, "error": null}             New API's pages
    {"id": …, "object": "video", "status": "completed", "metadata": {"url"}}   OpenAI's manner

The vendor's own two are read as well; errors have shapes of their own (`fault`). Sources: the
relay of https://github.com/QuantumNous/new-api, https://docs.newapi.pro/en/api/query-video,
https://docs.tokensmind.ai/en/guide/video/hailuo/video-generation-query and the vendor's pages.
"""

from __future__ import annotations

import re
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from hailuo_dsl.api.codes import Kind, codes
from hailuo_dsl.api.errors import Advice, ApiError, DeadLink, Lost, NoSuchTask, Refused
from hailuo_dsl.api.fault import (
    CHEER,
    Fault,
    codes_at_end,
    failure_meaning,
    fault_in,
    meaning_of,
    words_in,
)
from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.api.probe import dig, document_in, first, is_link, percent, shown, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORDS = {
    Status.QUEUED: "preparing queueing queued submitted not_start pending",
    Status.RUNNING: "processing in_progress running",
    Status.SUCCEEDED: "success succeeded succeed completed",
    Status.FAILED: "fail failed failure error",
    Status.CANCELLED: "cancelled canceled",
    Status.EXPIRED: "expired",
}
STATUSES = {word: status for status, words in WORDS.items() for word in words.split()}
BADLY = frozenset({Status.FAILED, Status.CANCELLED, Status.EXPIRED})

NAMED = (
    *("task_id", "data.task_id", "task.id", "task.task_id"),
    *("data.task.id", "data.task.task_id", "data.data.task_id"),
)
ACCEPTED = (*NAMED, "data", "id", "data.id")
PERHAPS_NAMED = (*NAMED, "id", "data.id")
NO_ID = frozenset({"0", "-1", "null", "none", "nil", "undefined"})
"""What stands for an id where there is none; the vendor's own word for it is empty."""

STATUS = ("data.status", "task.status", "data.task.status", "data.data.status", "status")
PROGRESS = ("data.progress", "progress", "task.progress", "data.data.progress")
LINK = (
    *("data.result_url", "data.url", "url", "video_url", "result_url", "metadata.url"),
    *("data.video_url", "data.metadata.url", "data.data.file.download_url"),
    *("data.file.download_url", "file.download_url", "task.content.url"),
    *("data.task.content.url", "data.content.url", "content.url", "data.output.video_url"),
    *("data.data.result_url", "data.data.url", "data.data.video_url"),
    *("data.data.file.backup_download_url", "data.fail_reason", "fail_reason"),
)
REASON = (
    *("data.fail_reason", "fail_reason", "error.message", "data.error.message"),
    *("task.error.message", "data.task.error.message", "data.data.fail_reason"),
    *("data.data.error.message", "error", "data.error", "base_resp.status_msg"),
    *("data.data.base_resp.status_msg", "data.base_resp.status_msg"),
    *("data.result_url", "result_url", "message", "data.message"),
)
FAILURE_CODES = (
    *("error.code", "data.error.code", "task.error.code", "data.task.error.code"),
    *("data.data.error.code", "base_resp.status_code", "data.base_resp.status_code"),
    *("data.data.base_resp.status_code", "code", "data.code"),
)

# With no task id beside it, an answer of one of these tells nothing of what became of the request.
NEVER_SURE = frozenset({408, 499, 502, 504})
LONGEST_WAIT = 366 * 86400.0
"""Seconds; more than anybody means, and short of what is no number any more."""

# What can stand in an address and is no step up in it.
_ASKABLE = re.compile(r"(?!\.+$)[!-~]{1,512}")
_NEW_API_ID = re.compile(r"task[_-]\S")


def decode_submit(status: int, headers: Mapping[str, str], body: bytes) -> str:
    """The task id in the answer to a submit.

    Args:
        status: of the HTTP answer.
        headers: their names in any case if the mapping does not mind, else in lower case.
        body: all of it.

    Raises:
        Refused: the service said no in a way that leaves no doubt.
        Lost: anything that leaves one.
    """
    if 300 <= status < 400:
        raise _redirected(headers)
    document = document_in(body)
    fault = fault_in(document, status)
    said = fault.said if fault else _said(body, document)
    named = list(_ids(document, sure=fault is None and status < 300))
    for task_id in filter(_ASKABLE.fullmatch, named):
        return task_id
    if named or (fault and fault.names_task):
        raise Lost(
            "the service's answer names a task that it cannot be asked after, "
            "so the job may be under way",
            said=said,
        )
    if status in NEVER_SURE or (fault is None and not 400 <= status < 500):
        what = "names no task" if status < 300 else f"is HTTP {status}"
        raise Lost(f"the service's answer {what}, so the job may be under way", said=said)
    raise _refusal(status, headers, fault, said, of_task=False)


def decode_query(status: int, headers: Mapping[str, str], body: bytes) -> Answer:
    """What the service says of a task; *status*, *headers* and *body* as for `decode_submit`.

    Raises:
        NoSuchTask: it does not know the task, or not yet.
        Refused: it does not let us ask, or asks us to wait.
        Lost: the answer says nothing of the task; ask again.
    """
    if 300 <= status < 400:
        raise _redirected(headers)
    document = document_in(body)
    fault = fault_in(document, status)
    said = fault.said if fault else _said(body, document)
    if status >= 400 and fault is None and (status >= 500 or status in NEVER_SURE):
        raise Lost(f"the service did not answer (HTTP {status})", said=said)
    known = STATUSES.get(_word(first(texts(document, STATUS))))
    if status >= 400 or (fault and not _of_the_task(fault, known, document)):
        raise _refusal(status, headers, fault, said, of_task=True)
    if not any(isinstance(dig(document, path), str | int) for path in STATUS):
        raise Lost("the service's answer says nothing of the task", said=said)
    if known in BADLY and not _is_of_a_task(document):
        raise Lost("the service's answer failed and says nothing of the task", said=said)
    return _answer(known or Status.RUNNING, document)


def download_error(status: int, headers: Mapping[str, str], body: bytes) -> ApiError:
    """What an answer to a download means that is not HTTP 200; *body* may be cut off."""
    document = document_in(body)
    fault = fault_in(document, status)
    said = fault.said if fault else _said(body, document)
    if fault is None and (status >= 500 or status in NEVER_SURE):
        return Lost(f"the clip did not come (HTTP {status})", said=said)
    error = _refusal(status, headers, fault, said, of_task=False)
    if isinstance(error, Lost) or (isinstance(error, Refused) and error.advice is Advice.WAIT):
        return error
    return DeadLink(
        f"the link to the clip leads to none (HTTP {status})", advice=Advice.WAIT, said=said
    )


def _ids(document: Any, *, sure: bool) -> Iterator[str]:
    """The ids of tasks in the answer to a submit, the likeliest first.

    What is called nothing but `id` may be the request's own, so it counts where the answer is
    *sure* to tell no error, or where it can be nothing else.
    """
    for found in texts(document, ACCEPTED if sure else NAMED):
        if found.lower() not in NO_ID:
            yield found
    for found in texts(document, () if sure else ("id", "data.id")):
        if _NEW_API_ID.match(found) or isinstance(dig(document, "object"), str):
            yield found


def _word(status: str) -> str:
    """*status* as it stands among the known ones: `In Progress` is `in_progress`."""
    return re.sub(r"[ -]+", "_", status.lower())


def _of_the_task(fault: Fault, known: Status | None, document: Any) -> bool:
    """Whether the error in an answer is the job's, and not the question's."""
    if known in BADLY:
        absent = any(codes()[it].kind is Kind.ABSENT for it in fault.codes if it in codes())
        return not absent and bool(first(texts(document, PERHAPS_NAMED)))
    return known is not None


def _is_of_a_task(document: Any) -> bool:
    """Whether the status is a task's: one at the top with no task beside it is the answer's own."""
    inside = [path for path in STATUS if "." in path]
    return bool(first(texts(document, (*inside, *PERHAPS_NAMED))))


def _answer(status: Status, document: Any) -> Answer:
    found = (percent(dig(document, path)) for path in PROGRESS)
    progress = next((number for number in found if number is not None), None)
    if status is Status.SUCCEEDED:
        return Answer(status, url=first(filter(is_link, texts(document, LINK))), progress=progress)
    if status in (Status.QUEUED, Status.RUNNING):
        return Answer(status, progress=progress)
    reasons = [it for it in texts(document, REASON) if _is_reason(it)]
    failure = first(reasons)
    named = chain(texts(document, FAILURE_CODES), *map(codes_at_end, reasons))
    why = failure_meaning(named, " / ".join(reasons))
    return Answer(
        status,
        failure=shown(failure),
        progress=progress,
        reason=why.says if why else "",
        moderated=why is not None and why.kind is Kind.MODERATED,
    )


def _is_reason(text: str) -> bool:
    """Whether *text* tells why; the same fields hold links, file ids and cheer at times."""
    return not is_link(text) and not text.isdigit() and text.lower() not in CHEER


def _refusal(
    status: int, headers: Mapping[str, str], fault: Fault | None, said: str, *, of_task: bool
) -> ApiError:
    """What an answer means that is an error; *said* are its words."""
    meaning = meaning_of(status, fault, said, of_task=of_task)
    if meaning.kind is Kind.LOST:
        return Lost(f"the service gave no clear answer: {meaning.says}", said=said)
    if meaning.kind is Kind.ABSENT:
        return NoSuchTask(f"the service says that {meaning.says}", advice=Advice.WAIT, said=said)
    return Refused(
        f"the service refused the request: {meaning.says}",
        advice=Advice(meaning.kind.value),
        said=said,
        retry_after=_retry_after(headers) if meaning.kind is Kind.WAIT else None,
    )


def _redirected(headers: Mapping[str, str]) -> Refused:
    return Refused(
        "the service sends requests on to another address, which is not followed; "
        "check the base URL",
        advice=Advice.FIX,
        said=shown(headers.get("location", "")),
    )


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait (RFC 9110, 10.2.3); a date counts by the service's own clock."""
    written = headers.get("retry-after", "").strip()
    if not written:
        return None
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", written):
        return min(float(written), LONGEST_WAIT)
    until = _moment(written)
    now = _moment(headers.get("date", "")) or time.time()
    return None if until is None else min(max(0.0, until - now), LONGEST_WAIT)


def _moment(date: str) -> float | None:
    """Seconds since the epoch; a date of HTTP is Greenwich's, even where it does not say so."""
    try:
        read = parsedate_to_datetime(date)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None


def _said(body: bytes, document: Any) -> str:
    """The words of an answer that has no envelope; a page of HTML says nothing to an author."""
    if document is not None:
        return shown(words_in(document))
    text = body[:2000].decode("utf-8", "replace").strip()
    return "" if text.startswith("<") else shown(text)
