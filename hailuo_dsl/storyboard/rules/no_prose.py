"""TODO no-prose."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E124", "no-prose")
