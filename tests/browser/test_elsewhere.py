"""The same panels in other front ends: Notebook 7, Voila and marimo."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from .bench import (
    HEIGHT,
    TALL,
    WIDTH,
    Book,
    environ_of,
    free_port,
    jupyter,
    serving,
    until,
    write_notebook,
)
from .conftest import FRAMES, PICTURES
from .steps import BRIEF, LOAD, RUNNER, SCRIPT, STUDIO, button, events, is_over, plays

CELLS = (LOAD, SCRIPT, STUDIO, RUNNER.format(seconds=BRIEF))
MARIMO = f"""\
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from hailuo_dsl.notebook import Runner, Studio

    return Runner, Studio, mo


@app.cell
def _(Studio, mo):
    mo.ui.anywidget(Studio("launch.shots"))
    return


@app.cell
def _(Runner, mo):
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


@pytest.fixture(scope="module", params=[notebook, voila, marimo], ids=lambda it: it.__name__)
def front(request):
    return request.param


@pytest.fixture(scope="module")
def place(front, tmp_path_factory):
    """A folder for one front end, with the demo's pictures and all that is made there."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(FRAMES, folder / "frames")
    return folder


@pytest.fixture(scope="module")
def window(front, open_page, place, tmp_path_factory):
    """A page in which *front* shows a studio and a runner."""
    page = open_page()
    with front(page, place, tmp_path_factory.mktemp("home")):
        yield page
        page.close()


@pytest.fixture
def picture(window, front):
    """Takes a picture of a part of the page; nothing is cut off."""
    PICTURES.mkdir(parents=True, exist_ok=True)

    def take(part, name):
        window.set_viewport_size({"width": WIDTH, "height": TALL})
        part.screenshot(path=PICTURES / f"{front.__name__}-{name}.png")
        window.screenshot(path=PICTURES / f"{front.__name__}.png")
        assert part.evaluate("it => bench.cutOff(it)") == []
        window.set_viewport_size({"width": WIDTH, "height": HEIGHT})

    return take


def test_a_mistake_shows_as_it_is_typed(page, picture):
    studio = page.get_by_role("region", name="Studio")
    script = studio.get_by_role("textbox", name="Script")
    expect(studio.get_by_text("No mistakes.")).to_be_visible()
    assert plays(studio.locator("video"))

    script.fill(script.input_value().replace("push in", "tilt upp"))

    expect(studio.get_by_text("did you mean `tilt up`?")).to_be_visible()
    expect(studio.locator(".hlo-wrong")).to_have_text(["tilt upp"])
    picture(studio, "mistake")
    script.fill(script.input_value().replace("tilt upp", "tilt up"))
    expect(studio.get_by_text("No mistakes.")).to_be_visible()
    expect(studio.locator("mark").first).to_have_text("[tilt up]")


def test_a_preview_plays_and_a_run_is_watched_to_its_end(page, place, picture):
    runner = page.get_by_role("region", name="Run")
    expect(button(runner, "Run")).to_be_enabled()

    button(runner, "Preview").click()
    assert plays(runner.locator("video"))
    assert events(place, "intended") == 0

    button(runner, "Run").click()
    until((place / "out" / "launch.mp4").exists)
    is_over(runner)
    assert plays(runner.locator("video"))
    assert events(place, "intended") == 1
    picture(runner, "made")
