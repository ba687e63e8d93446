"""Which of a command's words is the script, and what is said where a shot is not in it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hailuo_dsl.cli.page import show_report
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.film import STANDARD_INPUT
from hailuo_dsl.studio.rewrite import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hailuo_dsl.studio.film import Film


def is_script(word: str) -> bool:
    """Whether *word* means a script: by its name, or because there is such a file."""
    is_file = os.path.isfile(word)  # noqa: PTH113 - it is quiet about what is no path at all
    return word == STANDARD_INPUT or word.endswith(SUFFIX) or is_file


def script_among(words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The script that stands last or first among *words*, and the others; else an empty word."""
    *before, last = words
    if is_script(last):
        return last, tuple(before)
    first, *after = words
    return (first, tuple(after)) if is_script(first) else ("", tuple(words))


def only_script() -> str:
    """The script of the working folder; an empty word if there is none, or more than one."""
    scripts = [str(it) for it in Path().glob(f"*{SUFFIX}")]
    return scripts[0] if len(scripts) == 1 else ""


def script_and_shots(words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The script among *words*, else the only one of the working folder, and the other words.

    Raises:
        Trouble: none is named, and the folder has none or several.
    """
    script, others = script_among(words) if words else ("", ())
    script = script or only_script()
    if script:
        return script, others
    several = ", ".join(sorted(str(it) for it in Path().glob(f"*{SUFFIX}"))[:5])
    there_are = f"there are {several}" if several else "this folder has none"
    raise Trouble(f"which script is meant? Name it (`film{SUFFIX}`); {there_are}")


def folder_of(words: Sequence[str]) -> Path:
    """The folder whose ledger is meant: that of the script or folder named, else the working one.

    Raises:
        Trouble: more than one word is there, or it is nothing on the disk.
    """
    if len(words) > 1:
        raise Trouble(f"one script or folder is named, and no more; what is `{words[1]}`?")
    path = Path(*words)
    if path.is_dir():
        return path
    if not path.is_file():
        raise Trouble(f"cannot read {path}: there is no such file or folder")
    return path.parent


@contextmanager
def report_first(film: Film) -> Iterator[None]:
    """Where a command stops at what is asked of *film*, say first what is wrong with its script.

    A shot with an error makes no request, and may have lost what it was asked for.
    """
    try:
        yield
    except Trouble:
        if not film.compiled.ok:
            show_report(film.compiled.report, file=sys.stderr)
        raise
