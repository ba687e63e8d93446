"""TODO bad-heading."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E107", "bad-heading")
