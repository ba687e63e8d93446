"""Read one line, already told its class by the grammar, into a node of the tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Label, Report, Rule, Span
from hailuo_dsl.ground.suggest import asked, nearest
from hailuo_dsl.syntax import rules
from hailuo_dsl.syntax.mend import comment_above, key_fix, line_fix, title_fix
from hailuo_dsl.syntax.model import (
    Bad,
    Blank,
    Comment,
    Heading,
    Let,
    Line,
    Motion,
    Setting,
    Use,
    Vary,
    Word,
)
from hailuo_dsl.syntax.names import name_problem, names_in, nfc
from hailuo_dsl.syntax.words import BLANKS, OPENERS, Key, Keyword

if TYPE_CHECKING:
    from lark import Token

    from hailuo_dsl.ground.model import Fix

KEYS = {key.value: key for key in Key}
WORD_AND_REST = rf'([^\s"{BLANKS}]*)[{BLANKS}]*(.*)'
SPLIT = re.compile(WORD_AND_REST).fullmatch
RESEMBLES = re.compile(
    rf'[^\w\s]*[{BLANKS}]*(?P<word>\w\S*)[{BLANKS}]+(?P<name>[^\s"]+)(?:[{BLANKS}]+".*")?'
).fullmatch
GLUED = re.compile(
    rf'(?P<word>{"|".join(Keyword)})(?P<name>[^\s"\x00-\x7f][^\s"]*)(?:\s.*)?'
).fullmatch
"""A name right after the keyword, as people write whose scripts part no words by blanks."""

HASH = re.compile(rf"(?<=[{BLANKS}])#(?=[{BLANKS}]|$)").search
BLANK = Blank()
PROSE = 4
"""Words after its first from which a line of no class was probably meant for prose."""

SHORT = 200
"""Letters up to which a bad line is searched for the names that it was to define."""

LINE_END = f"{BLANKS}\n"
FORM = {
    "let": "`let NAME: value`",
    "vary": "`vary NAME: value | value`",
}


class LineReader:
    """Reads the lines of one source; what is wrong goes to *report*, and the line becomes `Bad`."""

    def __init__(self, file: str, report: Report) -> None:
        self.file = file
        self.report = report
        self.broken: set[str] = set()
        self.whole = True

    def line(self, token: Token) -> Line:
        """The node of a line of any class but a heading."""
        kind = token.type
        if kind == "BLANK":
            return BLANK
        start = token.start_pos or 0
        if kind == "MOTION":
            at = token.index(">") + 1
            return Motion(self.word(token[at:], start + at))
        if kind == "SETTING":
            return self._setting(token, start)
        text = self.word(token, start)
        if kind == "COMMENT":
            return Comment(text)
        if kind == "USE":
            return self._use(text, token, start)
        return self._unknown(text) if kind == "BAD" else self._variable(text, kind.lower())

    def word(self, text: str, start: int) -> Word:
        """*text* at offset *start* without the blanks around it."""
        body = text.rstrip(LINE_END)
        kept = body.lstrip(BLANKS)
        start += len(body) - len(kept)
        return Word(kept, Span(start, start + len(kept), self.file))

    def bad(  # the parts of a diagnostic
        self,
        text: Word,
        rule: Rule,
        span: Span,
        message: str,
        *,
        related: tuple[Label, ...] = (),
        help: str = "",
        fix: Fix | None = None,
        meant: str = "",
    ) -> Bad:
        self.report.add(rule, span, message, related=related, help=help, fix=fix)
        return Bad(text, meant)

    def _after(self, text: Word, taken: int) -> Word:
        """What stands in *text* after its first *taken* characters."""
        return self.word(text.text[taken:], text.span.start + taken)

    def _setting(self, line: str, start: int) -> Line:
        before, _, after = line.partition(":")
        name = before.lstrip(BLANKS)
        colon = start + len(before)
        at = Span(colon - len(name), colon, self.file)
        key = KEYS.get(name)
        value = self.word(after, colon + 1)
        if key is None:
            near = nearest(name, KEYS)
            for opener in ("let", "vary"):
                if name.startswith(opener):
                    self._lose(name.removeprefix(opener))
            return self.bad(
                self.word(line, start),
                rules.UNKNOWN_KEY,
                at,
                f"there is no setting `{name}`",
                help=asked(near, "prose for the prompt begins with `>`"),
                fix=key_fix(name, at, near),
                meant=near or "",
            )
        if not value.text:
            text = self.word(line, start)
            return self.bad(text, rules.EMPTY_VALUE, at, f"`{name}:` has no value", meant=key)
        refused = None if key is Key.NOTE else self._comment_in(value, line, start, key)
        return refused or Setting(key, value, at)

    def _comment_in(self, value: Word, line: str, start: int, meant: str) -> Bad | None:
        """The *line* at offset *start* as a bad one, if a comment stands in its *value*."""
        if "#" not in value.text:
            return None
        # A path in quotes may hold what it likes.
        quoted = value.text.find('"', 1) + 1 if value.text[0] == '"' else 0
        found = HASH(value.text, quoted)
        if found is None:
            return None
        at = Span(value.span.start + found.start(), value.span.end, self.file)
        return self.bad(
            self.word(line, start),
            rules.COMMENT_IN_VALUE,
            at,
            "a comment stands on a line of its own, not after a value",
            help="move it to the line above",
            fix=comment_above(line, start, at),
            meant=meant,
        )

    def _variable(self, text: Word, keyword: str) -> Line:
        written, colon, _ = text.text.partition(":")
        name = self.word(written[len(keyword) :], text.span.start + len(keyword))
        if not colon:
            self._lose(name.text)
            return self.bad(
                text,
                rules.UNKNOWN_LINE,
                text.span,
                f"a variable is written {FORM[keyword]}, and there is no colon here",
                fix=line_fix(text),
                meant=keyword,
            )
        if (problem := name_problem(name.text)) is not None:
            self._lose(name.text)
            span = name.span if name.text else text.span
            say = f"`{name.text}` cannot be a name: {problem}"
            return self.bad(text, rules.BAD_NAME, span, say, meant=keyword)
        value = self._after(text, len(written) + 1)
        if not value.text:
            self._lose(name.text)
            say = f"`{name.text}` has no value"
            return self.bad(text, rules.EMPTY_VALUE, name.span, say, meant=keyword)
        node = Let if keyword == "let" else Vary
        return node(Word(nfc(name.text), name.span), value)

    def _use(self, text: Word, line: str, start: int) -> Line:
        path = self._after(text, len("use"))
        if path.text:
            bad = self._comment_in(path, line, start, "use")
        else:
            bad = self.bad(text, rules.EMPTY_VALUE, text.span, "`use` names no file")
        self.whole &= bad is None
        return bad or Use(path)

    def refused(self, line: Line) -> None:
        """Remember what *line*, which may not stand where it does, would have defined."""
        if isinstance(line, Let | Vary):
            self.broken.add(line.name.text)
        elif isinstance(line, Use) or (isinstance(line, Setting) and line.key is Key.EACH):
            self.whole = False

    def unclean(self, token: Token) -> Bad:
        """The node of a line that holds a forbidden character, and what it would have defined."""
        text = self.word(token, token.start_pos or 0)
        before = text.text.partition(":")[0]
        if token.type == "USE":
            self.whole = False
        elif token.type in {"LET", "VARY"}:
            self._lose(before)
        return Bad(text, before.split()[0] if before.split() else "")

    def _lose(self, text: str) -> None:
        """Remember the names that *text*, which is bad, may have been to define."""
        if len(text) <= SHORT:
            names = names_in(text)
            self.broken.update(names)
            if names:
                self.broken.add("".join(names))

    def _unknown(self, text: Word) -> Bad:
        """A line of no class. It is never taken for prose, which somebody pays for."""
        meant = _meant(text.text)
        self._lose(text.text)
        self.whole &= meant != "use"
        return self.bad(
            text,
            rules.UNKNOWN_LINE,
            text.span,
            "this line is neither a heading, a setting, a variable, motion nor a comment",
            help=_what_to_try(text.text, meant),
            fix=line_fix(text),
            meant=meant,
        )

    def heading(self, token: Token) -> tuple[Heading, bool]:
        """The heading in *token*, and whether it is sound."""
        text = self.word(token, token.start_pos or 0)
        found = SPLIT(text.text)
        word, rest = found.groups() if found else (text.text, "")
        keyword = Keyword(word)
        written = self._after(text, len(word))
        found = SPLIT(rest)
        name, title = found.groups() if found else (rest, "")
        at = Span(written.span.start, written.span.start + len(name), self.file)
        problem = name_problem(name)
        if problem:
            self._lose(name)
            say = f"`{name}` cannot be a name: {problem}" if name else f"this {keyword} has no name"
            self._refuse_heading(rules.BAD_NAME, at if name else text.span, say, keyword)
        named = Word(name if problem else nfc(name), at)
        if not title or problem:
            return Heading(keyword, named, None, text.span), not problem
        after = Span(text.span.end - len(title), text.span.end, self.file)
        if not title[1:-1].strip(BLANKS) or title[0] != '"' or title[-1] != '"':
            self._lose(rest)
            say = f"after the name only a title in quotes may stand, not `{title}`"
            self._refuse_heading(rules.BAD_HEADING, after, say, keyword, title_fix(title, after))
            return Heading(keyword, named, None, text.span), False
        return Heading(keyword, named, self.word(title[1:-1], after.start + 1), text.span), True

    def _refuse_heading(
        self, rule: Rule, at: Span, message: str, keyword: Keyword, fix: Fix | None = None
    ) -> None:
        self.report.add(rule, at, message, help=f'a heading is `{keyword} NAME "title"`', fix=fix)

    def resembles_heading(self, line: Bad) -> Heading | None:
        """The heading that a bad line was probably meant to be; what follows is laid to it."""
        found = RESEMBLES(line.text.text) or GLUED(line.text.text)
        if found is None or name_problem(found["name"]):
            return None
        if nearest(re.sub(r"\W", "", found["word"]), Keyword) is None:
            return None
        self._lose(found["name"])
        return Heading(None, Word(nfc(found["name"]), line.text.span), None, line.text.span)

    def unknown_heading(self, token: Token) -> Heading:
        """A heading that cannot be read; it opens a block all the same."""
        at = self.word(token, token.start_pos or 0).span
        return Heading(None, Word("", at), None, at)


def _meant(text: str) -> str:
    """The key or the opening word that a line of no class was probably meant to begin with."""
    word, *others = re.split(rf"[{BLANKS}:：]+", re.sub(r"^\W+", "", text))
    if word in KEYS:
        return word
    # A sentence that begins with `Very` is prose, and no `vary`; a bar stands in no sentence.
    is_short = len(others) < PROSE or "|" in others or RESEMBLES(text)
    return (nearest(word, [*OPENERS, *KEYS]) if is_short else None) or ""


def _what_to_try(text: str, meant: str) -> str:
    if text[0] in "＞》〉":
        return "motion begins with `>`"
    if meant in KEYS and text.startswith(meant):
        colon = "a plain colon" if "：" in text else "a colon right after it"
        return f"write `{meant}:` with {colon}"
    if meant:
        return f"did you mean `{meant}{':' if meant in KEYS else ''}`?"
    return "prose for the prompt begins with `>`, a comment with `#`"
