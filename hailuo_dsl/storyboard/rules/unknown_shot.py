"""TODO unknown-shot."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E307", "unknown-shot")
