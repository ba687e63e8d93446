"""Where each value of a request came from, and each piece of its prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.storyboard.join import FEED
from hailuo_dsl.storyboard.model import Kind
from hailuo_dsl.storyboard.show import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from hailuo_dsl.catalog.model import Catalog, Provider
    from hailuo_dsl.ground.model import Source, Span
    from hailuo_dsl.request.model import Request
    from hailuo_dsl.storyboard.model import Shot

KEYS = {"first": "from", "last": "to"}
"""What a script calls a setting, where the storyboard calls it otherwise."""

FRAMES = {"first": "first_frame_image", "last": "last_frame_image"}
"""Where a setting that is a frame stands in the request."""

LONGEST = 60
"""Characters of a frame that are told; a picture as text has millions."""

BLANK = " "
FEED_SHOWN = "⏎"


class Origin(NamedTuple):
    """One setting of a shot.

    Attributes:
        key: what a script calls it.
        value: what it is, nearly as a script says it.
        place: `film.shots:4`, the name of what is no file, or why nobody chose it.
        line: the line that chose it; empty if nobody did.
    """

    key: str
    value: str
    place: str
    line: str = ""


class Piece(NamedTuple):
    """A stretch of a prompt: where it came from, what it was there, and its letters."""

    place: str
    kind: str
    text: str


class Explained(NamedTuple):
    """A request taken apart.

    Attributes:
        origins: the settings that have a value, in the order of the storyboard's.
        left_out: the keys of those that have none.
        pieces: the prompt, but for the blanks that join its pieces.
    """

    origins: tuple[Origin, ...]
    left_out: tuple[str, ...]
    pieces: tuple[Piece, ...]


class Explainer(NamedTuple):
    """Tells where things came from.

    Attributes:
        sources: the texts that spans speak of, by name.
        unlined: the names of sources that are no files, so that their lines say nothing.
    """

    catalog: Catalog
    provider: Provider
    sources: Mapping[str, Source]
    unlined: Collection[str] = ()

    def explain(self, shot: Shot, request: Request) -> Explained:
        """Take *request*, a take of *shot*, apart."""
        defaults = self._defaults(shot)
        origins: list[Origin] = []
        left_out: list[str] = []
        for name in shot.settings.__dataclass_fields__:
            key = KEYS.get(name, name)
            chosen = getattr(shot.settings, name)
            if chosen is not None:
                value = _value(name, chosen.value, request)
                origins.append(Origin(key, value, *self._place(chosen.span)))
            elif name in defaults:
                origins.append(Origin(key, *defaults[name]))
            else:
                left_out.append(key)
        return Explained(tuple(origins), tuple(left_out), self._pieces(request))

    def _defaults(self, shot: Shot) -> dict[str, tuple[str, str]]:
        """Setting -> what it is where nobody chose it, and who says so."""
        model = shot.settings.model
        offer = self.catalog.models[model.value][shot.settings.mode] if model else None
        if offer is None:
            return {}
        return {
            "duration": (f"{offer.default_duration}s", "the model's default"),
            "resolution": (offer.default_resolution, "the model's default, left out"),
            "tags": (self.provider.dialect, f"{self.provider.name}'s words"),
        }

    def _pieces(self, request: Request) -> tuple[Piece, ...]:
        prompt = request.body["prompt"]
        return tuple(
            Piece(self._place(mark.span)[0], mark.kind, _seen(text))
            for mark in request.source_map
            if (text := prompt[mark.start : mark.end]) != BLANK or mark.kind is not Kind.JOIN
        )

    def _place(self, span: Span) -> tuple[str, str]:
        """The file and line of *span*, and what the line says."""
        source = self.sources[span.file]
        number, _ = source.position(span.start)
        line = source.line(number).strip()
        return (source.name if source.name in self.unlined else f"{source.name}:{number}"), line


def _value(name: str, value: object, request: Request) -> str:
    """A setting's value: a frame as the request says it, any other nearly as a script does."""
    if name in FRAMES:
        frame = str(request.body["metadata"].get(FRAMES[name], "none"))
        return frame if len(frame) <= LONGEST else f"{frame[:LONGEST]}…"
    return f"{value}s" if name == "duration" else shown(value)


def _seen(text: str) -> str:
    """A piece as a row shows it: line feeds to be seen, and no blanks at its ends."""
    return text.strip(BLANK).replace(FEED, FEED_SHOWN) or text
