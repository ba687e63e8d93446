"""Clips that nothing refers to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job import runs
from hailuo_dsl.job.book import Book
from hailuo_dsl.job.recall import recall
from hailuo_dsl.job.sqlite import runs_of
from hailuo_dsl.job.store import Store
from hailuo_dsl.job.terms import Terms
from hailuo_dsl.plan.diff.ask import plain
from hailuo_dsl.studio.accounts import attempts_of
from hailuo_dsl.studio.film import HIDDEN, read_film
from hailuo_dsl.studio.production import known, ledger_of
from hailuo_dsl.studio.rewrite import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from hailuo_dsl.job.attempts import Attempt
    from hailuo_dsl.studio.film import Film


@dataclass(frozen=True, slots=True)
class Loose:
    """A clip that no take of any script is now.

    Attributes:
        path: in the store.
        size: bytes.
        attempt: what it was made for; None where no ledger knows it.
        why: how it came to be loose, a clause.
    """

    path: Path
    size: int
    attempt: Attempt | None
    why: str


def loose(folder: Path, ledger: Path | None = None) -> tuple[Loose, ...]:
    """The clips of the store of *folder* that no script in the folder refers to.

    Whoever made a clip, with whatever account: it is referred to if a take of a script as it
    stands would be it. A clip that is to be made once more stands until the other is there.

    Args:
        folder: holds scripts, and `.hailuo`.
        ledger: another one than that of the folder; both are asked.

    Raises:
        Trouble: nobody knows what is referred to: a script has errors, a run is at work, there is
            no ledger, or it cannot be read.
    """
    clips = sorted(Store(folder / HIDDEN / "clips", folder / "out").folder.glob("*.mp4"))
    if not clips:
        return ()
    ledgers = _ledgers(folder, ledger)
    films = tuple(_films(folder))
    used = {clip for path in ledgers for clip in _used(films, known(path).book)}
    made = {it.state.clip: it for path in ledgers for it in attempts_of(path)}
    names = {plain(request.id) for film in films for request in film.requests}
    return tuple(
        Loose(it, it.stat().st_size, made.get(it.stem), _why(made.get(it.stem), names))
        for it in clips
        if it.stem not in used
    )


def _ledgers(folder: Path, other: Path | None) -> tuple[Path, ...]:
    """The ledgers over the clips of *folder*.

    Raises:
        Trouble: there is none, or a run is at work over one.
    """
    own = ledger_of(folder)
    named = other or own
    if not named.is_file():
        raise Trouble(f"there is no ledger {named}, so nobody knows what the clips are")
    found = tuple(path for path in dict.fromkeys((named, own)) if path.is_file())
    for path in found:
        locks = runs_of(path)
        if any(runs.alive(locks, it.stem) for it in locks.glob("*.lock")):
            raise Trouble(f"a run is at work over {path}; look again when it has ended")
    return found


def _films(folder: Path) -> Iterator[Film]:
    """Yield each script in *folder*, compiled for each provider that can make it.

    Raises:
        Trouble: one has errors for all of them.
    """
    for script in sorted(folder.glob(f"*{SUFFIX}")):
        providers = [it.name for it in read_film(str(script)).catalog.providers]
        films = [read_film(str(script), provider=name) for name in providers]
        sound = [it for it in films if it.compiled.ok]
        if not sound:
            raise Trouble(
                f"{script} has errors, so nobody knows what it refers to; put them right first"
            )
        yield from sound


def _used(films: Collection[Film], book: Book) -> set[str]:
    """sha256 of every clip that *films* refer to by *book*."""
    standing = _until_the_other_is_there(book)
    places = {
        (str(life.asked.data.get("service", "")), str(life.asked.data.get("account", "")))
        for life in book.lives.values()
    }
    used: set[str] = set()
    for film in films:
        for service, account in places:
            terms = Terms(service=service, account=account)
            memory = recall(film.compiled.plan, standing, terms, film.name)
            used |= {sent.state.clip for sent in memory.takes.values()}
    return used


def _until_the_other_is_there(book: Book) -> Book:
    """*book* as if nothing were asked for once more: the clips of before count."""
    standing = Book()
    for key, life in book.lives.items():
        state = life.state
        clip = state.clip or state.former
        standing.lives[key] = life._replace(state=replace(state, clip=clip))
    return standing


def _why(attempt: Attempt | None, names: Collection[str]) -> str:
    if attempt is None:
        return "the ledger does not know it"
    if plain(attempt.shot) in names:
        return "the shot was changed since, or its clip made once more"
    return "no script has the shot any more"


def forget(found: Collection[Loose]) -> None:
    """Delete the clips *found*.

    Raises:
        OSError: one cannot be deleted.
    """
    for it in found:
        it.path.unlink(missing_ok=True)
