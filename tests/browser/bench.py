"""What the browser tests stand on: servers, Debian's Chromium, and a notebook in one page."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nbformat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

PATIENCE = 60
"""Seconds until something that does not happen is a mistake."""

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
ARGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # A page that asks for anything beyond this machine does not get it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SETTINGS = {
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
    # Notebooks are saved when a test says so.
    "docmanager-extension/plugin": '{"autosave": false}',
}
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
WIDTH, HEIGHT, TALL = 900, 1000, 2400


APPS = {
    "jupyterlab": [
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ],
    "notebook": ["--JupyterNotebookApp.expose_app_in_browser=True"],
}


@dataclass(frozen=True)
class Lab:
    """A JupyterLab or a Notebook that serves *root* on loopback."""

    url: str
    token: str
    root: Path


@contextmanager
def running(process: subprocess.Popen) -> Iterator[subprocess.Popen]:
    """Ends *process* after the block; a server then ends its kernels."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def environ_of(home: Path, **more: str) -> dict[str, str]:
    """The environment of this process with nothing of its user's own settings."""
    kept = {name: it for name, it in os.environ.items() if not name.startswith("HAILUO_")}
    return {
        **kept,
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "XDG_CONFIG_HOME": str(home / "xdg"),
        **more,
    }


@contextmanager
def jupyter(app: str, root: Path, home: Path, environ: dict[str, str]) -> Iterator[Lab]:
    """Serves *root* in *app*; its own settings and its log are in *home*."""
    for name, text in SETTINGS.items():
        file = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    port, token = free_port(), secrets.token_hex(16)
    words = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={root}",
        *APPS[app],
    ]
    with serving(port, [app, *words], root, home, environ):
        yield Lab(f"http://127.0.0.1:{port}", token, root)


@contextmanager
def serving(
    port: int, words: list[str], folder: Path, home: Path, environ: dict[str, str]
) -> Iterator[None]:
    """Runs `python -m` with *words* in *folder*; the block begins once *port* is listened at."""
    log = home / "server.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environ,
        )
    with running(process):
        until(lambda: process.poll() is not None or is_listened_at(port))
        assert process.poll() is None, log.read_text()
        yield


def is_listened_at(port: int) -> bool:
    with socket.socket() as it:
        return it.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def until(true, seconds=PATIENCE):
    """Wait for *true* to be so, and return it: of files and processes, which tell nobody."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)
    return found


class Book:
    """A notebook that is open in the page."""

    def __init__(self, page: Page, lab: Lab, path: Path) -> None:
        self.page = page
        self.path = path
        self._name = path.relative_to(lab.root).as_posix()

    def open(self, *, kernel: bool = True) -> Book:
        self.page.evaluate("([path, kernel]) => bench.open(path, kernel)", [self._name, kernel])
        return self

    def arrive(self) -> Book:
        """Wait for the notebook, whose page is loading, and for its kernel."""
        self.page.evaluate("path => bench.shown(path)", self._name)
        self.page.evaluate("() => bench.connected()")
        return self

    def close(self) -> None:
        """Close it; its kernel ends."""
        self.page.evaluate("() => bench.close()")

    def run(self, *cells: int) -> None:
        """Run *cells* one after another, or all; each is waited for."""
        for cell in cells or range(len(self.sources())):
            self.page.evaluate("cell => bench.run(cell)", cell)

    def begin(self, cell: int) -> None:
        """Run *cell* and do not wait for it."""
        self.page.evaluate("cell => { bench.run(cell); }", cell)

    def write(self, cell: int, text: str) -> None:
        self.page.evaluate("([cell, text]) => bench.write(cell, text)", [cell, text])

    def sources(self) -> list[str]:
        return self.page.evaluate("() => bench.sources()")

    def is_trusted(self) -> bool:
        """Whether JupyterLab shows all that the outputs hold."""
        return self.page.evaluate("() => bench.isTrusted()")

    def select(self, cell: int) -> None:
        """Select *cell* as Escape does: the next keys are commands."""
        self.page.evaluate("cell => bench.select(cell)", cell)

    def output(self, cell: int) -> Locator:
        return (
            self.page.locator(".jp-Notebook:visible .jp-Cell")
            .nth(cell)
            .locator(".jp-Cell-outputArea")
        )

    def interrupt(self) -> None:
        """Press the stop button."""
        self.page.evaluate("() => bench.interrupt()")

    def restart(self) -> None:
        """Restart the kernel."""
        self.page.evaluate("() => bench.restart()")

    def reload(self) -> None:
        """Load the whole page anew, as F5 does, and wait for the notebook and its kernel."""
        self.page.reload()
        self.arrive()

    def save(self, *, widgets: bool = False) -> str:
        """Save it, with its widgets' state if told so, and return what the file says."""
        self.page.evaluate("wanted => bench.keepWidgets(wanted)", widgets)
        self.page.evaluate("() => bench.save()")
        return self.path.read_text(encoding="utf-8")


def distrusted(path: Path) -> Path:
    """A copy of the notebook at *path* as it comes by mail: nobody here has signed it."""
    notebook = nbformat.read(path, 4)
    notebook.metadata["title"] = "from elsewhere"
    nbformat.write(notebook, path.with_stem("mailed"))
    return path.with_stem("mailed")


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a notebook of code *cells*."""
    made = [nbformat.v4.new_code_cell(cell.strip()) for cell in cells]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": spec, "language_info": {"name": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata=metadata), path)
    return path
