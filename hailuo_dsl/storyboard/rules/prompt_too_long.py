"""TODO prompt-too-long."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E405", "prompt-too-long")
