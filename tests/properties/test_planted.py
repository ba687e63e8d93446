"""A mistake planted in a right film is said on its own line, and costs no other shot anything."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.conftest import compiled
from tests.properties.films import films

MISTAKES = (
    ("what is this", "unknown-line"),
    ("She walks on.", "unknown-line"),
    ("modle: MiniMax-Hailuo-02", "unknown-key"),
    ("duration:", "empty-value"),
    ("duration: 6s # short", "comment-in-value"),
    ("duration: 7s", "duration-not-offered"),
    ("duration: soon", "bad-value"),
    ("duration: {no way}s", "bad-name"),
    ("resolution: 999P", "bad-value"),
    ("resolution: 720P", "resolution-not-offered"),
    ("model: Hailuo-9", "unknown-model"),
    ("model: {mara}", "name-in-setting"),
    ("look: nobody", "unknown-style"),
    ("callback: here", "bad-value"),
    ("watermark: maybe", "bad-value"),
    ("to: nothing", "unknown-frame"),
    ("to: nobody.last", "unknown-shot"),
    ("to: missing.png", "picture-unreadable"),
    ("pick: 9 9", "bad-value"),
    ("pick: noon", "no-such-variant"),
    ("camera: push in, pan left", "camera-comma"),
    ("camera: sprint", "unknown-move"),
    ("camera: push in +", "unknown-move"),
    ("camera: push in \\ pan left", "stray-backslash"),
    ("> She [sprints] on.", "unknown-move"),
    ("> {nobody} walks.", "unknown-name"),
    ("> {lamp.name} burns.", "no-such-form"),
    ("> {tone.full} light.", "no-such-form"),
    ("> {mara.age} walks.", "bad-name"),
    ("> It closes { behind her.", "unclosed"),
    ("> It opens ] behind her.", "unclosed"),
    ("> A back\\slash.", "stray-backslash"),
    ("> She walks\u202e on.", "forbidden-character"),
    ("let mara: a man", "same-name"),
    ("let previous: a man", "bad-name"),
    ("let extra:", "empty-value"),
    ("let extra", "unknown-line"),
    ("use looks/shared.shots", "misplaced"),
    ("vary extra: lonely", "bad-choices"),
    ("vary extra: a | b |", "bad-choices"),
    ("vary extra: a | A", "bad-slug"),
    ("vary extra: … | a", "bad-slug"),
    ("takes: 0", "bad-value"),
    ("takes: 201", "too-many-requests"),
    ("each: nowhere.csv", "file-unreadable"),
    ("each: ../outside.csv", "file-unreadable"),
    ("with: nobody", "unknown-setup"),
)
ON_THE_HEADING = frozenset({"too-many-requests"})


@given(films(), st.sampled_from(MISTAKES), st.data())
def test_a_planted_mistake(film, mistake, data):
    line, slug = mistake
    shot = data.draw(st.sampled_from(film.shots))
    assume(not shot.has(line.partition(":")[0]))
    # Too many takes in a scene that is repeated are the whole scene's.
    assume(not (slug in ON_THE_HEADING and shot.rows))
    before = {it.id: it.request for it in compiled(film.text()[0], files=film.files).plan.steps}
    text, number = film.text(shot, line)
    made = compiled(text, files=film.files)
    source = made.report.sources["film.shots"]
    errors = [it for it in made.report if it.is_error]

    assert {it.rule.slug for it in errors} == {slug}
    if slug not in ON_THE_HEADING:
        assert {source.position(it.span.start)[0] for it in errors} == {number}
        assert {it.span.file for it in errors} == {"film.shots"}
    after = {it.id: it.request for it in made.plan.steps}
    spared = [id for it in film.shots if not it.hangs_on(shot) for id in it.ids]
    assert {id: after[id].body for id in spared} == {id: before[id].body for id in spared}
    assert not set(shot.ids) & set(after)
