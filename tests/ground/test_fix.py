"""Fixes are made in the file as it is: its mark, its line ends and what stands around them stay."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl.ground.fix import choose, edited
from hailuo_dsl.ground.model import Diagnostic, Edit, Fix, Rule, Span
from hailuo_dsl.ground.read import source_of

RULE = Rule("E199", "made-up")


def edit(start, end, text, file="film.shots"):
    return Edit(Span(start, end, file), text)


def diagnostic(*edits, safe=True):
    return Diagnostic(RULE, "wrong", edits[0].span, fix=Fix(edits, safe))


def test_an_edit_puts_its_text_in_the_place_of_its_span():
    assert edited("modle: x\n", [edit(0, 5, "model")]) == "model: x\n"


def test_a_byte_order_mark_and_the_line_ends_stay():
    written = "\ufeffa: 1 # one\r\nb: 2\nc: 3\r\n"
    text = source_of("film.shots", written).text
    at = text.index(" # one")
    edits = [
        edit(0, 0, "# one\n"),
        edit(at, at + 6, ""),
        edit(text.index("3"), text.index("3"), "1"),
    ]

    assert edited(written, edits) == "\ufeff# one\r\na: 1\r\nb: 2\nc: 13\r\n"


def test_a_last_line_without_an_end_keeps_none():
    written = "> a\n> b"
    end = len(source_of("film.shots", written).text)

    assert edited(written, [edit(end - 2, end - 1, "c")]) == "> a\n> c"


def test_fixes_that_touch_each_other_take_turns():
    first, second = diagnostic(edit(0, 3, "a")), diagnostic(edit(3, 5, "b"))
    apart = diagnostic(edit(7, 8, "c"))
    chosen = choose([first, second, apart], files={"film.shots"})["film.shots"]

    assert chosen.fixed == 2
    assert chosen.edits == [edit(0, 3, "a"), edit(7, 8, "c")]


def test_a_fix_is_made_as_a_whole_or_not_at_all():
    here, elsewhere = edit(0, 3, "a"), edit(0, 3, "b", "hailuo.toml")

    assert choose([diagnostic(here, elsewhere)], files={"film.shots"}) == {}


def test_unsafe_fixes_are_asked_for():
    unsafe = [diagnostic(edit(0, 3, "a"), safe=False)]

    assert choose(unsafe, files={"film.shots"}) == {}
    assert choose(unsafe, files={"film.shots"}, unsafe=True)["film.shots"].fixed == 1


@given(st.booleans(), st.lists(st.sampled_from(["a", "灯", "\n", "\r\n"])), st.data())
def test_an_edit_of_a_file_is_the_edit_of_its_source(marked, parts, data):
    written = "\ufeff" * marked + "".join(parts)
    text = source_of("film.shots", written).text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    made = source_of("film.shots", edited(written, [edit(start, end, "x\ny")])).text

    assert made.rstrip("\n") == f"{text[:start]}x\ny{text[end:]}".rstrip("\n")
    assert edited(written, []) == written
