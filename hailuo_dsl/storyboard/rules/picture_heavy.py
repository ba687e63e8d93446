"""TODO picture-heavy."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W501", "picture-heavy")
