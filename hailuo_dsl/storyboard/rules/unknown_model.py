"""TODO unknown-model."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E401", "unknown-model")
