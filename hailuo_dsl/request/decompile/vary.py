"""A shot that varies: the choices of its axes, and a setup for each variant.

What a variant asks for stands in a setup of its own, and the shot takes the one that its choices
name. So variants may differ in anything, however many axes there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, product
from math import prod
from typing import TYPE_CHECKING

from hailuo_dsl.storyboard.slug import slug_of, slug_problem
from hailuo_dsl.syntax.names import name_problem, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Variant = tuple[str, ...]

ROW = "id"
"""The column that names a row."""


def axes_of(variants: Sequence[Variant]) -> tuple[Variant, ...] | None:
    """The choices of each axis whose product *variants* is, in order; None if it is none."""
    if len(set(map(len, variants))) != 1:
        return None
    axes = tuple(tuple(dict.fromkeys(column)) for column in zip(*variants, strict=True))
    # They are counted before they are multiplied: axes of strangers may be long.
    if prod(map(len, axes)) != len(variants) or list(product(*axes)) != list(variants):
        return None
    return axes if all(len(axis) > 1 and can_be_chosen(axis) for axis in axes) else None


def can_be_chosen(slugs: Sequence[str]) -> bool:
    """Whether variants called *slugs* can be told apart, and each be a part of a setup's name."""
    return len({slug.casefold() for slug in slugs}) == len(slugs) and all(
        name_problem(f"x{slug}") is None
        and (slug_of(slug) == slug or name_problem(slug) is None)
        and nfc(slug) == slug
        and slug_problem(slug, slug) is None
        for slug in slugs
    )


@dataclass(frozen=True, slots=True)
class Varying:
    """How one shot varies.

    Attributes:
        variants: of each request, the row of its scene if there is one, then its choices.
        in_rows: they begin with a row.
        taken: the names of setups that others have.
    """

    name: str
    variants: Sequence[Variant]
    in_rows: bool
    taken: frozenset[str]

    @property
    def axes(self) -> tuple[Variant, ...]:
        """The choices of each axis; rows are none."""
        axes = tuple(tuple(dict.fromkeys(column)) for column in zip(*self.variants, strict=True))
        return axes[self.in_rows :]

    def setups(self) -> list[str]:
        """The name of each variant's setup; no two are alike."""
        return [self._dash().join((self.name, *variant)) for variant in self.variants]

    def _dash(self) -> str:
        """The shortest dash between names that leaves no two setups alike."""
        return next(dash for number in count(1) if self._tells_apart(dash := "-" * number))

    def _tells_apart(self, dash: str) -> bool:
        names = {dash.join((self.name, *variant)) for variant in self.variants}
        return len(names) == len(self.variants) and not names & self.taken

    def lines(self) -> Iterator[str]:
        """The lines of the shot: its axes, and the setup that its choices name."""
        spelled = [choice for axis in self.axes for choice in axis if slug_of(choice) != choice]
        for choice in dict.fromkeys(spelled):
            yield f"let {choice}: {choice}"
        names = self._names(set(spelled))
        for name, axis in zip(names, self.axes, strict=True):
            choices = (f"{{{it}}}" if it in spelled else it for it in axis)
            yield f"vary {name}: {' | '.join(choices)}"
        chosen = (f"{{{name}}}" for name in (*[ROW] * self.in_rows, *names))
        yield f"with: {self._dash().join((self.name, *chosen))}"

    def _names(self, taken: set[str]) -> list[str]:
        """A name for each axis, none of them one of *taken*."""
        if len(self.axes) == 1 and "variant" not in taken:
            return ["variant"]
        numbered = (f"variant-{number}" for number in count(1))
        free = (name for name in numbered if name not in taken)
        return [next(free) for _ in self.axes]
