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


TAKES: dict[Key, str] = {
    Key.MODEL: "a model of the catalogue, spelled as there",
    Key.DURATION: "whole seconds, `6s`",
    Key.RESOLUTION: "a size of the catalogue, `768P`",
    Key.FROM: "a picture, a URL, a data URL, `previous`, another shot's frame, or `none`",
    Key.TO: "the same, for the frame that the clip ends on",
    Key.CAMERA: "moves: `+` between those that act together, `, then` before what follows",
    Key.LOOK: "style names with commas between, or `none`",
    Key.OPTIMIZER: "`on` or `off`: whether the service may rewrite the prompt",
    Key.WATERMARK: "`on` or `off`",
    Key.CALLBACK: "a URL that the service calls when it is done, or `none`",
    Key.TAGS: "whose words stand inside the brackets: `gateway`, `english` or `chinese`",
    Key.TAKES: "how many clips of the same request",
    Key.WITH: "a setup's name",
    Key.EACH: "a CSV or JSON Lines file: one shot, or one scene, a row",
    Key.PICK: "the take or the variant that is the one: `2`, `dawn@pull-out`, `dawn#2`",
    Key.TRIM: "the part of the clip that the reel shows: `0.5s..5s`",
    Key.TRANSITION: "how the reel goes over into this shot: `cut`, `dissolve 0.5s`, `fade 1s`",
    Key.NOTE: "free text for people; nothing in it is read",
}
"""What each key takes, for people."""

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

FORMS: dict[str, tuple[str, str]] = {
    "HEADING": (
        '`KEYWORD NAME "title"`',
        f"opens a block; the keyword is {', '.join(f'`{it}`' for it in Keyword)}",
    ),
    "SETTING": ("`key: value`", "how shots are shot, see below"),
    "MOTION": ("`> prose`", "what goes into the prompt; a `>` alone is a line feed"),
    "LET": ("`let NAME: value`", "gives a text a name"),
    "VARY": ("`vary NAME: value | value`", "makes a shot of each choice"),
    "USE": ("`use PATH`", "brings in the definitions of another file"),
    "COMMENT": ("`# text`", "for people; nothing is read in it, but for `# allow: slug`"),
    "BLANK": ("", "an empty line"),
}
"""The classes of lines, by the names that the grammar gives them: how each looks, what it does."""
