"""TODO unknown-style."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E306", "unknown-style")
