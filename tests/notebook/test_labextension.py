"""The labextension colours a cell as Pygments does, whatever the cell says, and breaks nothing.

What is shipped runs here in V8, the engine of Chromium. `HAILUO_UPDATE_REFERENCE=1` makes it anew;
the change is then read as a diff.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py_mini_racer import MiniRacer
from pygments.token import STANDARD_TYPES, Name, Text, Whitespace

from hailuo_dsl.notebook.highlight_js import HOME, STYLES, javascript, made, write
from hailuo_dsl.syntax.highlight import LINES, ShotsLexer
from hailuo_dsl.syntax.words import Key
from tests.syntax.scripts import scripts
from tests.syntax.test_highlight import PIECES

ROOT = Path(__file__).parents[2]
UPDATE = bool(os.environ.get("HAILUO_UPDATE_REFERENCE"))
MOST_BYTES = 12_000

LETTERS = st.characters(exclude_categories=["Cs", "Cn"])
"""Letters that Python knows; what comes into Unicode later, the engine may know before it."""

TEXTS = st.lists(PIECES | st.text(LETTERS, max_size=9), max_size=24).map("".join)
PARTS = (
    *("push in", "推进", "a", "2", "6s", "0.5s", "1.25", "cut", "dissolve 0.5s", "fade", "none"),
    *(
        "first",
        "last",
        "previous",
        ".",
        "..",
        "/",
        "@",
        "#",
        "|",
        "+",
        ",",
        "，",
        ", then",
        "thenx",
    ),
    *("{x}", "{", "}", "[", "]", "[tilt up]", "\\{", "\\|", "\\", " ", "\u3000", "\t"),
)
VALUES = st.builds(
    "{}:{}".format,
    st.sampled_from((*Key, "let x", "vary x", ">")),
    st.lists(st.sampled_from(PARTS), max_size=9).map("".join),
)

LAB = """
var said = [], door = _JUPYTERLAB["hailuo-dsl"], added = [];
var console = { warn: (...words) => said.push(words.join(" ")) };
class Compartment {
  of(extension) { return { swap: this, extension }; }
  reconfigure(extension) { return { swap: this, extension }; }
  get(state) { return state.swapped; }
}
var modules = {
  "@jupyterlab/codemirror": {
    IEditorExtensionRegistry: "registry",
    EditorExtensionRegistry: { createImmutableExtension: (extension) => extension },
  },
  "@codemirror/language": {
    HighlightStyle: { define: (rows) => rows },
    StreamLanguage: { define: (parser) => parser },
    syntaxHighlighting: (style) => style,
  },
  "@codemirror/state": {
    Compartment,
    Prec: { highest: (extension) => extension },
    EditorState: { transactionExtender: { of: (watch) => watch } },
  },
  "@lezer/highlight": { tags: { invalid: "invalid" } },
};
var opened = async (modules) => {
  door.init(Object.fromEntries(Object.entries(modules).map(
    ([name, module]) => [name, { "1.0.0": { get: async () => () => module } }])));
  const [plugin] = (await door.get("./extension"))().default;
  plugin?.activate({}, { addExtension: (extension) => added.push(extension.factory) });
  return plugin?.id ?? null;
};
var cell = (source) => ({ inline: true, model: { sharedModel: { getSource: () => source } } });
var stream = (string) => ({
  string,
  pos: 0,
  sol() { return this.pos === 0; },
  skipToEnd() { this.pos = string.length; },
});
var styles = (source) => {
  const [{ extension: [parser] }] = added[0](cell(source)), state = parser.startState();
  return source.split("\\n").map((string) => {
    const line = stream(string), seen = [];
    while (line.pos < string.length) {
      const start = line.pos, style = parser.token(line, state);
      seen.push([style, string.slice(start, line.pos)]);
    }
    return seen;
  });
};
var turned = (before, after) => {
  const [{ extension }, watch] = added[0](cell(before));
  const newDoc = { line: () => ({ text: after }) };
  return watch({ startState: { swapped: extension }, newDoc })?.effects.extension.length ?? null;
};
"""
"""As much of JupyterLab and CodeMirror as the extension speaks to."""


class Engine:
    """A V8 with the shipped file in it."""

    def __init__(self):
        self.v8 = MiniRacer()
        self.v8.eval("var window = globalThis;")
        (shipped,) = HOME.glob("static/*.js")
        self.v8.eval(shipped.read_text(encoding="utf-8"))

    def run(self, code):
        return json.loads(self.v8.eval(f"JSON.stringify({code})"))

    def coloured(self, text):
        door = '_JUPYTERLAB["hailuo-dsl"]'
        return self.run(f'{json.dumps(text)}.split("\\n").map((it) => {door}.coloured(it))')


@pytest.fixture(scope="module")
def engine():
    return Engine()


@pytest.fixture
def lab():
    """Another V8, with as much of a JupyterLab as is needed."""
    engine = Engine()
    engine.v8.eval(LAB)
    return engine


def coloured(text):
    """The stretches of each line as Pygments colours them, in its short names."""
    rows = [[]]
    for _, colour, part in ShotsLexer().get_tokens_unprocessed(text):
        for number, piece in enumerate(part.split("\n")):
            if number:
                rows.append([])
            if piece:
                rows[-1].append([STANDARD_TYPES[colour], piece])
    return rows


def test_what_is_shipped_is_what_the_table_makes():
    if UPDATE:
        write()
    shipped = {
        it.relative_to(HOME).as_posix(): it.read_text(encoding="utf-8")
        for it in HOME.rglob("*")
        if it.is_file()
    }

    assert shipped == made()


def test_its_name_changes_with_what_is_in_it_and_the_package_names_it(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static/remoteEntry.of-old.js").touch()
    write(tmp_path)

    (script,) = (tmp_path / "static").iterdir()
    package = json.loads((tmp_path / "package.json").read_text())
    assert re.fullmatch(r"remoteEntry\.[0-9a-f]{20}\.js", script.name)
    assert package["jupyterlab"]["_build"]["load"] == f"static/{script.name}"


def test_it_is_small_and_asks_nobody_for_anything():
    (script,) = HOME.glob("static/*.js")
    code = script.read_text(encoding="utf-8")

    assert script.stat().st_size < MOST_BYTES
    assert re.findall(r"https?:|\bimport\b|\brequire\(|\bfetch\(|\beval\(", code) == []


@pytest.mark.parametrize(
    "path",
    sorted(it for end in ("shots", "md") for it in ROOT.glob(f"[!.]*/**/*.{end}")),
    ids=lambda it: it.relative_to(ROOT).as_posix(),
)
def test_it_agrees_with_pygments_on_every_script_and_every_page(engine, path):
    text = path.read_text(encoding="utf-8")

    assert engine.coloured(text) == coloured(text)


@given(text=scripts() | TEXTS)
def test_it_agrees_with_pygments_on_any_text(engine, text):
    assert engine.coloured(text) == coloured(text)


@given(line=VALUES)
def test_it_agrees_with_pygments_on_any_value(engine, line):
    assert engine.coloured(line) == coloured(line)


@pytest.mark.parametrize(
    "line",
    [
        *("constructor: {x}", "toString: {x}", "__proto__: {x}"),
        *("vary x: a\\\u2028|b | c", "vary x: a\\\r|b | c", 'shot a \u2028"t"', 'shot\u3000a\r"t"'),
        *("pick: a@b.", "pick: a@b/c", "from: a@b#2@c", "from: a#2/b.last", "names: a,b,"),
        *("note\ufeff: x", "shot\ufeffa b", "shot a\x85b", "shot \x1fa", "\ufeff# x", "x\u0301: y"),
        *("> 👋🏽 [push in 👋, 推进] {a}", "let 𐐀: {x}", "𐐀: [x]", "²x: {y}", "Ⅷ: {y}", "٣: {y}"),
    ],
)
def test_it_agrees_where_python_and_javascript_are_unlike(engine, line):
    assert engine.coloured(line) == coloured(line)


def test_it_knows_every_class_of_line(engine):
    lines = 'use a\nshot a "t"\nmodel: x\nlet a: b\nvary a: b\n> x\n# x\n\nx'

    assert engine.coloured(lines) == coloured(lines)
    assert len(lines.split("\n")) == len(LINES)


@pytest.mark.parametrize("letters", [r"[\w]", r"[^\W\d]", r"[\s]"])
def test_letters_and_blanks_are_the_same_in_both(engine, letters):
    known = {it for it in map(chr, range(sys.maxunicode)) if unicodedata.category(it) != "Cn"}
    engine.v8.eval(f'var letters = new RegExp({json.dumps(javascript(letters))}, "u")')
    every = f"Array.from({{length: {sys.maxunicode}}}, (_, at) => at)"
    found = engine.run(f"{every}.filter((at) => letters.test(String.fromCodePoint(at)))")

    assert set(map(chr, found)) & known == {it for it in known if re.match(letters, it)}


def test_a_cell_that_begins_with_the_magic_is_coloured_in_the_styles_of_codemirror(lab):
    lab.v8.eval("opened(modules)").get()
    cell = "%%shots pier --folder x\nshot a\n  model: M\n\n  > [push in] {x}\nfrom\n%%shots"
    names = {STANDARD_TYPES[colour]: style for colour, style in STYLES.items()}
    expected = [
        [[names.get(short), part] for short, part in row]
        for row in coloured(cell.partition("\n")[2])
    ]

    first, *rest = lab.run(f"styles({json.dumps(cell)})")
    assert first == [[STYLES[Name.Function.Magic], "%%shots"], [None, " pier --folder x"]]
    assert rest == expected
    assert lab.run("said") == []


def test_every_colour_of_the_lexer_has_its_style_and_no_other_has():
    pages = (it.read_text(encoding="utf-8") for it in ROOT.glob("tests/specs/*.md"))
    seen = {short for text in pages for row in coloured(text) for short, _ in row}
    styled = {STANDARD_TYPES[it] for it in STYLES if it is not Name.Function.Magic}

    assert seen - {STANDARD_TYPES[Text], STANDARD_TYPES[Whitespace]} == styled


@pytest.mark.parametrize(
    "source", ["", "x = 1", "%%shotsx", "%shots", " %%shots", "x\n%%shots", "%%shots\tx", "%%time"]
)
def test_other_cells_are_left_alone(lab, source):
    lab.v8.eval("opened(modules)").get()

    assert lab.run(f"added[0](cell({json.dumps(source)}))[0].extension") == []


def test_files_are_left_alone(lab):
    lab.v8.eval("opened(modules)").get()

    assert lab.run('added[0]({ ...cell("%%shots"), inline: false })') is None


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("%%shots", "%%shots x", None),
        ("x = 1", "x = 2", None),
        ("x = 1", "%%shots", 2),
        ("%%shots", "%%shotsx", 0),
    ],
)
def test_the_language_changes_when_the_magic_comes_or_goes(lab, before, after, parts):
    lab.v8.eval("opened(modules)").get()

    assert lab.run(f"turned({json.dumps(before)}, {json.dumps(after)})") == parts


@pytest.mark.parametrize(
    "missing",
    ["@jupyterlab/codemirror", "@codemirror/language", "@codemirror/state", "@lezer/highlight"],
)
def test_where_something_is_missing_it_stays_away_and_says_so(lab, missing):
    name = lab.v8.eval(f'delete modules["{missing}"]; opened(modules)').get()

    assert name is None
    assert len(lab.run("said")) == 1
    assert missing in lab.run("said[0]")


def test_another_jupyterlab_without_the_registry_is_left_alone(lab):
    broken = 'opened({ ...modules, "@jupyterlab/codemirror": {} })'

    assert lab.v8.eval(broken).get() is None
    assert "registry" in lab.run("said[0]")


def test_an_editor_that_is_made_otherwise_opens_all_the_same(lab):
    lab.v8.eval("opened(modules)").get()

    assert lab.run("added[0]({ inline: true, model: {} })") is None
    assert len(lab.run("said")) == 1
