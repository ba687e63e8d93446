"""The colours of a script say what the compiler takes each line for."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, Punctuation, String

from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.syntax.grammar import VALUE_STARTS, script_parser, value_parser
from hailuo_dsl.syntax.highlight import LINES, TERMINALS, VALUES, ShotsLexer
from hailuo_dsl.syntax.lines import KEYS
from hailuo_dsl.syntax.parse import parse
from hailuo_dsl.syntax.words import BLANKS, FORMS, Key
from hailuo_dsl.syntax.words import Keyword as Opener
from tests.syntax.scripts import scripts

OPENERS = {"let": "LET", "vary": "VARY", **dict.fromkeys(Opener, "HEADING")}
CLASSES = {
    Keyword.Namespace: "USE",
    Name.Attribute: "SETTING",
    Punctuation.Marker: "MOTION",
    Comment.Single: "COMMENT",
    Error: "BAD",
}
PIECES = st.sampled_from(
    (
        *("shot a", 'scene s "t"', "model: X", "camera:push in,then {x}+", "> pr[o {se}", "let a:"),
        *("use", "use x", "vary x: a|", "shot", 'shot"t', "from: a/b@c#2.last", "from: a.png"),
        *("\r\n", "\n", "\n\n", "\r", "\ufeff", "\x00", "\u2028", "\x0b", "\x85", "\ud800"),
        *("\u3000", " ", ":", '"', "{", "[", "]", "\\", "|", ">"),
        *("# x", "duration: 6", "colour: x"),
    )
)
TEXTS = st.lists(PIECES | st.text(max_size=9), max_size=24).map("".join)


def coloured(text):
    """The stretches of *text* with their colours."""
    return [(colour, part) for _, colour, part in ShotsLexer().get_tokens_unprocessed(text)]


def lines(text):
    """The stretches of each line that are no blanks."""
    rows = [[]]
    for colour, part in coloured(text):
        for number, piece in enumerate(part.split("\n")):
            if number:
                rows.append([])
            if piece.strip(BLANKS):
                rows[-1].append((colour, piece.strip(BLANKS)))
    return rows[:-1] if text.endswith("\n") else rows


def class_of(row):
    """The class that the first stretch of a line tells."""
    if not row:
        return "BLANK"
    colour, word = row[0]
    return OPENERS[word] if colour is Keyword.Declaration else CLASSES[colour]


def nodes(text):
    """What the compiler makes of each line; a heading's word stands for its line."""
    script = parse(source_of("film.shots", text), Report())
    yield from map(class_of_node, script.head.lines)
    for block in script.blocks:
        yield "HEADING"
        yield from map(class_of_node, block.lines)


def class_of_node(line):
    return type(line).__name__.upper()


@given(TEXTS | scripts())
@settings(deadline=None)
def test_joined_the_stretches_are_the_text(text):
    found = list(ShotsLexer().get_tokens_unprocessed(text))

    assert "".join(part for _, _, part in found) == text
    assert [text[at : at + len(part)] for at, _, part in found] == [part for _, _, part in found]
    assert all(part for _, _, part in found)


@given(scripts().map("{}\n".format))
@settings(deadline=None)
def test_each_line_has_the_class_that_the_compiler_gives_it(text):
    told, taken = list(map(class_of, lines(text))), list(nodes(text))

    pairs = zip(told, taken, strict=True)
    assert [(says, is_) for says, is_ in pairs if is_ not in {says, "BAD"}] == []


@given(TEXTS)
@settings(deadline=None)
def test_any_line_has_the_class_that_the_grammar_gives_it(text):
    """But for an unknown key, which is an error of the line's own."""
    ended = text if text.endswith("\n") else f"{text}\n"
    read = [it.type for it in script_parser().parse(ended).scan_values(lambda _: True)]
    keys = (row.split(":")[0].strip(BLANKS) for row in ended.split("\n"))
    meant = [
        "BAD" if kind == "SETTING" and key not in KEYS else kind
        for kind, key in zip(read, keys, strict=False)
    ]

    assert list(map(class_of, lines(ended))) == meant
    assert sum(colour is Error for colour, _ in coloured(text)) == meant.count("BAD")


def test_every_class_of_line_has_its_colours():
    assert set(LINES) == {it.name for it in script_parser().terminals}
    assert set(LINES) == {*FORMS, "BAD"}


def test_every_key_has_its_colours():
    assert set(VALUES) == set(Key)
    assert {it.rule for it in VALUES.values() if it.rule} < set(VALUE_STARTS)


def test_every_named_part_of_a_value_has_its_colour():
    """But for a choice, which is prose."""
    parts = value_parser().terminals
    patterns = {it.name for it in parts if it.pattern.type == "re" and not it.name.startswith("_")}

    assert patterns - set(TERMINALS) == {"CHOICE"}
    assert set(TERMINALS) <= {it.name for it in parts}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("camera: push in", [(Name.Function, "push in")]),
        ("from: previous", [(Keyword.Constant, "previous")]),
        ("from: a.png", [(String, "a.png")]),
        ("from: x.last", [(Name.Class, "x"), (Operator, "."), (Keyword.Constant, "last")]),
        ("duration: 6s", [(Number, "6"), (Keyword.Type, "s")]),
        ("transition: cut", [(Keyword.Constant, "cut")]),
        ("look: {tone}", [(String.Interpol, "{tone}")]),
        ("note: {x} [y]", [(String.Doc, "{x} [y]")]),
        ("watermark: [on]", [(Keyword.Constant, "[on]")]),
        ("pick: a#2", [(Name.Class, "a"), (Operator, "#"), (Number, "2")]),
    ],
)
def test_the_inside_of_a_value(line, expected):
    assert lines(line)[0][2:] == expected


def test_a_tag_in_a_choice_is_a_tag():
    (row,) = lines("vary light: dawn [tilt up] | dusk")

    assert (Name.Function, "tilt up") in row
    assert (Operator, "|") in row


def test_a_half_written_value_is_coloured_as_far_as_it_makes_sense():
    (row,) = lines("camera: push in +")

    assert (Name.Function, "push in") in row
    assert [colour for colour, _ in row if colour in Error] == []


def test_pygments_finds_it():
    assert isinstance(get_lexer_by_name("shots"), ShotsLexer)
    assert isinstance(get_lexer_for_filename("launch.shots"), ShotsLexer)


@pytest.mark.parametrize(
    "start",
    [
        "import hailuo_dsl",
        "from hailuo_dsl.cli.main import cli; cli(['check', 'it.shots'], standalone_mode=False)",
    ],
)
def test_what_needs_no_colours_does_not_load_pygments(start, tmp_path):
    (tmp_path / "it.shots").write_text("model: MiniMax-Hailuo-2.3\nshot it\nfrom: none\n> Go.\n")
    code = f"import sys\ntry: {start}\nexcept SystemExit as end: assert not end.code, end\n"
    code += "sys.exit('pygments' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True
    )

    assert result.returncode == 0, result.stdout + result.stderr
