"""TODO bad-name."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E108", "bad-name")
