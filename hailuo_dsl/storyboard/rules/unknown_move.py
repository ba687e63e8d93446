"""TODO unknown-move."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E201", "unknown-move")
