"""`# allow: slug` on the line above keeps a warning or a hint from being said there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Edit, Fix, Severity, Span
from hailuo_dsl.ground.rules import UNKNOWN_ALLOW, UNUSED_ALLOW
from hailuo_dsl.ground.suggest import asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hailuo_dsl.ground.model import Report, Rule, Source

MOST_IN_ONE = 100
"""Slugs of a comment that are read; no line can have so much said of it."""

SIGN = "allow:"
COMMENT = re.compile(rf"[^\S\n]*#[^\S\n]*{SIGN}(?P<slugs>[^\n]*)\n?").match
SLUG = re.compile(r"[^\s,]+").finditer


@dataclass
class Allowance:
    """One slug of an `allow` comment.

    Attributes:
        line: the line that it speaks of, from 1.
        alone: no other slug stands in its comment.
        used: something was to be said there.
    """

    slug: str
    span: Span
    line: int
    comment: Span
    alone: bool
    used: bool = field(default=False)


def allow(report: Report, script: str, rules: Callable[[], Mapping[str, Rule]]) -> None:
    """Take out of *report* what comments allow, and report comments that allow nothing.

    Args:
        script: the name of the script itself. What a used file allows may be of use to another
            script, so it is not looked over.
        rules: asks for every rule by its slug; called only where there are such comments.
    """
    for source in tuple(report.sources.values()):
        found = list(_allowances(source)) if SIGN in source.text else []
        if found:
            _silence(found, source, report)
            _look_over(found, report, rules(), own=source.name == script)


def _allowances(source: Source) -> Iterator[Allowance]:
    """What the comments of *source* allow; one that follows another speaks of the same line."""
    waiting: list[Allowance] = []
    number = 1
    for start in source.line_starts:
        found = COMMENT(source.text, start)
        if found:
            at = Span(found.start(), found.end(), source.name)
            slugs = list(
                islice(SLUG(source.text, found.start("slugs"), found.end("slugs")), MOST_IN_ONE)
            )
            waiting += [
                Allowance(it[0], Span(it.start(), it.end(), source.name), 0, at, len(slugs) == 1)
                for it in slugs
            ]
        else:
            for it in waiting:
                it.line = number
            yield from waiting
            waiting = []
        number += 1


def _silence(found: list[Allowance], source: Source, report: Report) -> None:
    by_place = {(it.line, it.slug): it for it in found}
    for diagnostic in tuple(report):
        rule, span = diagnostic.rule, diagnostic.span
        if span.file != source.name or rule.severity is Severity.ERROR:
            continue
        allowance = by_place.get((source.position(span.start)[0], rule.slug))
        if allowance:
            allowance.used = True
            report.withdraw(diagnostic)


def _look_over(
    found: list[Allowance], report: Report, rules: Mapping[str, Rule], *, own: bool
) -> None:
    known = [slug for slug, rule in rules.items() if not _is_error(rule)]
    for it in found:
        rule = rules.get(it.slug)
        if rule is None:
            near = report.near(it.slug, known)
            report.add(
                UNKNOWN_ALLOW,
                it.span,
                f"nothing that could be allowed is called `{it.slug}`",
                help=asked(near, "`hailuo-dsl explain` lists what can be said"),
                fix=Fix((Edit(it.span, near),), safe=False) if near else None,
            )
        elif _is_error(rule):
            report.add(
                UNKNOWN_ALLOW,
                it.span,
                f"`{it.slug}` is an error, and errors cannot be allowed",
                help=f"put it right; `hailuo-dsl explain {rule.code}` tells how",
            )
        elif own and not it.used and not report.errors:
            report.add(
                UNUSED_ALLOW,
                it.span,
                f"there is no `{it.slug}` to allow on the line below",
                help="take the comment out",
                fix=Fix((Edit(it.comment, ""),)) if it.alone else None,
            )


def _is_error(rule: Rule) -> bool:
    return rule.severity is Severity.ERROR
