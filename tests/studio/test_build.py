"""Scripts built in Python: the text that an author would write, checked as such."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl import Film, Prose, Script, ScriptError, Trouble, plain
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.studio.film import film_of
from hailuo_dsl.syntax.format import format_script
from hailuo_dsl.syntax.words import BLANKS

MODEL = "MiniMax-Hailuo-2.3"
URL = "https://example.com/a.png"
ROWS = [
    {"id": "shoe", "image": URL, "motion": "It turns.", "camera": "push in", "seconds": 6.0},
    {"id": "hat", "image": URL, "motion": "It spins [fast].", "camera": None, "seconds": np.nan},
    {"id": 3, "image": URL, "motion": "It {falls}.", "camera": "", "seconds": np.int64(10)},
]


def bodies(film):
    return {it.id: it.body for it in film.requests}


def lines(script):
    return [line.strip() for line in script.to_script().splitlines()]


def shot(*motion, **settings):
    """The lines below the heading of one shot."""
    script = Script()
    script.shot("it", *motion, **settings)
    return lines(script)[1:]


def test_shots_are_built_in_a_loop_over_rows():
    script = Script(model=MODEL)
    ad = script.scene("ad", "The ad")
    for row in ROWS:
        ad.shot(
            row["id"],
            row["motion"],
            from_=row["image"],
            camera=row["camera"] or None,
            duration=row["seconds"],
        )

    assert (
        script.to_script()
        == f"""\
model: {MODEL}

scene ad "The ad"

  shot shoe
    from: {URL}
    duration: 6s
    camera: push in
    > It turns.

  shot hat
    from: {URL}
    > It spins \\[fast\\].

  shot 3
    from: {URL}
    duration: 10s
    > It \\{{falls\\}}.
"""
    )
    made = bodies(Film.of(script))
    assert [it["duration"] for it in made.values()] == [6, 6, 10]
    assert made["ad/shoe"]["prompt"] == "[dolly in] It turns."
    assert made["ad/3"]["prompt"] == "It {falls}."


def test_prose_may_say_names_and_moves():
    script = Script(model=MODEL, let={"tone": "a [cold] light"})
    script.character("mara", "a red {coat}", title="the woman in red")
    script.place("pier", "wet boards")
    script.prop("lamp", "a storm lamp")
    script.style("noir", "black and white")
    script.setup("turn", Prose("{who} turns in {tone}."), camera="pan left", let={"who": "she"})
    script.shot("a", from_=URL, with_="turn", look=["noir"], let={"who": Prose("{mara}")})
    script.shot("b", Prose(f"{{lamp}} says {plain('{x}')} [tilt up]."), from_="previous")

    assert [it["prompt"] for it in bodies(Film.of(script)).values()] == [
        "[pan left] the woman in red (a red {coat}) turns in a [cold] light. black and white",
        "a storm lamp says {x} [tilt up].",
    ]


def test_choices_are_made_once_each():
    script = Script(model=MODEL)
    script.shot("it", Prose("In {light}."), from_=URL, vary={"light": ["dawn", "a|b", 7]}, takes=2)

    assert [it["prompt"] for it in bodies(Film.of(script)).values()] == [
        "In dawn.",
        "In dawn.",
        "In a|b.",
        "In a|b.",
        "In 7.",
        "In 7.",
    ]


def test_a_shot_may_start_from_another():
    script = Script(model=MODEL)
    first = script.shot("first", "Go.", from_=URL)
    scene = script.scene("rest")
    second = scene.shot("second", "On.", from_=first.last)
    script.scene("rest").shot("third", "Back.", from_=second.last, to=first.first)

    film = Film.of(script, settings={"model": "MiniMax-Hailuo-02"})
    assert [it.depends_on for it in film.requests] == [(), ("first",), ("rest/second", "first")]


def test_in_a_scene_with_a_table_a_frame_is_of_the_same_row(tmp_path):
    (tmp_path / "rows.csv").write_text("id\nshoe\nhat\n")
    script = Script(model=MODEL)
    ad = script.scene("ad", each="rows.csv")
    hero = ad.shot("hero", Prose("{id} turns."), from_=URL)
    ad.shot("end", "It rests.", from_=hero.last)

    made = bodies(Film.of(script, folder=tmp_path))
    assert made["ad@hat/end"]["metadata"]["first_frame_image"] == "shot:ad@hat/hero.last"


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"duration": 6}, "duration: 6s"),
        ({"duration": "6s"}, "duration: 6s"),
        ({"duration": np.float64(6)}, "duration: 6s"),
        ({"takes": np.int64(2)}, "takes: 2"),
        ({"optimizer": np.bool_(False)}, "optimizer: off"),
        ({"watermark": True}, "watermark: on"),
        ({"look": ["noir", "wet"]}, "look: noir, wet"),
        ({"camera": "push in + pan left"}, "camera: push in + pan left"),
        ({"camera": ["push in + pan left", "tilt up"]}, "camera: push in + pan left, then tilt up"),
        ({"from_": "previous"}, "from: previous"),
        ({"from_": "a {b}.png"}, r"from: a \{b\}.png"),
        ({"from_": Prose("{b}.png")}, "from: {b}.png"),
        ({"from_": Path("frames/a b.png")}, 'from: "frames/a b.png"'),
        ({"to": Path("a.png")}, "to: a.png"),
        ({"from_": "a.png\nmodel: other"}, "from: a.png model: other"),
        ({"look": ""}, "look:"),
    ],
)
def test_a_setting_is_said_as_an_author_says_it(settings, line):
    assert shot(**settings) == [line]


@pytest.mark.parametrize("nothing", [None, np.nan, float("nan"), np.datetime64("NaT")])
def test_a_cell_with_nothing_in_it_leaves_its_setting_out(nothing):
    assert shot(nothing, look=nothing, title=nothing, let={"a": nothing}) == []
    assert shot(look=[nothing, "noir"], camera=[nothing]) == ["look: noir"]


def test_a_value_that_cannot_be_compared_stands_for_nothing():
    class NotAvailable:
        def __bool__(self):
            raise TypeError("boolean value of NA is ambiguous")

        def __ne__(self, other):
            return self

        __hash__ = None

    assert shot(NotAvailable(), duration=NotAvailable()) == []


def test_a_path_that_would_begin_a_comment_goes_by_a_name():
    script = Script(model=MODEL)
    script.shot("it", "Go.", from_=Path('a" # b.png'))
    film = film_of(str(script), "film", folder=Path())

    (wrong,) = film.compiled.report
    assert wrong.message == 'the picture a" # b.png does not exist'


def test_a_text_has_a_motion_line_for_each_of_its_lines():
    assert shot("\n  One.\n  Two.\r\n\n  Three.\n\n") == ["> One.", "> Two.", ">", "> Three."]
    assert shot("", "  ", None) == []
    assert shot("> a", "shot b") == ["> > a", "> shot b"]
    assert max(map(len, shot("many words " * 40))) <= 90


def test_a_note_is_taken_as_it_is():
    assert shot(note="nobody reads {this}\n\n[at all]") == [
        "note: nobody reads {this}",
        "note: [at all]",
    ]


def test_a_title_stays_on_its_line():
    script = Script()
    script.shot("it", title='The "first"\nshot')

    assert script.to_script() == 'shot it "The "first" shot"\n'


def test_what_is_used_stands_above_all(tmp_path):
    (tmp_path / "looks.shots").write_text("style noir\n  > black and white\n")
    script = Script(use=[Path("looks.shots")], model=MODEL)
    script.shot("it", "Go.", from_=URL, look="noir")

    assert script.to_script().startswith("use looks.shots\nmodel: ")
    assert bodies(Film.of(script, folder=tmp_path))["it"]["prompt"] == "Go. black and white"


def test_a_mistake_is_said_at_the_line_of_the_script():
    script = Script(model=MODEL, duration=10)
    script.shot("it", Prose("It [psh in] goes."), from_=URL, resolution="1080P")
    with pytest.raises(ScriptError) as found:
        Film.of(script)

    drawn = str(found.value)
    assert "2 | duration: 10s" in drawn
    assert "7 |   > It [psh in] goes." in drawn
    assert "did you mean `push in`?" in drawn


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Red Shoe!", "'Red Shoe!' cannot be the name of a shot: .*; `red-shoe` would be one"),
        ("a\nshot b", "cannot be the name of a shot: U.000A may not stand in a name"),
        ("previous", "`previous` means something of its own$"),
        ("", "it is empty$"),
        (1.5, "'1.5' cannot be the name of a shot: .*; `1-5` would be one"),
    ],
)
def test_what_is_no_name_is_said_at_once(name, words):
    script = Script()
    with pytest.raises(Trouble, match=words):
        script.shot(name)
    with pytest.raises(Trouble, match=words.replace("a shot", "a scene")):
        script.scene(name)


def test_a_setting_that_there_is_not_is_said_at_once():
    with pytest.raises(
        Trouble, match=r"no setting is called `durations`; did you mean `duration`\?"
    ):
        Script(durations=6)
    with pytest.raises(Trouble, match=r"no setting is called `form_`; did you mean `from`\?"):
        Script().shot("it", form_=URL)


def test_shots_in_no_scene_come_first():
    script = Script()
    script.scene("ad")
    with pytest.raises(Trouble, match="the scene `ad` was begun before"):
        script.shot("it")


def test_a_scene_is_begun_once():
    script = Script()
    script.scene("ad", look="noir")
    with pytest.raises(Trouble, match="the scene `ad` is there already"):
        script.scene("ad", duration=6)


def test_a_script_shows_its_text():
    script = Script(model=MODEL)
    script.shot("one", "Go.")
    script.scene("ad").shot("two", "Go.")

    assert repr(script) == "Script(2 shots)"
    assert script._repr_mimebundle_() == {"text/plain": str(script)}


STEERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
WRITABLE = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=STEERING)
SPECIAL = st.sampled_from("[]{}\\|#>:\"' ab")
TEXT = (
    st.text(st.one_of(SPECIAL, WRITABLE), max_size=200)
    .filter(lambda it: any(letter.isalnum() for letter in it))
    .map(lambda it: it.strip(BLANKS))
)


@given(st.lists(st.tuples(TEXT, TEXT, st.sampled_from([6, 10])), min_size=1, max_size=4))
def test_letters_stay_letters_and_the_script_makes_the_same_film(rows):
    script = Script(model=MODEL)
    for number, (text, said, seconds) in enumerate(rows):
        script.scene(f"s{number % 2}").shot(
            f"n{number}",
            text,
            Prose("{said}"),
            title=said,
            let={"said": said},
            from_=URL,
            duration=seconds,
            note=said,
        )
    film = film_of(str(script), "film", folder=Path())
    made = bodies(film)

    assert [it.message for it in film.compiled.report if it.is_error] == []
    for number, (text, said, seconds) in enumerate(rows):
        body = made[f"s{number % 2}/n{number}"]
        assert body["duration"] == seconds
        assert re.fullmatch(f"{re.escape(text)} ?{re.escape(said)}", body["prompt"])
    assert format_script(source_of("film", str(script)), Report()) == str(script)
    assert film_of(film.to_script(), "film", folder=Path()).requests == film.requests
