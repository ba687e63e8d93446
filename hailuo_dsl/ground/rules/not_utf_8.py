"""TODO not-utf-8."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E101", "not-utf-8")
