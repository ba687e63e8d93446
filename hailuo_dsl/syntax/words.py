"""The words of the language: keywords, keys, and where each may stand."""

from __future__ import annotations

from enum import StrEnum

BLANKS = " \t\u00a0\u3000"
"""Space, tab, no-break space, ideographic space."""


class Keyword(StrEnum):
    """What a heading opens."""

    CHARACTER = "character"
    PLACE = "place"
    PROP = "prop"
    STYLE = "style"
    SETUP = "setup"
    SCENE = "scene"
    SHOT = "shot"


OPENERS = ("use", "let", "vary", *Keyword)
"""Every word that a line may begin with, without a colon."""


class Key(StrEnum):
    """What a setting sets."""

    MODEL = "model"
    DURATION = "duration"
    RESOLUTION = "resolution"
    FROM = "from"
    TO = "to"
    CAMERA = "camera"
    LOOK = "look"
    OPTIMIZER = "optimizer"
    WATERMARK = "watermark"
    CALLBACK = "callback"
    TAGS = "tags"
    TAKES = "takes"
    WITH = "with"
    EACH = "each"
    PICK = "pick"
    TRIM = "trim"
    TRANSITION = "transition"
    NOTE = "note"


REPEATED = frozenset({Key.CAMERA, Key.NOTE})
"""Keys that may stand more than once in a block."""

EVERYWHERE = frozenset({None, *Keyword})
INHERITED = frozenset({None, Keyword.SCENE, Keyword.SETUP, Keyword.SHOT})
IN_BODIES = frozenset({Keyword.SETUP, Keyword.SHOT})

STANDS_IN: dict[Key, frozenset[Keyword | None]] = {
    Key.MODEL: INHERITED,
    Key.DURATION: INHERITED,
    Key.RESOLUTION: INHERITED,
    Key.FROM: IN_BODIES,
    Key.TO: IN_BODIES,
    Key.CAMERA: IN_BODIES,
    Key.LOOK: INHERITED,
    Key.OPTIMIZER: INHERITED,
    Key.WATERMARK: INHERITED,
    Key.CALLBACK: INHERITED,
    Key.TAGS: INHERITED,
    Key.TAKES: INHERITED,
    Key.WITH: frozenset({Keyword.SHOT}),
    Key.EACH: frozenset({Keyword.SCENE, Keyword.SHOT}),
    Key.PICK: frozenset({Keyword.SHOT}),
    Key.TRIM: frozenset({Keyword.SHOT}),
    Key.TRANSITION: frozenset({None, Keyword.SCENE, Keyword.SHOT}),
    Key.NOTE: EVERYWHERE,
}
"""Where a key may stand; None is the file itself."""

RESERVED = frozenset({"previous", "none"})
"""Words that no name may be."""
