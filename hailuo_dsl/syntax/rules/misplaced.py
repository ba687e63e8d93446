"""TODO misplaced."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E110", "misplaced")
