"""Makes the labextension that colours `%%shots` cells, and the colours of the panels' editor.

`python -m hailuo_dsl.notebook.highlight_js` makes them anew. They speak JavaScript,
so they cannot ask the grammars. They get a table of all that is data: the patterns of the lines and
of what stands in values, which part of a value may follow which, and the colours that
`syntax/highlight.py` gives them. The rest is written by hand: `colours.js`, which reads a line by
the table, and `highlight.js`, which brings that into JupyterLab's cells.

JupyterLab wants a file whose name changes with what is in it, and a `package.json` that names it.
"""

# Lark's interactive parser carries no types.
# mypy: allow-untyped-calls

from __future__ import annotations

import json
import re
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lark import Token
from pygments.token import (
    STANDARD_TYPES,
    Comment,
    Error,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
)

from hailuo_dsl import __version__
from hailuo_dsl.syntax.grammar import VALUE_STARTS, script_parser, value_parser
from hailuo_dsl.syntax.highlight import CHOICES, SPECIAL, TAG, TERMINALS, VALUES, Colour, Inside
from hailuo_dsl.syntax.lines import WORD_AND_REST
from hailuo_dsl.syntax.prose import TOKEN, TOKEN_OF_VALUES
from hailuo_dsl.syntax.words import BLANKS, RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lark.lexer import TerminalDef
    from lark.parsers.lalr_interactive_parser import InteractiveParser

NAME = "hailuo-dsl"
HOME = Path(__file__).parent / "labextension"
"""Where the made files are kept; a wheel brings them to `share/jupyter/labextensions`."""

EDITOR = Path(__file__).parent / "panels" / "colours.js"
"""The same for the panels' editor; it begins a panel's module as `shots`."""

STYLES: Mapping[Colour, str] = {
    Comment.Single: "comment",
    Error: "invalid",
    Keyword.Constant: "keyword",
    Keyword.Declaration: "keyword",
    Keyword.Namespace: "keyword",
    Keyword.Type: "number",
    Name.Attribute: "propertyName",
    Name.Class: "variableName.definition",
    Name.Constant: "variableName.special",
    Name.Function: "variableName.standard",
    Name.Function.Magic: "meta",
    Name.Variable: "variableName.definition",
    Number: "number",
    Operator: "operator",
    Operator.Word: "operator",
    Punctuation: "punctuation",
    Punctuation.Marker: "operator",
    String: "string",
    String.Doc: "string",
    String.Double: "string",
    String.Escape: "string.special",
    String.Interpol: "string.special",
}
"""Colour of Pygments -> tag of CodeMirror, which the theme in force knows; text has neither."""

TRANSLATIONS = {
    r"(?P<": r"(?<",
    r"[^\W\d]": r"[\p{L}\p{Nl}\p{No}_]",
    r"\w": r"\p{L}\p{N}_",
    r"\#": r"#",
    r"\s": r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
}
"""Where JavaScript writes or means something else; the classes stand in brackets."""


class State(NamedTuple):
    """How far a value was read.

    Attributes:
        final: it may end here.
        steps: terminal -> the state after it; None, if it is read but may not stand here.
    """

    final: bool
    steps: dict[str, int | None]


def made() -> dict[str, str]:
    """The files of the labextension, by their paths in it."""
    code = _written("highlight.js").replace("  // ---- colours.js ----\n", _colours(), 1)
    load = f"static/remoteEntry.{sha256(code.encode()).hexdigest()[:20]}.js"
    package = {
        "name": NAME,
        "version": __version__,
        "description": "Colours for %%shots cells.",
        "license": "MIT",
        "jupyterlab": {"_build": {"load": load, "extension": "./extension"}},
    }
    install = {
        "packageManager": "python",
        "packageName": NAME,
        "uninstallInstructions": f"pip uninstall {NAME}",
    }
    return {load: code, "package.json": _shown(package), "install.json": _shown(install)}


def made_editor() -> str:
    """What colours the editor's text."""
    return (
        "// Made by `python -m hailuo_dsl.notebook.highlight_js`.\n"
        f"const shots = (() => {{\n{_colours()}"
        "  return { coloured, styles: T.styles };\n})();\n"
    )


def write(home: Path = HOME) -> None:
    """Write the labextension to *home*, and remove what was made before; and the editor's part."""
    EDITOR.write_text(made_editor(), encoding="utf-8")
    for old in home.glob("static/*.js"):
        old.unlink()
    for path, text in made().items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text, encoding="utf-8")


def javascript(pattern: str) -> str:
    """*pattern*, which `re` understands, as JavaScript does with the flags `s` and `u`."""
    for python, other in TRANSLATIONS.items():
        pattern = pattern.replace(python, other)
    return pattern


def _shown(data: object) -> str:
    return f"{json.dumps(data, indent=2)}\n"


def _colours() -> str:
    """The hand-written part with the table in it, a row a line."""
    rows = ",\n".join(
        f"    {name}: {json.dumps(row, separators=(',', ':'))}" for name, row in _table().items()
    )
    return _written("colours.js").replace("const T = {};", f"const T = {{\n{rows},\n  }};", 1)


def _written(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _table() -> dict[str, object]:
    """What `highlight.js` calls `T`."""
    starts, states = _machine()
    terminals = {it.name: at for at, it in enumerate(_ordered(value_parser().terminals))}
    return {
        "blanks": BLANKS,
        "reserved": sorted(RESERVED),
        "lines": [
            [it.name, javascript(it.pattern.value)] for it in _ordered(script_parser().terminals)
        ],
        "word": javascript(WORD_AND_REST),
        "prose": javascript(re.sub(r"\s", "", TOKEN.pattern)),
        "template": javascript(TOKEN_OF_VALUES.pattern),
        "special": {str(group): _short(colour) for group, colour in SPECIAL.items()},
        "keys": {key.value: _inside(inside) for key, inside in VALUES.items()},
        "tag": _inside(TAG),
        "choices": _inside(CHOICES),
        "terminals": [_terminal(it) for it in _ordered(value_parser().terminals)],
        "starts": starts,
        "states": [
            [
                int(final),
                sorted(
                    [terminals[name], *([] if to is None else [to])] for name, to in steps.items()
                ),
            ]
            for final, steps in states
        ],
        "styles": {_short(colour): style for colour, style in STYLES.items()},
    }


def _short(colour: Colour) -> str:
    return STANDARD_TYPES[colour]


def _inside(inside: Inside) -> list[object]:
    return [_short(inside.colour), inside.rule, int(inside.whole)]


def _ordered(terminals: Iterable[TerminalDef]) -> list[TerminalDef]:
    """*terminals* in the order in which Lark tries them."""
    return sorted(
        terminals,
        key=lambda it: (-it.priority, -it.pattern.max_width, -len(it.pattern.value), it.name),
    )


def _terminal(terminal: TerminalDef) -> list[object]:
    """The pattern of a part of a value, and its colour; a choice is prose and has none."""
    word = terminal.pattern.value
    colour = TERMINALS.get(terminal.name) or (Keyword.Type if word.isalpha() else Operator)
    shown = "" if terminal.name == "CHOICE" else _short(colour)
    return [javascript(terminal.pattern.to_regexp()), shown]


def _machine() -> tuple[dict[str, int], list[State]]:
    """The first state of every start rule of `values.lark`, and what follows from there.

    Lark is asked for all that it would do. No rule there holds itself, so it has an end.
    """
    starts: dict[str, int] = {}
    states: list[State] = []
    for rule in VALUE_STARTS:
        starts[rule] = len(states)
        states += _reached(value_parser().parse_interactive("", start=rule), len(states))
    return _merged(starts, states)


def _reached(start: InteractiveParser, first: int) -> Iterator[State]:
    """The states from *start* on, which get the numbers from *first* on."""
    names = {it.name for it in value_parser().terminals}
    readings = [start]
    numbers = {tuple(start.parser_state.state_stack): first}
    for reading in readings:
        allowed = reading.accepts()
        steps: dict[str, int | None] = dict.fromkeys(names & reading.choices().keys())
        for name in sorted(names & allowed):
            after = reading.copy()
            after.feed_token(Token(name, ""))
            stack = tuple(after.parser_state.state_stack)
            if stack not in numbers:
                numbers[stack] = first + len(readings)
                readings.append(after)
            steps[name] = numbers[stack]
        yield State("$END" in allowed, steps)


def _merged(starts: dict[str, int], states: list[State]) -> tuple[dict[str, int], list[State]]:
    """The same, with those states made one from which the same follows."""
    kinds, count = [0] * len(states), 0
    while len(set(kinds)) > count:
        count = len(set(kinds))
        told = [(final, *sorted(_renamed(steps, kinds).items())) for final, steps in states]
        numbers = {it: at for at, it in enumerate(dict.fromkeys(told))}
        kinds = [numbers[it] for it in told]
    merged = {
        kind: State(it.final, _renamed(it.steps, kinds))
        for kind, it in zip(kinds, states, strict=True)
    }
    return {rule: kinds[start] for rule, start in starts.items()}, list(merged.values())


def _renamed(steps: dict[str, int | None], kinds: list[int]) -> dict[str, int | None]:
    return {name: to if to is None else kinds[to] for name, to in steps.items()}


if __name__ == "__main__":
    write()
