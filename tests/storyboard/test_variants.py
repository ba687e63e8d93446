"""What shots that vary, follow tables, have takes and hang on each other become."""

from __future__ import annotations

import pytest

from hailuo_dsl.storyboard.model import Joint, Transition, Trim
from tests.conftest import compiled, requests

HEAD = "model: MiniMax-Hailuo-2.3\n"
PRODUCTS = "id,name,image\nRed Shoe,a shoe,shoe.png\nhat,a hat,hat.png\n"


def ids(text, **asked):
    return list(requests(HEAD + text, **asked))


def prompts(text, **asked):
    return {id: body["prompt"] for id, body in requests(HEAD + text, **asked).items()}


def said(text, **asked):
    return [it.message for it in compiled(HEAD + text, **asked).report]


def cuttings(text, **asked):
    return {it.id: it.request.cutting for it in compiled(HEAD + text, **asked).plan.steps}


def test_rows_then_axes_as_written_then_takes():
    text = """scene s
shot it
each: products.csv
from: {image}
vary light: dawn | Dusk!
vary move: pull out | tilt up
takes: 2
> {name} in {light} [{move}]
"""
    found = ids(text, files={"products.csv": PRODUCTS})

    assert len(found) == 2 * 2 * 2 * 2
    assert found[:3] == [
        "s/it@red-shoe@dawn@pull-out#1",
        "s/it@red-shoe@dawn@pull-out#2",
        "s/it@red-shoe@dawn@tilt-up#1",
    ]
    assert found[-1] == "s/it@hat@dusk@tilt-up#2"


def test_a_scene_with_a_table_is_repeated_whole():
    text = """shot before
from: a.png
> One.
scene ad
each: products.csv
shot hero
from: previous
> {name} turns.
shot close
from: hero.last
> {name} rests.
"""
    found = requests(HEAD + text, files={"products.csv": PRODUCTS})

    assert list(found) == [
        *("before", "ad@red-shoe/hero", "ad@red-shoe/close", "ad@hat/hero", "ad@hat/close"),
    ]
    frames = [body["metadata"]["first_frame_image"] for body in found.values()]
    assert frames == [
        "file:a.png",
        "shot:before.last",
        "shot:ad@red-shoe/hero.last",
        "shot:before.last",
        "shot:ad@hat/hero.last",
    ]


def test_take_one_is_the_same_job_with_and_without_its_number():
    body = "shot it\nfrom: a.png\n> One.\n"
    one = compiled(HEAD + body).plan.steps[0]
    first, second = compiled(f"{HEAD}takes: 2\n{body}").plan.steps

    assert (one.id, first.id, second.id) == ("it", "it#1", "it#2")
    assert one.request.body == first.request.body
    assert one.ordinal == first.ordinal
    assert one.request.take == first.request.take


def test_takes_1_adds_no_number():
    assert ids("takes: 1\nshot it\nfrom: a.png\n> One.\n") == ["it"]


@pytest.mark.parametrize(
    ("pick", "frame", "shown"),
    [
        ("pick: dusk#2", "shot:lamp@dusk#2.last", {"lamp@dusk#2"}),
        ("pick: dawn#1", "shot:lamp@dawn#1.last", {"lamp@dawn#1"}),
    ],
)
def test_a_pick_is_what_references_mean_and_what_the_reel_shows(pick, frame, shown):
    text = f"""shot lamp
from: a.png
vary light: dawn | dusk
takes: 2
{pick}
> {{light}}
shot door
from: previous
> Door.
"""
    cut = cuttings(text)

    assert requests(HEAD + text)["door"]["metadata"]["first_frame_image"] == frame
    assert {id for id, it in cut.items() if it.shown} == {*shown, "door"}


def test_a_pick_is_a_take_where_nothing_varies():
    text = "shot lamp\nfrom: a.png\ntakes: 3\npick: 2\n> Lamp.\nshot b\nfrom: lamp.first\n> B.\n"

    assert requests(HEAD + text)["b"]["metadata"]["first_frame_image"] == "shot:lamp#2.first"
    assert [it.shown for it in cuttings(text).values()] == [False, True, False, True]


def test_without_a_pick_the_reel_shows_the_first_take_of_every_variant():
    text = "shot lamp\nfrom: a.png\nvary light: dawn | dusk\ntakes: 2\n> {light}\n"

    assert [it.shown for it in cuttings(text).values()] == [True, False, True, False]


def test_what_hangs_on_undecided_takes_is_compiled_and_not_run():
    text = "shot lamp\nfrom: a.png\ntakes: 2\n> Lamp.\nshot b\nfrom: lamp.last\n> B.\n"
    step = compiled(HEAD + text).plan.steps[-1]

    assert step.request.undecided
    assert step.request.depends_on == ("lamp#1", "lamp#2")
    assert step.price is not None


def test_a_last_frame_is_an_edge_of_the_job_graph():
    text = """model: MiniMax-Hailuo-02
shot a
from: one.png
> A.
shot b
from: two.png
> B.
shot between
from: a.last
to: b.first
> Between.
"""
    step = compiled(text).plan.steps[-1]

    assert step.request.depends_on == ("a", "b")
    assert step.request.body["metadata"] == {
        "first_frame_image": "shot:a.last",
        "last_frame_image": "shot:b.first",
    }


def test_a_circle_through_last_frames_is_shown():
    text = """model: MiniMax-Hailuo-02
shot a
from: one.png
to: c.first
> A.
shot b
from: a.last
> B.
shot c
from: b.last
> C.
"""
    (found,) = compiled(text).report

    assert found.message == "these shots wait for each other: a → c → b → a"
    assert [it.text for it in found.related] == ["`b` waits here", "`c` waits here"]


def test_cutting():
    text = """transition: dissolve 0.5s
shot a
from: a.png
trim: 0.5s..5s
> A.
scene s
transition: cut
shot b
from: a.png
> B.
shot c
from: a.png
transition: fade 1s
> C.
"""
    a, b, c = cuttings(text).values()

    assert (a.trim, a.transition) == (Trim(0.5, 5.0), Transition(Joint.DISSOLVE, 0.5))
    assert (b.trim, b.transition) == (None, Transition(Joint.CUT))
    assert c.transition == Transition(Joint.FADE, 1.0)


def test_a_choice_that_is_a_single_name_is_called_by_it():
    text = """let storm: a storm, [shake] and wind
character mara "the woman"
> in red
shot it
from: a.png
vary who: {mara} | {storm} | {mara} alone
> {who}.
"""
    assert prompts(text) == {
        "it@mara": "the woman (in red).",
        "it@storm": "a storm, [shake] and wind.",
        "it@mara-alone": "the woman (in red) alone.",
    }


def test_a_bar_that_is_meant_is_escaped():
    assert prompts(r"shot it" "\nfrom: a.png\n" r"vary x: a\|b | c" "\n> {x}\n") == {
        "it@a-b": "a|b",
        "it@c": "c",
    }


def test_a_setup_stands_between_the_scene_and_the_shot():
    text = """duration: 6s
scene s
duration: 10s
look: none
setup turn
duration: 6s
camera: push in
> {what} turns.
let what: a thing
shot a
from: a.png
with: turn
> It stops.
shot b
from: a.png
with: turn
duration: 10s
let what: a lamp
"""
    found = requests(HEAD + text)

    assert [body["duration"] for body in found.values()] == [6, 10]
    assert [body["prompt"] for body in found.values()] == [
        "[dolly in] a thing turns. It stops.",
        "[dolly in] a lamp turns.",
    ]


def test_definitions_speak_of_the_shot_that_uses_them_and_lets_of_where_they_stand():
    text = """let weather: rain
let line: {weather} falls
character mara "Mara"
> in {weather}
shot it
from: a.png
let weather: snow
> {mara}: {line}.
"""
    assert prompts(text) == {"it": "Mara (in snow): rain falls."}


def test_lets_of_the_caller_take_the_place_of_the_files():
    text = "let tone: cold\nlet mood: {tone} and dark\nshot it\nfrom: a.png\n> {mood}\n"

    assert prompts(text, lets="let tone: warm\n") == {"it": "warm and dark"}
    assert said(text, lets="let tune: warm\n") == ["the file has no `let tune` to be replaced"]


def test_a_used_files_variable_is_replaced_too_and_hidden_by_the_files_own():
    files = {"looks.shots": "let tone: cold\nlet mood: {tone} and dark\n"}
    text = "use looks.shots\nshot it\nfrom: a.png\n> {mood}, {tone}\n"

    assert prompts(text, files=files) == {"it": "cold and dark, cold"}
    assert prompts(text, files=files, lets="let tone: warm\n") == {"it": "warm and dark, warm"}
    own = text.replace("shot it", "let tone: grey\nshot it")
    assert prompts(own, files=files) == {"it": "cold and dark, grey"}


def test_paths_are_relative_to_the_file_that_holds_the_key():
    files = {
        "sets/turn.shots": "setup turn\nfrom: stage.png\nto: {end}\n> It turns.\n",
        "rows.csv": "id,end\na,end.png\nb,../far.png\n",
    }
    text = """model: MiniMax-Hailuo-02
use sets/turn.shots
shot a
each: rows.csv
with: turn
"""
    found = requests(text.replace("model", "model", 1), files=files)

    assert [body["metadata"] for body in found.values()] == [
        {"first_frame_image": "file:sets/stage.png", "last_frame_image": "file:sets/end.png"},
        {"first_frame_image": "file:sets/stage.png", "last_frame_image": "file:far.png"},
    ]


def test_cells_go_in_as_they_are_line_breaks_as_one_blank():
    files = {"rows.csv": 'id,text\r\na,"two\r\n  lines {x} \\ | ""q"""\r\nb,  plain  \r\n'}
    text = "shot it\neach: rows.csv\nfrom: a.png\n> <{text}>\n"

    assert prompts(text, files=files) == {
        "it@a": '<two lines {x} \\ | "q">',
        "it@b": "<  plain  >",
    }


def test_a_byte_order_mark_is_no_part_of_the_first_column():
    files = {"rows.csv": "\ufeffid,text\na,one\nb,two\n"}

    assert ids("shot it\neach: rows.csv\nfrom: a.png\n> {text}\n", files=files) == ["it@a", "it@b"]


def test_a_row_says_where_it_stands():
    files = {"rows.csv": 'id,image\na,"x\n.png"\n\nb,\n'}
    (found,) = compiled(
        f"{HEAD}shot it\neach: rows.csv\nfrom: {{image}}.png\n> Go.\n", files=files
    ).report

    assert found.message == "the column `image` is empty in row 2, line 5 of rows.csv"
    assert found.related[0].span.file == "rows.csv"


def test_counts_are_held_before_anything_is_made():
    axes = "".join(f"vary v{n}: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10\n" for n in range(30))
    text = f"{HEAD}shot it\nfrom: a.png\n{axes}> Go.\nshot b\nfrom: a.png\n> Stays.\n"
    made = compiled(text)

    assert [it.rule.slug for it in made.report] == ["too-many-requests"]
    assert f"becomes {10**30} requests, and 200 are allowed" in next(iter(made.report)).message
    assert [it.id for it in made.plan.steps] == ["b"]


def test_the_limit_can_be_raised():
    text = f"{HEAD}shot it\nfrom: a.png\ntakes: 300\n> Go.\n"

    assert not compiled(text).ok
    assert len(compiled(text, most=300).plan.steps) == 300


def test_a_whole_script_has_a_limit_too():
    text = HEAD + "takes: 2\n" + "".join(f"shot s{n}\nfrom: a.png\n> Go.\n" for n in range(260))
    (found,) = compiled(text, most=2).report

    assert found.message == "the script becomes 501 requests or more, and 500 are allowed"
