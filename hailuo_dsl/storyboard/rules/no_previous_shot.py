"""TODO no-previous-shot."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E308", "no-previous-shot")
