"""The codes of what can be wrong with a storyboard.

E1xx what a shot lacks · E2xx camera · E3xx names, references, files · E4xx what the service does
not offer · E5xx pictures; W and I alike for warnings and hints.
"""

from hailuo_dsl.ground.model import Rule

NOT_YET = Rule("E120", "not-yet")
NO_MODEL = Rule("E121", "no-model")
NO_FRAME = Rule("E122", "no-first-frame")
NO_PROMPT = Rule("E123", "no-prompt")
NO_PROSE = Rule("E124", "no-prose")
SHOTLESS = Rule("W120", "no-shots")
LITERAL_BRACKET = Rule("W121", "literal-bracket")

UNKNOWN_MOVE = Rule("E201", "unknown-move")
CAMERA_COMMA = Rule("E202", "camera-comma")
MOVE_IN_DEFINITION = Rule("E203", "move-in-definition")
TAG_IN_VALUE = Rule("E204", "tag-in-value")
TAGS_NOT_READ = Rule("W201", "tags-not-read")
TOO_MANY_MOVES = Rule("W202", "too-many-moves")
OPPOSED_MOVES = Rule("W203", "opposed-moves")
STATIC_AND_MOVES = Rule("W204", "static-and-moves")
WIDE_BRACKETS = Rule("W205", "wide-brackets")

UNKNOWN_NAME = Rule("E301", "unknown-name")
SAME_NAME = Rule("E302", "same-name")
CIRCLE = Rule("E303", "circle")
NAME_IN_SETTING = Rule("E304", "name-in-setting")
NO_SUCH_FORM = Rule("E305", "no-such-form")
UNKNOWN_STYLE = Rule("E306", "unknown-style")
UNKNOWN_SHOT = Rule("E307", "unknown-shot")
NO_PREVIOUS = Rule("E308", "no-previous-shot")
UNKNOWN_FRAME = Rule("E309", "unknown-frame")
NO_SUCH_TAKE = Rule("E310", "no-such-take")
TOO_MANY_NAMES = Rule("E311", "too-many-names")
UNDECIDED = Rule("W301", "undecided-take")
SAID_AGAIN = Rule("W302", "said-again")

UNKNOWN_MODEL = Rule("E401", "unknown-model")
DURATION_NOT_OFFERED = Rule("E402", "duration-not-offered")
RESOLUTION_NOT_OFFERED = Rule("E403", "resolution-not-offered")
MODE_NOT_OFFERED = Rule("E404", "mode-not-offered")
PROMPT_TOO_LONG = Rule("E405", "prompt-too-long")

PICTURE_UNREADABLE = Rule("E501", "picture-unreadable")
PICTURE_FORMAT = Rule("E502", "picture-format")
PICTURE_TOO_LARGE = Rule("E503", "picture-too-large")
PICTURE_TOO_SMALL = Rule("E504", "picture-too-small")
PICTURE_ASPECT = Rule("E505", "picture-aspect")
PICTURE_HEAVY = Rule("W501", "picture-heavy")
