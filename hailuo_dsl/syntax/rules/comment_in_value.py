"""TODO comment-in-value."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E106", "comment-in-value")
