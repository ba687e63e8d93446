"""TODO bad-value."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E113", "bad-value")
