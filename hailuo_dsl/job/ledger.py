"""What a ledger promises, and how it can fail.

    LedgerError
    ├── AlreadyIntended   another run has intended this attempt; follow it
    └── NewerLedger       written by a later version of this program

A ledger is append-only. It holds no key and no picture: requests are written with the names of
their pictures.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from hailuo_dsl.job.model import Entry


class LedgerError(Trouble):
    """A ledger that cannot be read or written; the message is one sentence for the author."""


class AlreadyIntended(LedgerError):
    """Another run has intended this attempt of this take."""


class NewerLedger(LedgerError):
    """The ledger was written by a later version of this program; nothing in it was touched."""


class Ledger(Protocol):
    """Keeps the events of all takes, in the order in which they were written.

    Every method may raise `LedgerError`.
    """

    def add(self, entry: Entry) -> None:
        """Write *entry*. When this returns, it outlives a power cut (within `turn`: its end).

        Raises:
            AlreadyIntended: *entry* is an intention, and this attempt has one.
        """
        ...

    def since(self, mark: int) -> tuple[tuple[Entry, ...], int]:
        """Return what was written after *mark*, in order, and the new mark; 0 is the beginning."""
        ...

    def turn(self) -> AbstractContextManager[None]:
        """Within this block nobody else writes; what it adds is kept whole or not at all.

        Not to be held across a pause, and not to be nested. What it adds is read after it: it
        may still come to nothing.
        """
        ...

    def living(self, run: str) -> AbstractContextManager[None]:
        """Within this block *run* is known to be alive, to other processes as well.

        It ends with the process, however that ends.
        """
        ...

    def alive(self, run: str) -> bool:
        """Tell whether *run* is alive, be it in this process or in another."""
        ...

    def close(self) -> None: ...


def as_json(data: Mapping[str, Any]) -> str:
    """Return *data* as it is written; both ledgers keep this text, so both give back the same."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
