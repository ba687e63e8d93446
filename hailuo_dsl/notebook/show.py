"""A film, its mistakes, its progress and its bill, as plain text and as HTML.

The HTML is of semantic elements with inline styles: a notebook that was mailed is sanitised before
it is shown, and style sheets and roles are taken out. Nothing is told by colour alone.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Severity
from hailuo_dsl.ground.render import render
from hailuo_dsl.ground.trouble import Trouble, disk_words
from hailuo_dsl.request.model import FILE, SHOT
from hailuo_dsl.storyboard.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hailuo_dsl.ground.model import Diagnostic, Report
    from hailuo_dsl.notebook.model import Line
    from hailuo_dsl.plan.bill import Bill
    from hailuo_dsl.request.model import Request
    from hailuo_dsl.studio.film import Film

BARS = {Severity.ERROR: "#d55e00", Severity.WARNING: "#e69f00", Severity.HINT: "#0072b2"}
"""The bar beside a diagnostic: three colours that are told apart by everyone."""

HEAD = ("shot", "model", "seconds", "resolution", "first frame", "prompt")
BILL_HEAD = ("shot", "model", "seconds", "resolution", "price")
CELL = "padding:3px 10px 3px 0;text-align:left;vertical-align:top"
TAG = "background:#cfe3f7;color:#12304d;padding:0 3px;border-radius:3px;white-space:nowrap"
BLOCK = (
    "margin:6px 0;padding:4px 10px;white-space:pre;overflow-x:auto;line-height:1.35;"
    "background:transparent;color:inherit;border:none;border-left:4px solid "
)
BEGIN, END = "\x02", "\x03"


def film_text(film: Film) -> str:
    """What is to be said of *film* and, below that, its requests."""
    return "\n\n".join(
        part for part in (report_text(film.compiled.report), _requests(film)) if part
    )


def film_html(film: Film) -> str:
    """The same as HTML."""
    requests = requests_html(film.requests) if film.requests else ""
    return report_html(film.compiled.report) + requests


def report_text(report: Report) -> str:
    """Every diagnostic, as on a terminal."""
    return "\n\n".join(render(it, report.sources) for it in report)


def report_html(report: Report) -> str:
    """Every diagnostic as a block of its own."""
    return "".join(_diagnostic(it, report) for it in report)


def message_html(words: str) -> str:
    """One message that stands alone."""
    return f'<pre style="{BLOCK}{BARS[Severity.ERROR]}">{escape(words)}</pre>'


def requests_html(requests: Iterable[Request]) -> str:
    """A row a request, the camera's tags marked in the prompt."""
    rows = [(*map(_unbroken, _facts(request)), _prompt(request)) for request in requests]
    return _table(HEAD, rows)


def takes_html(lines: Iterable[Line]) -> str:
    """A row a take: its id, how far it is, and where it stands in words."""
    rows = [(escape(line.id), _bar(line), escape(line.words)) for line in lines]
    return _table((), rows) if rows else ""


def bill_html(bill: Bill, to: str) -> str:
    """What would be sent, to whom, and what it costs."""
    rows = [tuple(map(escape, line)) for line in bill.lines]
    return (
        f"<p>To be sent to <code>{escape(to)}</code>:</p>{_table(BILL_HEAD, rows)}"
        f"<p><strong>{escape(bill.total)}</strong></p>"
    )


def _bar(line: Line) -> str:
    return (
        f'<progress max="100" value="{line.percent:.0f}" style="width:220px"'
        f' aria-label="{escape(line.id)}">{line.percent:.0f} %</progress>'
    )


def words_of(error: BaseException) -> str:
    """What to say of *error*; of several that came together, of the first."""
    if isinstance(error, BaseExceptionGroup):
        return words_of(error.exceptions[0])
    if isinstance(error, OSError) and error.strerror:
        return disk_words(error)
    # Trouble is a sentence for the author; the name of any other tells whose fault it is.
    return str(error) if isinstance(error, Trouble) else f"{type(error).__name__}: {error}"


def _requests(film: Film) -> str:
    return "\n".join(
        f"{'  '.join(_facts(request))}\n    {request.body['prompt']}" for request in film.requests
    )


def _facts(request: Request) -> tuple[str, ...]:
    body = request.body
    resolution = body["metadata"].get("resolution", "default")
    frame = _frame(body["metadata"].get("first_frame_image"))
    if "last_frame_image" in body["metadata"]:
        frame += f" → {_frame(body['metadata']['last_frame_image'])}"
    return (request.id, request.model, str(body["duration"]), resolution, frame)


def _frame(frame: str | None) -> str:
    if frame is None:
        return "none"
    if frame.startswith(SHOT):
        shot, _, which = frame.removeprefix(SHOT).rpartition(".")
        return f"the {which} frame of {shot}"
    return "a data URL" if frame.startswith("data:") else frame.removeprefix(FILE)


def _unbroken(fact: str) -> str:
    return f'<span style="white-space:nowrap">{escape(fact)}</span>'


def _prompt(request: Request) -> str:
    prompt = request.body["prompt"]
    parts = []
    for mark in request.source_map:
        words = escape(prompt[mark.start : mark.end]).replace("\n", "<br>")
        is_tag = mark.kind is Kind.CAMERA
        parts.append(f'<mark style="{TAG}">{words}</mark>' if is_tag else words)
    return "".join(parts)


def _diagnostic(diagnostic: Diagnostic, report: Report) -> str:
    drawn = escape(render(diagnostic, report.sources, _painted))
    strong = re.sub(f"{BEGIN}([^{END}]*){END}", r"<strong>\1</strong>", drawn)
    return f'<pre style="{BLOCK}{BARS[diagnostic.rule.severity]}">{strong}</pre>'


def _painted(text: str, role: str) -> str:
    """*text* between two marks that outlive escaping, where it is to stand out."""
    return text if role == "frame" else f"{BEGIN}{text}{END}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    named = "".join(f'<th scope="col" style="{CELL}">{escape(name)}</th>' for name in head)
    body = "".join(
        "<tr>" + "".join(f'<td style="{CELL}">{cell}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    top = f"<thead><tr>{named}</tr></thead>" if named else ""
    return (
        f'<table style="border-collapse:collapse;margin:6px 0">{top}<tbody>{body}</tbody></table>'
    )
