"""TODO said-again."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W302", "said-again")
