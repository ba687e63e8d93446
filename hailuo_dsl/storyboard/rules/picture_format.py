"""TODO picture-format."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E502", "picture-format")
