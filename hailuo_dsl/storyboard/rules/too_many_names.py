"""TODO too-many-names."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E311", "too-many-names")
