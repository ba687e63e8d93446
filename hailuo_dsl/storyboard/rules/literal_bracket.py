"""TODO literal-bracket."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W121", "literal-bracket")
