"""TODO name-in-setting."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E304", "name-in-setting")
