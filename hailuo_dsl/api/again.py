"""Trying again is stamina's; here it is told not to write among the author's lines."""

from __future__ import annotations

import logging

from stamina import AsyncRetryingCaller, RetryingCaller

# Where nobody listens, the logging module prints warnings, and each attempt is one.
logging.getLogger("stamina").addHandler(logging.NullHandler())

__all__ = ["AsyncRetryingCaller", "RetryingCaller"]
