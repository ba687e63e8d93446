"""What `hailuo-dsl explain` tells of rules and of requests."""

from __future__ import annotations

import pytest

from hailuo_dsl.rulebook import every
from tests.cli.test_verbs import call

SCRIPT = """\
use looks/noir.shots
let size: 768P

character mara "the woman in red"
  > a woman, wet black hair

scene harbour
  look: noir
  resolution: {size}

  shot arrive
    from: coffee.jpg
    takes: 2
    > {mara} walks.
    >
    > She stops.

  shot lamp
    from: arrive#2.last
    vary light: dawn | dusk
    camera: push in
    > Lit by {light}.
"""


@pytest.fixture
def film(here):
    """A script with a project, a used file and variants."""
    (here / "hailuo.toml").write_text('[defaults]\nmodel = "MiniMax-Hailuo-2.3"\n')
    (here / "looks").mkdir()
    (here / "looks/noir.shots").write_text("style noir\n  > black and white\n")
    path = here / "film.shots"
    path.write_text(SCRIPT)
    return path


def rows(text):
    """The lines of what was printed, each without the blanks between its columns."""
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize("name", ["E402", "e402", "Duration-not-offered"])
def test_a_rule_is_told_with_a_wrong_and_a_right_script(here, name):
    text = call("explain", name).stdout

    assert text.startswith("E402 duration-not-offered (error)\n\nA clip lasts as long as its model")
    wrong, _, right = text.partition("\nRight:\n")
    assert "      duration: 10s\n" in wrong
    assert "    error[E402 duration-not-offered]: " in wrong
    assert "      duration: 6s\n" in right
    assert "error[" not in right


@pytest.mark.parametrize("entry", every(), ids=lambda it: it.rule.slug)
def test_every_rule_can_be_told_and_says_its_own_name(entry):
    text = call("explain", entry.rule.code).stdout

    assert f"[{entry.rule.code} {entry.rule.slug}]" in text
    assert text.isprintable() or set(text) - set(filter(str.isprintable, text)) <= {"\n", "　"}
    assert len(text.splitlines()) < 100


@pytest.mark.parametrize(
    ("name", "can_be"), [("never-used", True), ("unknown-key", False), ("unused-allow", False)]
)
def test_what_can_be_allowed_is_told_how(here, name, can_be):
    assert (f"`# allow: {name}` on the line above" in call("explain", name).stdout) == can_be


def test_files_that_a_rule_needs_are_shown(here):
    assert "\nshoes.csv:\n\n    id," in call("explain", "bad-table").stdout


def test_without_anything_the_rules_are_listed(here):
    lines = rows(call("explain").stdout)

    assert lines[1] == "E101 not-utf-8 A script is saved as UTF-8."
    assert len(lines) == len(every()) + 1


@pytest.mark.parametrize(
    "words", [("harbour/arrive", "film.shots"), ("film.shots", "harbour/arrive")]
)
def test_a_request_is_told_by_where_its_values_came_from(film, words):
    lines = rows(call("explain", *words).stdout)

    assert lines[0] == "harbour/arrive"
    assert lines[2:-9] == [
        "setting value from line",
        "model MiniMax-Hailuo-2.3 hailuo.toml [defaults] model: MiniMax-Hailuo-2.3",
        "duration 6s the model's default",
        "resolution 768P film.shots:9 resolution: {size}",
        "from file:coffee.jpg film.shots:12 from: coffee.jpg",
        "look noir film.shots:8 look: noir",
        "tags gateway local's words",
        "takes 2 film.shots:13 takes: 2",
        "",
        "left out: to, optimizer, watermark, callback, pick, trim, transition",
        "",
        "The prompt, 76 of 2000 characters:",
        "",
    ]


def test_a_prompt_is_told_piece_by_piece(film):
    lines = rows(call("explain", "harbour/lamp@dusk").stdout)

    assert "from shot:harbour/arrive#2.last film.shots:19 from: arrive#2.last" in lines
    assert lines[-6:] == [
        "from kind text",
        "film.shots:21 camera [dolly in]",
        "film.shots:22 prose Lit by",
        "film.shots:20 variable dusk",
        "film.shots:22 prose .",
        "looks/noir.shots:2 look black and white",
    ]


def test_a_line_feed_is_seen(film):
    assert "film.shots:15 join ⏎" in rows(call("explain", "harbour/arrive").stdout)


def test_what_the_command_line_chose_is_named_so(film):
    lines = rows(call("explain", "harbour/arrive", "--set", "duration=10s").stdout)

    assert "duration 10s --set duration: 10s" in lines


def test_a_shot_is_told_though_another_has_errors(film):
    film.write_text(SCRIPT + "  shot door\n    from: previouss\n    > It opens.\n")
    other, itself = call("explain", "harbour/arrive"), call("explain", "harbour/door")

    assert other.exit_code == 0
    assert itself.exit_code == 2
    assert "E309 unknown-frame" in itself.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("E999",), "no rule is called `E999`"),
        (("duraton-not-offered", "x", "y"), "and no more at once"),
        (("harbour/lamp",), "`harbour/lamp` names 2 requests; name one: harbour/lamp@dawn, harbo"),
        (("harbour/lamb@dawn",), "did you mean `harbour/lamp@dawn`?"),
        (("film.shots",), "which shot of film.shots is to be explained?"),
        (("harbour/lamp", "nowhere.shots"), "cannot read nowhere.shots"),
    ],
)
def test_bad_usage_is_one_sentence(film, words, said):
    result = call("explain", *words)

    assert result.exit_code == 2
    assert said in result.stderr


def test_a_slug_that_is_close_is_suggested_where_no_script_is(here):
    assert "did you mean `duration-not-offered`?" in call("explain", "duraton-not-offered").stderr
    for name in ("one.shots", "two.shots"):
        (here / name).touch()
    assert "no rule is called `arrive`" in call("explain", "arrive").stderr
