"""The codes of what can be wrong with a line or with the text (E1xx).

One rule, one file: its docstring says the rule, a wrong and a right script show it.
"""

from hailuo_dsl.syntax.rules.bad_heading import RULE as BAD_HEADING
from hailuo_dsl.syntax.rules.bad_name import RULE as BAD_NAME
from hailuo_dsl.syntax.rules.bad_value import RULE as BAD_VALUE
from hailuo_dsl.syntax.rules.comment_in_value import RULE as COMMENT_IN_VALUE
from hailuo_dsl.syntax.rules.empty_value import RULE as EMPTY_VALUE
from hailuo_dsl.syntax.rules.forbidden_character import RULE as FORBIDDEN_CHARACTER
from hailuo_dsl.syntax.rules.misleading_indent import RULE as MISLEADING_INDENT
from hailuo_dsl.syntax.rules.misplaced import RULE as MISPLACED
from hailuo_dsl.syntax.rules.repeated import RULE as REPEATED
from hailuo_dsl.syntax.rules.stray_backslash import RULE as STRAY_BACKSLASH
from hailuo_dsl.syntax.rules.unclosed import RULE as UNCLOSED
from hailuo_dsl.syntax.rules.unknown_key import RULE as UNKNOWN_KEY
from hailuo_dsl.syntax.rules.unknown_line import RULE as UNKNOWN_LINE

__all__ = [
    "BAD_HEADING",
    "BAD_NAME",
    "BAD_VALUE",
    "COMMENT_IN_VALUE",
    "EMPTY_VALUE",
    "FORBIDDEN_CHARACTER",
    "MISLEADING_INDENT",
    "MISPLACED",
    "REPEATED",
    "STRAY_BACKSLASH",
    "UNCLOSED",
    "UNKNOWN_KEY",
    "UNKNOWN_LINE",
]
