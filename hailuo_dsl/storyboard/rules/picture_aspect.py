"""TODO picture-aspect."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E505", "picture-aspect")
