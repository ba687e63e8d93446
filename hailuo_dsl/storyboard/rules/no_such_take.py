"""TODO no-such-take."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E310", "no-such-take")
