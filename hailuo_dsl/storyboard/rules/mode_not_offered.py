"""TODO mode-not-offered."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E404", "mode-not-offered")
