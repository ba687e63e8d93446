"""Where the time goes: microseconds a shot, stage by stage."""

from __future__ import annotations

import time
from collections import Counter

from hailuo_dsl import compile as story
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.syntax import parse as syntax
from tests.benchmarks.scripts import rich_script, validate, world

SHOTS = 10_000
STAGES = ("parse", "resolve", "check", "lower", "schedule")


class TimedParser:
    """A Lark parser whose time is kept apart."""

    def __init__(self, parser, took):
        self.parse = timed(parser.parse, took, "lines")


def timed(stage, took, name):
    """*stage*, with its seconds added to *took*."""

    def run(*args, **words):
        start = time.perf_counter()
        try:
            return stage(*args, **words)
        finally:
            took[name] += time.perf_counter() - start

    return run


def test_where_the_time_goes(monkeypatch):
    took = Counter()
    parser = TimedParser(syntax.script_parser(), took)
    monkeypatch.setattr(syntax, "script_parser", lambda: parser)
    for name in STAGES:
        monkeypatch.setattr(story, name, timed(getattr(story, name), took, name))
    start = time.perf_counter()
    made = story.compile_script(source_of("film.shots", rich_script(SHOTS)), world())
    took["compile"] = time.perf_counter() - start
    timed(validate, took, "jsonschema")(made, fast=False)
    timed(validate, took, "jsonschema-rs")(made)
    assert len(made.plan.steps) == SHOTS

    print(f"\n{SHOTS} rich shots   µs a shot")
    for name, what in rows(took).items():
        print(f"{name:<20} {what / SHOTS * 1e6:9.1f}")


def rows(took):
    """The stages in the order of the story, and the two ways to validate."""
    stages = {
        "lines (Lark)": took["lines"],
        "tree": took["parse"] - took["lines"],
        **{name: took[name] for name in STAGES[1:]},
    }
    return {
        **stages,
        "the rest of compile": took["compile"] - sum(stages.values()),
        "validate": took["jsonschema"],
        "all": took["compile"] + took["jsonschema"],
        "validate, with rs": took["jsonschema-rs"],
    }
