"""TODO empty-value."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E105", "empty-value")
