"""The same panels in other front ends: Notebook 7, Voila and marimo."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from .bench import Book, environ_of, free_port, jupyter, serving, until, write_notebook
from .conftest import FRAMES, PICTURES, ours
from .steps import BRIEF, LOAD, RUNNER, SCRIPT, button, events, is_over, plays

CELLS = (LOAD, SCRIPT, RUNNER.format(seconds=BRIEF))
MARIMO = f"""\
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from hailuo_dsl.notebook.panels import Runner

    mo.ui.anywidget(Runner("launch.shots", job_seconds={BRIEF}))
    return


if __name__ == "__main__":
    app.run()
"""


@contextmanager
def notebook(page, place, home):
    path = write_notebook(place / "book.ipynb", *CELLS)
    with jupyter("notebook", place, home, environ_of(home)) as it:
        page.goto(f"{it.url}/notebooks/{path.name}?token={it.token}")
        Book(page, it, path).arrive().run()
        yield


@contextmanager
def voila(page, place, home):
    path, port = write_notebook(place / "book.ipynb", *CELLS), free_port()
    words = [str(path), "--no-browser", "--Voila.ip=127.0.0.1", f"--port={port}"]
    with serving(port, ["voila", *words, "--port_retries=0"], place, home, environ_of(home)):
        page.goto(f"http://127.0.0.1:{port}/")
        yield


@contextmanager
def marimo(page, place, home):
    (place / "launch.shots").write_text(SCRIPT.partition("\n")[2])
    (place / "book.py").write_text(MARIMO)
    port, environ = free_port(), environ_of(home, HOME=str(home))
    words = ["run", "book.py", "--headless", "--host=127.0.0.1", f"--port={port}"]
    with serving(port, ["marimo", *words], place, home, environ):
        page.goto(f"http://127.0.0.1:{port}/")
        yield


@pytest.fixture
def place(tmp_path):
    """A folder with the demo's pictures and all that a test makes."""
    shutil.copytree(FRAMES, tmp_path / "work" / "frames")
    return tmp_path / "work"


@pytest.fixture(params=[notebook, voila, marimo], ids=lambda it: it.__name__)
def page(request, open_page, thrown, place, tmp_path):
    """The page in which another front end shows a runner; in the end nothing was thrown there."""
    thrown.clear()
    page = open_page()
    with request.param(page, place, tmp_path):
        yield page
        page.close()
    assert ours(thrown) == []


def test_a_preview_plays_and_a_run_is_watched_to_its_end(page, place, request):
    shown = page.get_by_role("region", name="Run")
    expect(button(shown, "Run")).to_be_enabled()

    button(shown, "Preview").click()
    assert plays(shown.locator("video"))
    assert events(place, "intended") == 0

    button(shown, "Run").click()
    until((place / "out" / "launch.mp4").exists)
    is_over(shown)
    assert plays(shown.locator("video"))
    assert events(place, "intended") == 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{request.node.callspec.id}.png")
    assert shown.evaluate("it => bench.cutOff(it)") == []
