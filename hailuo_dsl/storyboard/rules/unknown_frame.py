"""TODO unknown-frame."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E309", "unknown-frame")
