"""TODO too-many-moves."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W202", "too-many-moves")
