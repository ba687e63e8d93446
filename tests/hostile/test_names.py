"""Names in ten scripts: written any way, they are one name; and no two clips are one file."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from hailuo_dsl.job.store import check_names
from tests.conftest import compiled, requests

SCRIPTS = {
    "Latin": "E\u0301tude-ñandú",
    "Vietnamese": "đường-về",
    "Turkish": "İzmir-ışık",
    "German": "straße",
    "Greek": "ὁδός-θάλασσας",
    "Cyrillic": "ёж-й",
    "Devanagari": "क्षत्रिय-हिन्दी",
    "Thai": "น้ำ-ที่นี่",
    "Arabic": "مُنارة-لا",
    "Hebrew": "שָׁלוֹם",
    "Hangul": "등대",
    "Hangul letter by letter": "\u1103\u1173\u11bc\u1103\u1162",
    "Han": "灯塔",
    "kana": "か\u3099ラス",
    "full width": "Ａｂｃ",
    "Tamil": "கோவில்",
    "Georgian": "თბილისი",
    "letters beyond the first plane": "𠮷𐐷",
}
MODEL = "model: MiniMax-Hailuo-2.3\n"
FILM = """\
use {file}
model: MiniMax-Hailuo-2.3
look: s-{name}
let v-{name}: light

character c-{name}
  > a woman

style s-{name}
  > grain

setup u-{name}
  > in the {{v-{name}}}

scene {name}

  shot {name}
    from: a.png
    vary w: {{v-{name}}} | dark
    > {{c-{name}}} waits.

  shot next
    from: {name}/{name}@v-{name}.last
    with: u-{name}
"""


def shot(name, frame="a.png"):
    return f"shot {name}\nfrom: {frame}\n> Go.\n"


def film(names):
    """The film, each mention of a name written as the next of *names*."""
    turns = iter(names * FILM.count("name"))
    parts = (
        FILM.replace("{{", "{").replace("}}", "}").replace("{file}", "looks.shots").split("{name}")
    )
    return parts[0] + "".join(next(turns) + part for part in parts[1:])


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_is_one_name_however_its_letters_are_put_together(script):
    name = SCRIPTS[script]
    forms = [normalize("NFC", name), normalize("NFD", name), name]
    made = requests(film(forms), files={"looks.shots": ""})
    one = normalize("NFC", name)

    assert list(made) == [f"{one}/{one}@v-{one}", f"{one}/{one}@dark", f"{one}/next"]
    assert made[f"{one}/next"]["metadata"]["first_frame_image"] == f"shot:{one}/{one}@v-{one}.last"
    assert made[f"{one}/{one}@dark"]["prompt"] == "a woman waits. grain"
    check_names(made)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("straße", "STRASSE"),
        ("ὁδός", "ὉΔΌΣ"),
        ("ἀγορά", "Ἀγορά"),
        ("Ж", "ж"),
        ("ａ", "Ａ"),
        ("ǆ", "ǅ"),
        ("\u212a", "k"),
    ],
)
def test_shots_whose_names_are_one_but_for_case_are_refused(one, other):
    (found,) = compiled(f"{MODEL}{shot(one)}{shot(other)}").report

    assert found.rule.slug == "same-name"


@pytest.mark.parametrize(
    ("one", "other"), [("ı", "i"), ("е", "e"), ("灯", "燈"), ("ｶ", "カ"), ("o", "ο")]
)
def test_names_that_only_look_alike_are_two(one, other):
    text = f"{MODEL}{shot(one)}{shot(other, f'{one}.last')}"

    assert list(requests(text)) == [one, other]


@pytest.mark.parametrize(
    "name",
    [
        "\u0301a",
        "-a",
        "_a",
        "١",
        "¾",
        "a b",
        "a\u00a0b",
        "a\u200db",
        "a.b",
        "a/b",
        "a@b",
        "😀",
        "a\u2028b",
        "é" * 101,
    ],
)
def test_what_is_no_name_is_said_to_be_none(name):
    found = list(compiled(f"{MODEL}let {name}: b\n{shot('it')}").report)

    assert found[0].rule.slug in {"bad-name", "forbidden-character"}
