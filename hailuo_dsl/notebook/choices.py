"""What a shot may be shot with, by the catalogue, and what it is shot with by the script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.catalog.model import Mode
from hailuo_dsl.request.lower import dialect_of
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Dialect, Offer
    from hailuo_dsl.storyboard.model import Shot
    from hailuo_dsl.studio.film import Film


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one shot; a value is None where the script has none that is offered.

    Attributes:
        offers: model -> its offer for a shot that begins as this one does.
        tags: whose words stand inside the brackets.
        durations: of the model, in seconds.
        resolutions: of the model at this duration.
    """

    offers: dict[str, Offer]
    tags: Dialect
    model: str | None = None
    duration: int | None = None
    resolution: str | None = None

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(self.offers)

    @property
    def durations(self) -> tuple[int, ...]:
        return self.offers[self.model].durations if self.model else ()

    @property
    def resolutions(self) -> tuple[str, ...]:
        if self.model is None or self.duration is None:
            return ()
        return self.offers[self.model].resolutions_at(self.duration)


def choices(film: Film, shot: str | None) -> Choices:
    """The choices of *shot*; None asks for the whole film, which its first shot speaks for."""
    shots = film.compiled.storyboard.shots
    found = next((it for it in shots if shot in {None, it.family}), None)
    mode = _mode(found)
    offers = {
        model: offered[mode] for model, offered in film.catalog.models.items() if mode in offered
    }
    said = found.settings if found else None
    tags = dialect_of(found, film.provider) if found else film.provider.dialect
    if said is None or said.model is None or said.model.value not in offers:
        return Choices(offers, tags)
    model = said.model.value
    offer = offers[model]
    seconds = said.duration.value if said.duration else offer.default_duration
    if seconds not in offer.durations:
        return Choices(offers, tags, model)
    size = said.resolution.value if said.resolution else offer.default_resolution
    fits = size in offer.resolutions_at(seconds)
    return Choices(offers, tags, model, seconds, size if fits else None)


def with_model(now: Choices, model: str) -> dict[Key, str]:
    """The settings to write for *model*: itself, and what it does not offer is changed to fit."""
    offer = now.offers[model]
    chosen = {Key.MODEL: model}
    seconds = now.duration
    if seconds not in offer.durations:
        seconds = offer.default_duration
        chosen[Key.DURATION] = f"{seconds}s"
    return chosen | _fitting(offer, seconds, now.resolution)


def with_duration(now: Choices, seconds: int) -> dict[Key, str]:
    """The settings to write for *seconds*: itself, and a resolution that is offered so long."""
    chosen = {Key.DURATION: f"{seconds}s"}
    return chosen | (_fitting(now.offers[now.model], seconds, now.resolution) if now.model else {})


def _fitting(offer: Offer, seconds: int, size: str | None) -> dict[Key, str]:
    sizes = offer.resolutions_at(seconds)
    return {} if size in sizes else {Key.RESOLUTION: sizes[0]}


def _mode(shot: Shot | None) -> Mode:
    """How *shot* begins and ends; one that says nothing of it yet will start from a picture."""
    if shot is None or (shot.settings.first is None and shot.settings.last is None):
        return Mode.IMAGE
    return shot.settings.mode
