"""TODO unknown-key."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E104", "unknown-key")
