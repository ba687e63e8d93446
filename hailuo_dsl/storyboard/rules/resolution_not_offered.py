"""TODO resolution-not-offered."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E403", "resolution-not-offered")
