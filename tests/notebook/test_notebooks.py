"""The notebooks run from top to bottom, and what they save is small."""

from __future__ import annotations

import shutil
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from .conftest import NOTEBOOKS

MOST_BYTES = 200_000


@pytest.fixture
def executed(tmp_path, monkeypatch):
    """Runs a notebook in a folder of its own."""
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("HAILUO_PROVIDER", raising=False)
    home = tmp_path / "notebooks"
    shutil.copytree(NOTEBOOKS, home, ignore=shutil.ignore_patterns("out", ".hailuo"))

    def execute(name):
        notebook = nbformat.read(home / name, 4)
        where = {"metadata": {"path": str(home)}}
        NotebookClient(notebook, timeout=60, resources=where, kernel_name="python3").execute()
        nbformat.write(notebook, home / name)
        return notebook, home / name

    return execute


def outputs(cell):
    return cell.get("outputs", [])


def test_the_first_shot(executed):
    notebook, path = executed("01_first_shot.ipynb")
    cells = {cell.source.partition("\n")[0]: outputs(cell) for cell in notebook.cells}
    found = [output for cell in notebook.cells for output in outputs(cell)]

    assert [it.output_type for it in found].count("error") == 0
    assert not [it for it in found if it.output_type == "stream"]
    (requests,) = cells["%%shots launch"]
    assert ">[dolly in]</mark>" in requests.data["text/html"]
    (mistakes,) = cells["%%shots"]
    assert "error[E402 duration-not-offered]" in mistakes.data["text/plain"]
    assert "did you mean `tilt up`?" in mistakes.data["text/plain"]
    assert "Traceback" not in str(mistakes)
    *_, run, desk = [it for it in found if it.output_type == "execute_result"]
    assert run.data["text/plain"] == "Clip('out/launch.mp4')"
    assert 'src="out/launch.mp4"' in run.data["text/html"]
    assert (path.parent / "out" / "launch.mp4").stat().st_size > 100_000
    assert "application/vnd.jupyter.widget-view+json" in desk.data
    # With the widgets' state, which is what nbclient saves unless it is told not to.
    assert notebook.metadata.widgets
    assert path.stat().st_size < MOST_BYTES


def test_notebooks_are_kept_without_outputs():
    for path in NOTEBOOKS.glob("*.ipynb"):
        for cell in nbformat.read(path, 4).cells:
            assert not outputs(cell), path


@pytest.mark.parametrize("module", ["hailuo_dsl", "hailuo_dsl.cli.main", "hailuo_dsl.cli.run"])
def test_the_rest_of_the_package_needs_no_notebook(module):
    code = (
        f"import sys, {module}; "
        "print([it for it in ('IPython', 'ipywidgets', 'traitlets') if it in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert told.stdout == "[]\n", told.stderr
