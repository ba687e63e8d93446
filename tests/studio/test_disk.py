"""What a script may read from the disk, and what it may not."""

from __future__ import annotations

import os
import shutil

import pytest

from hailuo_dsl.ground.world import FileProblem, ImageFacts
from hailuo_dsl.studio.disk import Disk
from hailuo_dsl.studio.film import read_film

SCRIPT = "use {use}\nmodel: MiniMax-Hailuo-2.3\nshot it\n  look: noir\n  from: {frame}\n  > Go.\n"
STYLE = "style noir\n  > black\n"


@pytest.fixture
def place(tmp_path, pictures, monkeypatch):
    """A project in a folder, with things beside it that are not the project's."""
    project = tmp_path / "project"
    (project / "scenes").mkdir(parents=True)
    (project / "hailuo.toml").touch()
    (project / "noir.shots").write_text(STYLE)
    (tmp_path / "secret.shots").write_text(STYLE)
    shutil.copy(pictures / "coffee.jpg", project)
    shutil.copy(pictures / "coffee.jpg", tmp_path / "secret.jpg")
    (project / "link.shots").symlink_to(tmp_path / "secret.shots")
    (project / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (project / "folder").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    return project


def said(place, use="../noir.shots", frame="../coffee.jpg", **asked):
    path = place / "scenes/film.shots"
    path.write_text(SCRIPT.format(use=use, frame=frame))
    report = read_film(str(path), **asked).compiled.report
    return [(it.rule.slug, it.message) for it in report if it.is_error]


def test_a_path_may_leave_the_scripts_folder_and_not_the_projects(place):
    assert said(place) == []


@pytest.mark.parametrize("path", ["../../secret", "../link", "../folder/secret", "{tmp}/secret"])
def test_no_path_leaves_the_project_by_name_or_by_link(place, path):
    path = path.format(tmp=place.parent)
    slugs = [slug for slug, _ in said(place, use=f"{path}.shots", frame=f"{path}.jpg")]

    assert slugs == ["outside-project", "outside-project"]


def test_it_is_said_what_to_do_about_it(place):
    ((_, message),) = said(place, use="../../secret.shots")

    assert message == (
        f"the file ../../secret.shots lies outside the project's folder {place.resolve()}"
    )


@pytest.mark.parametrize("path", ["../../secret", "../link", "../folder/secret", "{tmp}/secret"])
def test_it_can_be_allowed(place, path):
    path = path.format(tmp=place.parent)

    assert said(place, f"{path}.shots", f"{path}.jpg", allow_outside=True) == []


def test_a_table_is_held_to_it_too(place):
    script = place / "film.shots"
    script.write_text(
        "model: MiniMax-Hailuo-2.3\nshot it\n  each: folder/rows.csv\n  from: coffee.jpg\n  > Go.\n"
    )
    (place.parent / "rows.csv").write_text("id\na\nb\n")

    (found,) = read_film(str(script)).compiled.report
    assert found.rule.slug == "outside-project"
    assert len(read_film(str(script), allow_outside=True).requests) == 2


def test_a_picture_is_looked_at_once(place):
    disk = Disk(place, place)
    first = disk.pictures("coffee.jpg")
    (place / "coffee.jpg").unlink()

    assert isinstance(first, ImageFacts)
    assert disk.pictures("coffee.jpg") is first


@pytest.mark.parametrize("path", ["nowhere.shots", "noir.shots/x", "a" * 5000, "a\0b", ".", "loop"])
def test_what_cannot_be_read_is_a_reason_and_no_exception(place, path):
    (place / "loop").symlink_to("loop")
    problem = Disk(place, place).files(path)

    assert isinstance(problem, FileProblem)
    assert problem.reason


def test_a_text_is_read_up_to_a_size(place):
    (place / "large.shots").write_text("# 34567\n" * 20)
    (place / "long.shots").write_text("\n" * 20)

    assert Disk(place, place, most=1600).files("large.shots") == b"# 34567\n" * 20
    assert Disk(place, place, most=159).files("large.shots") == FileProblem(
        "has more than 0.000159 MB"
    )
    assert Disk(place, place, most=800).files("long.shots") == FileProblem(
        "has 20 lines, and 10 are read"
    )


def test_a_script_that_is_too_large_is_refused_before_it_is_read(place):
    path = place / "film.shots"
    path.write_text("model: MiniMax-Hailuo-2.3\n" * 400)
    (found,) = read_film(str(path), max_size=0.01).compiled.report

    assert found.rule.slug == "too-large"
    assert found.message == "the file has more than 0.01 MB"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system here")
def test_what_is_no_file_is_not_waited_for(place):
    os.mkfifo(place / "pipe.shots")

    assert Disk(place, place).files("pipe.shots") == FileProblem("is no file")
