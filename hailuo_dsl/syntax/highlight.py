"""Colours for shot scripts: a Pygments lexer that asks the grammar what each line is.

The script is parsed, so a line is coloured as the class that the compiler takes it for. The words
in it come from `words.py`, the insides of values from `values.lark` and the insides of prose from
`prose.py`. A half-written value is coloured as far as it makes sense.

Nothing else imports this module, for Pygments is slow to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeAlias

from lark import Token
from lark.exceptions import UnexpectedInput
from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    Whitespace,
)

from hailuo_dsl.syntax.grammar import script_parser, value_parser
from hailuo_dsl.syntax.lines import KEYS, LINE_END, SPLIT
from hailuo_dsl.syntax.prose import TOKEN, TOKEN_OF_VALUES
from hailuo_dsl.syntax.words import BLANKS, RESERVED, Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pygments.token import _TokenType

Colour: TypeAlias = "_TokenType"
"""A token type of Pygments."""

Pieces: TypeAlias = "Iterator[tuple[Colour, str]]"
"""Stretches of a line with their colours; joined, they are the line."""


class ShotsLexer(Lexer):
    """Colours a script; reads any text at all."""

    name = "Hailuo shot script"
    aliases: ClassVar = ["shots", "hailuo"]
    filenames: ClassVar = ["*.shots"]
    mimetypes: ClassVar = ["text/x-shots"]

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, Colour, str]]:
        """Each stretch of *text* with its offset and its colour."""
        at = 0
        for line in _lines(text):
            for colour, stretch in _coloured(line):
                # The grammar ends every line with a line feed, which the last one may lack.
                there = stretch[: len(text) - at]
                if there:
                    yield at, colour, there
                at += len(there)


def _lines(text: str) -> Iterator[Token]:
    """The lines of *text* in their classes, as the compiler reads them."""
    ended = text if text.endswith("\n") or not text else f"{text}\n"
    yield from script_parser().parse(ended).scan_values(lambda it: isinstance(it, Token))


def _coloured(line: Token) -> Pieces:
    body = line.strip(LINE_END)
    indent = line.index(body)
    yield Whitespace, line[:indent]
    yield from LINES[line.type](body)
    yield Whitespace, line[indent + len(body) :]


def _padded(colour: Colour, text: str) -> Pieces:
    """*text* in its colour, the blanks around it in none."""
    body = text.strip(BLANKS)
    start = text.index(body)
    yield Whitespace, text[:start]
    yield colour, body
    yield Whitespace, text[start + len(body) :]


def _plain(colour: Colour) -> Callable[[str], Pieces]:
    def coloured(body: str) -> Pieces:
        yield colour, body

    return coloured


def _use(body: str) -> Pieces:
    yield Keyword.Namespace, body[: len("use")]
    yield from _padded(String, body[len("use") :])


def _heading(body: str) -> Pieces:
    rest = body
    for colour in (Keyword.Declaration, Name.Class):
        after = _after_word(rest)
        yield from _padded(colour, rest[: len(rest) - len(after)])
        rest = after
    yield (String.Double if rest.startswith('"') else Text), rest


def _after_word(text: str) -> str:
    found = SPLIT(text)
    return found[2] if found else ""


def _variable(keyword: str) -> Callable[[str], Pieces]:
    def coloured(body: str) -> Pieces:
        name, colon, value = body.removeprefix(keyword).partition(":")
        yield Keyword.Declaration, keyword
        yield from _padded(Name.Variable, name)
        yield Punctuation, colon
        yield from _read(value, CHOICES) if keyword == "vary" else _prose(value)

    return coloured


def _setting(body: str) -> Pieces:
    name, colon, value = body.partition(":")
    key = KEYS.get(name)
    yield (Name.Attribute if key else Error), name
    yield Punctuation, colon
    yield from _value(key, value) if key else _prose(value)


def _motion(body: str) -> Pieces:
    yield Punctuation.Marker, body[0]
    yield from _prose(body[1:])


LINES: Mapping[str, Callable[[str], Pieces]] = {
    "USE": _use,
    "HEADING": _heading,
    "SETTING": _setting,
    "LET": _variable("let"),
    "VARY": _variable("vary"),
    "MOTION": _motion,
    "COMMENT": _plain(Comment.Single),
    "BLANK": _plain(Whitespace),
    "BAD": _plain(Error),
}
"""Line class -> what colours such a line, given without the blanks around it."""


class Inside(NamedTuple):
    """What a value is: the colour of what no grammar reads, and the rule that reads it.

    Attributes:
        whole: the rule's colours stand only if it reads all of the value.
    """

    colour: Colour
    rule: str | None = None
    whole: bool = False


CHOICES = Inside(Text, "choices")
TAG = Inside(Text, "bracket")
FRAME = Inside(String, "reference", whole=True)
SWITCH = Inside(Keyword.Constant)
VALUES: Mapping[Key, Inside] = {
    Key.MODEL: Inside(Name.Constant),
    Key.DURATION: Inside(Text, "duration"),
    Key.RESOLUTION: Inside(Number),
    Key.FROM: FRAME,
    Key.TO: FRAME,
    Key.CAMERA: Inside(Text, "camera"),
    Key.LOOK: Inside(Text, "names"),
    Key.OPTIMIZER: SWITCH,
    Key.WATERMARK: SWITCH,
    Key.CALLBACK: Inside(String),
    Key.TAGS: SWITCH,
    Key.TAKES: Inside(Text, "count"),
    Key.WITH: Inside(Name.Class),
    Key.EACH: Inside(String),
    Key.PICK: Inside(Text, "pick"),
    Key.TRIM: Inside(Text, "trim"),
    Key.TRANSITION: Inside(Text, "transition"),
    Key.NOTE: Inside(String.Doc),
}

TERMINALS: Mapping[str, Colour] = {
    "MOVE": Name.Function,
    "THEN": Operator.Word,
    "COMMA": Operator,
    "NUMBER": Number,
    "SECONDS": Number,
    "NAME": Name.Class,
    "END": Keyword.Constant,
    "OVER": Keyword.Constant,
    "CUT": Keyword.Constant,
}
"""The colours of what `values.lark` names; a unit's letter and a mark need no row.

A choice has none either: it is prose.
"""

SPECIAL: Mapping[str | None, Colour] = {"name": String.Interpol, "escaped": String.Escape}
"""What stands out in prose and in values: names in braces, and letters behind a backslash."""


def _value(key: Key, text: str) -> Pieces:
    inside = VALUES[key]
    if key is Key.NOTE:
        yield from _padded(inside.colour, text)
    elif text.strip(BLANKS) in RESERVED:
        yield from _padded(Keyword.Constant, text)
    else:
        yield from _read(text, inside)


def _read(text: str, inside: Inside) -> Pieces:
    """*text* as the grammar reads it, and from where it makes no sense in one colour."""
    at = 0
    for token in _tokens(text, inside):
        start = token.start_pos or 0
        word = token.rstrip(BLANKS)
        yield Whitespace, text[at:start]
        yield from _prose(word) if token.type == "CHOICE" else _template(word, _colour(token))
        at = start + len(word)
    yield from _template(text[at:], inside.colour)


def _tokens(text: str, inside: Inside) -> list[Token]:
    """What the grammar reads of *text*, up to where it makes no sense."""
    tokens: list[Token] = []
    if inside.rule is None:
        return tokens
    reading = value_parser().parse_interactive(text, start=inside.rule)
    try:
        for token in reading.iter_parse():
            tokens.append(token)  # noqa: PERF402 - what was read before the error is kept
        reading.feed_token(Token("$END", ""))
    except UnexpectedInput:
        return [] if inside.whole else tokens
    return tokens


def _colour(token: Token) -> Colour:
    return TERMINALS.get(token.type) or (Keyword.Type if token.isalpha() else Operator)


def _template(text: str, colour: Colour) -> Pieces:
    """A value, or a part of one, in its colour."""
    for found in TOKEN_OF_VALUES.finditer(text):
        yield SPECIAL.get(found.lastgroup, colour), found[0]


def _prose(text: str) -> Pieces:
    """Prose, in which camera tags stand out as well."""
    for found in TOKEN.finditer(text):
        if found.lastgroup == "bracket":
            yield Punctuation, "["
            yield from _read(found["bracket"], TAG)
            yield Punctuation, "]"
        else:
            yield SPECIAL.get(found.lastgroup, Text), found[0]
