"""TODO move-in-definition."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E203", "move-in-definition")
