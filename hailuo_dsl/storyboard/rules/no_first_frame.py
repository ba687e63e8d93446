"""TODO no-first-frame."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E122", "no-first-frame")
