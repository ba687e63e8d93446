"""What a check is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.storyboard.model import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.catalog.model import Catalog, Offer, Provider
    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.ground.world import Pictures
    from hailuo_dsl.storyboard.model import Settings, Shot


@dataclass(frozen=True, slots=True)
class Case:
    """One shot, what the service offers, the facts of pictures, and where to report."""

    shot: Shot
    catalog: Catalog
    provider: Provider
    pictures: Pictures
    report: Report

    @property
    def settings(self) -> Settings:
        return self.shot.settings

    @property
    def offer(self) -> Offer | None:
        """What the shot's model offers in its mode."""
        model = self.settings.model
        return self.catalog.models[model.value].get(self.settings.mode) if model else None

    def tags(self) -> Iterator[Tag]:
        """The brackets of the prompt, in order."""
        for beat in (*self.shot.body, *self.shot.looks):
            for piece in beat:
                if isinstance(piece, Tag):
                    yield piece
