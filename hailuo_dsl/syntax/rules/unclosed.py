"""TODO unclosed."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E112", "unclosed")
