"""TODO same-name."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E302", "same-name")
