"""The shapes that answers have in circulation, each built from one view of a task. Pure.

Traps and all: a gateway's failure text stands in `result_url`, an older one's link or file id in
`fail_reason`. Sources: the relay of https://github.com/QuantumNous/new-api and a log of it,
https://docs.newapi.pro/en/api/query-video, https://docs.tokensmind.ai/en/guide/video/hailuo/
video-generation-query, https://platform.minimax.io/docs and pages of older gateways.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Document = dict[str, Any]


class Word(StrEnum):
    """Where a task stands, as TokensMind's page of the query spells it."""

    QUEUED = "queued"
    PROCESSING = "processing"
    SUCCESS = "success"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Shape(StrEnum):
    """A way to answer; what each looks like is told where it is built."""

    TOKENSMIND = "tokensmind"
    NEWAPI = "newapi"
    OLDER = "older"
    OLDER_LINK = "older-link"
    FLAT = "flat"
    FLAT_OLD = "flat-old"
    WRAPPED = "wrapped"
    OPENAI = "openai"
    OPENAI_URL = "openai-url"
    OPENAI_VIDEO_URL = "openai-video-url"
    VENDOR_V1 = "vendor-v1"
    VENDOR_V2 = "vendor-v2"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What there is to tell of a task.

    Attributes:
        task_id: the task's.
        stand: where it stands.
        progress: 0 to 100.
        submitted: seconds since the epoch.
        finished: the same; 0 where it has not ended.
        model: as asked for.
        seconds: as asked for.
        said: the word for *stand*, where it is not to be the shape's own.
        link: where the clip is, once it is.
        width: of the clip, pixels.
        height: the same.
        code: the vendor's, of a failure.
        reason: the words of a failure.
    """

    task_id: str
    stand: Word
    progress: int
    submitted: int
    finished: int = 0
    model: str = ""
    seconds: int = 0
    said: str | None = None
    link: str = ""
    width: int = 0
    height: int = 0
    code: str = ""
    reason: str = ""

    @property
    def number(self) -> int:
        """An id such as the vendor gives, told by the task's own."""
        return 900_000_000_000_000 + int.from_bytes(self.task_id.encode()[-5:]) % 10**12


@dataclass(frozen=True, slots=True)
class Way:
    """How a shape is built: the answer to a submit, to a query, and its words for each stand."""

    accepted: Callable[[View], Document]
    told: Callable[[View, str], Document]
    words: Mapping[Word, str]


def accepted(shape: Shape, view: View) -> Document:
    """The answer to the submit that made the task of *view*."""
    return SHAPES[shape].accepted(view)


def told(shape: Shape, view: View) -> Document:
    """The answer to a query of the task of *view*."""
    way = SHAPES[shape]
    word = way.words.get(view.stand, view.stand.value) if view.said is None else view.said
    return way.told(view, word)


def spellings(stand: Word) -> tuple[str, ...]:
    """Every word for *stand* in circulation, small, capitalised and in capitals."""
    forms = (str.lower, str.capitalize, str.upper)
    return tuple(form(word) for word in EVERY[stand].split() for form in forms)


EVERY = {
    Word.QUEUED: "queued preparing queueing submitted not_start pending",
    Word.PROCESSING: "processing in_progress running unknown",
    Word.SUCCESS: "success succeeded succeed completed",
    Word.FAILED: "failed fail failure error",
    Word.CANCELLED: "cancelled canceled",
    Word.EXPIRED: "expired",
}


def _tokensmind(view: View, word: str) -> Document:
    """TokensMind's page."""
    data = {
        "task_id": view.task_id,
        "status": word,
        "progress": str(view.progress),
        "submit_time": view.submitted,
        "finish_time": view.finished,
    }
    if view.link:
        size = {"video_width": view.width, "video_height": view.height}
        data |= {**size, "result_url": view.link}
    if view.reason:
        data["fail_reason"] = view.reason
    return {"code": "200", "message": "success", "data": data}


def _newapi(view: View, word: str) -> Document:
    """New API's source. Where a job failed, the reason stands in `result_url` too."""
    data = {
        "id": 1,
        "created_at": view.submitted,
        "updated_at": view.finished or view.submitted,
        "task_id": view.task_id,
        "platform": "35",
        "user_id": 1,
        "group": "default",
        "channel_id": 1,
        "quota": 1000,
        "action": "generate",
        "status": word,
        "fail_reason": view.reason,
        "result_url": view.link or view.reason,
        "submit_time": view.submitted,
        "start_time": 0 if view.stand is Word.QUEUED else view.submitted,
        "finish_time": view.finished,
        "progress": f"{view.progress}%",
        "properties": {"input": "", "origin_model_name": view.model},
        "data": _vendor_v1(view, _VENDOR_V1.get(view.stand, "Fail")),
    }
    return {"code": "success", "message": "", "data": data}


def _older(view: View, word: str) -> Document:
    """Older gateways: on success `fail_reason` is the vendor's file id, the link lies deep."""
    document = _newapi(view, word)
    data = document["data"]
    del data["result_url"]
    if view.link:
        data["fail_reason"] = str(view.number + 1)
        data["data"]["file"] = _file(view)
    return document


def _older_link(view: View, word: str) -> Document:
    """New API before `result_url`: on success the link stands in `fail_reason`."""
    document = _newapi(view, word)
    del document["data"]["result_url"]
    document["data"] |= {"fail_reason": view.link or view.reason, "data": None}
    return document


def _flat(view: View, word: str) -> Document:
    """New API's present pages."""
    document: Document = {"task_id": view.task_id, "status": word, "error": None}
    if view.link:
        facts = {"duration": view.seconds, "fps": 24, "width": view.width, "height": view.height}
        document |= {"url": view.link, "format": "mp4", "metadata": {**facts, "seed": 1}}
    if view.reason:
        document["error"] = {"code": int(view.code), "message": view.reason}
    return document


def _flat_old(view: View, word: str) -> Document:
    """New API's pages of before: every key is there, and may be null."""
    return {"url": None, "format": None, "metadata": None, **_flat(view, word)}


def _wrapped(view: View, word: str) -> Document:
    """The flat shape within New API's envelope, as its adaptors of other vendors build it."""
    return {"code": "success", "message": "", "data": _flat(view, word)}


def _openai(view: View, word: str) -> Document:
    """OpenAI's manner, `/v1/videos`."""
    document: Document = {
        "id": view.task_id,
        "object": "video",
        "model": view.model,
        "status": word,
        "progress": view.progress,
        "created_at": view.submitted,
    }
    if view.finished:
        document["completed_at"] = view.finished
    if view.link:
        document["metadata"] = {"url": view.link}
    if view.reason:
        document["error"] = {"message": view.reason, "code": view.code}
    return document


def _openai_top(key: str) -> Callable[[View, str], Document]:
    """OpenAI's manner with the link at the top, under *key*."""

    def built(view: View, word: str) -> Document:
        document = _openai(view, word)
        found = document.pop("metadata", None)
        return {**document, key: view.link} if found else document

    return built


def _vendor_v1(view: View, word: str) -> Document:
    """The vendor's first version, with what its file route says beside it once there is a file."""
    document: Document = {"task_id": str(view.number), "status": word}
    if view.link:
        size = {"video_width": view.width, "video_height": view.height}
        document |= {"file_id": str(view.number + 1), **size}
    answer = {"status_code": int(view.code or 0), "status_msg": view.reason or "success"}
    return {**document, "base_resp": answer}


def _vendor_v1_own(view: View, word: str) -> Document:
    document = {**_vendor_v1(view, word), "task_id": view.task_id}
    return {**document, "file": _file(view)} if view.link else document


def _vendor_v2(view: View, word: str) -> Document:
    """The vendor's second version."""
    task: Document = {
        "id": view.task_id,
        "model": view.model,
        "status": word,
        "created_at": view.submitted,
        "updated_at": view.finished or view.submitted,
        "duration": view.seconds,
        "task_type": "generation",
        "modality": "video",
    }
    if view.link:
        task["content"] = {"url": view.link}
    if view.reason:
        task["error"] = {"code": view.code, "message": view.reason}
    return {"task": task}


def _file(view: View) -> Document:
    return {
        "file_id": view.number + 1,
        "bytes": 0,
        "created_at": view.finished,
        "filename": "output.mp4",
        "purpose": "video_generation",
        "download_url": view.link,
    }


def _accepted_short(view: View) -> Document:
    return {"task_id": view.task_id, "status": Word.QUEUED.value}


def _accepted_video(view: View) -> Document:
    """New API's source: the same id under two keys."""
    return {"task_id": view.task_id, **_openai(view, "queued"), "progress": 0}


def _accepted_v1(view: View) -> Document:
    return {"task_id": view.task_id, "base_resp": {"status_code": 0, "status_msg": "success"}}


_NEWAPI = {
    Word.QUEUED: "QUEUED",
    Word.PROCESSING: "IN_PROGRESS",
    Word.SUCCESS: "SUCCESS",
    Word.FAILED: "FAILURE",
}
_OPENAI = {Word.PROCESSING: "in_progress", Word.SUCCESS: "completed"}
_FLAT_OLD = {Word.PROCESSING: "in_progress", Word.SUCCESS: "succeeded"}
_VENDOR_V1 = {
    Word.QUEUED: "Queueing",
    Word.PROCESSING: "Processing",
    Word.SUCCESS: "Success",
    Word.FAILED: "Fail",
}
_VENDOR_V2 = {Word.PROCESSING: "running", Word.SUCCESS: "succeeded"}

SHAPES: Mapping[Shape, Way] = {
    Shape.TOKENSMIND: Way(_accepted_short, _tokensmind, {}),
    Shape.NEWAPI: Way(_accepted_video, _newapi, _NEWAPI),
    Shape.OLDER: Way(_accepted_short, _older, _NEWAPI),
    Shape.OLDER_LINK: Way(_accepted_short, _older_link, _NEWAPI),
    Shape.FLAT: Way(_accepted_short, _flat, _OPENAI),
    Shape.FLAT_OLD: Way(_accepted_short, _flat_old, _FLAT_OLD),
    Shape.WRAPPED: Way(_accepted_video, _wrapped, {Word.SUCCESS: "succeeded"}),
    Shape.OPENAI: Way(lambda view: _openai(view, "queued"), _openai, _OPENAI),
    Shape.OPENAI_URL: Way(_accepted_video, _openai_top("url"), _OPENAI),
    Shape.OPENAI_VIDEO_URL: Way(_accepted_video, _openai_top("video_url"), _OPENAI),
    Shape.VENDOR_V1: Way(_accepted_v1, _vendor_v1_own, _VENDOR_V1),
    Shape.VENDOR_V2: Way(lambda view: {"task_id": view.task_id}, _vendor_v2, _VENDOR_V2),
}
