"""Corners of the language: what names, cells, setups and references become."""

from __future__ import annotations

import pytest

from tests.conftest import compiled, prompt, requests

HEAD = "model: MiniMax-Hailuo-2.3\n"


def prompts(text, **asked):
    return {id: body["prompt"] for id, body in requests(HEAD + text, **asked).items()}


def first_frames(text, **asked):
    return {
        id: body["metadata"].get("first_frame_image")
        for id, body in requests(HEAD + text, **asked).items()
    }


def test_a_title_in_its_own_description():
    head = 'character mara "Mara"\n> a woman called {mara.name}'

    assert prompt("> {mara} and {mara}.", head) == "Mara (a woman called Mara) and Mara."


def test_a_let_of_a_used_setup_speaks_of_its_own_file():
    files = {
        "sets.shots": "let weather: rain\nsetup s\nlet line: {weather} falls\n> {line}, {weather}\n"
    }
    text = "use sets.shots\nlet weather: snow\nshot it\nwith: s\nfrom: a.png\n"

    assert prompts(text, files=files) == {"it": "rain falls, snow"}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("19.90", "19.90"),
        ("1e3", "1e3"),
        ("1e400", "1e400"),
        ("-0.0", "-0.0"),
        ("9" * 5000, "9" * 1000),
        ("true", "true"),
        ('"19.90"', "19.90"),
    ],
)
def test_a_number_in_json_goes_in_as_it_is_written(cell, said):
    files = {"rows.jsonl": f'{{"id": "x", "price": {cell}}}\n'}
    text = f"{HEAD}shot it\neach: rows.jsonl\nfrom: a.png\n> {{price}}\n"
    made = compiled(text, files=files)

    if len(cell) > 2000:
        assert [it.rule.slug for it in made.report] == ["prompt-too-long"]
    else:
        assert made.plan.steps[0].request.body["prompt"] == said


def test_an_empty_cell_bares_no_blanks_at_the_ends_of_a_line():
    files = {"rows.csv": "id,m\na,\nb,x\nc,  y  \n"}
    text = """shot it
each: rows.csv
from: a.png
> One.
> {m} two {m}
> {m}
> three {m}, {m} four
character mara "Mara"
> {m} in {m}
shot by
each: rows.csv
from: a.png
> {mara}.
"""
    assert prompts(text, files=files) == {
        "it@a": "One. two three ,  four",
        "it@b": "One. x two x x three x, x four",
        "it@c": "One. y   two   y y three   y  ,   y   four",
        "by@a": "Mara (in).",
        "by@b": "Mara (x in x).",
        "by@c": "Mara (y   in   y).",
    }


ROWS = {"rows.csv": "sku\nRed Shoe\nHat\n"}


def test_a_name_in_a_reference_gives_the_slug_however_many_lets_lead_to_it():
    text = """shot a
each: rows.csv
from: a.png
> Go.
shot b
each: rows.csv
let x: {sku}
let y: {x}
let z: {y}
from: a@{z}.last
> Go.
"""
    assert first_frames(text, files=ROWS) == {
        "a@red-shoe": "file:a.png",
        "a@hat": "file:a.png",
        "b@red-shoe": "shot:a@red-shoe.last",
        "b@hat": "shot:a@hat.last",
    }


def test_a_let_of_several_words_and_names_gives_a_slug_in_a_reference():
    text = """shot a
vary light: storm lightning night | dawn
from: a.png
> Go {light}.
shot b
let what: storm lightning
let light: {what} night
from: a@{light}.last
> Go.
"""
    assert first_frames(text)["b"] == "shot:a@storm-lightning-night.last"


def test_a_shot_that_says_what_a_damaged_definition_says_makes_no_request():
    text = """style noir
> black {
style grey
what is this
> grey
style pale
> pale
shot a
look: noir
from: a.png
> Go.
shot b
look: grey
from: a.png
> Go.
shot c
look: pale
from: a.png
> Go.
"""
    assert [step.id for step in compiled(HEAD + text).plan.steps] == ["c"]


@pytest.mark.parametrize(
    ("frame", "fix"),
    [("A.Last", "A.last"), ("Previous", "previous"), ("A", "A.last"), ("'A'", None)],
)
def test_a_frame_is_suggested_that_can_be_read(frame, fix):
    (found,) = compiled(f"{HEAD}shot A\nfrom: a.png\n> A.\nshot b\nfrom: {frame}\n> B.\n").report

    assert found.rule.slug == "unknown-frame"
    assert (found.fix and found.fix.edits[0].text) == fix
    assert (f"a shot's frame is `{fix}`" in found.help) == bool(fix)


def test_the_advice_names_the_variant_and_the_frame_that_were_meant():
    text = """shot a
vary light: dawn | dusk
takes: 2
from: a.png
> {light}
shot b
from: a@dusk.first
> B.
shot c
from: a.first
> C.
"""
    undecided, many = compiled(HEAD + text).report

    assert undecided.help == "name one, `a@dusk#1.first`, or write `pick: dusk#1` in that shot"
    assert many.help.startswith("name one: `a@dawn.first`")


def test_a_look_stands_in_the_storyboard_with_the_line_that_chose_it():
    text = f"{HEAD}look: noir\nstyle noir\n> grain\nshot a\nfrom: a.png\n> A.\n"
    made = compiled(text)
    look = made.storyboard.shots[0].settings.look

    assert look is not None
    assert look.value == ("noir",)
    assert text[look.span.start : look.span.end] == "noir"
