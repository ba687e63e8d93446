"""TODO repeated."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E109", "repeated")
