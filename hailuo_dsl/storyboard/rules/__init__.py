"""The codes of what can be wrong with a storyboard.

E1xx what a shot lacks · E2xx camera · E3xx names, references, files · E4xx what the service does
not offer · E5xx pictures; W and I alike for warnings and hints.

One rule, one file: its docstring says the rule, a wrong and a right script show it.
"""

from hailuo_dsl.storyboard.rules.bad_choices import RULE as BAD_CHOICES
from hailuo_dsl.storyboard.rules.bad_slug import RULE as BAD_SLUG
from hailuo_dsl.storyboard.rules.bad_table import RULE as BAD_TABLE
from hailuo_dsl.storyboard.rules.camera_comma import RULE as CAMERA_COMMA
from hailuo_dsl.storyboard.rules.circle import RULE as CIRCLE
from hailuo_dsl.storyboard.rules.empty_cell import RULE as EMPTY_CELL
from hailuo_dsl.storyboard.rules.empty_cell_in_prose import RULE as EMPTY_CELL_IN_PROSE
from hailuo_dsl.storyboard.rules.file_unreadable import RULE as FILE_UNREADABLE
from hailuo_dsl.storyboard.rules.literal_bracket import RULE as LITERAL_BRACKET
from hailuo_dsl.storyboard.rules.many_variants import RULE as MANY_VARIANTS
from hailuo_dsl.storyboard.rules.move_in_definition import RULE as MOVE_IN_DEFINITION
from hailuo_dsl.storyboard.rules.move_in_prose import RULE as MOVE_IN_PROSE
from hailuo_dsl.storyboard.rules.name_in_setting import RULE as NAME_IN_SETTING
from hailuo_dsl.storyboard.rules.never_used import RULE as NEVER_USED
from hailuo_dsl.storyboard.rules.no_first_frame import RULE as NO_FRAME
from hailuo_dsl.storyboard.rules.no_model import RULE as NO_MODEL
from hailuo_dsl.storyboard.rules.no_previous_shot import RULE as NO_PREVIOUS
from hailuo_dsl.storyboard.rules.no_prompt import RULE as NO_PROMPT
from hailuo_dsl.storyboard.rules.no_prose import RULE as NO_PROSE
from hailuo_dsl.storyboard.rules.no_shots import RULE as SHOTLESS
from hailuo_dsl.storyboard.rules.no_such_form import RULE as NO_SUCH_FORM
from hailuo_dsl.storyboard.rules.no_such_take import RULE as NO_SUCH_TAKE
from hailuo_dsl.storyboard.rules.no_such_variant import RULE as NO_SUCH_VARIANT
from hailuo_dsl.storyboard.rules.only_definitions import RULE as NO_DEFINITION
from hailuo_dsl.storyboard.rules.outside_project import RULE as OUTSIDE
from hailuo_dsl.storyboard.rules.prompt_near_limit import RULE as PROMPT_NEAR_LIMIT
from hailuo_dsl.storyboard.rules.prompt_too_long import RULE as PROMPT_TOO_LONG
from hailuo_dsl.storyboard.rules.said_again import RULE as SAID_AGAIN
from hailuo_dsl.storyboard.rules.same_name import RULE as SAME_NAME
from hailuo_dsl.storyboard.rules.tag_in_value import RULE as TAG_IN_VALUE
from hailuo_dsl.storyboard.rules.too_many_names import RULE as TOO_MANY_NAMES
from hailuo_dsl.storyboard.rules.too_many_requests import RULE as TOO_MANY_REQUESTS
from hailuo_dsl.storyboard.rules.undecided_take import RULE as UNDECIDED
from hailuo_dsl.storyboard.rules.unknown_frame import RULE as UNKNOWN_FRAME
from hailuo_dsl.storyboard.rules.unknown_model import RULE as UNKNOWN_MODEL
from hailuo_dsl.storyboard.rules.unknown_move import RULE as UNKNOWN_MOVE
from hailuo_dsl.storyboard.rules.unknown_name import RULE as UNKNOWN_NAME
from hailuo_dsl.storyboard.rules.unknown_setup import RULE as UNKNOWN_SETUP
from hailuo_dsl.storyboard.rules.unknown_shot import RULE as UNKNOWN_SHOT
from hailuo_dsl.storyboard.rules.unknown_style import RULE as UNKNOWN_STYLE
from hailuo_dsl.storyboard.rules.wide_brackets import RULE as WIDE_BRACKETS

__all__ = [
    "BAD_CHOICES",
    "BAD_SLUG",
    "BAD_TABLE",
    "CAMERA_COMMA",
    "CIRCLE",
    "EMPTY_CELL",
    "EMPTY_CELL_IN_PROSE",
    "FILE_UNREADABLE",
    "LITERAL_BRACKET",
    "MANY_VARIANTS",
    "MOVE_IN_DEFINITION",
    "MOVE_IN_PROSE",
    "NAME_IN_SETTING",
    "NEVER_USED",
    "NO_DEFINITION",
    "NO_FRAME",
    "NO_MODEL",
    "NO_PREVIOUS",
    "NO_PROMPT",
    "NO_PROSE",
    "NO_SUCH_FORM",
    "NO_SUCH_TAKE",
    "NO_SUCH_VARIANT",
    "OUTSIDE",
    "PROMPT_NEAR_LIMIT",
    "PROMPT_TOO_LONG",
    "SAID_AGAIN",
    "SAME_NAME",
    "SHOTLESS",
    "TAG_IN_VALUE",
    "TOO_MANY_NAMES",
    "TOO_MANY_REQUESTS",
    "UNDECIDED",
    "UNKNOWN_FRAME",
    "UNKNOWN_MODEL",
    "UNKNOWN_MOVE",
    "UNKNOWN_NAME",
    "UNKNOWN_SETUP",
    "UNKNOWN_SHOT",
    "UNKNOWN_STYLE",
    "WIDE_BRACKETS",
]
