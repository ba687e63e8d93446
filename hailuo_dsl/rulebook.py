"""The rulebook: every rule of the language, as its own file tells it.

Takes nothing: it walks the folders of rules and of checks, where one file is one rule, its
docstring the rule itself and its scripts a wrong and a right way. Yields one `Entry` a rule.
Promises: what `hailuo-dsl explain` says of a rule stands beside the rule and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from hailuo_dsl.ground.model import Rule
    from hailuo_dsl.ground.world import FileProblem, ImageFacts

HOMES = (
    "hailuo_dsl.ground.rules",
    "hailuo_dsl.syntax.rules",
    "hailuo_dsl.storyboard.rules",
    "hailuo_dsl.storyboard.checks",
)
"""The packages in which each module is a rule."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as an author is told it.

    Attributes:
        summary: the rule in one sentence.
        text: why it matters and what to do; paragraphs of plain text.
        wrong: a whole script, the bytes of its file, that breaks this rule and no other.
        right: the same script put right.
        files: path -> bytes of a file that one of the scripts reads.
        pictures: path -> what is known of a picture; any other picture is a good one.
    """

    rule: Rule
    summary: str
    text: str
    wrong: bytes
    right: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    pictures: Mapping[str, ImageFacts | FileProblem] = field(default_factory=dict)


@cache
def every() -> tuple[Entry, ...]:
    """All rules: errors, warnings, then hints, each in the order of their codes."""
    entries = [_entry(module) for home in HOMES for module in _modules(home)]
    return tuple(sorted(entries, key=lambda it: ("EWI".index(it.rule.code[0]), it.rule.code)))


def find(name: str) -> Entry | None:
    """The rule of that code or slug, in any case: `E402`, `duration-not-offered`."""
    wanted = name.casefold()
    return next(
        (it for it in every() if wanted in (it.rule.code.casefold(), it.rule.slug.casefold())), None
    )


@cache
def slugs() -> dict[str, Rule]:
    """Slug -> rule, for every rule."""
    return {entry.rule.slug: entry.rule for entry in every()}


def _modules(home: str) -> list[ModuleType]:
    """The modules of the package *home* that are rules."""
    from pkgutil import iter_modules

    found = iter_modules(import_module(home).__path__)
    modules = (import_module(f"{home}.{it.name}") for it in found)
    return [module for module in modules if hasattr(module, "RULE")]


def _entry(module: ModuleType) -> Entry:
    summary, _, text = (module.__doc__ or "").partition("\n")
    files: Mapping[str, str] = getattr(module, "FILES", {})
    return Entry(
        module.RULE,
        summary.strip(),
        text.strip(),
        _bytes(module.WRONG),
        _bytes(module.RIGHT),
        {path: _bytes(content) for path, content in files.items()},
        getattr(module, "PICTURES", {}),
    )


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
