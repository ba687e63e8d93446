"""TODO picture-too-large."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E503", "picture-too-large")
