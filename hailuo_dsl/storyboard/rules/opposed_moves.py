"""TODO opposed-moves."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W203", "opposed-moves")
