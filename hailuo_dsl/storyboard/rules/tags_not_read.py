"""TODO tags-not-read."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W201", "tags-not-read")
