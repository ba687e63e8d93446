"""The plan as stable text: a line a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.catalog.show import priced

if TYPE_CHECKING:
    from hailuo_dsl.plan.model import Plan, Step


def show_plan(plan: Plan) -> str:
    """Every step with what it waits for, its ordinal where it is not the first, and its price."""
    return "".join(f"{_step(step)}\n" for step in plan.steps)


def _step(step: Step) -> str:
    parts = [step.id, priced(step.price)]
    if step.request.depends_on:
        parts.append(f"after {', '.join(step.request.depends_on)}")
    if step.request.undecided:
        parts.append("waits for a pick")
    if step.ordinal > 1:
        parts.append(f"equal request {step.ordinal}")
    return " · ".join(parts)
