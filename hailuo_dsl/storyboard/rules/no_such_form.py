"""TODO no-such-form."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E305", "no-such-form")
