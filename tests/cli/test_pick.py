"""`hailuo-dsl pick` as an author meets it: one line of the script changes, or none."""

from __future__ import annotations

import pytest

from tests.cli.test_verbs import call

SCRIPT = """\
model: MiniMax-Hailuo-2.3

scene harbour
  shot arrive
    from: coffee.jpg
    camera: push in
    takes: 3
    > She walks.
    # It is early.

  shot lamp
    from: arrive#1.last
    vary light: dawn | storm rain
    takes: 2
    > {light}.

  shot door
    from: lamp@dawn#1.last
    > It opens.
"""
ROWS = """\
model: MiniMax-Hailuo-2.3
scene ad
  each: products.csv
  shot hero
    from: coffee.jpg
    takes: 2
    > {id}.
"""


@pytest.fixture
def film(here):
    path = here / "film.shots"
    path.write_text(SCRIPT)
    return path


def added(film, before=SCRIPT):
    """The one line that the script has now and had not before."""
    (line,) = [it for it in film.read_text().splitlines() if it not in before.splitlines()]
    return line


def test_the_line_goes_below_the_last_setting_indented_as_the_block_is(film):
    result = call("pick", "harbour/arrive", "2", "film.shots")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "film.shots:8: harbour/arrive picks 2\n"
    assert film.read_text() == SCRIPT.replace("takes: 3\n", "takes: 3\n    pick: 2\n")


def test_a_line_that_is_there_is_changed_in_place(film):
    film.write_text(SCRIPT.replace("    takes: 3", "\tpick:  1 \n    takes: 3"))
    result = call("pick", "harbour/arrive", "2", "film.shots")

    assert result.stderr == "film.shots:7: harbour/arrive picks 2, no longer 1\n"
    assert film.read_text() == SCRIPT.replace("    takes: 3", "\tpick:  2 \n    takes: 3")


def test_what_is_picked_already_is_said_and_nothing_is_written(film):
    call("pick", "harbour/arrive", "2", "film.shots")
    film.chmod(0o400)
    result = call("pick", "harbour/arrive", "2", "film.shots")

    assert result.exit_code == 0
    assert result.stderr == "film.shots:8: harbour/arrive picks 2 already\n"
    film.chmod(0o600)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (("harbour/arrive#3",), "3"),
        (("harbour/arrive", "#3"), "3"),
        (("harbour/lamp", "storm-rain"), "storm-rain"),
        (("harbour/lamp", "dawn#2"), "dawn#2"),
        (("harbour/lamp", "@dawn#2"), "dawn#2"),
        (("harbour/lamp@dawn", "2"), "dawn#2"),
        (("harbour/lamp@dawn#2",), "dawn#2"),
        (("harbour/lamp@storm-rain",), "storm-rain"),
    ],
)
@pytest.mark.parametrize("place", ["first", "last", "left out"])
def test_a_clip_can_be_named_in_one_word_or_in_two(film, words, value, place):
    named = {"first": ("film.shots", *words), "last": (*words, "film.shots"), "left out": words}

    assert call("pick", *named[place]).exit_code == 0
    assert added(film) == f"    pick: {value}"


def test_a_number_is_a_variant_first_where_one_is_called_so(here):
    film = here / "film.shots"
    film.write_text(
        "model: MiniMax-Hailuo-2.3\nshot it\n  from: none\n  vary n: 1 | 2\n  takes: 3\n  > {n}.\n"
    )

    call("pick", "it", "2")
    assert "  from: none\n" in film.read_text()
    assert "  pick: 2\n" in film.read_text()
    assert call("pick", "it", "2#3").stderr == "film.shots:6: it picks 2#3, no longer 2\n"
    assert "`it` has no variant `3`" in call("pick", "it", "3").stderr


def test_the_diff_is_shown_and_nothing_is_written(film):
    result = call("pick", "harbour/arrive", "2", "--diff")

    assert result.exit_code == 0
    assert result.stdout == (
        "--- film.shots\n+++ film.shots\n@@ -5,6 +5,7 @@\n     from: coffee.jpg\n"
        "     camera: push in\n     takes: 3\n+    pick: 2\n     > She walks.\n"
        "     # It is early.\n \n"
    )
    assert film.read_text() == SCRIPT


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + SCRIPT.replace("\n", "\r\n").encode(),
        SCRIPT.replace("early.\n", "early.\r\n").encode(),
        SCRIPT.replace("She walks", "灯塔亮了").encode().rstrip(b"\n"),
    ],
)
def test_every_other_letter_stays_as_it_is(film, data):
    film.write_bytes(data)
    end = b"\r\n" if data.startswith(b"\xef") else b"\n"

    assert call("pick", "harbour/arrive", "2").exit_code == 0
    assert film.read_bytes() == data.replace(b"takes: 3", b"takes: 3" + end + b"    pick: 2")


def test_a_script_without_a_last_line_feed_gets_none(film):
    script = "model: MiniMax-Hailuo-2.3\nshot it\n  > Go.\n  from: none\n  takes: 2"
    film.write_text(script)
    call("pick", "it", "2")

    assert film.read_text() == script + "\n  pick: 2"


def test_standard_input_goes_to_standard_output(here):
    result = call("pick", "harbour/arrive", "2", "-", text=SCRIPT)
    again = call("pick", "harbour/arrive", "2", "-", text=result.stdout)

    assert result.stdout == SCRIPT.replace("takes: 3\n", "takes: 3\n    pick: 2\n")
    assert result.stderr == "<stdin>:8: harbour/arrive picks 2\n"
    assert again.stdout == result.stdout


def test_a_pick_that_makes_a_mistake_is_shown_and_not_written(film):
    circle = (
        "model: MiniMax-Hailuo-2.3\n"
        "shot a\n  vary start: coffee.jpg | b.last\n  from: {start}\n  pick: coffee-jpg\n  > Go.\n"
        "shot b\n  from: a.last\n  > Go.\n"
    )
    film.write_text(circle)
    result = call("pick", "a", "b-last", "film.shots")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "these shots wait for each other: a@b-last → b → a@b-last" in result.stderr
    assert "film.shots: left as it is" in result.stderr
    assert film.read_text() == circle


def test_mistakes_that_were_there_before_do_not_matter(film):
    wrong = SCRIPT + "\n  shot gull\n    from: nowhere.jpg\n    > It cries.\n"
    film.write_text(wrong)

    assert call("pick", "harbour/arrive", "2").exit_code == 0
    assert added(film, wrong) == "    pick: 2"


@pytest.mark.parametrize("pick", ["pick: 9", "pick: dusk"])
def test_a_wrong_pick_is_put_right(film, pick):
    wrong = SCRIPT.replace("takes: 3", f"takes: 3\n    {pick}")
    film.write_text(wrong)

    assert call("check", "film.shots").exit_code == 1
    assert call("pick", "harbour/arrive", "2").exit_code == 0
    assert added(film, wrong) == "    pick: 2"
    assert call("check", "film.shots").exit_code == 0


def test_variants_that_cannot_be_told_apart_are_told_first(film):
    film.write_text(SCRIPT.replace("dawn | storm rain", "dawn"))
    result = call("pick", "harbour/lamp", "dawn")

    assert result.exit_code == 2
    assert "error[E318 bad-choices]" in result.stderr
    assert "`harbour/lamp` has no variant `dawn`" in result.stderr


def test_a_pick_that_nobody_can_check_is_not_written(film):
    film.write_text(SCRIPT.replace("takes: 3", "takes: 3\n    pick 1"))
    before = film.read_text()
    result = call("pick", "harbour/arrive", "2")

    assert result.exit_code == 2
    assert "the shot `harbour/arrive` has mistakes of its own" in result.stderr
    assert film.read_text() == before


def test_a_line_speaks_of_every_row_of_a_repeated_scene(film, here):
    (here / "products.csv").write_text("id\nshoe\nhat\n")
    film.write_text(ROWS)

    assert "`ad/hero` speaks of every row" in call("pick", "ad@hat/hero", "2").stderr
    assert film.read_text() == ROWS
    assert call("pick", "ad/hero", "2").stderr == "film.shots:7: ad/hero picks 2\n"
    assert film.read_text() == ROWS.replace("takes: 2\n", "takes: 2\n    pick: 2\n")


def test_a_pick_by_a_column_is_one_pick_a_row(film, here):
    (here / "products.csv").write_text("id,best\nshoe,1\nhat,2\n")
    film.write_text(ROWS.replace("takes: 2\n", "takes: 2\n    pick: {best}\n"))

    assert call("pick", "ad/hero", "2").stderr == (
        "film.shots:7: ad/hero picks 2, no longer 1, 2\n"
    )


def test_what_was_asked_for_beside_the_script_counts(film):
    film.write_text(SCRIPT.replace("takes: 3", "takes: {n}").replace("scene", "let n: 1\n\nscene"))

    assert call("pick", "harbour/arrive", "4").exit_code == 2
    assert call("pick", "harbour/arrive", "4", "--let", "n=4").exit_code == 0
    assert call("pick", "harbour/arrive", "1", "--let", "n=4").stderr.endswith("no longer 4\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Missing argument"),
        (("film.shots",), "which shot of film.shots is meant?"),
        (("a", "b", "c", "film.shots"), "and no more"),
        (("harbour/arrive", "2", "nowhere.shots"), "cannot read nowhere.shots"),
        (("harbour/arrive",), "which clip of `harbour/arrive` is the one? there are 1, 2, 3"),
        (("harbour/arrive", "0"), "`harbour/arrive` has no take 0; there are 1, 2, 3"),
        (("harbour/arrive", "4"), "`harbour/arrive` has no take 4; there are 1, 2, 3"),
        (("harbour/arrive", "9" * 5000), "has no variant"),
        (("harbour/arrive", "dawn"), "`harbour/arrive` has no variant `dawn`; there are 1, 2, 3"),
        (("harbour/arrive#1", "2"), "a clip is named by its shot and its take"),
        (
            ("harbour/lamp", "#2"),
            "`harbour/lamp` has no take 2 without a variant; there are dawn#1",
        ),
        (("harbour/lamp", "dusk"), "no variant `dusk`; there are dawn#1, dawn#2, storm-rain#1, st"),
        (("harbour/lamp", "dawn#3"), "`harbour/lamp@dawn` has no take 3"),
        (("harbour/door",), "which clip of `harbour/door` is the one? it has but one clip"),
        (("harbour/door", "2"), "`harbour/door` has no take 2; it has but one clip"),
        (("arrive", "2"), "no shot is called `arrive`; did you mean `harbour/arrive`?"),
        (("arrive.last", "2"), "not by `arrive.last 2`"),
        (("harbour@hat/arrive", "2"), "no scene is called `harbour@hat`; there are harbour"),
    ],
)
def test_bad_usage_is_one_sentence_and_writes_nothing(film, words, said):
    result = call("pick", *words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert film.read_text() == SCRIPT


def test_the_script_is_named_where_there_are_two_or_none(film, here):
    (here / "other.shots").touch()
    assert "which script is meant?" in call("pick", "harbour/arrive", "2").stderr
    assert "the script has none" in call("pick", "harbour/arrive", "2", "other.shots").stderr
    film.unlink()
    (here / "other.shots").unlink()
    assert "which script is meant?" in call("pick", "harbour/arrive", "2").stderr


def test_a_script_in_another_encoding_is_left(film):
    film.write_bytes(SCRIPT.replace("She walks", "Él anda").encode("latin-1"))
    result = call("pick", "harbour/arrive", "2")

    assert result.exit_code == 2
    assert "film.shots is not UTF-8: byte" in result.stderr
