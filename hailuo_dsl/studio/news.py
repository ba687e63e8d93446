"""News of a film: whoever changes its script, its ledger or its clips tells those who show them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from pathlib import Path

    Listener = Callable[[str | None], None]

_listeners: dict[Hashable, list[Listener]] = {}


def place_of(folder: Path, name: str) -> Hashable:
    """What tells a film from all others on this machine: its folder and its name."""
    return (folder.resolve(), name)


def listen(place: Hashable, listener: Listener) -> Callable[[], None]:
    """Let *listener* be told what happens at *place*; return what ends that.

    Args:
        place: a film; see `place_of`.
        listener: gets the script's text where somebody has changed it, None where only the ledger
            or the disk has. It is called on any thread, and must be quick.
    """
    _listeners.setdefault(place, []).append(listener)

    def stop() -> None:
        if listener in _listeners.get(place, []):
            _listeners[place].remove(listener)

    return stop


def tell(place: Hashable, text: str | None = None, *, but: Listener | None = None) -> None:
    """Tell all who listen at *place*, except *but*, who brings the news; see `listen`."""
    for listener in tuple(_listeners.get(place, ())):
        if listener != but:
            listener(text)


@contextmanager
def telling(place: Hashable) -> Iterator[None]:
    """Tell all who listen at *place* once the block has ended, however it did."""
    try:
        yield
    finally:
        tell(place)
