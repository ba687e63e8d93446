"""TODO camera-comma."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E202", "camera-comma")
