"""Panels without a browser: a comm that keeps what is sent, and a page that asks as a view does."""

from __future__ import annotations

import json

SCRIPT = """\
model: MiniMax-Hailuo-02
resolution: 512P

shot lift-off
  from: frames/rocket.jpg
  > The rocket climbs.

shot crew
  from: frames/astronaut.jpg
  takes: 2
  > She smiles.
"""


class Line:
    """A comm that goes nowhere; `sent` holds what a page would have got."""

    comm_id = "line"

    def __init__(self):
        self.sent = []

    def send(self, data=None, metadata=None, buffers=None):
        self.sent.append((data, buffers))

    def on_msg(self, callback):
        pass

    def on_close(self, callback):
        pass

    def close(self, *args, **kwargs):
        pass

    @property
    def custom(self):
        """The custom messages, each with its buffers."""
        return [(data["content"], buffers) for data, buffers in self.sent if is_custom(data)]

    @property
    def snapshots(self):
        """The snapshots that were sent, in order."""
        states = [data["state"] for data, _ in self.sent if data.get("method") == "update"]
        return [state["snapshot"] for state in states if "snapshot" in state]


def is_custom(data):
    return data.get("method") == "custom"


def listened(panel):
    """The line of *panel*, from now on."""
    line = Line()
    panel.comm = line
    return line


def press(panel, gesture, **words):
    """What the page sends when a button is pressed."""
    panel._handle_custom_msg({"type": gesture, **words}, [])


def take(panel, id):
    return next(it for it in panel.snapshot["takes"] if it["id"] == id)


def heaviest(panel):
    """The bytes of the largest trait, as it would be saved."""
    return max(len(json.dumps(value, default=repr)) for value in panel.get_state().values())
