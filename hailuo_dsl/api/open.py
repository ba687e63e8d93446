"""Open a client for a profile, with the simulator behind it where the profile is `local`."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from hailuo_dsl.api.client import Client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

    from hailuo_dsl.api.client import Patience
    from hailuo_dsl.api.profile import Profile
    from hailuo_dsl.catalog.model import Catalog


@asynccontextmanager
async def open_client(
    profile: Profile,
    catalog: Catalog,
    *,
    state: Path | None = None,
    job_seconds: float = 2.0,
    patience: Patience | None = None,
) -> AsyncIterator[Client]:
    """A client, closed at the end together with the simulator that was opened for it.

    Args:
        profile: whom to ask.
        catalog: what bodies are held against.
        state: `local` only: the file of the simulator's tasks; None: a passing one.
        job_seconds: `local` only: how long a job takes.
        patience: time-outs and attempts.

    Raises:
        StateError: the state file cannot be used.
    """
    if not profile.is_local:
        async with Client(profile, catalog, patience=patience) as client:
            yield client
        return
    from httpx import ASGITransport

    from hailuo_dsl.api.simulator.app import Settings, Simulator

    simulator = Simulator(Settings(catalog, state, job_seconds))
    transport = ASGITransport(app=_told(simulator.app), raise_app_exceptions=False)
    try:
        async with Client(profile, catalog, transport=transport, patience=patience) as client:
            yield client
    finally:
        await simulator.aclose()


def _told(app: ASGIApp) -> ASGIApp:
    """*app*, its breakdowns told: the transport makes a bare HTTP 500 of them."""

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except Exception:
            logging.getLogger(__name__).exception("the simulator broke down")
            raise

    return told
