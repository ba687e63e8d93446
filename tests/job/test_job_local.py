"""The run with the client and the simulator that ship."""

import asyncio
import hashlib

import cv2
import numpy as np
import pytest
from film import QUICK, history

from hailuo_dsl.api.open import open_client
from hailuo_dsl.api.profile import profile
from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.ground.model import Span
from hailuo_dsl.job.run import run
from hailuo_dsl.job.sqlite import SqliteLedger
from hailuo_dsl.job.terms import Terms
from hailuo_dsl.media.frames import clip_facts, first_frame, last_frame
from hailuo_dsl.media.picture import png
from hailuo_dsl.plan.model import Plan, Step
from hailuo_dsl.reel.cut import cut
from hailuo_dsl.request.model import Request


def body(prompt, start):
    return {
        "model": "MiniMax-Hailuo-02",
        "prompt": prompt,
        "duration": 6,
        "metadata": {"first_frame_image": start, "resolution": "512P"},
    }


@pytest.fixture
def chain(tmp_path):
    """Three shots, each starting where the one before ends."""
    noise = np.random.default_rng(7).integers(0, 255, (9, 16, 3), np.uint8)
    picture = png(cv2.resize(noise, (640, 360), interpolation=cv2.INTER_CUBIC))
    (tmp_path / "pier.png").write_bytes(picture)
    pictures = (("pier.png", hashlib.sha256(picture).hexdigest()),)
    starts = {"one": "file:pier.png", "two": "shot:one.last", "three": "shot:two.last"}
    span = Span(0, 0, "film.shots")
    return Plan(
        tuple(
            Step(
                Request(name, body(f"[Push in] {name}", start), (), span),
                pictures=pictures if start.startswith("file:") else (),
            )
            for name, start in starts.items()
        )
    )


def test_a_chain_becomes_a_reel(chain, store, tmp_path):
    ledger, who = SqliteLedger(tmp_path / "ledger.db"), profile("local")
    terms = Terms(service=who.base_url, account=who.account, free=True, jobs_in_flight=8)

    async def shoot():
        async with open_client(
            who, catalog(), state=tmp_path / "simulator.db", job_seconds=0.1
        ) as client:
            return await run(chain, client, ledger, store, terms=terms, root=tmp_path, policy=QUICK)

    outcome = asyncio.run(shoot())
    again = asyncio.run(shoot())
    assert (outcome.exit_code, again.clips) == (0, outcome.clips)
    one, two, three = (take.path for take in outcome.takes)
    for before, after in ((one, two), (two, three)):
        assert cv2.PSNR(last_frame(before), first_frame(after)) > 35

    reel = cut(chain, outcome.clips, store, store.out / "film.mp4")
    lengths = [clip_facts(path).seconds for path in (one, two, three)]
    assert reel.seconds == pytest.approx(sum(lengths), abs=3 / 24)
    assert "data:" not in repr(history(ledger))
    ledger.close()
