"""The service's own envelope of an error, and what the codes and words in it mean.

    {"code": "1026", "message": "hailuo api error: …", "data": null}           New API, tasks
    {"error": {"message": "…", "type": "new_api_error", "code": ""}}           New API, keys
    {"code": null, "message": "…", "param": null, "type": "…_error"}           New API's pages
    {"task_id": "", "base_resp": {"status_code": 1026, "status_msg": "…"}}     the vendor, v1
    {"type": "error", "error": {"type", "message": "… (1026)", "http_code"}}   the vendor, v2

Each comes with HTTP 200 too. Sources: https://github.com/QuantumNous/new-api (relay/relay_task.go,
types/error.go), https://docs.newapi.pro/en/api/query-video and the vendor's pages,
https://platform.minimax.io/docs/api-reference/errorcode.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hailuo_dsl.api.codes import HTTP, MODERATED, Kind, Meaning, codes, http_meaning
from hailuo_dsl.api.probe import document_in, first, shown, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

SURE = frozenset({"success", "ok", "0"})
"""The codes of an envelope that is no error, beside HTTP's 200 and its like."""

VENDOR = ("base_resp.status_code", "data.base_resp.status_code")
CODES = (*VENDOR, "code", "error.code", "error.http_code", "error.type", "type")
WORDS = (
    *("error.message", "message", "error", "base_resp.status_msg"),
    *("data.base_resp.status_msg", "msg", "detail"),
)
CHEER = frozenset({"success", "ok"})
"""What stands among the words of an error that had none."""

_CODE_AT_END = re.compile(r"\(([0-9]{3,5})\)(?:\s*\(request id:[^()]*\))?\s*$", re.I)
_ABSENT = re.compile(
    r"task.{0,60}(?:not|n't)[_ ]?(?:exist|found)|invalid task_?id|任务不存在", re.I
)
# Letters may be case-sensitive, and a limit time-sensitive: neither is the censor's word.
_MODERATED = re.compile(
    r"new_sensitive|(?<![\w-])(?<!case )sensitive|moderat(?:ion|ed)"
    r"|content[ _-]?(?:policy|filter)|敏感|违规|内容安全|审核[未不]通过",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """An error in the service's own envelope.

    Attributes:
        codes: every code in it.
        said: its words.
        names_task: whether what the vendor had answered to the gateway names a task.
    """

    codes: tuple[str, ...]
    said: str
    names_task: bool = False


def fault_in(document: Any, status: int) -> Fault | None:
    """The error in *document*, the answer of HTTP *status*; None if there is none of the service's.

    Words alone are none: they may come from a machine in between, which knows less.
    """
    if not isinstance(document, dict) or not _is_envelope(document, status):
        return None
    said = words_in(document)
    named = (*texts(document, CODES), *codes_at_end(said))
    # `fail_to_fetch_task` carries the vendor's whole answer in its message.
    inner = document_in(said) if said.startswith("{") else None
    if inner is None:
        return Fault(named, shown(said))
    within = fault_in(inner, status) or Fault((), "")
    names_task = bool(first(texts(inner, ("task_id", "task.id")))) or within.names_task
    return Fault((*within.codes, *named), within.said or shown(said), names_task)


def words_in(document: Any) -> str:
    """What *document* says in words."""
    return first(it for it in texts(document, WORDS) if it.lower() not in CHEER)


def codes_at_end(said: str) -> list[str]:
    """The vendor's number at the end of its words: `slow down (1002)`."""
    return _CODE_AT_END.findall(said)


def meaning_of(status: int, fault: Fault | None, said: str, *, of_task: bool) -> Meaning:
    """What a refusal of HTTP *status* means.

    Args:
        status: of the HTTP answer.
        fault: the service's own envelope, if it came.
        said: the words that came.
        of_task: whether it was asked how a task stands, so that the task can be absent.
    """
    named = fault.codes if fault else ()
    found = known_meaning(named)
    if found is None or (found.kind is Kind.ABSENT and not of_task):
        found = http_meaning(_http_status(status, named))
    if found.kind is Kind.FIX and of_task and _ABSENT.search(said):
        return codes()["task_not_exist"]
    if (found.kind is Kind.FIX or found == HTTP[403]) and _MODERATED.search(said):
        return MODERATED
    return found


def known_meaning(named: Iterable[str]) -> Meaning | None:
    """What the first known one of the codes *named* means: numbers are the vendor's, so go first.

    One that leaves a doubt of what became of the request is heard before any other.
    """
    known = [(code, codes()[code]) for code in named if code in codes()]
    known.sort(key=lambda it: (it[1].kind is not Kind.LOST, not it[0].isdigit()))
    return known[0][1] if known else None


def failure_meaning(named: Iterable[str], said: str) -> Meaning | None:
    """Why a job failed, told by the codes *named* and by the words *said* beside them."""
    found = known_meaning(named)
    if (found is None or found.kind is not Kind.MODERATED) and _MODERATED.search(said):
        return MODERATED
    return found


def _is_envelope(document: dict[str, Any], status: int) -> bool:
    error, code = document.get("error"), first(texts(document, ("code",)))
    if any(it != "0" for it in texts(document, VENDOR)):
        return True
    if isinstance(error, dict):
        named = first(texts(error, ("code",)))
        if first(texts(error, ("message", "type"))) or (named and not _is_sure(named)):
            return True
    # Frameworks, and so machines in between, write `"error": "Bad Gateway"` and `msg`.
    if status < 500 and isinstance(error, str) and error.strip():
        return True
    if "message" not in document and (status >= 500 or "msg" not in document):
        return False
    has_code = bool(code) and not _is_sure(code)
    has_type = "error" in str(document.get("type", ""))
    return has_code or has_type or (status >= 400 and "code" in document)


def _is_sure(code: str) -> bool:
    return code.lower() in SURE or bool(re.fullmatch(r"2[0-9][0-9]", code))


def _http_status(status: int, named: Iterable[str]) -> int:
    """The HTTP status that is meant: 200 and 400 may hold another one in their envelope."""
    if status >= 300 and status != 400:
        return status
    return next((int(code) for code in named if re.fullmatch(r"[45][0-9][0-9]", code)), 400)
