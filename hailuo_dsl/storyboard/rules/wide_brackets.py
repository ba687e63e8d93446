"""TODO wide-brackets."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W205", "wide-brackets")
