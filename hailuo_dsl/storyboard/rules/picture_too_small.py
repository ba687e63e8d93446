"""TODO picture-too-small."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E504", "picture-too-small")
