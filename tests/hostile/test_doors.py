"""What a stranger's project may have in the place of files: nothing of it is waited for."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hailuo_dsl.ground.world import FileProblem
from hailuo_dsl.studio.disk import Disk

MODEL = "model: MiniMax-Hailuo-2.3\n"
FRAME = "from: https://e.com/a.png\n"
pytestmark = pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="there are no pipes in the file system here"
)


@pytest.fixture
def place(tmp_path):
    """A project with what is no file in it, and links to things outside."""
    (tmp_path / "hailuo.toml").touch()
    (tmp_path / "folder.shots").mkdir()
    for name in ("pipe.shots", "pipe.csv", "pipe.png"):
        os.mkfifo(tmp_path / name)
    for name in ("zero.shots", "zero.csv", "zero.png"):
        (tmp_path / name).symlink_to("/dev/zero")
    for name in ("loop.shots", "loop.csv", "loop.png"):
        (tmp_path / name).symlink_to(name)
    (tmp_path / "etc").symlink_to("/etc")
    return tmp_path


def check(place, *words):
    """What `check` ends with and says; it is given up where it waits."""
    command = [sys.executable, "-m", "hailuo_dsl", "check", *words]
    ended = subprocess.run(
        command, cwd=place, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
    )
    assert "Traceback" not in ended.stdout + ended.stderr
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("pipe.shots", 2, "it is a pipe that nobody writes into"),
        ("loop.shots", 2, "cannot read loop.shots"),
        ("zero.shots", 1, "error[E114 too-large]: the file has more than 8 MB"),
        ("folder.shots", 2, "there is no script (`*.shots`) in the folder"),
        ("a" * 5000, 2, "File name too long"),
        ("nowhere.shots", 2, "No such file"),
    ],
)
def test_a_script_that_is_no_file(place, name, code, said):
    found, told = check(place, name)

    assert (found, said in told) == (code, True), told


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="shells hand no pipes over by name here")
def test_a_pipe_that_somebody_writes_into_is_waited_for(place):
    """A shell's `check <(make-a-script)`."""
    reader, writer = os.pipe()
    command = [sys.executable, "-m", "hailuo_dsl", "check", f"/dev/fd/{reader}"]
    with subprocess.Popen(
        command, cwd=place, stdout=subprocess.PIPE, text=True, pass_fds=(reader,)
    ) as running:
        time.sleep(0.5)
        os.write(writer, f"{MODEL}shot it\n> a\n".encode())
        os.close(writer)
        os.close(reader)
        said, _ = running.communicate(timeout=60)

    assert "no-first-frame" in said


def test_nothing_that_a_script_names_is_waited_for(place):
    kinds = ("pipe", "zero", "loop")
    paths = ("etc/passwd", "/etc/passwd", "/dev/zero", "../../../etc/passwd", ".", "a" * 5000)
    uses = [*(f"{it}.shots" for it in kinds), "folder.shots", *paths, "a/" * 3000 + "a"]
    tables = [*(f"{it}.csv" for it in kinds), *paths]
    pictures = [*(f"{it}.png" for it in kinds), *(f'"{it}"' for it in paths), "etc/a.png"]
    text = "".join(f"use {it}\n" for it in uses) + MODEL
    text += "".join(f"shot t{n}\n{FRAME}each: {it}\n> a\n" for n, it in enumerate(tables))
    text += "".join(f"shot p{n}\nfrom: {it}\n> a\n" for n, it in enumerate(pictures))
    (place / "film.shots").write_text(text)
    code, said = check(place, "film.shots")

    assert code == 1
    assert f"{len(uses) + len(tables) + len(pictures)} errors" in said


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a." * 100_000 + "b = 1",
        "[defaults]\nduration = " + "9" * 10_000,
        "[defaults]\n" + "k = 1\n" * 400_000,
        "\0" * 1000,
    ],
    ids=["brackets", "dots", "a number", "megabytes", "NUL"],
)
def test_a_project_file_that_is_none(place, text):
    (place / "hailuo.toml").write_text(text)
    (place / "film.shots").write_text(f"{MODEL}shot it\n{FRAME}> a\n")
    code, said = check(place, "film.shots")

    assert code == 2
    assert said.startswith(f"error: {place}/hailuo.toml: ")
    assert len(said) < 500


def test_files_are_too_large_also_together(tmp_path):
    (tmp_path / "a.shots").write_text("#" * 160)
    (tmp_path / "b.csv").write_text("," * 160)
    disk = Disk(tmp_path, tmp_path, most=300)

    assert isinstance(disk.files("a.shots"), bytes)
    assert disk.files("b.csv") == FileProblem(
        "together with those before it has more than 0.0003 MB"
    )


def test_letters_that_are_no_text_in_arguments(place):
    (place / "film.shots").write_text(f"{MODEL}let a: b\nshot it\n{FRAME}> {{a}}\n")
    for words in (("--let", b"a=\xff\xfe"), ("--let", b"\xff=a"), ("--set", b"model=\xff")):
        code, said = check(place, "film.shots", *words)

        assert code in (1, 2)
        assert "U+DCFF" in said
