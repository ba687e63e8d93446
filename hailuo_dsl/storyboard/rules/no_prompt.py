"""TODO no-prompt."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E123", "no-prompt")
