"""TODO undecided-take."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W301", "undecided-take")
