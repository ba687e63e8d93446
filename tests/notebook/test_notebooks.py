"""The notebooks run from top to bottom, and what they save is small and holds no key."""

from __future__ import annotations

import base64
import io
import json
import os
import secrets
import shutil
import subprocess
import sys
from typing import NamedTuple

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from PIL import Image

from hailuo_dsl.media.frames import first_frame, last_frame

from .conftest import NOTEBOOKS

MOST_BYTES = 300_000
SECONDS = 120
"""For one cell, on a machine that is busy with other tests."""

KEY = 'import os; os.environ["HAILUO_API_KEY"]'
WIDGET = "application/vnd.jupyter.widget-view+json"


class Executed(NamedTuple):
    """A notebook after its run, in a folder of its own."""

    notebook: nbformat.NotebookNode
    path: os.PathLike

    @property
    def home(self):
        return self.path.parent

    def outputs(self, id):
        """What the cell *id* has put out."""
        (cell,) = (it for it in self.notebook.cells if it.id == id)
        return cell.outputs

    def shown(self, id, mime="text/plain"):
        """All that the cell *id* shows as *mime*."""
        return "".join(it.get("data", {}).get(mime, "") for it in self.outputs(id))

    def widgets(self):
        """The class of each widget that is shown."""
        bundles = (output.get("data", {}) for cell in code(self) for output in cell.outputs)
        return [it["text/plain"].split()[0].lstrip("<") for it in bundles if WIDGET in it]

    def attempts(self):
        """What the ledger says that was sent."""
        command = [sys.executable, "-m", "hailuo_dsl", "ledger", "--format", "json"]
        told = subprocess.run(command, cwd=self.home, capture_output=True, text=True, check=True)
        return json.loads(told.stdout)["attempts"]


def code(executed):
    return [it for it in executed.notebook.cells if it.cell_type == "code"]


def the_first_shot(executed):
    assert ">[dolly in]</mark>" in executed.shown("launch", "text/html").replace("\n", " ")
    mistakes = executed.shown("mistakes")
    assert "error[E402 duration-not-offered]" in mistakes
    assert "did you mean `tilt up`?" in mistakes
    assert "to be sent: 1 clip: free" in executed.shown("plan")
    assert "the reel: out/launch.mp4" in executed.shown("run")
    assert "nothing to be sent" in executed.shown("again")
    assert (executed.home / "out" / "launch.mp4").stat().st_size > 100_000
    assert (executed.home / "out" / "preview" / "crew.mp4").is_file()
    assert executed.widgets() == ["Studio", "Runner"]
    assert len(executed.attempts()) == 1


def the_camera_words(executed):
    assert "15 shots, 15 clips" in executed.shown("words", "text/html")
    assert len(list((executed.home / "out" / "preview" / "words").glob("*.mp4"))) == 15
    sheet = Image.open(io.BytesIO(base64.b64decode(executed.shown("sheet", "image/jpeg"))))
    tiles = tiles_of(sheet.convert("L"), across=4, down=4)[:15]
    *led, _shake, _tracking, static = tiles
    moved = [np.abs(tile.astype(int) - static).mean() for tile in led]
    assert min(moved) > 2
    assert executed.widgets() == ["Takes"]
    assert executed.attempts() == []


def tiles_of(sheet, *, across, down):
    width, height = sheet.width // across, sheet.height // down
    return [
        np.asarray(sheet.crop((x * width, y * height, (x + 1) * width, (y + 1) * height - 20)))
        for y in range(down)
        for x in range(across)
    ]


def the_continuity(executed):
    out = executed.home / "out"
    assert "eileen, pad, film" in executed.shown("cast")
    for film in ("departure", "interview"):
        assert "a woman with short brown hair" in executed.shown(film)
    assert "the reel: out/departure.mp4" in executed.shown("run")
    ends = np.asarray(last_frame(out / "crew" / "smile.mp4"), int)
    begins = np.asarray(first_frame(out / "crew" / "leave.mp4"), int)
    assert np.abs(ends - begins).mean() < 5
    assert executed.widgets() == ["ReelPanel"]
    assert len(executed.attempts()) == 3


def the_variations(executed):
    script = (executed.home / "portrait.shots").read_text()
    assert "    pick: push-in#2\n" in script
    assert "to be sent: 6 clips: free" in executed.shown("plan")
    assert executed.shown("plan-again") == "'0 clips: free'"
    before, after = (
        executed.shown("compare", "text/html"),
        executed.shown("compare-again", "text/html"),
    )
    assert "picked" not in before
    assert "picked" in after
    assert (executed.home / "out" / "portrait.mp4").is_file()
    assert executed.widgets() == ["Takes", "ReelPanel", "Takes"]
    assert len(executed.attempts()) == 6


def the_many_products(executed):
    assert "error[E504 picture-too-small]" in executed.shown("each-row")
    assert "3 clips: 0.57 USD" in executed.shown("each-row", "text/html")
    assert "to be sent: 3 clips: 0.57 USD" in executed.shown("plan")
    assert executed.shown("models").count("Decimal") == 4
    assert "shop/mug  done" in executed.shown("run")
    (attempt,) = executed.attempts()
    assert (attempt["shot"], attempt["price"]) == ("shop/mug", "0")


def the_gateway(executed):
    assert "3 clips: 0.30 USD" in executed.shown("ascent", "text/html")
    assert "ascent/climb  withheld  0.10 USD" in executed.shown("plan")
    assert "Nothing was sent" in executed.shown("ask")
    assert "error[withheld]: ascent/climb" in executed.shown("run")
    assert "2 done, 1 planned" in executed.shown("status")
    assert "ascent/climb  done" in executed.shown("rest")
    assert "nothing to be sent\nspent or reserved so far: 0.30 USD" in executed.shown("plan-again")
    assert executed.shown("end") == "0"
    assert executed.widgets() == ["Runner"]
    paid = [(it["shot"], it["price"], it["money"]) for it in executed.attempts()]
    assert sorted(paid) == [(f"ascent/{it}", "0.10", "paid") for it in ("climb", "stand", "stars")]


SHOWS = {
    "01_first_shot": the_first_shot,
    "02_camera_words": the_camera_words,
    "03_continuity": the_continuity,
    "04_variations": the_variations,
    "05_many_products": the_many_products,
    "06_gateway": the_gateway,
}
"""Notebook -> what is to be seen in it."""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A copy of the notebooks' folder, and a kernel's surroundings that know of no user."""
    for name in os.environ:
        if name.startswith("HAILUO_"):
            monkeypatch.delenv(name)
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    copy = tmp_path / "notebooks"
    ignored = shutil.ignore_patterns("out", ".hailuo", "portrait.shots")
    shutil.copytree(NOTEBOOKS, copy, ignore=ignored)
    return copy


@pytest.mark.parametrize("name", sorted(it.stem for it in NOTEBOOKS.glob("*.ipynb")))
def test_a_notebook_runs_and_says_what_it_is_to_say(name, home, monkeypatch):
    canary = secrets.token_hex(16)
    monkeypatch.setenv("HAILUO_API_KEY", canary)
    monkeypatch.setenv("HAILUO_BASE_URL", "http://127.0.0.1:9")
    executed, own = execute(home / f"{name}.ipynb")

    for cell in code(executed):
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.output_type != "stream" or is_meant(output, cell), output
    # With the widgets' state, which is what nbclient saves unless it is told not to.
    assert bool(executed.notebook.metadata.get("widgets", {})) == bool(executed.widgets())
    assert executed.path.stat().st_size < MOST_BYTES
    for path in home.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert canary.encode() not in data, path
        assert own.encode() not in data or name == "05_many_products", path
    SHOWS.get(name, lambda _: None)(executed)


def execute(path):
    """Run the notebook at *path* and save it; return it, and the key that its kernel has had."""
    notebook = nbformat.read(path, 4)
    notebook.cells.append(nbformat.v4.new_code_cell(KEY))
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=SECONDS, resources=where, kernel_name="python3").execute()
    (asked,) = notebook.cells.pop().outputs
    nbformat.write(notebook, path)
    return Executed(notebook, path), asked.data["text/plain"].strip("'")


def is_meant(output, cell):
    """Whether *output* is printed by what the cell itself calls, and is no warning."""
    prints = cell.source.startswith("%%writefile") or "\n!" in cell.source
    return output.name == "stdout" and prints


def test_notebooks_are_kept_tidy_and_without_outputs():
    for path in NOTEBOOKS.glob("*.ipynb"):
        notebook = nbformat.read(path, 4)
        nbformat.validate(notebook)

        assert path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"
        assert notebook.metadata.keys() == {"kernelspec", "language_info"}
        for cell in notebook.cells:
            assert not cell.get("outputs"), path
            assert cell.get("execution_count") is None, path


@pytest.mark.parametrize("module", ["hailuo_dsl", "hailuo_dsl.cli.main", "hailuo_dsl.cli.run"])
def test_the_rest_of_the_package_needs_no_notebook(module):
    code = (
        f"import sys, {module}; "
        "print([it for it in ('IPython', 'ipywidgets', 'traitlets') if it in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert told.stdout == "[]\n", told.stderr
