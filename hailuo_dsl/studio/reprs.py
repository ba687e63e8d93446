"""A film, its mistakes, its bill and its plan, as plain text and as HTML.

The HTML is of semantic elements with inline styles: a notebook that was mailed is sanitised before
it is shown, and style sheets and roles are taken out. Nothing is told by colour alone.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from hailuo_dsl.catalog.show import priced
from hailuo_dsl.ground.model import Severity
from hailuo_dsl.ground.render import aligned, render, visible
from hailuo_dsl.request.page import TAGS_ALONE, facts, prompt_html, request_text
from hailuo_dsl.studio.budget import spent_said
from hailuo_dsl.studio.fate import SENT, Fate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hailuo_dsl.ground.model import Diagnostic, Report
    from hailuo_dsl.plan.bill import Bill
    from hailuo_dsl.request.model import Request
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.forecast import Forecast, Outlook

BARS = {Severity.ERROR: "#d55e00", Severity.WARNING: "#e69f00", Severity.HINT: "#0072b2"}
"""The bar beside a diagnostic: three colours that are told apart by everyone."""

HEAD = ("shot", "model", "seconds", "resolution", "first frame", "prompt")
BILL_HEAD = ("shot", "model", "seconds", "resolution", "price")
PLAN_HEAD = ("shot", "what", "price", "why")
CELL = "padding:3px 10px 3px 0;text-align:left;vertical-align:top"
BLOCK = (
    "margin:6px 0;padding:4px 10px;font-family:monospace;white-space:pre;overflow-x:auto;"
    "line-height:1.35;"
    "background:transparent;color:inherit;border:none;border-left:4px solid "
)
BEGIN, END = "\x02", "\x03"


def film_text(film: Film) -> str:
    """What is to be said of *film* and, below that, its requests."""
    requests = "\n".join(map(request_text, film.requests))
    return "\n\n".join(part for part in (report_text(film.compiled.report), requests) if part)


def film_html(film: Film) -> str:
    """The same as HTML."""
    requests = requests_html(film.requests) if film.requests else ""
    return report_html(film.compiled.report) + requests


def report_text(report: Report) -> str:
    """Every diagnostic, as on a terminal."""
    return "\n\n".join(render(it, report.sources) for it in report)


def report_html(report: Report) -> str:
    """Every diagnostic as a block of its own."""
    return "".join(diagnostic_html(it, report) for it in report)


def diagnostic_html(diagnostic: Diagnostic, report: Report) -> str:
    """One diagnostic; *report* has the texts that it speaks of."""
    drawn = escape(render(diagnostic, report.sources, _painted))
    strong = re.sub(f"{BEGIN}([^{END}]*){END}", r"<strong>\1</strong>", drawn)
    return f'<pre style="{BLOCK}{BARS[diagnostic.rule.severity]}">{strong}</pre>'


def message_html(words: str) -> str:
    """One message that stands alone."""
    return f'<pre style="{BLOCK}{BARS[Severity.ERROR]}">{escape(words)}</pre>'


def requests_html(requests: Iterable[Request]) -> str:
    """A row a request, the camera's tags marked in the prompt."""
    rows = [(*map(_unbroken, facts(it)), prompt_html(it, TAGS_ALONE)) for it in requests]
    return table_html(HEAD, rows)


def bill_html(bill: Bill, to: str) -> str:
    """What would be sent, to whom, and what it costs."""
    rows = [tuple(map(escape, line)) for line in bill.lines]
    return (
        f"<p>To be sent to <code>{escape(to)}</code>:</p>{table_html(BILL_HEAD, rows)}"
        f"<p><strong>{escape(bill.total)}</strong></p>"
    )


def plan_text(outlook: Outlook) -> str:
    """What a run would do with each take, and what is to be paid."""
    table = table_text(PLAN_HEAD, [plan_row(it, outlook) for it in outlook.takes])
    return "\n".join((table, "", *plan_sums(outlook)))


def plan_html(outlook: Outlook) -> str:
    """The same as HTML."""
    rows = []
    for it in outlook.takes:
        *short, why = plan_row(it, outlook)
        rows.append((*map(_unbroken, short), escape(why)))
    total, *others = plan_sums(outlook)
    lines = [f"<strong>{escape(total)}</strong>", *map(escape, others)]
    return table_html(PLAN_HEAD, rows) + f"<p>{'<br>'.join(lines)}</p>"


def table_text(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows below their headings, each column as wide as its widest cell."""
    return "\n".join(aligned([head, *rows]))


def table_html(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of HTML below their headings."""
    named = "".join(f'<th scope="col" style="{CELL}">{escape(name)}</th>' for name in head)
    body = "".join(
        "<tr>" + "".join(f'<td style="{CELL}">{cell}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    top = f"<thead><tr>{named}</tr></thead>" if named else ""
    return (
        f'<table style="border-collapse:collapse;margin:6px 0">{top}<tbody>{body}</tbody></table>'
    )


def plan_row(it: Forecast, outlook: Outlook) -> tuple[str, ...]:
    """A take of a plan: its id, its fate, what it would cost, and why."""
    price = ""
    if it.fate in {*SENT, Fate.WITHHELD}:
        price = "free" if outlook.is_free else priced(it.step.price)
    return it.step.id, str(it.fate), price, visible(it.why)


def plan_sums(outlook: Outlook) -> Iterator[str]:
    """What is to be sent, what was spent, and what is not known."""
    yield f"to be sent: {outlook.bill.total}" if outlook.bill.lines else "nothing to be sent"
    budget, spent = outlook.production.budget, outlook.spent
    if not outlook.is_free and (spent.amount or spent.unknown or budget):
        yield spent_said(spent, outlook.currency, budget)
    if outlook.beside:
        yield f"beside these, {outlook.beside} of unknown outcome: `hailuo-dsl reconcile` settles"


def _unbroken(fact: str) -> str:
    return f'<span style="white-space:nowrap">{escape(fact)}</span>'


def _painted(text: str, role: str) -> str:
    """*text* between two marks that outlive escaping, where it is to stand out."""
    return text if role == "frame" else f"{BEGIN}{text}{END}"
