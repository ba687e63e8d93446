"""TODO unknown-line."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E103", "unknown-line")
