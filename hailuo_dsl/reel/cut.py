"""Cut the clips of a plan into one film."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.ground.trouble import reason_of
from hailuo_dsl.job.store import name_of
from hailuo_dsl.reel.model import Reel, ReelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hailuo_dsl.job.store import Store
    from hailuo_dsl.media.model import Piece
    from hailuo_dsl.plan.model import Plan
    from hailuo_dsl.request.model import Request


def cut(plan: Plan, clips: Mapping[str, str], store: Store, to: Path) -> Reel:
    """Cut the takes of *plan* that are to be shown, in the script's order, into the film *to*.

    Each take is trimmed, and the reel goes over into it, as its request says (`media.edit` tells
    how). A take whose clip is not there is left out, and what follows it goes over from whatever
    is then before it. Where the film is there and was cut from the same clips in the same way, it
    is left as it is.

    Args:
        plan: names the takes.
        clips: request id -> sha256 of its clip (`Snapshot.clips`).
        store: keeps the clips.
        to: the MP4 file; its folder is made.

    Raises:
        ReelError: a clip cannot be read, a trim leaves nothing of one, or *to* cannot be written.
    """
    shown = [step.request for step in plan.steps if step.request.cutting.shown]
    found = [_Cut(request, clips.get(request.id, "")) for request in shown]
    there = tuple(it for it in found if store.has(it.clip))
    ids = {it.request.id for it in there}
    missing = tuple(it.shot for it in shown if it.id not in ids)
    reel = Reel(None, tuple(it.request.shot for it in there), missing)
    if not there:
        return reel
    try:
        return _cut(reel, there, store, to)
    except OSError as error:
        raise ReelError(f"{to} cannot be written: {reason_of(error)}") from error


def reel_path(out: Path, script: str, ids: Iterable[str]) -> Path:
    """Return where the reel of *script* (its name without suffix) goes: `out/<script>.mp4`.

    A shot before any scene has its clip in the same folder; where one has the script's name, the
    reel is `out/<script>.reel.mp4`, which no shot can be called.
    """
    taken = {_folded(str(name_of(name))) for name in ids}
    plain = f"{script}.mp4"
    return out / (f"{script}.reel.mp4" if _folded(plain) in taken else plain)


class _Cut(NamedTuple):
    """A take that is to be shown, and the sha256 of its clip."""

    request: Request
    clip: str

    @property
    def told(self) -> str:
        """All that the film owes to it, in one line."""
        trim, transition = self.request.cutting.trim, self.request.cutting.transition
        said = [self.clip]
        if trim:
            said.append(f"{trim.start}..{trim.end}")
        if transition and transition.seconds:
            said.append(f"{transition.joint} {transition.seconds}")
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class _Record:
    """From what a film was cut, and how to tell that it is still that film."""

    cuts: tuple[str, ...]
    size: int
    changed: int
    seconds: float
    copied: bool


def _cut(reel: Reel, cuts: tuple[_Cut, ...], store: Store, to: Path) -> Reel:
    from hailuo_dsl.media.frames import clip_facts
    from hailuo_dsl.media.join import join
    from hailuo_dsl.media.model import MediaError

    note, told = _note(store, to), tuple(it.told for it in cuts)
    last = _read(note)
    if last is not None and last.cuts == told and _stamp(to) == (last.size, last.changed):
        return replace(reel, path=to, seconds=last.seconds, copied=last.copied)
    try:
        copied = join([_piece(it, store) for it in cuts], to)
        seconds = clip_facts(to).seconds
    except MediaError as error:
        raise ReelError(f"the reel cannot be cut: {error}") from error
    size, changed = _stamp(to)
    with suppress(OSError):  # the film is there; without a record it is cut once more one day
        _write(note, _Record(told, size, changed, seconds, copied))
    return replace(reel, path=to, seconds=seconds, copied=copied, fresh=True)


def _piece(cut: _Cut, store: Store) -> Piece:
    from hailuo_dsl.media.model import Piece

    cutting = cut.request.cutting
    return Piece(store.path(cut.clip), cutting.trim, cutting.transition, cut.request.id)


def _note(store: Store, to: Path) -> Path:
    """Where the record of the film *to* is kept: out of the author's sight, beside the clips."""
    name = hashlib.sha256(str(to.resolve()).encode()).hexdigest()[:16]
    return store.folder.with_name("reels") / f"{name}.json"


def _read(note: Path) -> _Record | None:
    try:
        told = json.loads(note.read_text("utf-8"))
        return _Record(**{**told, "cuts": tuple(told["cuts"])})
    except (OSError, ValueError, TypeError, KeyError):
        # A record that cannot be read costs one more cut.
        return None


def _write(note: Path, record: _Record) -> None:
    note.parent.mkdir(parents=True, exist_ok=True)
    part = note.with_suffix(".part")
    part.write_text(json.dumps(asdict(record)), "utf-8")
    part.replace(note)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return -1, -1
    return stat.st_size, stat.st_mtime_ns


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
