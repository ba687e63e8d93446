"""Requests back to a script, held against what the script compiles to before anybody sees it."""

from __future__ import annotations

import json
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hailuo_dsl.compile import World, compile_script
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import BYTES_A_LINE, size_problem, source_of
from hailuo_dsl.ground.render import render
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.ground.world import FileProblem, ImageFacts
from hailuo_dsl.request.decompile.read import read_requests
from hailuo_dsl.request.decompile.script import decompile
from hailuo_dsl.storyboard.rules import TOO_MANY_NAMES, TOO_MANY_REQUESTS
from hailuo_dsl.studio.disk import read_file, read_input
from hailuo_dsl.studio.film import STANDARD_INPUT, chosen_provider, project
from hailuo_dsl.studio.rewrite import rewrite
from hailuo_dsl.syntax.model import Setting
from hailuo_dsl.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hailuo_dsl.catalog.model import Catalog, Provider
    from hailuo_dsl.compile import Compiled
    from hailuo_dsl.ground.model import Source
    from hailuo_dsl.ground.world import Files, Pictures
    from hailuo_dsl.request.decompile.model import Asked, Decompiled

NAME = "script.shots"


class WrongScriptError(Exception):
    """The decompiler broke its promise: the script would not make the requests that were given."""


def decompiled_file(path: str, folder: Path, provider: str | None = None) -> Decompiled:
    """The script that compiles to the requests in the JSON file at *path*; `-` is standard input.

    Args:
        path: the file.
        folder: where the script will stand; its project's rows and defaults are regarded.
        provider: whom the script is compiled for; None asks `HAILUO_PROVIDER`, else `local`.

    Raises:
        Trouble: the file cannot be read, or holds a request that no script can say.
        WrongScriptError: see `decompiled`.
    """
    rows, defaults = project(folder)
    chosen = chosen_provider(rows, provider)
    is_input = path == STANDARD_INPUT
    data = read_input() if is_input else read_file(Path(path))
    try:
        return decompiled(data.decode("utf-8-sig"), rows, chosen, defaults)
    except UnicodeDecodeError as error:
        raise Trouble(
            f"{path} is not UTF-8: byte {error.start} is {data[error.start]:#04x}"
        ) from None
    except Trouble as trouble:
        raise Trouble(f"{'standard input' if is_input else path}: {trouble}") from trouble


def megabytes_needed(script: str) -> int | None:
    """The `--max-size` that other verbs need to read *script*; None if they read it without."""
    data = script.encode()
    if size_problem(data) is None:
        return None
    return ceil(max(len(data), data.count(b"\n") * BYTES_A_LINE) / 1_000_000)


def write_out(made: Decompiled, path: Path, *, force: bool) -> tuple[Path, ...]:
    """Write a script to *path* and its tables beside it; the files that were written.

    Args:
        made: the script.
        path: its file.
        force: write over files that are there.

    Raises:
        Trouble: one is there already, or cannot be written.
    """
    texts = {path: made.text, **{path.parent / name: it for name, it in made.tables.items()}}
    there = [it for it in texts if it.exists()]
    if there and not force:
        raise Trouble(f"{there[0]} is there already; `--force` writes over it")
    for it, text in texts.items():
        try:
            if it in there:
                rewrite(it, text.encode())
            else:
                with it.open("xb") as file:
                    file.write(text.encode())
        except OSError as error:
            raise Trouble(f"{it} cannot be written: {error.strerror}") from error
    return tuple(texts)


def decompiled(
    text: str, catalog: Catalog, provider: Provider, defaults: Sequence[Source] = ()
) -> Decompiled:
    """The script that compiles to the requests in the JSON *text*.

    The pictures that it names are not looked at.

    Args:
        text: one request, a list, one after the other, or the document of `compile`; each in the
            gateway's shape or the vendor's.
        catalog: what the service offers, and the camera's words.
        provider: who the script is compiled for.
        defaults: the settings of the project that it will stand in.

    Raises:
        Trouble: *text* is no JSON, or holds a request that no script can say.
        WrongScriptError: the script that was made says something else, which is our mistake.
    """
    inherited = {
        line.key
        for source in defaults
        for line in parse(source, Report()).head.lines
        if isinstance(line, Setting)
    }
    made = decompile(read_requests(text), catalog, provider, inherited)
    world = World(
        catalog, provider, _good_pictures(catalog), _tables_of(made), defaults=tuple(defaults)
    )
    _hold(compile_script(source_of(NAME, made.text), world), made.asked)
    return made


def _hold(made: Compiled, asked: Sequence[Asked]) -> None:
    """Raise unless *made* are the requests that were asked for, in their order."""
    errors = [it for it in made.report if it.is_error]
    limits = [it for it in errors if it.rule in {TOO_MANY_NAMES, TOO_MANY_REQUESTS}]
    if limits:
        raise Trouble(f"this is too much for one script: {limits[0].message}; give fewer requests")
    foreign = [it for it in errors if it.span.file != NAME]
    if foreign:
        raise Trouble(
            f"a script by itself cannot have the project's defaults: {foreign[0].message}"
        )
    if errors:
        raise WrongScriptError(render(errors[0], made.report.sources))
    bodies = [_canonical(step.request.body) for step in made.plan.steps]
    for number, it in enumerate(asked):
        if number >= len(bodies) or bodies[number] != _canonical(it.body):
            raise WrongScriptError(f"request {it.number} would be another one")
    if len(bodies) > len(asked):
        raise WrongScriptError(f"there would be {len(bodies)} requests, not {len(asked)}")


def _canonical(body: Any) -> str:
    """*body* as text that is equal only for equal JSON: `6` is not `6.0`, and `true` not `1`."""
    return json.dumps(body, sort_keys=True)


def _tables_of(made: Decompiled) -> Files:
    def files(path: str) -> bytes | FileProblem:
        table = made.tables.get(path)
        return FileProblem("does not exist", missing=True) if table is None else table.encode()

    return files


def _good_pictures(catalog: Catalog) -> Pictures:
    """Takes every picture for one that the service takes; whether it is, `check` says."""
    edge = int(catalog.limit("picture_edge")) + 1
    facts = ImageFacts(catalog.formats[0].name, 1, edge, edge, "")
    return lambda _path: facts
