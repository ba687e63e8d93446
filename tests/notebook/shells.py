"""A real IPython shell with the magics, in a folder with the demo's pictures."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

SHOT = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot pier
  from: frames/rocket.jpg
  camera: tilt up
  > It climbs.
"""


@pytest.fixture(name="shell")
def opened_shell(place, monkeypatch, tmp_path_factory):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
    monkeypatch.chdir(place)
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "hailuo_dsl")
    yield shell
    shell.history_manager.end_session()
    InteractiveShell.clear_instance()


def shots(shell, line, cell):
    """What `%%shots LINE` showed: text and HTML."""
    return shown(lambda: shell.run_cell_magic("shots", line, cell))


def verb(shell, line):
    """What `%shots LINE` showed: text and HTML."""
    return shown(lambda: shell.run_line_magic("shots", line))


def shown(do):
    with capture_output() as captured:
        result = do()
    assert result is None
    assert captured.stdout == captured.stderr == ""
    (output,) = captured.outputs
    return output.data["text/plain"], output.data["text/html"]
