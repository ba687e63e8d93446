"""What the simulator tells of a task: where it stands, its link, and what it was paid for."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from typing import TYPE_CHECKING, Any

from hailuo_dsl.api.simulator.model import ENDS, stand
from hailuo_dsl.api.simulator.shapes import View, Word
from hailuo_dsl.api.simulator.words import Does

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.datastructures import URL, QueryParams

    from hailuo_dsl.api.simulator.model import Task
    from hailuo_dsl.api.simulator.scenario import Scenario


def is_denied(task: Task, scenario: Scenario, now: float) -> bool:
    """Whether the simulator says at *now* that it knows no such task as *task*."""
    if task.fate and task.fate.does is Does.STAYS_UNKNOWN:
        return True
    return now < task.submitted + scenario.task_not_exist_seconds


def view_of(
    task: Task,
    now: float,
    *,
    said: Callable[[Word], str | None],
    link: Callable[[], str],
    size: Callable[[], tuple[int, int]],
) -> View:
    """What there is to tell of *task* at *now*.

    Args:
        task: it.
        now: seconds since the epoch.
        said: the word for where it stands; None: the shape's own.
        link: where its clip is; asked for only once there is one, as is *size*.
        size: width and height of the clip, pixels.
    """
    word, progress = stand(task, now)
    ended: dict[str, Any] = {}
    if word is Word.SUCCESS:
        width, height = size()
        ended = {"link": link(), "width": width, "height": height}
    elif task.fate and word in ENDS.values():
        ended = {"code": task.fate.code, "reason": task.fate.says}
    if ended:
        ended["finished"] = int(task.finished)
    return View(
        task_id=task.task_id,
        stand=word,
        progress=progress,
        submitted=int(task.submitted),
        model=str(task.request["model"]),
        seconds=int(task.request["duration"]),
        said=said(word),
        **ended,
    )


def link_of(url: URL, task: Task, scenario: Scenario, now: float) -> str:
    """The link to the clip: *url*, good for a while where links are good for a while."""
    if scenario.link_seconds is None:
        return str(url)
    until = str(round(now + scenario.link_seconds, 3))
    return str(url.include_query_params(until=until, signature=_signature(task, scenario, until)))


def is_good(query: QueryParams, task: Task, scenario: Scenario, now: float) -> bool:
    """Whether the link that came with *query* leads to the clip at *now*."""
    if scenario.link_seconds is None:
        return True
    until = query.get("until", "")
    signed = hmac.compare_digest(
        query.get("signature", "").encode(), _signature(task, scenario, until).encode()
    )
    return signed and now < float(until)


def paid_for(tasks: Iterable[Task], now: float) -> dict[str, Any]:
    """The account of *tasks*, how they stand at *now*."""
    rows = [
        {
            "task_id": task.task_id,
            "intention": task.intention,
            "prompt": task.prompt,
            "told": task.told,
            "ended": _ended(task, now),
        }
        for task in tasks
    ]
    return {
        "submissions": len(rows),
        "ids": [row["task_id"] for row in rows],
        "paid": len(rows),
        "by_intention": Counter(row["intention"] for row in rows if row["intention"]),
        "tasks": rows,
    }


def _ended(task: Task, now: float) -> str:
    """How *task* ended; nothing if it has not, `unknown` if nobody will ever hear."""
    if task.fate and task.fate.does is Does.STAYS_UNKNOWN:
        return "unknown"
    return stand(task, now).word.value if now >= task.finished else ""


def _signature(task: Task, scenario: Scenario, until: str) -> str:
    text = f"{scenario.seed} {task.task_id} {until}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
