"""Read whatever the service answered. Pure but for the clock that a dated `Retry-After` needs.

Four shapes of answer are in circulation, and three vocabularies for one of them:

    {"code": "success", "message": "", "data": {"status": "IN_PROGRESS", …}}   New API's source
    {"code": "200", "message": "success", "data": {"status": "success", …}}    TokensMind's page
    {"task_id": …, "status": "completed", "url": …, "error": null}             New API's pages
    {"id": …, "object": "video", "status": "completed", "metadata": {"url"}}   OpenAI's manner

The vendor's own two are read as well. Errors come as `{"code", "message", "data": null}`, as
`{"error": {…}}` or as `base_resp`, each of them also within HTTP 200. Sources: the relay of
https://github.com/QuantumNous/new-api, https://docs.newapi.pro/en/api/query-video,
https://docs.tokensmind.ai/en/guide/video/hailuo/video-generation-query and the vendor's pages.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from hailuo_dsl.api.codes import Kind, Meaning, codes, http_meaning
from hailuo_dsl.api.errors import Advice, ApiError, DeadLink, Lost, NoSuchTask, Refused
from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.api.probe import dig, document_in, first, is_link, percent, shown, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = {
    Status.QUEUED: "preparing queueing queued submitted not_start pending",
    Status.RUNNING: "processing in_progress running",
    Status.SUCCEEDED: "success succeeded succeed completed",
    Status.FAILED: "fail failed failure error",
    Status.CANCELLED: "cancelled canceled",
    Status.EXPIRED: "expired",
}
STATUSES = {word: status for status, words in WORDS.items() for word in words.split()}
SURE = frozenset({"success", "200", "0"})
"""The codes of an envelope that is no error."""

NAMED = ("task_id", "data.task_id", "task.id", "task.task_id")
PERHAPS_NAMED = (*NAMED, "id", "data.id")
ACCEPTED = (*NAMED, "data", "data.data.task_id", "id", "data.id")
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
SAID = ("error.message", "message", "error", "base_resp.status_msg", "msg", "detail")

# With no task id beside it, an answer of one of these tells nothing of what became of the request.
NEVER_SURE = frozenset({408, 499, 502, 504})
_CODE_AT_END = re.compile(r"\((\d{3,5})\)\s*$")
_ABSENT = re.compile(r"task[_ ]?(id)?.{0,20}\bnot[_ ]?(exist|found)|invalid task_?id", re.I)


@dataclass(frozen=True, slots=True)
class _Fault:
    """An error in the service's own envelope: every code that it gives, and its words."""

    codes: tuple[str, ...]
    said: str


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
    fault = _fault_in(document, status)
    if status < 300 or status >= 500:
        # What may be a request's own id counts only where nothing went wrong.
        task_id = first(texts(document, NAMED if fault or status >= 500 else ACCEPTED))
        if task_id:
            return task_id
    unsaid = fault is None and not 400 <= status < 500
    if unsaid or status in NEVER_SURE:
        what = "names no task" if status < 300 else f"is HTTP {status}"
        raise Lost(
            f"the service's answer {what}, so the job may be under way",
            said=fault.said if fault else _said(body, document),
        )
    raise _refusal(status, headers, fault, _said(body, document))


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
    fault = _fault_in(document, status)
    if status >= 400:
        if fault is None and (status >= 500 or status in NEVER_SURE):
            raise Lost(f"the service did not answer (HTTP {status})", said=_said(body, document))
        raise _refusal(status, headers, fault, _said(body, document))
    word = first(texts(document, STATUS))
    known = STATUSES.get(word.lower())
    named = first(texts(document, PERHAPS_NAMED))
    # A failure without a task beside it is the envelope's own: the question failed, not the job.
    if fault and (known is None or (known is Status.FAILED and not named)):
        raise _refusal(status, headers, fault, fault.said)
    if not any(isinstance(dig(document, path), str | int) for path in STATUS):
        raise Lost("the service's answer says nothing of the task", said=_said(body, document))
    return _answer(known or Status.RUNNING, document)


def download_error(status: int, headers: Mapping[str, str], body: bytes) -> ApiError:
    """What an answer to a download means that is not HTTP 200; *body* may be cut off."""
    said = _said(body, document_in(body))
    if status >= 500 or status in NEVER_SURE:
        return Lost(f"the clip did not come (HTTP {status})", said=said)
    if http_meaning(status).kind is Kind.WAIT:
        return _refusal(status, headers, None, said)
    return DeadLink(
        f"the link to the clip leads to none (HTTP {status})", advice=Advice.WAIT, said=said
    )


def _answer(status: Status, document: Any) -> Answer:
    found = (percent(dig(document, path)) for path in PROGRESS)
    progress = next((number for number in found if number is not None), None)
    if status is Status.SUCCEEDED:
        return Answer(status, url=first(filter(is_link, texts(document, LINK))), progress=progress)
    if status in (Status.QUEUED, Status.RUNNING):
        return Answer(status, progress=progress)
    return Answer(status, failure=_reason(document), progress=progress)


def _reason(document: Any) -> str:
    """Why a task failed; the same fields hold links, file ids and cheer at times."""
    for text in texts(document, REASON):
        if not is_link(text) and not text.isdigit() and text.lower() not in ("success", "ok"):
            return shown(text)
    return ""


def _fault_in(document: Any, status: int) -> _Fault | None:
    """The service's own envelope of an error; a bare message may come from a machine in between."""
    if not isinstance(document, dict):
        return None
    error, code = document.get("error"), document.get("code")
    vendor = dig(document, "base_resp.status_code")
    names = list(texts(document, ("code", "error.code", "error.type", "type")))
    said = first(texts(document, SAID))
    has_error = bool(error) and isinstance(error, dict | str)
    has_code = code is not None and "message" in document and str(code).lower() not in SURE
    has_type = "message" in document and "error" in str(document.get("type", ""))
    has_vendor = vendor not in (None, 0, "0")
    plain = status >= 400 and "message" in document and "code" in document
    if not (has_error or has_code or has_type or has_vendor or plain):
        return None
    if has_vendor:
        names.append(str(vendor))
    names += _CODE_AT_END.findall(said)
    # `fail_to_fetch_task` carries the vendor's whole answer in its message.
    inner = _fault_in(document_in(said.encode()), status) if said.startswith("{") else None
    if inner:
        return _Fault((*names, *inner.codes), inner.said or shown(said))
    return _Fault(tuple(names), shown(said))


def _meaning(status: int, fault: _Fault | None) -> Meaning:
    named = fault.codes if fault else ()
    known = next((codes()[code] for code in named if code in codes()), None)
    if known:
        return known
    if fault and _ABSENT.search(fault.said):
        return codes()["task_not_exist"]
    if status >= 400:
        return http_meaning(status)
    inner = next((int(code) for code in named if re.fullmatch(r"[45]\d\d", code)), 400)
    return http_meaning(inner)


def _refusal(
    status: int, headers: Mapping[str, str], fault: _Fault | None, otherwise: str
) -> ApiError:
    """What an error means; *otherwise* is what was said where there is no envelope."""
    meaning, said = _meaning(status, fault), fault.said if fault else otherwise
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
    if re.fullmatch(r"\d+(\.\d+)?", written):
        return float(written)
    until = _moment(written)
    now = _moment(headers.get("date", "")) or time.time()
    return None if until is None else max(0.0, until - now)


def _moment(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None


def _said(body: bytes, document: Any) -> str:
    """The words of an answer that has no envelope; a page of HTML says nothing to an author."""
    if document is not None:
        return shown(first(texts(document, SAID)))
    text = body[:2000].decode("utf-8", "replace").strip()
    return "" if text.startswith("<") else shown(text)
