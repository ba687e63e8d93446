"""A thousand jobs against the simulator on loopback, in a process that does nothing else.

`python -m tests.benchmarks.thousand URL FOLDER JOBS PER_MINUTE` prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from pathlib import Path

from hailuo_dsl.api.client import Client
from hailuo_dsl.api.profile import Profile
from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.ground.model import Span
from hailuo_dsl.job.run import run
from hailuo_dsl.job.sqlite import SqliteLedger
from hailuo_dsl.job.store import Store
from hailuo_dsl.job.terms import Policy, Polls, Terms
from hailuo_dsl.plan.model import Plan, Step
from hailuo_dsl.request.model import Request
from tests.benchmarks.alone import peak

POLICY = Policy(polls=Polls(2.0, 1.0, 2.0, 5.0), not_yet=5.0, backoff=0.5)
IN_FLIGHT = 400


def film(jobs: int) -> Plan:
    picture = {"first_frame_image": "https://pictures.example/pier.png", "resolution": "768P"}
    bodies = (
        {"model": "MiniMax-Hailuo-02", "prompt": f"job-{it}", "duration": 6, "metadata": picture}
        for it in range(jobs)
    )
    return Plan(
        tuple(Step(Request(it["prompt"], it, (), Span(0, 0, "film.shots"))) for it in bodies)
    )


async def shoot(url: str, folder: Path, jobs: int, per_minute: int) -> Counter[str]:
    ledger = SqliteLedger(folder / "ledger.sqlite")
    terms = Terms(service=url, jobs_in_flight=IN_FLIGHT, requests_per_minute=per_minute)
    async with Client(Profile("gateway", url, "any"), catalog()) as client:
        outcome = await run(
            film(jobs),
            client,
            ledger,
            Store(folder / "clips", folder / "out"),
            terms=terms,
            policy=POLICY,
        )
    ledger.close()
    return Counter(str(take.stage) for take in outcome.takes)


def main() -> None:
    url, folder, jobs, per_minute = sys.argv[1:]
    start = time.perf_counter()
    stages = asyncio.run(shoot(url, Path(folder), int(jobs), int(per_minute)))
    figures = {
        "stages": stages,
        "wall": time.perf_counter() - start,
        "cpu": time.process_time(),
        "peak": peak(),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
