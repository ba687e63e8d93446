"""One JupyterLab, one browser and one page for all tests; a folder and a notebook for each."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from .bench import (
    ARGS,
    CHROMIUM,
    DARK,
    HEIGHT,
    LIGHT,
    PATIENCE,
    TALL,
    WIDTH,
    Book,
    environ_of,
    jupyter,
    running,
    write_notebook,
)

HERE = Path(__file__).parent
FRAMES = HERE.parents[1] / "notebooks" / "demo" / "frames"
PICTURES = Path(os.environ.get("BROWSER_SHOTS") or HERE / "shots")

NOT_OURS = ("@jupyter-widgets/jupyterlab-manager/", "reading 'schema'")
"""What the widget manager throws where a notebook has no kernel, and Notebook 7 while it starts."""

VOILAS_ICONS = "https://cdn.jsdelivr.net/npm/@fortawesome/"
"""Voila's own page asks for them; it does not get them."""

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session", autouse=True)
def told_to_end():
    """What was started here is ended also where this process is told to end."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture(scope="session")
def canary():
    """A key that must never be seen in a page or in a file; the gateway takes no other."""
    return f"canary-{secrets.token_hex(16)}"


@pytest.fixture(scope="session")
def gateway(tmp_path_factory, canary):
    """The base URL of a service that costs money, as the simulator plays it."""
    home = tmp_path_factory.mktemp("gateway")
    words = ["simulate", "--job-seconds", "1", "--state", str(home / "tasks.sqlite")]
    process = subprocess.Popen(
        [sys.executable, "-m", "hailuo_dsl", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environ_of(home, HAILUO_SIMULATOR_KEY=canary),
    )
    with running(process):
        yield process.stdout.readline().strip()


@pytest.fixture(scope="session")
def lab(tmp_path_factory, gateway, canary):
    home = tmp_path_factory.mktemp("jupyter")
    environ = environ_of(home, HAILUO_BASE_URL=gateway, HAILUO_API_KEY=canary)
    with jupyter("jupyterlab", tmp_path_factory.mktemp("notebooks"), home, environ) as it:
        yield it


@pytest.fixture(scope="session")
def thrown():
    """What was thrown in the page, and where; caught by nobody."""
    return []


def ours(thrown):
    """What was *thrown*, but for what others are known to throw."""
    return [it for it in thrown if not any(words in it for words in NOT_OURS)]


@pytest.fixture(scope="session")
def open_page(thrown):
    """Opens a page of the one browser; in the end nothing beyond this machine was asked for."""
    asked = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)

        def open_it():
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.set_default_timeout(PATIENCE * 1000)
            page.add_init_script(path=HERE / "bench.js")
            page.on("request", lambda it: asked.append(it.url))
            page.on("pageerror", lambda it: thrown.append(it.stack))
            return page

        yield open_it
        browser.close()
    beyond = {it for it in asked if not it.startswith(VOILAS_ICONS)}
    # Addresses of data and blobs have no host.
    assert {urlsplit(it).hostname for it in beyond} <= {"127.0.0.1", None}


@pytest.fixture(scope="session")
def window(open_page, lab):
    """The page with JupyterLab in it."""
    page = open_page()
    page.goto(f"{lab.url}/lab?reset&token={lab.token}")
    page.evaluate("() => bench.tidy()")
    return page


@pytest.fixture
def page(window, thrown):
    """The page; at the end of a test nothing was thrown in it."""
    thrown.clear()
    yield window
    assert ours(thrown) == []


@pytest.fixture
def place(lab, request):
    """A folder with the demo's pictures, where a test's notebook is and all that it makes."""
    folder = lab.root / request.node.name.replace("[", "-").rstrip("]")
    shutil.copytree(FRAMES, folder / "frames")
    return folder


@pytest.fixture
def open_file(page, lab):
    """Opens a notebook's file; its kernel, if it is to have one, ends with the test."""
    with ExitStack() as after:

        def open_it(path, *, kernel=True):
            book = Book(page, lab, path).open(kernel=kernel)
            after.callback(book.close)
            return book

        yield open_it


@pytest.fixture
def open_notebook(open_file, place):
    """Opens a notebook of the cells that it is given."""
    return lambda *cells: open_file(write_notebook(place / "book.ipynb", *cells))


@pytest.fixture(scope="session")
def picture(window):
    """Takes pictures of a part of the page, in the light and the dark theme; nothing is cut off."""
    PICTURES.mkdir(parents=True, exist_ok=True)

    def take(part, name):
        # What does not fit into the window would be cut off.
        window.set_viewport_size({"width": WIDTH, "height": TALL})
        for theme, word in ((DARK, "dark"), (LIGHT, "light")):
            window.evaluate("theme => bench.paint(theme)", theme)
            part.screenshot(path=PICTURES / f"{name}-{word}.png")
        assert part.evaluate("it => bench.cutOff(it)") == []
        window.set_viewport_size({"width": WIDTH, "height": HEIGHT})

    return take
