"""The codes of what can be wrong with a line or with the text (E1xx)."""

from hailuo_dsl.ground.model import Rule

FORBIDDEN_CHARACTER = Rule("E102", "forbidden-character")
UNKNOWN_LINE = Rule("E103", "unknown-line")
UNKNOWN_KEY = Rule("E104", "unknown-key")
EMPTY_VALUE = Rule("E105", "empty-value")
COMMENT_IN_VALUE = Rule("E106", "comment-in-value")
BAD_HEADING = Rule("E107", "bad-heading")
BAD_NAME = Rule("E108", "bad-name")
REPEATED = Rule("E109", "repeated")
MISPLACED = Rule("E110", "misplaced")
STRAY_BACKSLASH = Rule("E111", "stray-backslash")
UNCLOSED = Rule("E112", "unclosed")
BAD_VALUE = Rule("E113", "bad-value")
