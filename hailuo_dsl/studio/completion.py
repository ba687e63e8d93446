"""What may stand where an author is typing, in a script; never an error.

A script is asked about while it is half written: what cannot be read is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.catalog.model import Dialect, folded
from hailuo_dsl.ground.model import Report, Source
from hailuo_dsl.ground.read import as_far_as_it_goes
from hailuo_dsl.storyboard.frame_value import IMAGE_SUFFIX, PREVIOUS, SHOT_FRAME
from hailuo_dsl.storyboard.library import library
from hailuo_dsl.studio.rewrite import SUFFIX
from hailuo_dsl.syntax.lines import KEYS
from hailuo_dsl.syntax.model import Let, Motion, Setting, Use, Vary
from hailuo_dsl.syntax.parse import parse
from hailuo_dsl.syntax.place import HOMES
from hailuo_dsl.syntax.prose import FORMS
from hailuo_dsl.syntax.words import BLANKS, REPEATED, STANDS_IN, Key, Keyword

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from hailuo_dsl.catalog.model import Catalog, Offer
    from hailuo_dsl.ground.world import Files
    from hailuo_dsl.syntax.model import Block, Script

    Paths = Callable[[str], Iterable[str]]

SWITCH = ("on", "off")
DIALECTS = tuple(map(str, Dialect))
NONE = "none"
TRANSITIONS = ("cut", "dissolve ", "fade ")
"""The first is a whole value; behind the others stands how long it takes."""

NAMED = frozenset({Keyword.CHARACTER, Keyword.PLACE, Keyword.PROP})
"""What names in braces stand for, besides variables."""

ROWS = re.compile(r"\.(?:csv|jsonl|ndjson)\Z", re.I).search
WORD = re.compile(r"[\w-]*").fullmatch
SETTING = re.compile(r"([^\W\d][\w-]*):(.*)").fullmatch
VARIABLE = re.compile(rf"(?:let|vary)[{BLANKS}][^:]*:(.*)").fullmatch
USED = re.compile(rf"use[{BLANKS}]+(.*)").fullmatch
BRACE = re.compile(r"(?<!\\)(?:\\\\)*\{([^{}\[\]\\]*)\Z").search
BRACKET = re.compile(r"(?<!\\)(?:\\\\)*\[([^\[\]]*)\Z").search
JOINT = re.compile(r"[+,，]")
THEN = re.compile(rf"then[{BLANKS}]+(.*)").fullmatch


class Offered(NamedTuple):
    """A word that may stand there.

    Attributes:
        kind: what it is, in a word: `key`, `move`, `name`.
    """

    word: str
    kind: str


class Completion(NamedTuple):
    """What may stand in the place of *fragment*, the letters right before the cursor."""

    fragment: str
    offers: tuple[Offered, ...]


@dataclass(frozen=True)
class World:
    """What is known around a script.

    Attributes:
        dialect: whose words its camera moves are, unless it says so itself.
        files: reads what the script uses.
        paths: the files and folders that a path, relative to the script, may come to.
    """

    catalog: Catalog
    dialect: Dialect
    files: Files
    paths: Paths = lambda _: ()


def completed(text: str, at: int, world: World) -> Completion | None:
    """What may stand at the offset *at* of the script *text*; None where nothing can be told."""
    line = text[:at].rpartition("\n")[2].lstrip(BLANKS)
    report = Report()
    with as_far_as_it_goes(report):
        # Every line of the grammar ends, also the one that is being typed.
        script = parse(Source("", f"{text}\n"), report)
        return _Place(script, _block(script, at), world, report).completion(line)
    return None


def listed(key: Key, rows: Catalog, scripts: Iterable[Script]) -> Sequence[str]:
    """The values of *key* that can be listed; the others are for the author to say."""
    match key:
        case Key.MODEL:
            return tuple(rows.models)
        case Key.DURATION:
            return _durations(rows.offers)
        case Key.RESOLUTION:
            return rows.resolutions
        case Key.LOOK:
            return (NONE, *headed(scripts, frozenset({Keyword.STYLE})))
        case Key.WITH:
            return headed(scripts, frozenset({Keyword.SETUP}))
        case Key.OPTIMIZER | Key.WATERMARK:
            return SWITCH
        case Key.TAGS:
            return DIALECTS
        case Key.TRANSITION:
            return TRANSITIONS[:1]
    return ()


def headed(scripts: Iterable[Script], keywords: frozenset[Keyword]) -> tuple[str, ...]:
    """The names of the blocks of *scripts* that one of *keywords* opens."""
    blocks = (block.heading for script in scripts for block in script.blocks)
    return tuple(it.name.text for it in blocks if it and it.keyword in keywords and it.name.text)


def families(script: Script) -> Iterator[tuple[str, str]]:
    """The scene and the name of each shot, as they are written."""
    scene = ""
    for block in script.blocks:
        heading = block.heading
        if heading and heading.keyword is Keyword.SCENE:
            scene = heading.name.text
        elif heading and heading.keyword is Keyword.SHOT and heading.name.text:
            yield scene, heading.name.text


def beginning(fragment: str, words: Iterable[str], kind: str) -> Completion:
    """Those of *words* that go on from *fragment*, whatever their case."""
    start = fragment.casefold()
    found = dict.fromkeys(it for it in words if it.casefold().startswith(start))
    return Completion(fragment, tuple(Offered(it, kind) for it in found))


def _durations(offers: Iterable[Offer]) -> tuple[str, ...]:
    return tuple(f"{it}s" for it in sorted({it for offer in offers for it in offer.durations}))


def _block(script: Script, at: int) -> Block:
    """The block of *script* that the offset *at* lies in."""
    before = (it for it in script.blocks if it.heading and it.heading.span.end < at)
    return max(
        before, key=lambda it: it.heading.span.start if it.heading else 0, default=script.head
    )


@dataclass(frozen=True)
class _Place:
    """A place in a script: what may stand there."""

    script: Script
    block: Block
    world: World
    report: Report

    @property
    def keyword(self) -> Keyword | None:
        return self.block.heading.keyword if self.block.heading else None

    def completion(self, line: str) -> Completion | None:
        """What goes on from *line*, the letters of the line that stand before the cursor."""
        if line.startswith(">"):
            return self._prose(line[1:])
        if found := VARIABLE(line):
            return self._prose(found[1])
        if found := USED(line):
            return self._paths(found[1], lambda it: it.endswith(SUFFIX))
        if (found := SETTING(line)) and found[1] in KEYS:
            return self._value(KEYS[found[1]], found[2].lstrip(BLANKS))
        return self._opening(line) if WORD(line) else None

    def _opening(self, word: str) -> Completion:
        """What a line of the block may begin with."""
        there = {it.key for it in self.block.lines if isinstance(it, Setting)}
        keys = [
            f"{key}: "
            for key in Key
            if self.keyword in STANDS_IN[key] and (key in REPEATED or key not in there)
        ]
        lines = {"let ": Let, "vary ": Vary, "use ": Use, "> ": Motion}
        openers = [it for it, node in lines.items() if self.keyword in HOMES[node]]
        found = beginning(word, keys, "key").offers
        others = beginning(word, [*openers, *(f"{it} " for it in Keyword)], "keyword").offers
        return Completion(word, found + others)

    def _prose(self, text: str) -> Completion | None:
        if found := BRACE(text):
            return self._name(found[1])
        if found := BRACKET(text):
            return self._move(JOINT.split(found[1])[-1].lstrip(BLANKS))
        return None

    def _name(self, text: str) -> Completion:
        """Names for braces, and behind a dot their forms."""
        name, dot, form = text.partition(".")
        if dot:
            return beginning(form, FORMS, "form")
        lines = [*self.script.head.lines, *self.block.lines]
        lines += [line for it in self._scripts[1:] for line in it.head.lines]
        lines += self._scene.lines if self._scene else ()
        variables = [it.name.text for it in lines if isinstance(it, Let | Vary)]
        return beginning(name, [*headed(self._scripts, NAMED), *variables], "name")

    def _move(self, typed: str) -> Completion:
        """Camera moves in the script's dialect; in another where that is what was typed."""
        said = [move.said(self._dialect) for move in self.world.catalog.moves]
        if not typed:
            return beginning("", said, "move")
        start = folded(typed)
        found = [
            next((it for it in (first, *move.spellings) if folded(it).startswith(start)), None)
            for first, move in zip(said, self.world.catalog.moves, strict=True)
        ]
        # Case means nothing, so who types small letters keeps them.
        words = dict.fromkeys(it.lower() if typed.islower() else it for it in found if it)
        return Completion(typed, tuple(Offered(it, "move") for it in words))

    def _value(self, key: Key, value: str) -> Completion | None:
        if key is not Key.NOTE and (found := BRACE(value)):
            return self._name(found[1])
        match key:
            case Key.CAMERA:
                return self._camera(value)
            case Key.FROM | Key.TO:
                return self._frame(value)
            case Key.EACH:
                return self._paths(value, ROWS)
            case Key.LOOK:
                fragment = JOINT.split(value)[-1].lstrip(BLANKS)
                return beginning(fragment, listed(key, self.world.catalog, self._scripts), str(key))
            case Key.TRANSITION:
                return beginning(value, TRANSITIONS, str(key))
            case Key.DURATION | Key.RESOLUTION:
                return beginning(value, self._offered(key), str(key))
        values = listed(key, self.world.catalog, self._scripts)
        return beginning(value, values, str(key)) if values else None

    def _camera(self, value: str) -> Completion:
        last = JOINT.split(value)[-1].lstrip(BLANKS)
        joints = JOINT.findall(value)
        if not joints or joints[-1] == "+":
            return self._move(last)
        # A comma alone could mean together or in turn, so `then` stands behind it.
        found = THEN(last)
        return self._move(found[1]) if found else beginning(last, ("then ",), "keyword")

    def _frame(self, value: str) -> Completion:
        own = self.block.heading.name.text if self.block.heading else ""
        home = self._scene.heading.name.text if self._scene and self._scene.heading else ""
        shots = [
            name if scene == home else f"{scene}/{name}" if scene else name
            for scene, name in families(self.script)
            if (scene, name) != (home, own)
        ]
        frames = [f"{it}{end}" for it in shots for end in reversed(SHOT_FRAME)]
        found = beginning(value, [PREVIOUS, NONE, *frames], "frame").offers
        return Completion(value, found + self._paths(value, IMAGE_SUFFIX).offers)

    def _paths(self, value: str, fits: Callable[[str], object]) -> Completion:
        found = [it for it in self.world.paths(value) if it.endswith("/") or fits(it)]
        return beginning(value, found, "path")

    def _offered(self, key: Key) -> Sequence[str]:
        """What the chosen model offers; all that there is where none is chosen."""
        offers = self.world.catalog.models.get(self._chosen(Key.MODEL), {}).values()
        if not offers:
            return listed(key, self.world.catalog, self._scripts)
        if key is Key.DURATION:
            return _durations(offers)
        return tuple(dict.fromkeys(size for offer in offers for size in offer.sizes))

    def _chosen(self, key: Key) -> str:
        """The value of *key* that the block says, or the scene or the file around it."""
        around = (self.block, *((self._scene,) if self._scene else ()), self.script.head)
        lines = (line for block in around for line in block.lines)
        found = (it.value.text for it in lines if isinstance(it, Setting) and it.key is key)
        return next(found, "")

    @property
    def _dialect(self) -> Dialect:
        chosen = self._chosen(Key.TAGS)
        return Dialect(chosen) if chosen in DIALECTS else self.world.dialect

    @property
    def _scene(self) -> Block | None:
        """The scene that the block stands in."""
        if self.keyword is not Keyword.SHOT:
            return None
        scene = None
        for block in self.script.blocks:
            if block is self.block:
                return scene
            if block.heading and block.heading.keyword is Keyword.SCENE:
                scene = block
        return None

    @cached_property
    def _scripts(self) -> list[Script]:
        """The script, and what it uses."""
        return [self.script, *library(self.script, self.world.files, self.report).used]
