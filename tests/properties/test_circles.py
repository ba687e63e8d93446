"""Shots that wait for each other make no requests, however they are knotted."""

from __future__ import annotations

from graphlib import TopologicalSorter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import compiled

MOST = 9


@st.composite
def knots(draw):
    """Shot -> the shots whose frames it starts from and ends on; itself may be one of them."""
    count = draw(st.integers(1, MOST))
    others = st.lists(st.integers(0, count - 1), max_size=2, unique=True)
    return {number: draw(others) for number in range(count)}


def film_of(waits):
    text = "model: MiniMax-Hailuo-02\n"
    for number, others in waits.items():
        frames = [f"s{other}.last" for other in others] or ["a.png"]
        lines = (f"{key}: {frame}\n" for key, frame in zip(("from", "to"), frames, strict=False))
        text += f"shot s{number}\n{''.join(lines)}> Go.\n"
    return text


def reached(waits, start):
    """The shots that *start* waits for, and those that they wait for."""
    found, left = set(), [*waits[start]]
    while left:
        at = left.pop()
        if at not in found:
            found.add(at)
            left += waits[at]
    return found


@given(knots())
def test_no_plan_waits_for_itself_and_only_knotted_shots_are_lost(waits):
    made = compiled(film_of(waits))
    left = {step.id: step.request.depends_on for step in made.plan.steps}
    knotted = {f"s{number}" for number in waits if number in reached(waits, number)}

    TopologicalSorter(left).prepare()
    assert {f"s{number}" for number in waits} - set(left) <= knotted
    assert {it.rule.slug for it in made.report} == ({"circle"} if knotted else set())


@given(knots())
def test_what_is_said_to_be_a_circle_is_one(waits):
    for found in compiled(film_of(waits)).report:
        ids = found.message.partition(": ")[2].split(" → ")
        numbers = [int(id.removeprefix("s")) for id in ids]

        assert numbers[0] == numbers[-1]
        assert all(after in waits[at] for at, after in pairwise(numbers))


def test_ten_thousand_shots_in_a_circle_are_one_mistake_that_can_be_read():
    (found,) = compiled(film_of({n: [(n + 1) % 10_000] for n in range(10_000)})).report

    assert found.message == (
        "these shots wait for each other: s0 → s1 → s2 → s3 → s4 → s5 → … → s0"
    )
    assert len(found.related) < 10
