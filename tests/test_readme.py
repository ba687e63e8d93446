"""The README says what is so: its blocks are run."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hailuo_dsl.api.profile import profile
from hailuo_dsl.catalog.load import catalog, with_rows
from hailuo_dsl.catalog.project import read_project, read_rows
from tests.conftest import compiled

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)


def blocks(language):
    return [text for found, text in BLOCK.findall(README) if found == language]


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def bash(text, folder):
    """Run *text* as a person would type it, in *folder*."""
    mine = ("HAILUO_", "MAKE", "MFLAGS")
    environ = {name: it for name, it in os.environ.items() if not name.startswith(mine)}
    environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}"
    return subprocess.run(
        ["bash", "-em", "-c", text],
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
    )


@pytest.fixture
def demo(tmp_path):
    """The demo's folder, as it is in a fresh clone."""
    folder = tmp_path / "demo"
    shutil.copytree(
        ROOT / "notebooks/demo", folder, ignore=shutil.ignore_patterns("out", ".hailuo")
    )
    return folder


def test_the_script_is_the_demos():
    script, _ = blocks("shots")

    assert script == (ROOT / "notebooks/demo/launch.shots").read_text(encoding="utf-8")


def test_the_script_with_many_clips_is_as_many_as_it_says():
    _, script = blocks("shots")
    files = {
        "looks.shots": "style clean\n  > even light\n",
        "products.csv": "id,name,image\nRed Shoe,a shoe,a.png\nhat,a hat,b.png\n3,a coat,c.png\n",
    }
    made = compiled(script, files=files)

    assert [it.message for it in made.report] == []
    assert len(made.plan.steps) == 15
    assert made.plan.steps[0].id == "ad@red-shoe/hero@dawn#1"


@pytest.mark.parametrize("text", [it for it in blocks("sh") if "hailuo-dsl" in it])
def test_commands(text, demo):
    result = bash(text.replace("8080", free_port()), demo)

    assert result.returncode == 0, result.stderr
    assert (demo / "out/launch.mp4").stat().st_size > 100_000


def test_make_demo_ends_with_the_reels_path(tmp_path):
    """Like a fresh clone, but for the virtual environment, which is this one."""
    for name in ("Makefile", "pyproject.toml", ".ci", "notebooks"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    shutil.rmtree(tmp_path / "notebooks/demo/out", ignore_errors=True)
    shutil.rmtree(tmp_path / "notebooks/demo/.hailuo", ignore_errors=True)
    bin_folder = tmp_path / ".venv/bin"
    bin_folder.mkdir(parents=True)
    for name in ("python", "hailuo-dsl"):
        (bin_folder / name).symlink_to(Path(sys.executable).parent / name)
    (tmp_path / ".venv/installed").touch()
    result = bash("make demo", tmp_path)

    assert result.returncode == 0, result.stderr
    assert (tmp_path / result.stdout.splitlines()[-1]).is_file()


@pytest.mark.parametrize("text", [it for it in blocks("sh") if it.startswith("make")])
def test_make_knows_its_words(text):
    """(What `make test` runs, runs this.)"""
    assert bash(text.replace("make", "make -n"), ROOT).returncode == 0


def test_the_mistake_looks_as_shown(demo):
    script = demo / "launch.shots"
    script.write_text(script.read_text().replace("6s", "10s").replace("768P", "1080P"))
    shown = next(it for it in blocks("text") if it.startswith("error"))

    assert shown in bash("hailuo-dsl check launch.shots || true", demo).stdout


def profile_of(text, folder):
    (folder / "config.toml").write_text(text)
    (folder / "config.toml").chmod(0o600)
    return profile("gateway", environ={}, config_dir=folder)


def test_config_files(tmp_path):
    own, project, promises, rows = blocks("toml")
    promised = profile_of(promises, tmp_path)
    assert (promised.account, promised.polls, promised.refunds) == ("studio", (3, 5, 10, 30), True)

    assert set(tomllib.loads(own)["gateway"]) == {"base_url", "api_key"}
    read = read_project(project)
    row = with_rows(catalog(), read.rows).price("gateway", "MiniMax-Hailuo-2.3-Fast", "768P", 6)
    assert row is not None
    assert str(row.amount) == "1.35"
    before, after = (
        it.provider("gateway") for it in (catalog(), with_rows(catalog(), read_rows(rows)))
    )
    assert after == replace(
        before,
        requests_per_minute=20,
        jobs_in_flight=8,
        source="my contract",
        checked=date(2026, 11, 22),
    )


def test_python(demo, monkeypatch):
    (text,) = blocks("python")
    monkeypatch.chdir(demo)
    monkeypatch.delenv("HAILUO_PROVIDER", raising=False)
    names = {}
    exec(text, names)

    assert names["result"].ok
    assert names["result"].reel.exists()
