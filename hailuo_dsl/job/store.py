"""Clips on the disk: each once by its sha256, and by the names that the script gives them.

A clip appears under its sha256 whole or not at all. Under its name in `out/` it is a copy:
whoever writes into that, an editor or a player that tags, leaves the clip itself alone.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import time
import unicodedata
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from hailuo_dsl.api.part import discard, held, note_of
from hailuo_dsl.ground.trouble import Trouble, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hailuo_dsl.media.model import ClipFacts

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$", re.IGNORECASE)
"""Names that Windows keeps for its devices, whatever their suffix."""

_OURS = "~"
"""No id has this letter, so what it is added to is the name of no other."""

_LONGEST = 180
"""Bytes of a file name, before the take and the suffix; file systems stop at 255."""


_WANTED = 7 * 24 * 3600.0
"""Seconds that a part is kept for; after as many days the vendor no longer knows the task.

Source: the query page of the vendor's second API, https://platform.minimax.io/docs/api-reference/video-generation-v2-query
"""


class StoreError(Trouble):
    """A clip that cannot be kept or placed; the message is one sentence for the author."""


def name_of(id: str) -> PurePosixPath:
    """Return the path of the clip of request *id* under `out/`: `harbour/arrive.take2.mp4`."""
    shot, _, take = id.partition("#")
    *scene, name = (_safe(part) for part in shot.split("/"))
    suffix = f".take{take}.mp4" if take not in {"", "1"} else ".mp4"
    return PurePosixPath(*scene, name + suffix)


def check_names(ids: Iterable[str]) -> None:
    """See that no two clips would have one name on a file system that does not tell case.

    Ids that a script can have, no two of them the same but for case and composition, are safe.

    Raises:
        StoreError: two would.
    """
    seen: dict[str, str] = {}
    for id in ids:
        name = _folded(str(name_of(id)))
        other = seen.setdefault(name, id)
        if other != id:
            raise StoreError(f"{other} and {id} would be one file, {name_of(id)}; rename one")


@dataclass(frozen=True)
class Store:
    """The clips of one project.

    Attributes:
        folder: the clips by their sha256, `.hailuo/clips`.
        out: the clips by their names, `out`.
    """

    folder: Path
    out: Path

    def path(self, clip: str) -> Path:
        """Where the clip with the sha256 *clip* is, if it is."""
        return self.folder / f"{clip}.mp4"

    def has(self, clip: str) -> bool:
        with suppress(OSError):
            return bool(clip) and self.path(clip).stat().st_size > 0
        return False

    def open(self) -> None:
        """Make the folder of the clips, and see that a clip could be kept there.

        Raises:
            StoreError: none could.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not os.access(self.folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, "the folder is read-only")
        except OSError as error:
            raise StoreError(
                f"no clip could be kept in {self.folder}: {reason_of(error)}"
            ) from error

    def part(self, key: str, attempt: int, run: str, alive: Callable[[str], bool]) -> Path:
        """Where *run* is to put what it has of a clip that is on its way.

        The most that a run which is not *alive* left of the same clip is there already, for the
        download to go on with.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        clip = f"{key[:16]}-{attempt}"
        own = self.folder / f"{clip}.{run}.part"
        if held(own) is None:
            parts = self.folder.glob(f"{clip}.*.part")
            left = [part for part in parts if part != own and not alive(_run_of(part))]
            _adopt(own, left)
        return own

    def sweep(self, alive: Callable[[str], bool]) -> None:
        """Take away what runs which are not *alive* left, and nobody will go on with.

        That is what lies there for a week, and parts that nothing can be joined to.
        """
        until = time.time() - _WANTED
        for part in self.folder.glob("*.*.part"):
            if not alive(_run_of(part)) and (held(part) is None or _changed(part) < until):
                _sweep_up(part)
        for note in self.folder.glob("*.*.part.from"):
            part = note.with_suffix("")
            if not part.exists() and not alive(_run_of(part)):
                _sweep_up(part)

    def keep(self, part: Path) -> tuple[str, ClipFacts]:
        """Look at the clip *part*, move it to its sha256 and return that, with what the clip is.

        When this returns, the clip outlives a power cut.

        Raises:
            StoreError: it is no clip that can be shown whole; *part* is gone, to be taken anew.
            OSError: the disk is full, or not to be written.
        """
        facts = _checked(part)
        with part.open("rb+") as file:
            clip = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        part.replace(self.path(clip))
        _sync(self.folder)
        with suppress(OSError):  # the clip is kept; a note that stays is swept one day
            note_of(part).unlink(missing_ok=True)
        return clip, facts

    def place(self, clip: str, id: str) -> Path:
        """Put the clip with the sha256 *clip* where request *id* has its name; return where.

        Raises:
            StoreError: the place cannot be written.
        """
        target = self.out / name_of(id)
        put(self.path(clip), target)
        return target


def put(clip: Path, target: Path) -> None:
    """Let *target* be a copy of *clip*; a file of the same bytes is left.

    Raises:
        StoreError: *target* cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not _is_same(clip, target):
            _copy(clip, target)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {reason_of(error)}") from error


def _run_of(part: Path) -> str:
    return part.name.split(".")[1]


def _sweep_up(part: Path) -> None:
    with suppress(OSError):  # what cannot be taken away now is in nobody's way
        discard(part)


def _changed(part: Path) -> float:
    """When *part* was written last, seconds since the epoch; now, if it has just gone."""
    with suppress(OSError):
        return part.stat().st_mtime
    return time.time()


def _adopt(own: Path, left: Iterable[Path]) -> None:
    """Move the part that has most, of those that dead runs *left*, to *own*."""
    sizes = {part: had.size for part in left if (had := held(part))}
    for part in sorted(sizes, key=lambda it: -sizes[it]):
        # Another run may have been quicker, or the folder may not be written: then it begins anew.
        with suppress(OSError):
            discard(own)
            part.replace(own)
            note_of(part).replace(note_of(own))
            return


def _checked(part: Path) -> ClipFacts:
    from hailuo_dsl.media.frames import clip_facts, first_frame, last_frame
    from hailuo_dsl.media.model import MediaError

    why = "it ends too early" if _is_cut(part) else ""
    try:
        facts = clip_facts(part)
        first_frame(part)
        last_frame(part)
    except MediaError as error:
        why = str(error)
    if why:
        discard(part)
        raise StoreError(f"what came is no whole clip: {why}")
    return facts


def _is_cut(clip: Path) -> bool:
    """Tell whether an MP4 file ends before its last box does.

    A decoder shows what there is of such a file and says nothing.
    """
    at, size = 0, clip.stat().st_size
    with clip.open("rb") as file:
        while at < size:
            file.seek(at)
            head = file.read(16)
            if at == 0 and head[4:8] != b"ftyp":
                return False
            length = int.from_bytes(head[:4], "big")
            if length == 1:
                length = int.from_bytes(head[8:16], "big")
            if length == 0:
                # The last box may say that it goes on to the end, whatever that is.
                return False
            at += max(length, 8)
    return at != size


def _safe(part: str) -> str:
    """Return *part* of an id as a name that every file system takes."""
    name = "".join(
        it if it in "-_@" or unicodedata.category(it)[0] in "LNM" else "_" for it in part
    )
    name = f"{name}{_OURS}" if _RESERVED.match(name) or not name else name
    if len(name.encode()) <= _LONGEST:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name.encode()[: _LONGEST - 9].decode(errors='ignore')}{_OURS}{mark}"


def _folded(name: str) -> str:
    """*name* as file systems compare names that tell neither case nor composition."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def _is_same(clip: Path, target: Path) -> bool:
    if not target.exists() or target.samefile(clip):
        return False
    return target.stat().st_size == clip.stat().st_size and _digest(target) == _digest(clip)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(clip: Path, target: Path) -> None:
    fresh = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        shutil.copyfile(clip, fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make a rename in *folder* outlive a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
