"""TODO static-and-moves."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W204", "static-and-moves")
