"""TODO unknown-name."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E301", "unknown-name")
