"""Laws of the source map: it is gapless, and its ranges are true."""

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import compiled

PROSE = st.text(
    st.sampled_from("ab 灯。“”…—한é#$|[]{}\\\u3000\t") | st.characters(codec="utf-8"), max_size=30
)
LINES = st.one_of(
    PROSE.map(lambda it: f"> {it}"),
    st.sampled_from(
        [
            "camera: push in",
            "camera: pan left + shake, then 上摇",
            "> {mara} walks [tilt up].",
            "> {lamp}，{tone}走",
            "> she [{move}] turns",
            ">",
            r"> \[x\] and \{y\}",
        ]
    ),
)
HEAD = """model: MiniMax-Hailuo-2.3
let tone: a {mood} light
let mood: cold
let move: push in
character mara "the woman"
> in red, {mood}
> wet hair
prop lamp
> 一盏灯
style noir
> black and white
shot it
from: a.png
look: noir
"""


@given(st.lists(LINES, max_size=8))
def test_every_character_is_accounted_for(lines):
    text = HEAD + "".join(f"{line}\n" for line in lines)
    made = compiled(text)
    if not made.ok:
        assert made.plan.steps == ()
        return
    (step,) = made.plan.steps
    prompt = step.request.body["prompt"]
    source = made.report.sources["film.shots"].text
    at = 0
    for mark in step.request.source_map:
        assert mark.start == at
        assert mark.end > mark.start
        at = mark.end
        said, written = prompt[mark.start : mark.end], source[mark.span.start : mark.span.end]
        if mark.kind in ("prose", "look", "variable"):
            assert written in (said, f"\\{said}")
        elif mark.kind == "join":
            assert said in (" ", "\n")
            assert written == ("" if said == " " else ">")
        elif mark.kind == "camera":
            assert said[0] + said[-1] == "[]"
            assert written
        else:
            assert written in (said, "{mara}", f"\\{said}")
    assert at == len(prompt)
