import asyncio
import sys
from pathlib import Path

import pytest

from hailuo_dsl.job.memory import MemoryLedger
from hailuo_dsl.job.run import run
from hailuo_dsl.job.sqlite import SqliteLedger
from hailuo_dsl.job.store import Store

sys.path.insert(0, str(Path(__file__).parent))

from film import QUICK, TERMS


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request, tmp_path):
    made = MemoryLedger() if request.param == "memory" else SqliteLedger(tmp_path / "ledger.db")
    yield made
    made.close()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / ".hailuo" / "clips", tmp_path / "out")


@pytest.fixture
def shoot(ledger, store, tmp_path):
    """Run a film to its end, over either ledger."""

    def shoot(plan, service, *, ledger=ledger, store=store, terms=TERMS, policy=QUICK, **kwargs):
        kwargs.setdefault("root", tmp_path)
        return asyncio.run(run(plan, service, ledger, store, terms=terms, policy=policy, **kwargs))

    return shoot
