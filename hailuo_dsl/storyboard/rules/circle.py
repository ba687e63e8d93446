"""TODO circle."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E303", "circle")
