"""The formatter sets blanks, keeps every comment, and never changes what a script says."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.syntax.format import format_script
from hailuo_dsl.syntax.model import Comment
from hailuo_dsl.syntax.parse import parse
from hailuo_dsl.syntax.same import difference
from tests.conftest import TESTS, compiled
from tests.syntax.scripts import films, scripts
from tests.syntax.test_grammar import TEXTS

WHOLE_FILMS = [
    *sorted((TESTS / "films").glob("*.shots")),
    *TESTS.parent.glob("notebooks/demo/*.shots"),
]
thorough = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def laid_out(text, prose=None):
    """*text* laid out; None if it has lines that cannot be read."""
    return format_script(source_of("film.shots", text), Report(), prose=prose)


def tree(text):
    return parse(source_of("film.shots", text), Report())


def script(text):
    """A script in a test, without the margin of the test."""
    return dedent(text).removeprefix("\n")


def test_scenes_stand_at_the_margin_shots_two_in_and_their_lines_four():
    assert laid_out(script("""
            model: X
        shot alone
        > Prose.
        scene harbour "Harbour"
        look: noir
        shot arrive
         > Prose.
    """)) == script("""
        model: X

        shot alone
          > Prose.

        scene harbour "Harbour"
          look: noir

          shot arrive
            > Prose.
    """)  # fmt: skip


def test_a_definition_stands_two_in_only_where_a_shot_of_its_scene_follows():
    assert laid_out(script("""
        character mara
        scene one
        prop lamp
        shot a
        place pier
        setup reveal
        shot b
        style noir
        scene two
        shot c
        style grain
    """)) == script("""
        character mara

        scene one

          prop lamp

          shot a

          place pier

          setup reveal

          shot b

        style noir

        scene two

          shot c

        style grain
    """)  # fmt: skip


def test_blank_lines_part_blocks_and_stay_in_them_one_at_a_time():
    text = "\n\nmodel: X\n \n\t\n\nlook: y\nshot a\n\n\n> One.\n\n\n> Two.\n\n\n"

    assert laid_out(text) == "model: X\n\nlook: y\n\nshot a\n  > One.\n\n  > Two.\n"


def test_a_comment_stands_like_the_line_below_it_or_the_line_that_it_touches():
    assert laid_out(script("""
        # film

        # the model
        model: X
        # of the file

        # of the shot
        shot a
        # of the first line
        > One.

        # of the second
        > Two.
        # of the lines above

        # on its own

        # of the scene
        scene b
        # of the scene's lines
        shot c
        > Three.
          # touches the end

        # the end
    """)) == script("""
        # film

        # the model
        model: X
        # of the file

        # of the shot
        shot a
          # of the first line
          > One.

          # of the second
          > Two.
          # of the lines above

        # on its own

        # of the scene
        scene b

          # of the scene's lines
          shot c
            > Three.
            # touches the end

          # the end
    """)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("duration:6s", "duration: 6s"),
        ("model\u3000: X", None),
        ("note:\t a  +  b | c , d ", "note: a  +  b | c , d"),
        ("camera:push in+pan left ,then\ttilt  up", "camera: push in + pan left, then tilt  up"),
        ("camera: 推进+左摇，then 上摇", "camera: 推进 + 左摇，then 上摇"),
        ("camera: push in , tilt up", "camera: push in , tilt up"),
        ("camera: {a}+{b}", "camera: {a} + {b}"),
        ("camera: push in+", "camera: push in+"),
        ("camera: a+#+b", "camera: a+#+b"),
        ("look:noir ,\u3000grain,x", "look: noir, grain, x"),
        ("look: a/b ,c", "look: a/b ,c"),
        ("vary  x :a|b  |\u3000c \\| d|{e}", "vary x: a | b | c \\| d | {e}"),
        ("vary x: a||b", "vary x: a||b"),
        ("let\tx\u00a0:  {mara}  waits ", "let x: {mara}  waits"),
        (">prose  with   blanks ", "> prose  with   blanks"),
        ("\u3000>\u3000", ">"),
        ("from: \"a  b.png\"", 'from: "a  b.png"'),
    ],
)  # fmt: skip
def test_blanks_are_set_where_they_carry_no_meaning(line, expected):
    text = laid_out(f"shot a\n{line}\n")

    assert text == (expected and f"shot a\n  {expected}\n")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("use\u3000looks/a b.shots", "use looks/a b.shots"),
        ("  shot\ta", "shot a"),
        ('shot a"t"', 'shot a "t"'),
        ('shot  e\u0301  "  two  blanks " ', 'shot e\u0301 "  two  blanks "'),
        ('shot a " x "', 'shot a " x "'),
        ("#comment\t ", "#comment"),
        ("   #  comment", "#  comment"),
    ],
)
def test_names_titles_and_comments_stay_as_they_are(line, expected):
    assert laid_out(line) == f"{expected}\n"


@pytest.mark.parametrize("text", ["what\n", "model:\n", "shot a\nshto b\n", "model: \x0cX\n"])
def test_a_script_with_a_bad_line_is_not_laid_out(text):
    report = Report()

    assert format_script(source_of("film.shots", text), report) is None
    assert report.errors


def test_nothing_stays_nothing():
    assert laid_out("") == laid_out("\n \n") == ""


@pytest.mark.parametrize("path", WHOLE_FILMS, ids=lambda it: it.stem)
def test_whole_films_are_laid_out_already_and_wrapping_them_changes_no_request(path):
    text = path.read_text(encoding="utf-8")
    wrapped = laid_out(text, prose=30)

    assert laid_out(text) == text != wrapped
    assert laid_out(re.sub(r"^ +", "", text, flags=re.M)) == text
    assert said(wrapped) == said(text)


def said(text):
    """The bodies that a script becomes, and what is reported of it but for its indents."""
    made = compiled(text)
    slugs = sorted(it.rule.slug for it in made.report if it.rule.slug != "misleading-indent")
    return [step.request.body for step in made.plan.steps], slugs


WRAPPED = [
    ("> one two three four five", "> one two three\n> four five"),
    ("> one two  three four five", "> one two  three\n> four five"),
    ("> one two threeeeeeeeeeeeeeeeeeee four", "> one two\n> threeeeeeeeeeeeeeeeeeee\n> four"),
    ("> 灯塔亮了灯塔亮了灯塔亮了", "> 灯塔亮了灯塔亮了\n> 灯塔亮了"),
    ("> 灯塔亮了 灯塔亮了", "> 灯塔亮了 灯塔亮\n> 了"),
    ("> 灯塔亮了灯塔亮了。灯塔", "> 灯塔亮了灯塔亮\n> 了。灯塔"),
    ("> 灯塔亮了 EXIT on 灯塔", "> 灯塔亮了 EXIT on\n> 灯塔"),
    ("> 그녀가 돌아본다 정말로", "> 그녀가 돌아본다\n> 정말로"),
    ("> one two three [push in] four", "> one two three\n> [push in] four"),
    ("> one two [push in, tilt up] four", "> one two\n> [push in, tilt up]\n> four"),
    ("> one two three {mara} walks on", "> one two\n> three {mara} walks\n> on"),
    ("> one two thr \\[b c\\] d", "> one two thr \\[b\n> c\\] d"),
    ("> one two 【push in it】 d", "> one two\n> 【push in it】 d"),
    ("> one two three\u00a0four five", "> one two\n> three\u00a0four five"),
    ("> one two three [four five six", "> one two three [four five six"),
    ("# allow: literal-bracket\n> one two three four five",) * 2,
    ("# why\n> one two three four five", "# why\n> one two three\n> four five"),
    ("> one two three four five\n>\n> six", "> one two three\n> four five\n>\n> six"),
    ("note: one two three four five six",) * 2,
]


@pytest.mark.parametrize(("lines", "expected"), WRAPPED)
def test_prose_breaks_where_it_joins_again(lines, expected):
    before, after = (f"shot a\n{it}".replace("\n", "\n  ") + "\n" for it in (lines, expected))

    assert laid_out(before, prose=20) == after


def test_the_width_counts_the_indentation_and_columns_of_a_terminal():
    text = "scene s\n\n  shot a\n    > 灯塔亮了灯塔亮了\n"

    assert laid_out(text, prose=22) == text
    assert laid_out(text, prose=21) == text.replace("亮了\n", "亮\n    > 了\n")


@pytest.mark.parametrize(
    "other",
    ["look: a\nshot b\n> x y", "look: a,c\nshot b\n> x y", "look: a, b\nshot b\n> x  y",
     "look: a, b\nshot c\n> x y", "look: a, b\nshot b\n> x y\nshot c", "look: a, b",
     "look: a, b\n# c\nshot b\n> x y", "look: a, b\nshot b\n>\n> x y",
     "look: a, b\nshot b\n> x\n> [push in]y"],
)  # fmt: skip
def test_whatever_a_script_says_otherwise_is_a_difference(other):
    script = tree("look: a, b\nshot b\n> x y")

    assert difference(script, tree(other), rewrapped=True) is not None
    assert difference(script, tree("look:a,b\n\n shot b\n> x\n> y"), rewrapped=True) is None
    assert difference(script, tree("look: a, b\nshot b\n> x\n> y")) is not None


@thorough
@given(st.one_of(scripts(), TEXTS), st.sampled_from((None, 20, 33)))
def test_the_tree_and_every_comment_stay_and_a_second_time_changes_nothing(text, prose):
    report = Report()
    before = parse(source_of("film.shots", text), report)
    assume(not report.errors)
    after = laid_out(text, prose)

    assert difference(before, tree(after), rewrapped=bool(prose)) is None
    assert comments(tree(after)) == comments(before)
    assert laid_out(after, prose) == after
    assert not re.search(r"^\n|\n\n\n|[ \t\u00a0\u3000]\n|\n\n\Z", after)


@thorough
@given(scripts())
def test_what_is_laid_out_misleads_nobody(text):
    after = laid_out(text)
    assume(after is not None)
    report = Report()
    parse(source_of("film.shots", after), report)

    assert list(report) == []


@thorough
@given(films(), st.integers(20, 60))
def test_wrapping_leaves_every_prompt_as_it_is(text, prose):
    after = laid_out(text, prose)
    assume(after is not None)

    assert said(after) == said(text)


def comments(script):
    blocks = (script.head, *script.blocks)
    return [it.text.text for block in blocks for it in block.lines if isinstance(it, Comment)]
