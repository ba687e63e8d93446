"""TODO forbidden-character."""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E102", "forbidden-character")
