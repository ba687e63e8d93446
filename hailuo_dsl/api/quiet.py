"""Keep a key out of the logs of the HTTP library, which tell word for word what a service says."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TALKATIVE = (
    "httpx",
    *(f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")),
)
"""The loggers; the filter of one is not asked about what comes from those below it."""


class Hush(logging.Filter):
    """Makes a key unreadable in whatever the HTTP library logs, until it is lifted.

    Args:
        hide: makes it unreadable in a text.
    """

    def __init__(self, hide: Callable[[str], str]) -> None:
        super().__init__()
        self._hide = hide
        for name in TALKATIVE:
            logging.getLogger(name).addFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._hide(record.getMessage()), None
        return True

    def lift(self) -> None:
        for name in TALKATIVE:
            logging.getLogger(name).removeFilter(self)
