"""Which settings are said once at the file's head, and which at each shot."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.request.decompile.frame import value_of
from hailuo_dsl.request.decompile.model import Refusal, Unsayable
from hailuo_dsl.request.decompile.prompt import dialect_of
from hailuo_dsl.storyboard.settings import NONE
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from hailuo_dsl.catalog.model import Catalog, Provider
    from hailuo_dsl.request.decompile.cast import Unit

Said = dict[Key, str]

FIELDS = {
    Key.RESOLUTION: "resolution",
    Key.OPTIMIZER: "prompt_optimizer",
    Key.WATERMARK: "aigc_watermark",
    Key.CALLBACK: "callback_url",
}
"""Settings that a request keeps in its metadata, and may leave out."""

ORDER = (Key.MODEL, Key.DURATION, *FIELDS, Key.TAGS, Key.TAKES)
LASTING = frozenset({Key.DURATION, Key.RESOLUTION, Key.OPTIMIZER, Key.WATERMARK})
"""Settings that no `none` takes back: one that a shot leaves out cannot rise."""

SWITCH = {True: "on", False: "off"}
UNKNOWN = ""
"""What silence means where the project says something of its own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The settings of a script: at its head, and at each shot."""

    head: Said
    shots: tuple[Said, ...]


def sheet(
    units: Sequence[Unit], catalog: Catalog, provider: Provider, inherited: Collection[Key]
) -> Sheet:
    """What is said where, in as few lines as may be.

    Args:
        units: the shots.
        catalog: the camera's words.
        provider: who makes the clips; its dialect is that of a script that names none.
        inherited: what the project's defaults choose for every script.

    Raises:
        Unsayable: a request leaves out what the project says and no script can take back.
    """
    wanted = [_wanted(unit, catalog, provider, inherited) for unit in units]
    refusals = list(_refusals(units, wanted, inherited))
    if refusals:
        raise Unsayable(refusals)
    silence = {Key.CALLBACK: NONE, Key.TAGS: str(provider.dialect), Key.TAKES: "1"}
    silence |= dict.fromkeys(inherited, UNKNOWN)
    head: Said = {}
    for key in ORDER:
        value = _rising([it.get(key) for it in wanted], key, silence.get(key, UNKNOWN))
        if value is not None:
            head[key] = value
    around = silence | head
    return Sheet(head, tuple(_beyond(it, around) for it in wanted))


def _wanted(unit: Unit, catalog: Catalog, provider: Provider, inherited: Collection[Key]) -> Said:
    """Setting -> value, for all that the shot needs; a missing one must not be said."""
    asked = unit.asked
    said = {Key.MODEL: value_of(asked.model), Key.CALLBACK: NONE}
    if not asked.silent or Key.DURATION in inherited:
        said[Key.DURATION] = f"{asked.body['duration']}s"
    for key, field in FIELDS.items():
        if field in asked.metadata:
            found = asked.metadata[field]
            said[key] = SWITCH[found] if isinstance(found, bool) else value_of(found)
    dialect = dialect_of(asked.body["prompt"], catalog, provider.dialect)
    if dialect:
        said[Key.TAGS] = str(dialect)
    said[Key.TAKES] = str(unit.takes)
    return said


def _rising(wanted: Sequence[str | None], key: Key, silence: str) -> str | None:
    """The value that takes fewer lines at the head than at each shot; None if none does."""
    if key in LASTING and None in wanted:
        return None
    counts = Counter(value for value in wanted if value is not None)
    if not counts:
        return None
    value, count = counts.most_common(1)[0]
    return value if 1 + counts.total() - count < counts.total() - counts[silence] else None


def _beyond(wanted: Said, around: Said) -> Said:
    """What a shot says itself, because what is around it does not."""
    return {key: wanted[key] for key in ORDER if key in wanted and wanted[key] != around.get(key)}


def _refusals(
    units: Sequence[Unit], wanted: Sequence[Said], inherited: Collection[Key]
) -> Iterator[Refusal]:
    for unit, said in zip(units, wanted, strict=True):
        for key in FIELDS:
            if key in inherited and key not in said:
                why = f"is left out, and the project's default `{key}` cannot be taken back"
                yield Refusal(unit.asked.number, unit.asked.id, f"metadata.{FIELDS[key]}", why)
