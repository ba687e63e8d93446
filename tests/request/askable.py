"""Requests that the compiler can emit, and scripts that emit them, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.catalog.model import Dialect, Mode
from hailuo_dsl.syntax.words import BLANKS

CATALOG = catalog()
URL = "https://example.com/a.png"
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
WORDS = [move.said(dialect) for move in CATALOG.moves for dialect in Dialect]
PIECES = (
    *("She walks", "the pier", " ", " ", "  ", "\n", "\n\n", ". ", ", ", "灯塔亮了", "。", "，"),
    *(
        "그녀가 돌아본다",
        "カメラ",
        "שלום",
        "مرحبا",
        "“",
        "”",
        "…",
        "—",
        "e\u0301",
        "👩‍🚀",
        "\u200b",
    ),
    *('"EXIT"', "'", "#", " # ", "$", "@", ":", ">", "|", "\\", "[", "]", "{", "}", "{mara}"),
    *("\t", "\u00a0", "\u3000", "\u2028", "\ufeff", "【推进】", "［tilt up］", "[fly]", "[]"),
    *(
        "[push in]",
        "[Push in, Pan left]",
        "[dolly in+pan left]",
        "[Push in,pan left]",
        "[推进，左摇]",
    ),
)
PATHS = ("a", "图", ".png", ".last", " ", '"', "#", " # ", "\\", "{x}", "[1]", "/", ":", "https://")
TAILS = ("", "a.png", "{x}", "\\", "[1]", "?q=#x", "é灯", '"', ".last")


def bracket(words):
    return st.lists(words, min_size=1, max_size=3).map(lambda it: f"[{','.join(it)}]")


def words_of(dialect):
    return st.sampled_from([move.said(dialect) for move in CATALOG.moves])


def sayable(prompt):
    """*prompt* without the blanks at the ends of its lines, and with something to be seen."""
    kept = "\n".join(line.strip(BLANKS) for line in prompt[:1900].split("\n"))
    return kept if any(letter.isalnum() for letter in kept) else f"{kept}Go."


letters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=TURNS)
tags = bracket(st.sampled_from(WORDS)) | st.one_of([bracket(words_of(it)) for it in Dialect])
pieces = st.sampled_from(PIECES) | tags | st.text(letters, max_size=20)
prompts = st.lists(pieces, max_size=30).map("".join).map(sayable)
long_prompts = st.lists(pieces, min_size=60, max_size=120).map("".join).map(sayable)
paths = st.lists(st.sampled_from(PATHS) | st.text(letters, max_size=8), max_size=8).map("".join)
addresses = st.sampled_from([f"https://example.com/{tail}" for tail in TAILS])
frames = addresses | paths.map("file:x{}".format) | st.just("data:image/webp;base64,AA+/AA==")
switches = st.none() | st.booleans()


@st.composite
def askable_requests(draw, offer=None, prompt=prompts):
    """A request that the compiler can emit."""
    offer = offer or draw(st.sampled_from(CATALOG.offers))
    size = draw(st.sampled_from([None, *offer.sizes])) if offer.sends_size else None
    seconds = draw(st.sampled_from(offer.sizes[size or offer.default_resolution]))
    first = {Mode.IMAGE: frames, Mode.FRAMES: st.none() | frames, Mode.TEXT: st.none()}
    metadata = {
        "first_frame_image": draw(first[offer.mode]),
        "last_frame_image": draw(frames) if offer.mode is Mode.FRAMES else None,
        "resolution": size,
        "prompt_optimizer": draw(switches),
        "aigc_watermark": draw(switches),
        "callback_url": draw(st.none() | addresses),
    }
    kept = {key: value for key, value in metadata.items() if value is not None}
    made = {"model": offer.model, "prompt": draw(prompt), "duration": seconds}
    return made | {"metadata": kept}


NAMES = ("arrive", "灯塔", "7-up", "shot", "É", "a_b")
PROSES = (
    "She walks",
    "灯塔亮了",
    "[push in] then",
    "stop \\[x\\].",
    "x {tone}.",
    "[推进]走[tilt up]",
)
CHOICES = ("storm lightning", "{Loud}", "灯", "3", "pull out")
TABLE = "name,colour\nRed shoe,red\n靴,黒\n"
ROWS = ("@red-shoe", "@靴")


@st.composite
def whole_scripts(draw):
    """A script whose shots vary, have takes, are repeated, and start from each other's frames.

    It needs the file `shoes.csv` that holds `TABLE`.
    """
    lines = ["model: MiniMax-Hailuo-02", "let tone: cold", "let Loud: a loud one"]
    lines += draw(st.lists(st.sampled_from(["duration: 10s", "tags: chinese"]), unique=True))
    known = []
    homes = [""]
    for number in range(draw(st.integers(1, 5))):
        if draw(st.integers(0, 3)) == 0:
            rows = draw(st.sampled_from([("",), ROWS]))
            lines += [f"scene s{number}", *["each: shoes.csv"] * (rows == ROWS)]
            homes = [f"s{number}{row}/" for row in rows]
        name = f"{draw(st.sampled_from(NAMES))}{number}"
        lines += [f"shot {name}", f"from: {draw(picture_of(known))}"]
        lines += [f"to: {draw(picture_of(known))}"] * draw(st.booleans())
        axes = draw(st.lists(st.permutations(CHOICES), max_size=2))
        for place, choices in enumerate(axes):
            lines.append(f"vary v{place}: {' | '.join(choices[: 2 + place])}")
        takes = draw(st.sampled_from([1, 1, 2]))
        lines.append(f"takes: {takes}")
        lines += [f"> {draw(st.sampled_from(PROSES))} {{v{at}}}" for at in range(len(axes))]
        lines += draw(st.sampled_from([["> Go."], ["camera: push in", ">", "> Stop."]]))
        variant = "".join(f"@{slug(its[0])}" for its in axes)
        take = draw(st.sampled_from(["", "#2"])) * (takes > 1)
        known += [f"{home}{name}{variant}{take}" for home in homes]
    return "".join(f"{line}\n" for line in lines)


def picture_of(known):
    """A picture, or a frame of a shot that is known."""
    shots = [f"{it}.{which}" for it in known for which in ("first", "last")]
    return st.sampled_from(["a.png", URL, *shots])


def slug(choice):
    return choice.strip("{}").replace(" ", "-")
