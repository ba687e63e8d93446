"""Cut the clips of a plan into one film."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from hailuo_dsl.job.store import name_of
from hailuo_dsl.reel.model import Reel, ReelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hailuo_dsl.job.store import Store
    from hailuo_dsl.plan.model import Plan


def cut(plan: Plan, clips: Mapping[str, str], store: Store, to: Path) -> Reel:
    """Join the first take of every shot of *plan*, in the script's order, to the film *to*.

    Where the film is there and was cut from the same clips, it is left as it is.

    Args:
        plan: names the shots.
        clips: request id -> sha256 of its clip (`Snapshot.clips`).
        store: keeps the clips.
        to: the MP4 file; its folder is made.

    Raises:
        ReelError: a clip cannot be read, or *to* cannot be written.
    """
    wanted = _first_takes(plan)
    found = {shot: clips.get(take, "") for shot, take in wanted.items()}
    there = {shot: clip for shot, clip in found.items() if store.has(clip)}
    reel = Reel(None, tuple(there), tuple(shot for shot in wanted if shot not in there))
    if not there:
        return reel
    try:
        return _cut(reel, tuple(there.values()), store, to)
    except OSError as error:
        raise ReelError(f"{to} cannot be written: {error.strerror or error}") from error


def reel_path(out: Path, script: str, ids: Iterable[str]) -> Path:
    """Return where the reel of *script* (its name without suffix) goes: `out/<script>.mp4`.

    A shot before any scene has its clip in the same folder; where one has the script's name, the
    reel is `out/<script>.reel.mp4`, which no shot can be called.
    """
    taken = {_folded(str(name_of(name))) for name in ids}
    plain = f"{script}.mp4"
    return out / (f"{script}.reel.mp4" if _folded(plain) in taken else plain)


@dataclass(frozen=True, slots=True)
class _Record:
    """From what a film was cut, and how to tell that it is still that film."""

    clips: tuple[str, ...]
    size: int
    changed: int
    seconds: float
    copied: bool


def _cut(reel: Reel, clips: tuple[str, ...], store: Store, to: Path) -> Reel:
    from hailuo_dsl.media.frames import clip_facts
    from hailuo_dsl.media.join import join
    from hailuo_dsl.media.model import MediaError

    note = _note(store, to)
    last = _read(note)
    if last is not None and last.clips == clips and _stamp(to) == (last.size, last.changed):
        return replace(reel, path=to, seconds=last.seconds, copied=last.copied)
    try:
        copied = join([store.path(clip) for clip in clips], to)
        seconds = clip_facts(to).seconds
    except MediaError as error:
        raise ReelError(f"the reel cannot be cut: {error}") from error
    size, changed = _stamp(to)
    _write(note, _Record(clips, size, changed, seconds, copied))
    return replace(reel, path=to, seconds=seconds, copied=copied, fresh=True)


def _first_takes(plan: Plan) -> dict[str, str]:
    """Shot -> id of its first take, in the script's order."""
    first: dict[str, tuple[int, str]] = {}
    for step in plan.steps:
        take = (step.request.take, step.id)
        first[step.request.shot] = min(first.get(step.request.shot, take), take)
    return {shot: name for shot, (_, name) in first.items()}


def _note(store: Store, to: Path) -> Path:
    """Where the record of the film *to* is kept: out of the author's sight, beside the clips."""
    name = hashlib.sha256(str(to.resolve()).encode()).hexdigest()[:16]
    return store.folder.with_name("reels") / f"{name}.json"


def _read(note: Path) -> _Record | None:
    try:
        told = json.loads(note.read_text("utf-8"))
        return _Record(**{**told, "clips": tuple(told["clips"])})
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
