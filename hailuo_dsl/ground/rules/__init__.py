"""The codes of what can be wrong with bytes and with words to this program.

One rule, one file: its docstring says the rule, a wrong and a right script show it.
"""

from hailuo_dsl.ground.rules.not_utf_8 import RULE as NOT_UTF8
from hailuo_dsl.ground.rules.too_large import RULE as TOO_LARGE
from hailuo_dsl.ground.rules.unknown_allow import RULE as UNKNOWN_ALLOW
from hailuo_dsl.ground.rules.unused_allow import RULE as UNUSED_ALLOW

__all__ = ["NOT_UTF8", "TOO_LARGE", "UNKNOWN_ALLOW", "UNUSED_ALLOW"]
