"""TODO picture-unreadable."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E501", "picture-unreadable")
