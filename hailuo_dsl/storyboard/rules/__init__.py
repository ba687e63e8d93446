"""The codes of what can be wrong with a storyboard.

E1xx what a shot lacks · E2xx camera · E3xx names, references, files · E4xx what the service does
not offer · E5xx pictures; W and I alike for warnings and hints.

One rule, one file: its docstring says the rule, a wrong and a right script show it.
"""

from hailuo_dsl.storyboard.rules.camera_comma import RULE as CAMERA_COMMA
from hailuo_dsl.storyboard.rules.circle import RULE as CIRCLE
from hailuo_dsl.storyboard.rules.duration_not_offered import RULE as DURATION_NOT_OFFERED
from hailuo_dsl.storyboard.rules.literal_bracket import RULE as LITERAL_BRACKET
from hailuo_dsl.storyboard.rules.mode_not_offered import RULE as MODE_NOT_OFFERED
from hailuo_dsl.storyboard.rules.move_in_definition import RULE as MOVE_IN_DEFINITION
from hailuo_dsl.storyboard.rules.name_in_setting import RULE as NAME_IN_SETTING
from hailuo_dsl.storyboard.rules.no_first_frame import RULE as NO_FRAME
from hailuo_dsl.storyboard.rules.no_model import RULE as NO_MODEL
from hailuo_dsl.storyboard.rules.no_previous_shot import RULE as NO_PREVIOUS
from hailuo_dsl.storyboard.rules.no_prompt import RULE as NO_PROMPT
from hailuo_dsl.storyboard.rules.no_prose import RULE as NO_PROSE
from hailuo_dsl.storyboard.rules.no_shots import RULE as SHOTLESS
from hailuo_dsl.storyboard.rules.no_such_form import RULE as NO_SUCH_FORM
from hailuo_dsl.storyboard.rules.no_such_take import RULE as NO_SUCH_TAKE
from hailuo_dsl.storyboard.rules.opposed_moves import RULE as OPPOSED_MOVES
from hailuo_dsl.storyboard.rules.picture_aspect import RULE as PICTURE_ASPECT
from hailuo_dsl.storyboard.rules.picture_format import RULE as PICTURE_FORMAT
from hailuo_dsl.storyboard.rules.picture_heavy import RULE as PICTURE_HEAVY
from hailuo_dsl.storyboard.rules.picture_too_large import RULE as PICTURE_TOO_LARGE
from hailuo_dsl.storyboard.rules.picture_too_small import RULE as PICTURE_TOO_SMALL
from hailuo_dsl.storyboard.rules.picture_unreadable import RULE as PICTURE_UNREADABLE
from hailuo_dsl.storyboard.rules.prompt_too_long import RULE as PROMPT_TOO_LONG
from hailuo_dsl.storyboard.rules.resolution_not_offered import RULE as RESOLUTION_NOT_OFFERED
from hailuo_dsl.storyboard.rules.said_again import RULE as SAID_AGAIN
from hailuo_dsl.storyboard.rules.same_name import RULE as SAME_NAME
from hailuo_dsl.storyboard.rules.static_and_moves import RULE as STATIC_AND_MOVES
from hailuo_dsl.storyboard.rules.tag_in_value import RULE as TAG_IN_VALUE
from hailuo_dsl.storyboard.rules.tags_not_read import RULE as TAGS_NOT_READ
from hailuo_dsl.storyboard.rules.too_many_moves import RULE as TOO_MANY_MOVES
from hailuo_dsl.storyboard.rules.too_many_names import RULE as TOO_MANY_NAMES
from hailuo_dsl.storyboard.rules.undecided_take import RULE as UNDECIDED
from hailuo_dsl.storyboard.rules.unknown_frame import RULE as UNKNOWN_FRAME
from hailuo_dsl.storyboard.rules.unknown_model import RULE as UNKNOWN_MODEL
from hailuo_dsl.storyboard.rules.unknown_move import RULE as UNKNOWN_MOVE
from hailuo_dsl.storyboard.rules.unknown_name import RULE as UNKNOWN_NAME
from hailuo_dsl.storyboard.rules.unknown_shot import RULE as UNKNOWN_SHOT
from hailuo_dsl.storyboard.rules.unknown_style import RULE as UNKNOWN_STYLE
from hailuo_dsl.storyboard.rules.wide_brackets import RULE as WIDE_BRACKETS

__all__ = [
    "CAMERA_COMMA",
    "CIRCLE",
    "DURATION_NOT_OFFERED",
    "LITERAL_BRACKET",
    "MODE_NOT_OFFERED",
    "MOVE_IN_DEFINITION",
    "NAME_IN_SETTING",
    "NO_FRAME",
    "NO_MODEL",
    "NO_PREVIOUS",
    "NO_PROMPT",
    "NO_PROSE",
    "NO_SUCH_FORM",
    "NO_SUCH_TAKE",
    "OPPOSED_MOVES",
    "PICTURE_ASPECT",
    "PICTURE_FORMAT",
    "PICTURE_HEAVY",
    "PICTURE_TOO_LARGE",
    "PICTURE_TOO_SMALL",
    "PICTURE_UNREADABLE",
    "PROMPT_TOO_LONG",
    "RESOLUTION_NOT_OFFERED",
    "SAID_AGAIN",
    "SAME_NAME",
    "SHOTLESS",
    "STATIC_AND_MOVES",
    "TAGS_NOT_READ",
    "TAG_IN_VALUE",
    "TOO_MANY_MOVES",
    "TOO_MANY_NAMES",
    "UNDECIDED",
    "UNKNOWN_FRAME",
    "UNKNOWN_MODEL",
    "UNKNOWN_MOVE",
    "UNKNOWN_NAME",
    "UNKNOWN_SHOT",
    "UNKNOWN_STYLE",
    "WIDE_BRACKETS",
]
