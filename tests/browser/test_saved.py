"""What a notebook keeps for those who open it without a kernel, and what it does not keep."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect

from .bench import Book, distrusted, until, write_notebook
from .conftest import FRAMES
from .steps import BRIEF, DESK, LOAD, PAID, RUNNER, SCRIPT, button, is_over, plays

MOST_BYTES = 300_000
MOST_POSTER = 12_000
MAGIC, OLD, NEW = 1, 2, 3
"""The cells of a saved notebook: a storyboard, the desk and the runner."""


@pytest.fixture(scope="session")
def kept(window, lab):
    """The file of a notebook whose film was run, and that was saved and closed after it."""
    folder = lab.root / "kept"
    shutil.copytree(FRAMES, folder / "frames")
    cells = (LOAD, SCRIPT, DESK.format(seconds=BRIEF), RUNNER.format(seconds=BRIEF))
    book = Book(window, lab, write_notebook(folder / "book.ipynb", *cells)).open()
    book.run()
    button(book.output(NEW), "Run").click()
    is_over(book.output(NEW))
    # What is kept of a widget follows a moment later.
    until(lambda: "crew</td><td" in (told := book.save()) and "done" in told)
    book.close()
    return book.path


@pytest.fixture
def reopened(kept, open_file):
    """Opens that notebook without a kernel: where it was made, or as it comes by mail."""

    def reopen(trust):
        book = open_file(kept if trust else distrusted(kept), kernel=False)
        assert book.is_trusted() is trust
        return book

    return reopen


TRUST = [pytest.param(True, id="trusted"), pytest.param(False, id="untrusted")]


@pytest.mark.parametrize("trust", TRUST)
def test_a_cell_still_shows_its_storyboard(reopened, trust):
    shown = reopened(trust).output(MAGIC)

    frame = shown.locator("img").first
    expect(frame).to_be_visible()
    assert frame.evaluate("it => it.naturalWidth") > 100
    assert len(frame.get_attribute("src")) < MOST_POSTER * 4 / 3
    expect(shown.get_by_text("She looks up and smiles.").first).to_be_visible()


@pytest.mark.parametrize("trust", TRUST)
@pytest.mark.parametrize(
    ("cell", "words"),
    [pytest.param(OLD, "She looks up", id="desk"), pytest.param(NEW, "done", id="runner")],
)
def test_a_widget_still_shows_how_its_film_stood(reopened, cell, words, trust):
    shown = reopened(trust).output(cell)

    expect(shown.get_by_text(words).first).to_be_visible()


@pytest.mark.parametrize("trust", TRUST)
def test_a_clip_of_a_saved_runner_plays_from_beside_the_notebook(reopened, trust):
    assert plays(reopened(trust).output(NEW).locator("video").first)


@pytest.mark.parametrize(
    "surface", [pytest.param(RUNNER, id="runner"), pytest.param(DESK, id="desk")]
)
def test_what_is_saved_is_small_and_holds_no_key(open_notebook, page, place, canary, surface):
    book = open_notebook(LOAD, PAID, surface.format(seconds=BRIEF), "launch.plan()")
    book.run()
    shown = book.output(2).get_by_role("region", name="Run")
    button(shown, "Preview").click()
    assert plays(shown.locator("video"))
    button(shown, "Run").click()
    button(shown, "Send").click()
    until((place / "out" / "launch.mp4").exists)
    is_over(shown)

    for widgets in (False, True):
        text = book.save(widgets=widgets)
        assert ("application/vnd.jupyter.widget-state+json" in text) is widgets
        assert canary not in text
        assert len(text.encode()) < MOST_BYTES
    assert canary not in page.content()


TEN = SCRIPT.partition("shot crew")[0] + "".join(
    f"shot {name}\n  from: frames/{picture}.jpg\n  camera: push in\n  > Nobody moves.\n\n"
    for picture in ("astronaut", "hubble", "rocket")
    for name in (f"{picture}-{number}" for number in range(4 if picture == "hubble" else 3))
)


@pytest.mark.parametrize(
    "surface", [pytest.param(RUNNER, id="runner"), pytest.param(DESK, id="desk")]
)
def test_ten_shots_that_were_run_are_a_small_file(open_notebook, surface):
    book = open_notebook(LOAD, TEN, surface.format(seconds=BRIEF))
    book.run()
    shown = book.output(2).get_by_role("region", name="Run")
    button(shown, "Run").click()
    expect(shown.get_by_text("10 clips ready.")).to_be_visible()
    until(lambda: book.save().count("poster=") >= 10)

    sizes = [len(book.save(widgets=widgets).encode()) for widgets in (False, True)]
    print(f"ten shots that were run: {sizes[0]} bytes; with the widgets' state: {sizes[1]} bytes")
    assert max(sizes) < MOST_BYTES
