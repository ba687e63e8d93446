"""A starter script is sound as it stands, whatever its pictures are called."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from hailuo_dsl.cli.main import cli
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.starter import starter
from hailuo_dsl.syntax.format import format_script
from hailuo_dsl.syntax.model import Comment, Setting
from hailuo_dsl.syntax.parse import FORBIDDEN, parse
from tests.conftest import compiled

ODD = (
    "a b.jpg",
    "a # b.jpg",
    "# c.jpg",
    '"quoted".jpg',
    'half" # quoted.jpg',
    "{braces} [and] \\ more.jpg",
    "灯塔 亮了.jpg",
    "none.jpg",
    "previous.jpg",
    "_.jpg",
    "٣.jpg",
    "???.jpg",
    "x" * 120 + ".jpg",
    "A.jpg",
    "a.JPG",
    "a.first.jpg",
    "without suffix",
    "no.last",
    "http:.png",
    "ending.jpg",
    " blanks .jpg",
    "e\u0301tude.jpg",
    "👩‍🚀.jpg",
)
FILE_NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=9
)


def call(*words):
    """Run `hailuo-dsl WORDS`."""
    result = CliRunner().invoke(cli, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def laid_out(text):
    return format_script(source_of("film.shots", text), Report())


def frames_of(script):
    """Shot -> the picture that it starts from."""
    made = json.loads(call("compile", script).stdout)["requests"]
    return {it["id"]: it["request"]["metadata"].get("first_frame_image") for it in made}


@pytest.fixture
def coffee(here):
    """A picture that the service takes."""
    return (here / "coffee.jpg").read_bytes()


@pytest.mark.parametrize("provider", ["local", "gateway"])
@pytest.mark.parametrize("words", [(), ("film", "coffee.jpg")])
def test_nothing_is_said_of_it_at_any_provider(here, words, provider):
    assert call("new", *words).exit_code == 0
    said = json.loads(
        call("check", "film.shots", "--provider", provider, "--format", "json").stdout
    )

    assert said["diagnostics"] == []


@pytest.mark.parametrize("names", [[], ["a.jpg"], ["a.jpg", "b c.jpg", "d.png"]])
def test_it_is_laid_out(names, tmp_path):
    pictures = [tmp_path / name for name in names]
    for picture in pictures:
        picture.touch()
    text = starter(tmp_path / "film.shots", pictures)

    assert laid_out(text) == text


def test_every_line_that_says_something_new_stands_under_a_comment():
    """(`duration` and `resolution` are told together with the model.)"""
    script = parse(source_of("film.shots", starter(Path("film.shots"))), Report())
    blocks = (script.head, *script.blocks)
    keys = [line.key for block in blocks for line in block.lines if isinstance(line, Setting)]
    words = " ".join(
        line.text.text for block in blocks for line in block.lines if isinstance(line, Comment)
    )

    assert keys == [
        *("model", "duration", "resolution", "optimizer", "look"),
        *("from", "camera", "from"),
    ]
    for told in ("`key: value`", "heading", "character", "style", "scene", "shot", "picture"):
        assert told in words
    for told in ("`none`", "`previous`", "optimizer", "camera", "brackets", "braces", ">", "#"):
        assert told in words
    for verb in ("check film.shots", "preview film.shots", "run film.shots"):
        assert f"hailuo-dsl {verb}" in words
    assert "reference" in words


def test_without_pictures_it_starts_from_words_and_goes_on():
    made = compiled(starter(Path("film.shots")))

    assert [it.message for it in made.report] == []
    first, second = (step.request.body["metadata"] for step in made.plan.steps)
    assert "first_frame_image" not in first
    assert second["first_frame_image"] == "shot:pier/arrive.last"


def test_a_shot_starts_from_each_picture(here, pictures):
    shutil.copytree(pictures, here / "frames")
    names = ["astronaut", "coffee", "hubble", "rocket"]
    assert call("new", "film", *(f"frames/{name}.jpg" for name in names)).exit_code == 0

    assert frames_of("film.shots") == {
        **{f"opening/{name}": f"file:frames/{name}.jpg" for name in names},
        "opening/ending": "shot:opening/rocket.last",
    }


def test_paths_are_relative_to_the_script(here):
    (here / "films").mkdir()
    assert call("new", "films/one", here / "coffee.jpg").exit_code == 0

    assert "from: ../coffee.jpg\n" in (here / "films/one.shots").read_text()


def test_odd_names_of_pictures(here, coffee):
    for name in ODD:
        (here / name).write_bytes(coffee)
    result = call("new", "film", *ODD)

    assert result.exit_code == 0, result.output
    text = (here / "film.shots").read_text(encoding="utf-8")
    assert laid_out(text) == text
    *shots, last = frames_of("film.shots").items()
    assert [frame for _, frame in shots] == [f"file:{name}" for name in ODD]
    assert last == ("opening/ending-2", f"shot:{shots[-1][0]}.last")
    assert len({name.casefold() for name, _ in shots}) == len(ODD)
    assert [it for it in ("opening/a", "opening/a-2", "opening/灯塔-亮了") if it in dict(shots)]


@given(st.lists(FILE_NAMES, min_size=1, max_size=3, unique=True))
@settings(deadline=None)
def test_any_name_stands_in_the_script_or_is_refused(names):
    with TemporaryDirectory() as folder:
        pictures = [Path(folder, f"{name}.jpg") for name in names]
        for picture in pictures:
            picture.touch()
        if any(FORBIDDEN(name) or "\n" in name for name in names):
            with pytest.raises(Trouble, match="rename the file"):
                starter(Path(folder, "film.shots"), pictures)
            return
        text = starter(Path(folder, "film.shots"), pictures)
    made = compiled(text)
    frames = [it.request.body["metadata"]["first_frame_image"] for it in made.plan.steps[:-1]]

    assert [it.message for it in made.report] == []
    assert frames == [f"file:{it}.jpg" for it in names]


def test_it_is_never_written_over(here):
    (here / "film.shots").write_text("mine\n")
    (here / "film-2.shots").write_text("mine too\n")
    result = call("new", "film.shots")

    assert result.exit_code == 2
    assert "film.shots is there already" in result.stderr
    assert "`hailuo-dsl new film-3`" in result.stderr
    assert (here / "film.shots").read_text() == "mine\n"


@pytest.mark.parametrize("name", ["harbour", "harbour.shots"])
def test_the_suffix_is_not_doubled(here, name):
    result = call("new", name)

    assert result.stdout == "harbour.shots\n"
    assert "hailuo-dsl check harbour.shots" in result.stderr
    assert (here / "harbour.shots").is_file()


def test_the_commands_can_be_given_as_they_are_printed(here):
    result = call("new", "my film")

    assert "hailuo-dsl check 'my film.shots'" in result.stderr
    assert "hailuo-dsl check 'my film.shots'" in (here / "my film.shots").read_text()


def test_the_reference_is_where_the_help_says(here):
    path = call("new", "--help").stdout.split()[-1]

    assert Path(path).read_text(encoding="utf-8").startswith("# The shot script language")


def test_a_dash_prints_it(here):
    result = call("new", "-", "coffee.jpg")

    assert result.exit_code == 0
    assert result.stdout.startswith("# film.shots: a starter script.")
    assert "from: coffee.jpg\n" in result.stdout
    assert list(here.glob("*.shots")) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("film", "nowhere.jpg"), "the picture nowhere.jpg is not there"),
        (("film", "."), "the picture . is a folder"),
        (("coffee.jpg",), "`hailuo-dsl new film coffee.jpg`"),
        (("nowhere/film",), "there is no folder nowhere"),
        (("",), "names no script"),
        ((".shots",), "names no script"),
        (("a\nb",), "letters that cannot be seen"),
    ],
)
def test_what_cannot_be_written(here, words, said):
    result = call("new", *words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert list(here.glob("*.shots")) == []


def test_a_picture_that_the_service_refuses_is_told_at_once(here):
    (here / "words.jpg").write_text("no picture")
    result = call("new", "film", "words.jpg")

    assert result.exit_code == 1
    assert "words.jpg" in result.stderr
    assert (here / "film.shots").is_file()
