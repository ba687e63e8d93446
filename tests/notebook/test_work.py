"""News is paced, and the last of it always comes."""

from __future__ import annotations

import asyncio

from hailuo_dsl.notebook.work import Pace, shooting, under_way


def test_much_news_is_little_and_ends_with_the_last():
    async def story():
        shown = []
        pace = Pace(shown.append, interval=0.05)
        for number in range(4000):
            pace.tell(number)
        assert shown == [0]
        await asyncio.sleep(0.15)
        return shown

    assert asyncio.run(story()) == [0, 3999]


def test_what_matters_is_told_at_once():
    async def story():
        shown = []
        pace = Pace(shown.append, interval=0.05)
        pace.tell("quiet")
        pace.tell("news")
        pace.tell("over", at_once=True)
        now = list(shown)
        await asyncio.sleep(0.1)
        return now, shown

    assert asyncio.run(story()) == (["quiet", "over"], ["quiet", "over"])


def test_a_run_is_started_once_and_forgotten_when_it_is_over():
    async def story():
        begun = []

        async def work(on_change):
            begun.append(on_change)
            await asyncio.sleep(0.01)

        first, second = shooting("film", work), shooting("film", work)
        assert first is second is under_way("film")
        await first.task
        await asyncio.sleep(0)
        return len(begun), under_way("film")

    assert asyncio.run(story()) == (1, None)
