"""What `hailuo-dsl check` says of scripts, in each of its forms, and what it puts right."""

from __future__ import annotations

import json
import stat

import pytest
from jsonschema import Draft202012Validator

from tests.cli.test_verbs import GOOD, call

SLIPS = """\
model : minimax-hailuo-2.3
Duration: 6 # as always
optimizer: no

shot it
  from: coffee.jpg
  camera: push in then tilt up
  ＞ Steam rises.
"""
RIGHT = """\
model: MiniMax-Hailuo-2.3
# as always
duration: 6s
optimizer: off

shot it
  from: coffee.jpg
  camera: push in, then tilt up
  > Steam rises.
"""


@pytest.fixture
def film(here):
    """A good script in the working folder, which has a good picture and a small one."""
    path = here / "film.shots"
    path.write_text(GOOD)
    return path


def said(*words, text=None):
    """The diagnostics of `check --format json WORDS`."""
    return json.loads(call("check", "--format", "json", *words, text=text).stdout)["diagnostics"]


def test_a_script_is_fine(film):
    result = call("check", "film.shots")

    assert (result.exit_code, result.stdout) == (0, "no mistakes\n")


def test_what_is_wrong_is_underlined(film):
    film.write_text(GOOD.replace("coffee.jpg", "chelsea.jpg"))
    result = call("check", "film.shots")

    assert result.exit_code == 1
    assert result.stdout == (
        "error[E504 picture-too-small]: the picture chelsea.jpg is 451×300 pixels,"
        " and the short edge must be over 300 pixels\n"
        " --> film.shots:3:9\n"
        "  |\n"
        "3 |   from: chelsea.jpg\n"
        "  |         ^^^^^^^^^^^\n"
        "  = help: take a larger picture, or scale it up\n"
        "\n"
        "1 error\n"
    )


def test_what_is_wrong_is_told_as_data(film):
    film.write_text("modle: x\n" + GOOD)
    place = {"file": "film.shots", "line": 1, "column": 1, "end_line": 1, "end_column": 6}

    assert said("film.shots") == [
        {
            "code": "E104",
            "slug": "unknown-key",
            "severity": "error",
            "message": "there is no setting `modle`",
            "help": "did you mean `model`?",
            **place,
            "label": "",
            "related": [],
            "fix": {"safe": False, "edits": [{**place, "text": "model"}]},
        }
    ]


def test_the_data_is_of_the_published_shape(film):
    schema = json.loads(call("schema", "diagnostics").stdout)
    Draft202012Validator.check_schema(schema)
    film.write_text(GOOD.replace("shot", "duration: 10s # long\nresolution: 1080P\nshot"))
    document = json.loads(call("check", "--format", "json", "film.shots").stdout)

    Draft202012Validator(schema).validate(document)
    assert document["diagnostics"][0]["fix"]["safe"]


def test_related_places_are_told(film):
    film.write_text(GOOD.replace("shot", "duration: 10s\nresolution: 1080P\nshot"))
    (found,) = said("film.shots")

    assert [it["label"] for it in found["related"]] == [
        "the resolution is chosen here",
        "the model is chosen here",
    ]
    assert [it["line"] for it in found["related"]] == [3, 1]


def test_a_workflow_on_github_is_told_the_line(here):
    (here / "50%,a:b.shots").write_text(GOOD.replace("coffee.jpg", "b 100%.jpg"))
    result = call("check", "--format", "github", "50%,a:b.shots")

    assert result.exit_code == 1
    assert result.stdout == (
        "::error file=50%25%2Ca%3Ab.shots,line=3,col=9,endLine=3,endColumn=19,"
        "title=E501 picture-unreadable::the picture b 100%25.jpg does not exist"
        "%0Aa path is relative to the file that names it\n"
    )


def test_standard_input_is_a_script_too(here):
    assert call("check", "-", text=GOOD).exit_code == 0
    assert "<stdin>:1:1" in call("check", "-", text="what\n").stdout


def test_columns_count_characters_and_carets_count_cells(film):
    film.write_text("let 灯: 灯 # x\nmodel: 灯灯\n", encoding="utf-8")
    result = call("check", "film.shots")

    assert "film.shots:2:8\n" in result.stdout
    assert "2 | model: 灯灯\n  |        ^^^^\n" in result.stdout


def test_several_scripts_are_as_good_as_the_worst(here, film):
    (here / "bad.shots").write_text("what\n")
    result = call("check", "film.shots", "bad.shots")

    assert result.exit_code == 1
    assert result.stdout.endswith("\n\n1 error\n")
    assert call("check", "film.shots", "film.shots").exit_code == 0


def test_a_folder_means_the_scripts_in_it(here, film):
    (here / "more").mkdir()
    (here / "more/bad.shots").write_text("what\n")

    assert [it["file"] for it in said(".")] == ["more/bad.shots"]


def test_what_is_wrong_with_a_shared_file_is_said_once(here):
    (here / "looks.shots").write_text("style noir\n")
    for name in ("one.shots", "two.shots"):
        (here / name).write_text(f"use looks.shots\n{GOOD}")

    assert [it["slug"] for it in said("one.shots", "two.shots")] == ["no-prose"]


def test_at_most_a_hundred_are_printed_and_the_worst_of_them(film):
    many = "".join(f"  > A sign \\[{number}.\n" for number in range(150))
    film.write_text(f"{GOOD}{many}what\n")
    text = call("check", "film.shots").stdout

    assert text.count("literal-bracket") == 99
    assert text.endswith("… and 51 warnings more\n1 error, 150 warnings\n")
    assert "unknown-line" in text
    assert len(said("film.shots")) == 151
    github = call("check", "--format", "github", "--max", "1", "film.shots").stdout.splitlines()
    assert github[0].startswith("::error ")
    assert github[1:] == ["::notice::and 150 warnings more"]


def test_a_fix_at_hand_is_said(film):
    film.write_text("modle: x\nDuration: 6s\n" + GOOD)
    text = call("check", "film.shots").stdout

    assert "= help: did you mean `duration`? (`check --fix` does it)" in text
    assert "= help: did you mean `model`? (`check --fix --unsafe-fixes` does it)" in text


def test_slips_are_put_right_round_by_round(film):
    film.write_text(SLIPS, encoding="utf-8")
    film.chmod(0o640)
    result = call("check", "--fix", "film.shots")

    assert film.read_text(encoding="utf-8") == RIGHT
    assert (result.exit_code, result.stdout) == (0, "no mistakes\n")
    assert result.stderr == "put right: 8 in film.shots\n"
    assert stat.S_IMODE(film.stat().st_mode) == 0o640
    assert call("check", "--fix", "film.shots").stderr == ""


def test_the_shape_of_the_file_stays(film):
    film.write_bytes(b"\xef\xbb\xbf" + SLIPS.replace("\n", "\r\n").encode().rstrip())
    call("check", "--fix", "film.shots")

    assert film.read_bytes() == b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode().rstrip()


def test_a_diff_writes_nothing(film):
    film.write_text(GOOD.replace("model:", "Model:"))
    result = call("check", "--diff", "film.shots")

    assert result.exit_code == 1
    assert result.stdout.startswith("--- film.shots\n+++ film.shots\n@@ -1,4 +1,4 @@\n-Model: ")
    assert film.read_text().startswith("Model:")
    film.write_text(GOOD)
    assert (call("check", "--diff", "film.shots").exit_code, result.stderr) == (0, "")


def test_what_may_change_the_meaning_is_done_when_asked_for(film):
    film.write_text(GOOD.replace("model:", "modle:"))

    assert call("check", "--fix", "film.shots").exit_code == 1
    assert film.read_text().startswith("modle:")
    assert call("check", "--fix", "--unsafe-fixes", "film.shots").exit_code == 0
    assert film.read_text() == GOOD


def test_unsafe_fixes_alone_are_bad_usage(film):
    result = call("check", "--unsafe-fixes", "film.shots")

    assert result.exit_code == 2
    assert "goes with `--fix`" in result.stderr


def test_standard_input_goes_on_as_it_should_be(here):
    result = call("check", "--fix", "-", text=GOOD.replace("model:", "Model:"))

    assert result.stdout == GOOD
    assert "no mistakes" in result.stderr


def test_a_used_file_is_put_right_in_its_project_only(here):
    (here / "films").mkdir()
    (here / "hailuo.toml").touch()
    used = here / "looks.shots"
    outside = here.parent / f"{here.name}.shots"
    for path in (used, outside):
        path.write_text("Style noir\n  > black\n")
    (here / "films/a.shots").write_text(
        GOOD.replace("coffee", "../coffee")
        .replace("model", f"use ../looks.shots\nuse ../../{outside.name}\nmodel")
        .replace("  >", "  look: noir\n  >")
    )
    result = call("check", "--fix", "--allow-outside", "films/a.shots")

    assert used.read_text() == "style noir\n  > black\n"
    assert outside.read_text() == "Style noir\n  > black\n"
    assert result.stderr == "put right: 1 in films/../looks.shots\n"


def test_settings_from_elsewhere_are_not_put_right(film):
    result = call("check", "--fix", "--set", "duration=6", "film.shots")

    assert result.exit_code == 1
    assert film.read_text() == GOOD


def test_a_file_that_is_not_utf_8_is_left_as_it_is(film):
    data = b"Model: x # caf\xe9\n" + GOOD.encode()
    film.write_bytes(data)

    assert call("check", "--fix", "film.shots").exit_code == 1
    assert film.read_bytes() == data


def test_a_picture_outside_the_project_is_asked_for_by_nobody(here):
    (here / "films").mkdir()
    (here / "films/hailuo.toml").touch()
    path = here / "films/a.shots"
    path.write_text(GOOD.replace("coffee", "../coffee"))

    assert [it["slug"] for it in said(path)] == ["outside-project"]
    assert said("--allow-outside", path) == []


def test_a_file_that_another_script_uses_needs_no_shots(here):
    (here / "looks").mkdir()
    (here / "looks/noir.shots").write_text("style noir\n  > black and white\n")
    (here / "night").mkdir()
    script = GOOD.replace("coffee", "../coffee") + "  look: noir\n"
    (here / "night/film.shots").write_text(f"use ../looks/noir.shots\n{script}")

    assert call("check", ".").stdout == "no mistakes\n"
    assert "W120 no-shots" in call("check", "looks").stdout
