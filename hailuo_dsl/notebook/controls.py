"""The column of controls beside a script: which shot, what it is shot with, and the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as w

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.notebook.choices import Choices, choices, with_duration, with_model
from hailuo_dsl.studio.edit import with_move, with_settings
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hailuo_dsl.studio.film import Film

EVERY = ("every shot", "")
"""The option that stands for the whole film; None would leave the list blank."""

NAMED = {"description_width": "76px"}
WIDTH = "290px"


class Controls(w.VBox):  # type: ignore[misc]  # ipywidgets is untyped
    """Shows what a script chooses, and turns each choice into an edit of its text.

    An edit is a function from text to text. Which one a gesture means is asked for later, on the
    loop thread, by `edit`: there nobody else moves the controls.
    """

    def __init__(self) -> None:
        self._film: Film | None = None
        self.shot = w.Dropdown(options=[EVERY], description="Shot", style=NAMED)
        self.model = w.Dropdown(description="Model", style=NAMED)
        self.duration = w.ToggleButtons(description="Duration", style=NAMED)
        self.resolution = w.ToggleButtons(description="Resolution", style=NAMED)
        self.move = w.Dropdown(description="Camera", style=NAMED)
        self.motion = w.HTML()
        self.then = w.Button(
            description="Then", tooltip="Add the move below the shot, on a line of its own"
        )
        self.together = w.Button(
            description="Together", tooltip="Add the move to the shot's last camera line"
        )
        for control in (self.shot, self.model, self.move):
            control.layout.width = WIDTH
        for toggles in (self.duration, self.resolution):
            toggles.add_class("hailuo-choices")
            toggles.layout.width = WIDTH
        for button in (self.then, self.together):
            button.layout.width = "100px"
        self.move.observe(self._tell_motion, "value")
        self.motion.add_class("hailuo-hint")
        moves = w.HBox([self.then, self.together], layout={"margin": "0 0 0 84px"})
        super().__init__(
            [self.shot, self.model, self.duration, self.resolution, self.move, moves, self.motion],
            layout={"width": "300px", "flex": "0 0 auto"},
        )

    @property
    def selected(self) -> str | None:
        """The id of the shot that the controls mean; None for every shot."""
        return self.shot.value or None

    def listen(self, on_gesture: Callable[[str], None]) -> None:
        """Tell *on_gesture* what is done to a control, whoever does it."""
        for name in ("shot", "model", "duration", "resolution"):
            getattr(self, name).observe(lambda _, name=name: on_gesture(name), "value")
        self.then.on_click(lambda _: on_gesture("then"))
        self.together.on_click(lambda _: on_gesture("together"))

    def follow(self, film: Film) -> None:
        """Show what *film* chooses, for the shot that is selected if it is still there."""
        self._film = film
        shots = list(dict.fromkeys(it.family for it in film.compiled.storyboard.shots))
        options = [EVERY] * (len(shots) != 1) + [(it, it) for it in shots]
        # An only shot was never selected by anyone.
        stays = self.selected in shots and EVERY in self.shot.options
        _set(self.shot, options, self.selected if stays else options[0][1])
        self.follow_shot()

    def follow_shot(self) -> None:
        """Show what the selected shot chooses."""
        film, shot = self._film, self.selected
        if film is None:
            return
        now = choices(film, shot)
        _set(self.model, [(it, it) for it in now.models], now.model)
        _set(self.duration, [(f"{it}s", it) for it in now.durations], now.duration)
        _set(self.resolution, [(it, it) for it in now.resolutions], now.resolution)
        words = [(it.said(film.provider.dialect), it.id) for it in film.catalog.moves]
        known = {move for _, move in words}
        _set(self.move, words, self.move.value if self.move.value in known else words[0][1])
        for button in (self.then, self.together):
            button.disabled = shot is None
        self._tell_motion()

    def edit(self, gesture: str, text: str) -> str:
        """*text* after *gesture*; the same where a control shows what the script says anyway."""
        film, shot = self._film, self.selected
        if film is None:
            return text
        if gesture in {"then", "together"}:
            words = next(label for label, move in self.move.options if move == self.move.value)
            together = gesture == "together"
            return with_move(text, shot, words, together=together) if shot else text
        return with_settings(text, shot, self._settings(gesture, choices(film, shot)))

    def _settings(self, gesture: str, now: Choices) -> dict[Key, str]:
        value = getattr(self, gesture).value
        if value is None or value == getattr(now, gesture, value):
            return {}
        if gesture == "model":
            return with_model(now, value)
        return with_duration(now, value) if gesture == "duration" else {Key.RESOLUTION: value}

    def _tell_motion(self, _: object = None) -> None:
        move = next((it for it in catalog().moves if it.id == self.move.value), None)
        motion = f"{move.motion[:1].upper()}{move.motion[1:]}." if move else ""
        if self.selected is None:
            motion += " Select one shot to add it."
        self.motion.value = (
            f'<div style="margin-left:84px;width:206px;line-height:1.3">{motion}</div>'
        )


def _set(control: Any, options: Iterable[tuple[str, Any]], value: Any) -> None:
    """Give *control* its options and its value; what is shown already is not sent again."""
    options = tuple(options)
    if tuple(control.options) != options:
        control.options = options
    if control.value != value:
        control.value = value
