"""How a prompt is put together: tags where they are written, names, looks, and the joins."""

from tests.conftest import bodies, compiled, prompt

MARA = 'character mara "the woman in red"\n> a woman in a raincoat'


def test_a_tag_lands_where_it_is_written():
    assert prompt("camera: push in\n> She walks.\ncamera: tilt up\n> She stops.") == (
        "[dolly in] She walks. [tilt up] She stops."
    )


def test_together_and_one_after_the_other():
    assert prompt("> Go.\ncamera: push in + pan left, then tilt up") == (
        "Go. [dolly in,pan left] [tilt up]"
    )


def test_in_prose_every_separator_means_together():
    assert prompt("> Go [push in, pan left] and [上移不, tilt up]".replace("上移不", "上摇")) == (
        "Go [dolly in,pan left] and [tilt up,tilt up]"
    )
    assert prompt("> 走[推进，左摇]停[推进+左摇]") == "走[dolly in,pan left]停[dolly in,pan left]"


def test_each_dialect():
    body = "camera: push in + shake\n> Go [固定]."

    assert prompt(body, "tags: gateway") == "[dolly in,shake] Go [static shot]."
    assert prompt(body, "tags: english") == "[Push in,Shake] Go [Static shot]."
    assert prompt(body, "tags: chinese") == "[推进,晃动] Go [固定]."


def test_a_name_is_introduced_once():
    assert prompt("> {mara} walks.\n> {mara} stops, {mara.name}, {mara.full}.", MARA) == (
        "the woman in red (a woman in a raincoat) walks."
        " the woman in red stops, the woman in red, a woman in a raincoat."
    )


def test_the_name_alone_introduces_nobody():
    assert prompt("> {mara.name}. {mara}.", MARA) == (
        "the woman in red. the woman in red (a woman in a raincoat)."
    )


def test_without_a_title_the_description_is_said_each_time():
    head = "character mara\n> a woman in a raincoat"

    assert (
        prompt("> {mara} and {mara}.", head) == "a woman in a raincoat and a woman in a raincoat."
    )


def test_wide_titles_take_wide_brackets():
    head = 'character mara "红衣女子"\n> 三十多岁\n> 湿发'

    assert prompt("> {mara}走过。", head) == "红衣女子（三十多岁湿发）走过。"


def test_definitions_may_name_each_other():
    head = 'place pier "the pier"\n> wet planks\n' + MARA + " on {pier}"

    assert prompt("> {mara}. {pier}.", head) == (
        "the woman in red (a woman in a raincoat on the pier (wet planks)). the pier."
    )


def test_the_nearest_variable_wins():
    text = """
model: MiniMax-Hailuo-2.3
let tone: cold
let sky: a {tone} sky
scene s
let tone: warm
shot one
from: a.png
> {tone}, {sky}
shot two
from: a.png
let tone: dim
> {tone}, {sky}
"""
    assert [body["prompt"] for body in bodies(text)] == ["warm, a cold sky", "dim, a cold sky"]


def test_looks_follow_at_the_end_and_a_shots_look_replaces():
    text = """
model: MiniMax-Hailuo-2.3
style noir
> black and white
> grain
style dawn
> pale light
scene s
look: noir
shot one
from: a.png
> Go.
shot two
look: dawn, noir
from: a.png
> Go.
shot three
look: none
from: a.png
> Go.
"""
    assert [body["prompt"] for body in bodies(text)] == [
        "Go. black and white grain",
        "Go. pale light black and white grain",
        "Go.",
    ]


def test_escapes_are_the_letters():
    assert prompt(r"> A \[sign\], \{braces\}, \\ and \|.") == "A [sign], {braces}, \\ and |."


def test_a_lone_mark_is_a_line_feed_with_no_blank_around_it():
    assert prompt("> One.\n>\n> Two.\n>\n>\ncamera: push in") == "One.\nTwo.\n\n[dolly in]"


def test_wide_letters_join_without_a_blank():
    assert prompt("> 灯亮了。\n> 她走了。") == "灯亮了。她走了。"
    assert prompt("> 灯亮了。\ncamera: push in\n> 她走了。") == "灯亮了。[dolly in]她走了。"
    assert prompt("> 灯亮了\n> “好”\n> …\n> 完") == "灯亮了“好” …完"


def test_wide_beside_narrow_and_hangul_keep_the_blank():
    assert prompt("> 灯亮了\n> then") == "灯亮了 then"
    assert prompt("> 불이\n> 켜진다") == "불이 켜진다"
    assert prompt("> ＡＢ\n> ＣＤ") == "ＡＢＣＤ"


def test_one_character_too_many():
    assert len(prompt(f"> {'a' * 2000}")) == 2000
    made = compiled(f"model: MiniMax-Hailuo-2.3\nshot it\nfrom: a.png\n> {'灯' * 2001}\n")

    (found,) = made.report
    assert found.rule.slug == "prompt-too-long"
    assert "2001" in found.message


def test_names_in_a_let_are_looked_up_from_where_it_stands():
    text = """
model: MiniMax-Hailuo-2.3
let m: push in
let tag: [{m}]
shot it
from: a.png
let m: pan left
> {tag} x [{m}]
"""
    assert bodies(text)[0]["prompt"] == "[dolly in] x [pan left]"


def test_names_in_a_definition_are_looked_up_from_the_shot():
    text = """
model: MiniMax-Hailuo-2.3
let who: {mara}
let tone: red
character mara "M"
> in {tone}
shot it
from: a.png
let tone: blue
> {who}
"""
    assert bodies(text)[0]["prompt"] == "M (in blue)"


def test_a_line_feed_in_a_definition():
    assert prompt("look: s\n> Go.", "style s\n> one\n>\n> two") == "Go. one\ntwo"


def test_names_that_never_end_are_cut_off():
    deep = "".join(f"let x{n}: {{x{n + 1}}}\n" for n in range(300)) + "let x300: end\n"
    wide = "".join(f"let x{n}: {{x{n + 1}}}{{x{n + 1}}}\n" for n in range(40)) + "let x40: end\n"
    for lets in (deep, wide):
        made = compiled(f"model: MiniMax-Hailuo-2.3\n{lets}shot it\nfrom: a.png\n> {{x0}}\n")

        assert {it.rule.slug for it in made.report} == {"too-many-names"}
