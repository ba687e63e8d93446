"""TODO stray-backslash."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E111", "stray-backslash")
