"""TODO tag-in-value."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E204", "tag-in-value")
