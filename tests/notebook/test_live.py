"""Magics in a real kernel, where what was shown is drawn over."""

from __future__ import annotations

import pytest
from jupyter_client.manager import start_new_kernel

from hailuo_dsl.studio.accounts import attempts_of
from hailuo_dsl.studio.production import ledger_of

from .shells import SHOT

WATCH = """\
import time
from hailuo_dsl.notebook import work
assert work._under_way
while work._under_way:
    time.sleep(0.05)
time.sleep(0.3)
"""
MOST_BYTES = 100_000


class Page:
    """What a front end shows: an output is drawn over by its display's id, at any time.

    nbclient hears of what a cell is told only while that very cell runs.
    """

    def __init__(self, client):
        self._client = client
        self._by_id = {}

    def execute(self, code):
        """Run a cell; return what is shown below it, which goes on changing."""
        asked, below = self._client.execute(code), []
        while True:
            message = self._client.get_iopub_msg(timeout=60)
            kind, content = message["msg_type"], message["content"]
            assert kind not in {"stream", "error"}, content
            if kind == "display_data":
                below.append(self._by_id.setdefault(*_display(content)))
            elif kind == "update_display_data":
                name, data = _display(content)
                self._by_id[name].update(data)
            elif content.get("execution_state") == "idle" and _cause(message) == asked:
                return below


def _cause(message):
    return message["parent_header"].get("msg_id")


def _display(content):
    return content["transient"].get("display_id", object()), content["data"]


@pytest.fixture
def executed(place, monkeypatch, tmp_path_factory):
    """Runs cells in a kernel in the folder *place*, and gives back what is shown below each."""
    home = tmp_path_factory.mktemp("jupyter")
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(home / name.lower()))
    monkeypatch.setenv("IPYTHONDIR", str(home / "ipython"))
    manager, client = start_new_kernel(cwd=str(place))

    def execute(*cells, mime="text/plain"):
        page = Page(client)
        below = [page.execute(it) for it in ("%load_ext hailuo_dsl", *cells)]
        assert sum(len(it.get("text/html", "")) for found in below for it in found) < MOST_BYTES
        return [[it.get(mime, "") for it in found] for found in below[1:]]

    yield execute
    client.stop_channels()
    manager.shutdown_kernel()


def test_the_same_cells_again_show_the_run_that_is_under_way(executed, place):
    script = f"%%shots film\n{SHOT}"
    first, run, again, script_again, _, status = executed(
        script, "%shots run film", "%shots run film", script, WATCH, "%shots status film"
    )

    assert len(first) == 1
    (end,) = run
    assert "pier  done   out/pier.mp4" in end
    assert again == [end]
    assert script_again == [*first, end]
    assert status[0].endswith("1 done")
    assert len(attempts_of(ledger_of(place))) == 1


def test_a_run_that_is_stopped_says_so_and_is_gone_on_with(executed, place):
    script = f"%%shots film\n{SHOT}"
    _, stopped, stop, _, waited, preview = executed(
        script,
        "%shots run film",
        "import time\ntime.sleep(1)\n%shots stop film",
        WATCH.replace("assert work._under_way\n", ""),
        "%shots run film --wait",
        "%shots preview film --wait",
    )

    assert stop == ["`film` is being stopped."]
    assert stopped == [
        "Stopped. What was sent goes on at the service; `%shots run` takes it up again."
    ]
    assert "pier  done   out/pier.mp4" in waited[0]
    assert preview == ["pier  out/preview/pier.mp4"]
    assert len(attempts_of(ledger_of(place))) == 1


def test_a_run_that_cannot_be_made_says_why_in_its_place(executed, place):
    (place / ".hailuo").write_text("in the way")
    _, run = executed(f"%%shots film\n{SHOT}", "%shots run film --wait")

    assert ".hailuo" in run[0]
    assert "Traceback" not in run[0]


def test_what_is_kept_of_a_widget_is_what_it_showed_last(executed):
    opens = "from hailuo_dsl.notebook import Runner\nrunner = Runner(film, job_seconds=0.2)\nrunner"
    runs = "runner.hear({'type': 'run'})\nimport time\ntime.sleep(0.2)"
    *_, shown, run, waited = executed(
        f"%%shots film\n{SHOT}", opens, runs, WATCH + "time.sleep(2)", mime="text/html"
    )

    live, kept = shown
    assert live == ""
    assert 'id="hlo-kept-' in kept
    assert "done" in kept
    assert 'src="out/pier.mp4"' in kept
    assert run == waited == []
