"""The codes of what can be wrong with bytes and with words to this program.

One rule, one file: its docstring says the rule, a wrong and a right script show it.
"""

from hailuo_dsl.ground.rules.not_utf_8 import RULE as NOT_UTF8

__all__ = ["NOT_UTF8"]
