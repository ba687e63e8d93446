"""The parts of the shot desk on the page, and how a state of it is drawn on them."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

import ipywidgets as w

from hailuo_dsl.notebook.model import Phase
from hailuo_dsl.notebook.show import bill_html, film_html, message_html, takes_html

if TYPE_CHECKING:
    from hailuo_dsl.notebook.controls import Controls
    from hailuo_dsl.notebook.model import Desk
    from hailuo_dsl.notebook.player import Player

WORDS = {
    Phase.PREVIEWING: "Drawing a preview …",
    Phase.SHOOTING: "Shooting …",
    Phase.STOPPING: "Stopping …",
}
BUSY = frozenset(WORDS)


class Page:
    """Owns every part but the controls and the player, which it only arranges."""

    def __init__(self, text: str, controls: Controls, player: Player) -> None:
        self.script = w.Textarea(
            value=text,
            placeholder="shot first",
            layout={"flex": "1 1 340px", "width": "auto", "margin": "2px 8px 2px 2px"},
        )
        self.script.add_class("hailuo-script")
        self.found = w.HTML(layout={"max_height": "320px", "overflow": "auto"})
        self.preview = _button("Preview", "Draw the camera's moves on this machine; costs nothing")
        self.run = _button("Run", "Make the clips that are not there yet", "primary")
        self.stop = _button("Stop", "Stop waiting; what was sent goes on at the service")
        self.status = w.HTML(layout={"margin": "2px 12px"})
        self.status.add_class("hailuo-status")
        self.takes = w.HTML()
        self.bill = w.HTML()
        self.send = _button("Send", "Send these and pay for them", "warning")
        self.withdraw = _button("Do not send", "Send nothing")
        self.ask = w.VBox([self.bill, w.HBox([self.send, self.withdraw])])
        self.ask.add_class("hailuo-ask")
        self.player = player
        style = w.HTML(f"<style>{_css()}</style>", layout={"display": "none"})
        top = w.HBox([self.script, controls], layout={"flex_flow": "row wrap"})
        buttons = w.HBox(
            [self.preview, self.run, self.stop, self.status],
            layout={"flex_flow": "row wrap", "align_items": "center", "margin": "6px 0 0 0"},
        )
        self.children = (style, top, self.found, buttons, self.ask, self.takes, player)

    def draw(self, desk: Desk, to: str) -> None:
        """Show *desk*; *to* is where clips are asked for."""
        busy, sound = desk.phase in BUSY, desk.film is not None and desk.film.compiled.ok
        sound = sound and bool(desk.film and desk.film.requests)
        self.found.value = film_html(desk.film) if desk.film else message_html(desk.wrong)
        self.preview.disabled = busy or not sound
        self.run.disabled = busy or not sound or desk.phase is Phase.ASKING
        self.stop.disabled = desk.phase not in {Phase.PREVIEWING, Phase.SHOOTING}
        self.status.value = escape(WORDS.get(desk.phase, desk.says))
        self.takes.value = takes_html(desk.lines)
        asks = desk.phase is Phase.ASKING and desk.offer is not None
        self.ask.layout.display = "" if asks else "none"
        self.bill.value = bill_html(desk.offer, to) if asks and desk.offer else ""
        self.player.offer(desk.clips)


def _button(words: str, tooltip: str, style: str = "") -> w.Button:
    return w.Button(
        description=words, tooltip=tooltip, button_style=style, layout={"width": "112px"}
    )


def _css() -> str:
    return (files(__package__) / "desk.css").read_text(encoding="utf-8")
