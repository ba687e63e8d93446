"""What is installed from a wheel is whole: grammars, catalogue, SQL and the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = "shot it\nmodel: MiniMax-Hailuo-2.3\nfrom: https://example.com/a.png\n> Go [推进].\n"


def call(*words, **more):
    subprocess.run([str(word) for word in words], check=True, capture_output=True, **more)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (path,) = folder.glob("*.whl")
    return path


def test_it_holds_every_file_that_is_not_code(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "hailuo_dsl"
    data = [it for it in package.rglob("*") if it.suffix in (".toml", ".sql", ".typed", ".css")]

    assert len(data) >= 6
    assert {f"hailuo_dsl/{it.relative_to(package).as_posix()}" for it in data} <= inside
    assert {f"hailuo_dsl/grammar/{it.name}" for it in (ROOT / "grammar").iterdir()} <= inside


def test_a_clean_environment_compiles_a_script_from_it(wheel, tmp_path):
    call(sys.executable, "-m", "venv", tmp_path / "clean")
    python = tmp_path / "clean/bin/python"
    constraints = ROOT / ".ci/constraints.txt"
    call(python, "-m", "pip", "install", "--quiet", "--constraint", constraints, wheel)
    script = tmp_path / "film.shots"
    script.write_text(SCRIPT, encoding="utf-8")
    environ = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environ.pop("PYTHONPATH", None)
    for start in ([python.parent / "hailuo-dsl"], [python, "-m", "hailuo_dsl"]):
        result = subprocess.run(
            [*start, "compile", "--bodies", script],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
        )
        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout)["prompt"] == "Go [dolly in]."


def test_it_brings_the_labextension_to_where_jupyterlab_looks(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    made = ROOT / "hailuo_dsl/notebook/labextension"
    home = "data/share/jupyter/labextensions/hailuo-dsl"
    expected = {f"{home}/{it.relative_to(made)}" for it in made.rglob("*") if it.is_file()}

    assert len(expected) == 3
    assert expected == {it.split("/", 1)[1] for it in inside if "/labextensions/" in it}
    assert not any(it.startswith("hailuo_dsl/notebook/labextension/") for it in inside)
