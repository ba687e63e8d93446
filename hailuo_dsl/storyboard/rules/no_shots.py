"""TODO no-shots."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W120", "no-shots")
