"""`show` prints a stage as text or as JSON, what is wrong beside it; `schema` the schemas."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from hailuo_dsl.cli.main import cli
from hailuo_dsl.cli.schema import SCHEMAS

GOOD = (
    "model: MiniMax-Hailuo-2.3\noptimizer: off\n\n# it\nshot it\n  from: coffee.jpg\n  > Steam.\n"
)
WRONG = f"{GOOD}shot bad\n  from: nowhere.jpg\n  > Go.\nwhat is this\n"
STAGES = ("tree", "storyboard", "requests")


def call(*words, text=None):
    """Run `hailuo-dsl WORDS`."""
    result = CliRunner().invoke(cli, words, input=text)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def write(folder, text, name="film.shots"):
    (folder / name).write_text(text, encoding="utf-8")


def test_a_tree_as_text(here):
    write(here, GOOD)
    result = call("show", "tree", "film.shots")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "file\n"
        "  setting model = MiniMax-Hailuo-2.3\n"
        "  setting optimizer = off\n"
        "  comment # it\n"
        "shot it\n"
        "  setting from = coffee.jpg\n"
        "  motion Steam.\n"
    )


def test_a_storyboard_as_text(here):
    write(here, GOOD)

    assert call("show", "storyboard", "film.shots").stdout == (
        "shot it\n"
        "  model = MiniMax-Hailuo-2.3\n"
        "  first = file coffee.jpg\n"
        "  optimizer = off\n"
        "  beat prose<Steam.>\n"
    )


def test_requests_as_text(here):
    write(here, GOOD)

    assert call("show", "requests", "film.shots").stdout == (
        "request it\n"
        "  model = MiniMax-Hailuo-2.3\n"
        "  duration = 6\n"
        "  first_frame_image = file:coffee.jpg\n"
        "  prompt_optimizer = off\n"
        "  reel cut\n"
        '  prompt = "Steam."\n'
        '    "Steam." film.shots:7:5 prose\n'
    )


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_as_json_is_what_the_schema_says(here, stage):
    write(here, GOOD)
    result = call("show", stage, "--json", "film.shots")
    schema = json.loads(call("schema", stage).stdout)

    assert result.exit_code == 0
    Draft202012Validator(schema).validate(json.loads(result.stdout))


def test_the_requests_are_what_compile_prints(here):
    write(here, GOOD)

    assert call("show", "requests", "--json", "film.shots").stdout == (
        call("compile", "film.shots").stdout
    )


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_right_of_a_script_with_errors_is_shown(here, stage):
    write(here, WRONG)
    text, data = call("show", stage, "film.shots"), call("show", stage, "--json", "film.shots")

    assert (text.exit_code, data.exit_code) == (1, 1)
    assert "unknown-line" in text.stderr
    assert "unknown-line" in data.stderr
    assert "it" in text.stdout
    assert json.loads(data.stdout)["version"] == 1


def test_an_unsound_shot_is_marked_and_makes_no_request(here):
    write(here, WRONG)
    board = json.loads(call("show", "storyboard", "--json", "film.shots").stdout)
    made = json.loads(call("show", "requests", "--json", "film.shots").stdout)

    assert "shot bad (unsound)\n" in call("show", "storyboard", "film.shots").stdout
    assert [(it["id"], it["sound"]) for it in board["shots"]] == [("it", True), ("bad", False)]
    assert [it["id"] for it in made["requests"]] == ["it"]


@pytest.mark.parametrize("text", ["", "\n", "what\n", "\x1b[2J\x00", "﻿shot\r\n\xff", "shot " * 9])
def test_any_file_has_a_tree(here, text):
    (here / "film.shots").write_bytes(text.encode("latin-1", errors="ignore"))
    (here / "hailuo.toml").write_text("no toml")
    result = call("show", "tree", "film.shots")

    assert result.exit_code == (1 if text.strip() else 0)
    assert result.stdout.startswith("file\n")
    assert "\x1b" not in result.output


def test_a_file_of_definitions_has_a_tree_and_no_shots(here):
    write(here, "style noir\n> grain\n", "noir.shots")

    assert call("show", "tree", "noir.shots").exit_code == 0
    assert json.loads(call("show", "storyboard", "--json", "noir.shots").stdout)["shots"] == []


def test_a_tree_heeds_what_is_allowed(here):
    write(here, "scene a\n  shot b\n# allow: misleading-indent, literal-bracket\n> Go.\n")

    assert call("show", "tree", "film.shots").stderr == ""
    assert "literal-brackte" in (
        call("show", "tree", "-", text="# allow: literal-brackte\nshot a\n> Go.\n").stderr
    )


@pytest.mark.parametrize("stage", STAGES)
def test_standard_input_and_the_options_of_films(here, stage):
    result = call("show", stage, "-", "--set", "duration=10s", "--json", text=GOOD)

    assert result.exit_code == 0
    assert "<stdin>" in result.stdout
    assert ("10" in result.stdout) == (stage != "tree")


def test_other_sources_name_themselves(here):
    write(here, GOOD)
    (here / "hailuo.toml").write_text('[defaults]\nresolution = "768P"\n')
    document = json.loads(
        call("show", "storyboard", "--json", "--set", "duration=10s", "film.shots").stdout
    )
    settings = document["shots"][0]["settings"]

    assert settings["duration"]["chosen"]["file"] == "--set"
    assert settings["resolution"]["chosen"]["file"] == "hailuo.toml [defaults]"


def test_a_file_that_is_not_there_is_bad_usage(here):
    for stage in STAGES:
        result = call("show", stage, "nowhere.shots")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "cannot read nowhere.shots" in result.stderr


@pytest.mark.parametrize("which", sorted(SCHEMAS))
def test_every_schema_is_one(here, which):
    schema = json.loads(call("schema", which).stdout)

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in schema
    assert which in call("schema", "--help").stdout


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("diagnostics", ("check", "--format", "json", "film.shots")),
        ("requests", ("compile", "it.shots")),
        ("requests", ("compile", "--embed", "it.shots")),
        ("compiled", ("compile", "--bodies", "it.shots")),
        ("wire", ("compile", "--bodies", "--embed", "it.shots")),
        ("diff", ("diff", "--json", "it.shots", "it.shots")),
    ],
)
def test_what_is_printed_is_what_its_schema_says(here, which, words):
    write(here, WRONG)
    write(here, GOOD, "it.shots")
    schema = json.loads(call("schema", which).stdout)

    Draft202012Validator(schema).validate(json.loads(call(*words).stdout))
