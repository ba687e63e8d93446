"""TODO duration-not-offered."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E402", "duration-not-offered")
