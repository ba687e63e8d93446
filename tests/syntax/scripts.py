"""Scripts with every kind of line in every disorder, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from hailuo_dsl.syntax.model import Let, Motion, Vary
from hailuo_dsl.syntax.place import HOMES
from hailuo_dsl.syntax.words import BLANKS, REPEATED, STANDS_IN, Key, Keyword

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
PROSE = (
    *(
        "She",
        "walks",
        "the pier",
        "lamp #7",
        "灯塔",
        "亮了",
        "雨打着木板",
        "그녀가",
        "돌아본다",
        "EXIT",
    ),
    *(" ", " ", " ", "  ", "\u00a0", "\u3000", "\t", "\u2003", "\u2028", "\u200b", ">", "|"),
    *("“", "”", "…", "—", "。", "，", "（", "）", "《", "é", "e\u0301", "か\u3099", "👋🏽", "👩‍🚀"),
    *(
        "[push in]",
        "[推进, tilt up]",
        "[pan left + {move}]",
        "[{move}]",
        "【push in】",
        "［tilt up］",
    ),
    *("{mara}", "{mara.full}", "{ding}", "{ding.full}", "{ding.name}", "{tone}", "{光}"),
    *("\\[", "\\]", "\\{", "\\}", "\\\\", "\\|"),
)
MOVES = ("push in", "推进", "Tilt  up", "{move}", "then", "pan\u00a0left", "c#d", "#", "\\[x\\]")
JOINTS = ("+", " + ", "  +\u3000", ",", ", then ", " ,then\t", "，then ", "， then  ", "+ ", ", ")
LOOKS = ("noir", "胶片", "{tone}", "none", "a.b")
CHOICES = ("dawn", "storm  rain", "灯 亮", "\\|", "{tone}", "", "a\\\\", "#")
NAMES = ("a", "灯塔", "e\u0301tude", "Ünal_9", "7-up", "shot", "हिन्दी", "camera")
TITLES = ("", "", '"Night"', '"  夜 "', '" "', '"a "b" c"')

blanks = st.text(BLANKS, max_size=5)
some_blanks = st.text(BLANKS, min_size=1, max_size=3)
letters = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=TURNS), max_size=12
)
proses = st.lists(st.sampled_from(PROSE), max_size=24).map("".join)


def listed(parts, joints):
    """Some of *parts* with some of *joints* between them."""
    pairs = st.lists(st.tuples(st.sampled_from(joints), st.sampled_from(parts)), max_size=3)
    return st.builds(
        lambda first, more: first + "".join(map("".join, more)), st.sampled_from(parts), pairs
    )


VALUES = {Key.CAMERA: listed(MOVES, JOINTS), Key.LOOK: listed(LOOKS, (",", " ,  ", ", "))}
axes = listed(CHOICES, ("|", " | ", "  |\u3000"))


@st.composite
def lines(draw, keyword, keys):
    """A line that may stand under a heading of *keyword*; *keys* are those not yet said there."""
    kinds = [None, "comment", *(it for it in (Motion, Let, Vary) if keyword in HOMES[it])]
    kind = draw(st.sampled_from([*kinds, *[Key] * bool(keys)]))
    if kind is None:
        return ""
    if kind == "comment":
        return f"#{draw(letters)}"
    if kind is Motion:
        return f">{draw(blanks)}{draw(proses | letters)}"
    if kind is Let:
        return f"let{draw(some_blanks)}{draw(st.sampled_from(NAMES))}{draw(blanks)}:x{draw(proses)}"
    if kind is Vary:
        return f"vary{draw(some_blanks)}{draw(st.sampled_from(NAMES))}:{draw(blanks)}{draw(axes)}"
    key = draw(st.sampled_from(sorted(keys)))
    keys -= {key} - REPEATED
    return f"{key}:{draw(blanks)}{draw(VALUES.get(key, proses.map('x{}'.format)))}"


@st.composite
def blocks(draw, keyword):
    """The lines of a block, its heading first; None for the file's own."""
    opening = f"use{draw(some_blanks)}looks.shots"
    if keyword:
        name, title = draw(st.sampled_from(NAMES)), draw(st.sampled_from(TITLES))
        opening = f"{keyword}{draw(some_blanks)}{name}{draw(blanks)}{title}"
    keys = {key for key in Key if keyword in STANDS_IN[key]}
    return [opening, *(draw(lines(keyword, keys)) for _ in range(draw(st.integers(0, 6))))]


@st.composite
def scripts(draw):
    """A whole script, each line anywhere; what it says need not make sense."""
    keywords = draw(st.lists(st.sampled_from(Keyword), max_size=6))
    said = [line for keyword in (None, *keywords) for line in draw(blocks(keyword))]
    return "\n".join(f"{draw(blanks)}{line}{draw(blanks)}" for line in said)


@st.composite
def films(draw):
    """A script whose shots can mostly be shot, and which have much to say."""
    calm = st.lists(st.sampled_from([it for it in PROSE if it[0] not in "[{"])).map("".join)
    motion = proses.map("> {}".format)
    turn = st.sampled_from((">", "camera: {move}, then tilt up", "# and then"))
    shots = [
        "\n".join((f"shot s{number}", "from: a.png", *draw(st.lists(motion | motion | turn))))
        for number in range(draw(st.integers(1, 3)))
    ]
    return "\n".join(
        (
            "model: MiniMax-Hailuo-2.3\nlook: noir\nlet move: push in\nlet tone: 冷",
            f"let 光: {{ding}}\nstyle noir\n> film grain{draw(calm)}",
            f"character mara {draw(st.sampled_from(TITLES))}\n> a woman",
            *(f"> {it}" for it in draw(st.lists(calm))),
            'prop ding "灯"\n> a lamp, 白色\n>',
            *shots,
        )
    )
