"""Clips that nothing refers to, and what is left of downloads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.attempts import attempts
from hailuo_dsl.job.recall import recall
from hailuo_dsl.job.sqlite import history_of
from hailuo_dsl.job.store import Store
from hailuo_dsl.job.terms import Terms
from hailuo_dsl.studio.film import HIDDEN, read_film
from hailuo_dsl.studio.production import known, ledger_of
from hailuo_dsl.studio.rewrite import scripts_at

if TYPE_CHECKING:
    from pathlib import Path

    from hailuo_dsl.job.attempts import Attempt
    from hailuo_dsl.studio.production import Known


@dataclass(frozen=True, slots=True)
class Loose:
    """A clip that no take of any script is now.

    Attributes:
        path: in the store.
        attempt: what it was made for; None where the ledger does not know it.
    """

    path: Path
    size: int
    attempt: Attempt | None


def loose(folder: Path, ledger: Path | None = None) -> tuple[Loose, ...]:
    """The clips of the store of *folder* that no script in the folder refers to.

    Whoever made a clip, with whatever account: it is referred to if a take of a script as it
    stands would be it.

    Raises:
        Trouble: a script has errors, so that nobody knows what it refers to, or the ledger cannot
            be read.
    """
    path = ledger or ledger_of(folder)
    store = Store(folder / HIDDEN / "clips", folder / "out")
    clips = sorted(store.folder.glob("*.mp4")) if store.folder.is_dir() else []
    if not clips:
        return ()
    knows = known(path)
    used = _used(folder, knows)
    made = {it.state.clip: it for it in attempts(history_of(path))} if path.is_file() else {}
    return tuple(
        Loose(it, it.stat().st_size, made.get(it.stem)) for it in clips if it.stem not in used
    )


def _used(folder: Path, knows: Known) -> set[str]:
    used: set[str] = set()
    places = {
        (str(life.asked.data.get("service", "")), str(life.asked.data.get("account", "")))
        for life in knows.book.lives.values()
    }
    scripts = [it for it in scripts_at([str(folder)]) if it.parent == folder]
    for script in scripts:
        film = read_film(str(script))
        if not film.compiled.ok:
            raise Trouble(
                f"{script} has errors, so nobody knows what it refers to; put them right first"
            )
        for service, account in places:
            terms = Terms(service=service, account=account)
            memory = recall(film.compiled.plan, knows.book, terms, film.name)
            used |= {sent.state.standing for sent in memory.takes.values()}
    return used


def forget(found: tuple[Loose, ...]) -> None:
    """Delete the clips *found*.

    Raises:
        OSError: one cannot be deleted.
    """
    for it in found:
        it.path.unlink(missing_ok=True)
