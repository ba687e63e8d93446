"""What a check is given: a shot, and the facts that more than one check asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hailuo_dsl.ground.model import Label, Span
from hailuo_dsl.ground.world import FileProblem, ImageFacts
from hailuo_dsl.storyboard.model import Picture, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.catalog.model import Catalog, Offer, Provider
    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.ground.world import Pictures
    from hailuo_dsl.storyboard.model import Chosen, Frame, Settings, Shot

DATA = "data:"
SHOWN = 40
"""Characters of a data URL that a message shows."""


class Seen(NamedTuple):
    """A picture that a shot names, and what it is by its bytes."""

    name: str
    span: Span
    facts: ImageFacts


class Unseen(NamedTuple):
    """A picture that a shot names and that cannot be read."""

    name: str
    span: Span
    problem: FileProblem


class Case(NamedTuple):
    """One shot, what it is held against, and where to report.

    Attributes:
        offer: what the model offers in the shot's mode; None if there is no such thing to be had,
            which is reported once, or the shot is not settled.
        tags: the brackets of the prompt, in order.
        groups: those of them with more than one move.
        seen: the pictures that bytes are at hand for.
        unseen: those that could not be read.
    """

    shot: Shot
    settings: Settings
    catalog: Catalog
    provider: Provider
    report: Report
    offer: Offer | None
    tags: tuple[Tag, ...]
    groups: tuple[Tag, ...]
    seen: tuple[Seen, ...]
    unseen: tuple[Unseen, ...]

    @property
    def seconds(self) -> int | None:
        """How long the clip lasts; None where there is no such clip to be had."""
        if self.settings.duration and self.shot.settled:
            return self.settings.duration.value
        return self.offer.default_duration if self.offer else None

    def takes(self, facts: ImageFacts) -> bool:
        """Whether the service takes pictures of that format."""
        return any(row.name == facts.format for row in self.catalog.formats)

    @property
    def chosen(self) -> tuple[Label, ...]:
        """Where the model is chosen, for a message that blames the choice."""
        model = self.settings.model
        return (Label(model.span, "the model is chosen here"),) if model else ()


def case_of(
    shot: Shot, catalog: Catalog, provider: Provider, pictures: Pictures, report: Report
) -> Case:
    """The case of *shot*; its pictures are asked for here, each once."""
    settings = shot.settings
    model, mode = settings.model, settings.mode
    is_known = model and shot.settled and mode in provider.modes
    offer = catalog.models[model.value].get(mode) if model and is_known else None
    tags = tuple([piece for beat in shot.body for piece in beat if isinstance(piece, Tag)])
    groups = tuple([tag for tag in tags if len(tag.moves) > 1]) if tags else ()
    frames = [it for it in (settings.first, settings.last) if it and _has_bytes(it.value)]
    seen, unseen = _looked_at(frames, pictures) if frames else ((), ())
    return Case(shot, settings, catalog, provider, report, offer, tags, groups, seen, unseen)


def _has_bytes(frame: Frame | None) -> bool:
    """Whether *frame* is a picture whose bytes can be had; no address is opened."""
    return isinstance(frame, Picture) and (frame.is_file or frame.text.startswith(DATA))


def _looked_at(
    frames: Iterable[Chosen[Any]], pictures: Pictures
) -> tuple[tuple[Seen, ...], tuple[Unseen, ...]]:
    """The pictures of *frames* that could be read, and those that could not."""
    seen: list[Seen] = []
    unseen: list[Unseen] = []
    for frame in frames:
        picture: Picture = frame.value
        name = picture.text if picture.is_file else f"{picture.text[:SHOWN]}…"
        facts = pictures(picture.text)
        if isinstance(facts, FileProblem):
            unseen.append(Unseen(name, frame.span, facts))
        else:
            seen.append(Seen(name, frame.span, facts))
    return tuple(seen), tuple(unseen)


def either(words: Iterable[str]) -> str:
    """`6, 8 or 10`."""
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last
