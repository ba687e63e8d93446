"""TODO no-model."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E121", "no-model")
