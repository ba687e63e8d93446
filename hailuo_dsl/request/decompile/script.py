"""Requests to the text of a script, in the layout of the formatter."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING

from hailuo_dsl.request.decompile.cast import cast
from hailuo_dsl.request.decompile.frame import path_value, value_of
from hailuo_dsl.request.decompile.head import sheet
from hailuo_dsl.request.decompile.hold import hold
from hailuo_dsl.request.decompile.model import Decompiled
from hailuo_dsl.request.decompile.prompt import body_lines, dialect_of
from hailuo_dsl.request.decompile.refer import references
from hailuo_dsl.request.decompile.vary import ROW, Varying
from hailuo_dsl.request.model import FILE, SHOT
from hailuo_dsl.storyboard.settings import NONE
from hailuo_dsl.syntax.words import Key, Keyword

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from hailuo_dsl.catalog.model import Catalog, Provider
    from hailuo_dsl.request.decompile.cast import Unit
    from hailuo_dsl.request.decompile.head import Said
    from hailuo_dsl.request.decompile.model import Given

INDENT = "  "
PICTURE = "picture"
TABLE = ".csv"


def decompile(
    given: Sequence[Given],
    catalog: Catalog,
    provider: Provider,
    inherited: Collection[Key] = (),
) -> Decompiled:
    """The script that makes the requests of *given*.

    Args:
        given: at least one request.
        catalog: what the service offers, and the camera's words.
        provider: who the script is compiled for.
        inherited: the settings that the project's defaults choose for every script.

    Raises:
        Unsayable: some request is nothing that a script can say.
    """
    asked = hold(given, catalog, provider)
    units = cast(asked)
    frames = references(units, asked)
    said = sheet(units, catalog, provider, inherited)
    writer = _Writer(units, frames, said.shots, catalog, provider)
    blocks = [list(_said(said.head)), *writer.blocks()]
    text = "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)
    return Decompiled(text, writer.tables, asked)


class _Writer:
    """Writes the blocks of a script."""

    def __init__(
        self,
        units: Sequence[Unit],
        frames: dict[tuple[int, str], str],
        said: Sequence[Said],
        catalog: Catalog,
        provider: Provider,
    ) -> None:
        self._units = units
        self._frames = frames
        self._said = said
        self._catalog = catalog
        self._dialect = provider.dialect
        self.tables: dict[str, str] = {}

    def blocks(self) -> Iterator[list[str]]:
        """The lines of each block: setups, then scenes and shots in their order."""
        blocks: list[list[str]] = []
        setups: dict[str, list[str]] = {}
        scene = None
        for places in self._shots():
            first = self._units[places[0]]
            if first.scene != scene:
                scene = first.scene
                blocks.append(_block(Keyword.SCENE, first.scene or "", self._rows(first)))
            own = self._varied(places, setups) if _multiplies(first) else self._lines(places[0])
            blocks.append(_block(Keyword.SHOT, first.name, own, INDENT * (scene is not None)))
        yield from setups.values()
        yield from blocks

    def _shots(self) -> Iterable[list[int]]:
        """The places of all that one shot makes, shot by shot."""
        shots: dict[str, list[int]] = {}
        for place, unit in enumerate(self._units):
            shots.setdefault(unit.shot, []).append(place)
        return shots.values()

    def _rows(self, first: Unit) -> Iterator[str]:
        """The line of a scene that names its table, if it has one; the table goes to *tables*."""
        if first.row is None:
            return
        rows = dict.fromkeys(it.row for it in self._units if it.scene == first.scene and it.row)
        taken = {path.casefold() for path in self.tables}
        names = (f"{first.scene}{number}{TABLE}" for number in chain([""], count(2)))
        path = next(name for name in names if name.casefold() not in taken)
        self.tables[path] = "".join(f"{cell}\n" for cell in (ROW, *rows))
        yield f"{Key.EACH}: {path}"

    def _varied(self, places: Sequence[int], setups: dict[str, list[str]]) -> Iterator[str]:
        """The lines of a shot that varies; what its variants do not share goes to *setups*."""
        units = [self._units[place] for place in places]
        in_rows = units[0].row is not None
        variants = [(*([it.row] if it.row else []), *it.variant) for it in units]
        varying = Varying(units[0].name, variants, in_rows, frozenset(setups))
        settings = [list(self._settings(place)) for place in places]
        shared = [line for line in settings[0] if all(line in its for its in settings)]
        yield from shared
        yield from varying.lines()
        for place, own, name in zip(places, settings, varying.setups(), strict=True):
            lines = [line for line in own if line not in shared]
            setups[name] = _block(Keyword.SETUP, name, [*lines, *self._prompt(place)])

    def _lines(self, place: int) -> Iterator[str]:
        """What one request asks for."""
        yield from self._settings(place)
        yield from self._prompt(place)

    def _settings(self, place: int) -> Iterator[str]:
        metadata = self._units[place].asked.metadata
        yield from self._frame(Key.FROM, metadata.get("first_frame_image"), place)
        if "last_frame_image" in metadata:
            yield from self._frame(Key.TO, metadata["last_frame_image"], place)
        yield from _said(self._said[place])

    def _prompt(self, place: int) -> Iterator[str]:
        prompt = self._units[place].asked.body["prompt"]
        dialect = dialect_of(prompt, self._catalog, self._dialect) or self._dialect
        return body_lines(prompt, dialect, self._catalog)

    def _frame(self, key: Key, frame: str | None, place: int) -> Iterator[str]:
        if frame is None:
            yield f"{key}: {NONE}"
        elif frame.startswith(SHOT):
            yield f"{key}: {self._frames[place, frame]}"
        elif frame.startswith(FILE):
            name = f"{PICTURE}-{key}"
            supplied, value = path_value(frame.removeprefix(FILE), name)
            if supplied is not None:
                yield f"let {name}: {supplied}"
            yield f"{key}: {value}"
        else:
            yield f"{key}: {value_of(frame)}"


def _multiplies(unit: Unit) -> bool:
    return bool(unit.row or unit.variant)


def _said(said: Said) -> Iterator[str]:
    return (f"{key}: {value}" for key, value in said.items())


def _block(keyword: Keyword, name: str, lines: Iterable[str], indent: str = "") -> list[str]:
    return [f"{indent}{keyword} {name}", *(f"{indent}{INDENT}{line}" for line in lines)]
