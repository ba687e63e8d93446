"""What changed between two scripts: fields, words, what goes stale, what is made anew."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from graphlib import TopologicalSorter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.compile import World, compile_script
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.ground.world import ImageFacts
from hailuo_dsl.job.frames import ids_of, key_of, parents
from hailuo_dsl.job.terms import Terms
from hailuo_dsl.plan.bill import bill
from hailuo_dsl.plan.diff.data import document, schema
from hailuo_dsl.plan.diff.diff import diff
from hailuo_dsl.plan.diff.model import Made, Op, Stretch
from hailuo_dsl.plan.diff.show import show_diff
from hailuo_dsl.plan.diff.words import word_diff

FILM = """\
model: MiniMax-Hailuo-02

scene harbour
  shot arrive
    from: pier.png
    > She walks the length of the pier.

  shot door
    from: previous
    > She opens the door.

  shot lamp
    from: previous
    > The lamp is lit.
"""
TERMS = Terms(service="https://gateway.example")


def plan(text, **bytes_of):
    """The plan of a script that is right; *bytes_of* are those of pictures, without suffix."""

    def pictures(path):
        digest = sha256(bytes_of.get(path.partition(".")[0], path).encode()).hexdigest()
        return ImageFacts("PNG", 80_000, 600, 400, digest)

    rows = catalog()
    made = compile_script(
        source_of("film.shots", text), World(rows, rows.provider("gateway"), pictures)
    )
    assert [it.message for it in made.report if it.is_error] == []
    return made.plan


def between(old, new):
    """Id -> status, of what is not unchanged."""
    changes = diff(plan(old), plan(new)).changes
    return {it.id: str(it.status) for it in changes if it.status != "unchanged"}


def change(old, new, id):
    changes = diff(plan(old), plan(new)).changes
    return next(it for it in changes if it.id == id)


def fields(old, new, id):
    return [(it.name, it.old, it.new, it.counts) for it in change(old, new, id).fields]


def edited(*pairs, text=FILM):
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_film_of_many_changes_as_text():
    old = edited(
        ("The lamp is lit.", "The lamp is lit.\n\n  shot coda\n    from: pier.png\n    > Sea.")
    )
    new = edited(
        ("of the pier", "of the quay, slowly"),
        ("model:", "duration: 10s\nmodel:"),
        ("    > She opens", "    duration: 6s\n    > She opens"),
        ("    > The lamp", "    duration: 6s\n    trim: 1s..5s\n    > The lamp"),
        ("shot lamp", "shot beacon"),
        ("scene harbour", "scene harbour\n  shot gulls\n    from: pier.png\n    > Gulls.\n"),
    )

    assert show_diff(diff(plan(old), plan(new))) == (
        "added     harbour/gulls · made anew\n"
        "changed   harbour/arrive · made anew\n"
        "    duration  6s -> 10s\n"
        "    prompt    She walks the length of the [-pier-]{+quay, slowly+}.\n"
        "stale     harbour/door · made anew\n"
        "    starts from harbour/arrive, which changed\n"
        "stale     harbour/beacon (was harbour/lamp) · made anew\n"
        "    starts from harbour/door, which starts from harbour/arrive, which changed\n"
        "    in the reel: trim the whole -> 1s..5s\n"
        "removed   harbour/coda\n"
        "\n"
        "1 changed, 2 stale, 1 added, 1 removed\n"
    )


@pytest.mark.parametrize(
    "new",
    [
        FILM,
        edited(("scene harbour", "# the sea\nscene harbour  \n\n")),
        edited(("  shot door", "shot door"), ("    >", ">")),
        edited(
            ("scene harbour", 'scene harbour "By night"\n  note: fog'),
            ("shot door", 'shot door "In"'),
        ),
        edited(
            ("She walks", "{who} walks"),
            ("model:", "let who: She\nmodel:"),
        ),
        edited(("from: previous\n    > She", "from: arrive.last\n    > She")),
    ],
)
def test_what_asks_for_the_same_is_no_change(new):
    found = diff(plan(FILM), plan(new))

    assert show_diff(found) == "no changes: 3 unchanged\n"
    assert (found.differs, found.anew) == (False, frozenset())


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (edited(("shot arrive", "shot land")), "renamed   harbour/arrive -> harbour/land · reused"),
        (
            edited(("  shot lamp", "scene tower\n  shot lamp")),
            "harbour/lamp -> tower/lamp · reused",
        ),
        (edited(("scene harbour", "scene port")), "harbour/door -> port/door · reused"),
    ],
)
def test_a_new_name_is_seen_as_one_and_costs_nothing(new, said):
    found = diff(plan(FILM), plan(new))

    assert said in show_diff(found)
    assert "no changes: " in show_diff(found)
    assert (found.differs, found.anew) == (False, frozenset())


def test_one_word_in_the_first_of_a_chain_makes_the_others_stale():
    new = edited(("walks the length", "runs the length"))

    assert between(FILM, new) == {
        "harbour/arrive": "changed",
        "harbour/door": "stale",
        "harbour/lamp": "stale",
    }
    last = change(FILM, new, "harbour/lamp")
    assert (last.chain, last.cause) == (("harbour/door", "harbour/arrive"), "changed")
    assert last.made is Made.ANEW


def test_a_long_way_to_the_one_to_blame_is_cut_short():
    more = "".join(f"  shot more{i}\n    from: previous\n    > More.\n" for i in range(3))
    text = show_diff(diff(plan(FILM + more), plan(edited(("walks", "runs")) + more)))

    assert (
        "    starts from harbour/more1, which over 3 more shots"
        " starts from harbour/arrive, which changed\n"
    ) in text


def test_what_stands_between_two_shots_makes_the_second_stale():
    more = edited(("  shot lamp", "  shot hall\n    from: pier.png\n    > A hall.\n\n  shot lamp"))

    came, went = change(FILM, more, "harbour/lamp"), change(more, FILM, "harbour/lamp")
    assert (came.status, came.chain, came.cause) == ("stale", ("harbour/hall",), "added")
    assert (went.status, went.chain, went.cause) == ("stale", ("harbour/hall",), "removed")
    assert [(it.old, it.new) for it in came.fields] == [
        ("shot:harbour/door.last", "shot:harbour/hall.last")
    ]


def test_to_start_from_another_shot_is_a_change_of_ones_own():
    new = edited(("from: previous\n    > The", "from: arrive.last\n    > The"))

    assert between(FILM, new) == {"harbour/lamp": "changed"}
    assert fields(FILM, new, "harbour/lamp") == [
        ("first frame", "shot:harbour/door.last", "shot:harbour/arrive.last", True)
    ]


def test_every_setting_is_a_field():
    settings = (
        "    from: https://example.com/a.png\n    to: b.png\n    resolution: 1080P\n"
        "    optimizer: off\n    watermark: on\n    callback: https://example.com/hook"
    )
    new = edited(("    from: pier.png", settings))

    assert fields(FILM, new, "harbour/arrive") == [
        ("resolution", None, "1080P", True),
        ("first frame", "file:pier.png", "https://example.com/a.png", True),
        ("last frame", None, "file:b.png", True),
        ("optimizer", None, False, True),
        ("watermark", None, True, True),
        ("callback", None, "https://example.com/hook", False),
    ]


def test_a_callback_alone_makes_no_new_take():
    new = edited(("model:", "callback: https://example.com/hook\nmodel:"))
    found = diff(plan(FILM), plan(new))

    assert {it.status for it in found.changes} == {"touched"}
    assert (found.differs, found.anew) == (True, frozenset())
    assert "callback  left out -> https://example.com/hook (makes no new take)" in show_diff(found)


def test_the_bytes_of_a_picture_count_and_its_path_does_not():
    repainted = diff(plan(FILM), plan(FILM, pier="another picture"))
    moved = diff(plan(FILM, pier="x"), plan(edited(("pier.png", "quay.png")), quay="x"))

    assert "first frame  pier.png -> pier.png (its bytes changed)" in show_diff(repainted)
    assert len(repainted.anew) == 3
    assert "(the same bytes, which make no new take)" in show_diff(moved)
    assert moved.anew == frozenset()


def test_a_data_url_is_told_by_its_hash():
    old, new = (
        edited(("pier.png", f"data:image/png;base64,{it * 400}")) for it in ("AAAA", "AAAB")
    )
    (field,) = change(old, new, "harbour/arrive").fields

    assert field.old.startswith("sha256:")
    assert "first frame  a data URL (sha256:" in show_diff(diff(plan(old), plan(new)))


def test_raised_takes_pay_for_the_new_ones_alone():
    three = edited(("    > The lamp", "    takes: 3\n    > The lamp"))

    assert between(FILM, three) == {"harbour/lamp#2": "added", "harbour/lamp#3": "added"}
    assert between(three, FILM) == {"harbour/lamp#2": "removed", "harbour/lamp#3": "removed"}
    assert "added     harbour/lamp#2, #3 · made anew\n" in show_diff(diff(plan(FILM), plan(three)))


def test_what_waits_for_a_pick_is_not_said_to_be_made():
    old = edited(("    > She walks", "    takes: 2\n    pick: 1\n    > She walks"))
    new = old.replace("    pick: 1\n", "")
    found = diff(plan(old), plan(new))

    assert {it.id: it.made for it in found.changes if it.made is not Made.REUSED} == {
        "harbour/door": Made.WAITS,
        "harbour/lamp": Made.WAITS,
    }
    assert "(which take is meant is not said)" in show_diff(found)


def test_another_pick_is_another_frame_and_another_reel():
    old = edited(("    > She walks", "    takes: 2\n    pick: 1\n    > She walks"))
    new = old.replace("pick: 1", "pick: 2")

    assert between(old, new) == {
        "harbour/arrive#1": "touched",
        "harbour/arrive#2": "touched",
        "harbour/door": "changed",
        "harbour/lamp": "stale",
    }


def test_variants_in_another_order_are_another_reel_and_nothing_else():
    old = edited(("    > The lamp", "    vary at: dawn | noon | dusk\n    > At {at} the lamp"))
    new = old.replace("dawn | noon | dusk", "dusk | dawn | noon")
    found = diff(plan(old), plan(new))

    assert between(old, new) == {"harbour/lamp@dusk": "touched"}
    assert "in the reel: after harbour/lamp@noon -> after harbour/door\n" in show_diff(found)
    assert found.anew == frozenset()


def test_how_a_shot_is_cut_costs_nothing():
    new = edited(("    > The lamp", "    trim: 0.5s..5s\n    transition: fade 1s\n    > The lamp"))
    found = diff(plan(FILM), plan(new))

    assert show_diff(found).startswith(
        "touched   harbour/lamp · reused\n"
        "    in the reel: trim the whole -> 0.5s..5s\n"
        "    in the reel: transition cut -> fade 1s\n"
    )
    assert found.anew == frozenset()


def test_an_equal_request_before_another_takes_its_clip():
    """The ledger gives equal requests their clips in order, so the second is the new one."""
    equal = "  shot first\n    from: pier.png\n    > She walks the length of the pier.\n"
    new = edited(("  shot arrive", f"{equal}  shot arrive"))
    found = {it.id: it for it in diff(plan(FILM), plan(new)).changes}

    assert (found["harbour/first"].status, found["harbour/first"].made) == ("added", Made.REUSED)
    assert fields(FILM, new, "harbour/arrive") == [("place among equal requests", 1, 2, True)]
    assert found["harbour/arrive"].made is Made.ANEW


SHOTS = st.lists(
    st.tuples(
        st.sampled_from(["one", "two", "three", "four"]),
        st.sampled_from(["a.png", "b.png", "previous", "previous"]),
        st.sampled_from(["Go.", "Stay."]),
        st.sampled_from(["", "takes: 2", "takes: 2\npick: 2"]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda it: it[0],
)


def script(shots):
    lines = ["model: MiniMax-Hailuo-02"]
    for at, (name, start, prompt, takes) in enumerate(shots):
        lines += [f"shot {name}", f"from: {start if at else 'a.png'}", takes, f"> {prompt}"]
    return "\n".join(lines) + "\n"


@given(SHOTS)
def test_a_script_differs_from_itself_in_nothing(shots):
    same = plan(script(shots))

    assert {it.status for it in diff(same, same).changes} == {"unchanged"}


@given(SHOTS, SHOTS)
def test_what_is_reused_has_a_key_that_is_there(one, other):
    """The oracle is the key itself, each clip of the old film being made of its own."""
    old, new = plan(script(one)), plan(script(other))
    there = keys(old)
    for it in diff(old, new).changes:
        if it.made:
            key = keys(new)[it.id]
            assert it.made == (
                "waits" if key is None else "reused" if key in there.values() else "anew"
            )


def keys(plan):
    """Id -> key of the take, where each clip's sha256 is made of its key; None where it waits."""
    steps, ids = {step.id: step for step in plan.steps}, ids_of(plan)
    found = {}
    for id in TopologicalSorter({it: parents(steps[it], ids) for it in steps}).static_order():
        clips = {it: found[it] for it in parents(steps[id], ids)}
        waits = steps[id].request.undecided or None in clips.values()
        found[id] = None if waits else key_of(steps[id], clips, TERMS)
    return found


@given(SHOTS, SHOTS)
def test_both_scripts_are_told_whole_and_once(one, other):
    old, new = plan(script(one)), plan(script(other))
    changes = diff(old, new).changes
    ids = [it.id for it in changes if it.made]

    assert ids == [step.id for step in new.steps]
    assert sum(it.status != "added" for it in changes) == len(old.steps)


LETTERS = st.text(st.sampled_from("abc  .,[]'-\n灯塔亮了。é́가ก็🎬\u200d"), max_size=60)


@given(LETTERS, LETTERS)
def test_words_tell_both_prompts(old, new):
    stretches = word_diff(old, new)

    assert "".join(it.text for it in stretches if it.op is not Op.ADDED) == old
    assert "".join(it.text for it in stretches if it.op is not Op.REMOVED) == new
    assert all(it.text for it in stretches)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("She walks on.", "She runs on.", "She [-walks-]{+runs+} on."),
        ("灯塔亮了。", "灯塔灭了。", "灯塔[-亮-]{+灭+}了。"),
        ("Go [push in] now", "Go [push out] now", "Go [-[push in]-]{+[push out]+} now"),
        ("a big red door", "a small blue door", "a [-big red-]{+small blue+} door"),
        ("Go.", "Go. Stay.", "Go.{+ Stay.+}"),
        ("don't go", "do go", "[-don't-]{+do+} go"),
        ("cafe\u0301 noir", "cafe noir", "[-cafe\u0301-]{+cafe+} noir"),
        ("불빛이 켜진다", "불빛이 꺼진다", "불빛이 [-켜진다-]{+꺼진다+}"),
        ("One.\nTwo.", "One. Two.", "One.[-↵-]{+ +}Two."),
    ],
)
def test_word_by_word(old, new, said):
    text = "model: MiniMax-Hailuo-02\nshot it\nfrom: a.png\n> {}\n"
    found = diff(*(with_prompt(plan(text.format("x")), it) for it in (old, new)))

    assert f"    prompt  {said}\n" in show_diff(found)


def with_prompt(plan, prompt):
    """*plan*, whose only request has another prompt, however a script would write it."""
    (step,) = plan.steps
    request = replace(step.request, body={**step.request.body, "prompt": prompt})
    return replace(plan, steps=(replace(step, request=request),))


def test_words_are_painted_where_there_are_colours():
    new = edited(("walks", "runs"))
    text = show_diff(diff(plan(FILM), plan(new)), lambda text, role: f"<{role}>{text}</>")

    assert "She <removed words>walks</><added words>runs</> the" in text


def test_sentences_are_compared_where_words_would_take_too_long():
    old = "。".join("灯塔亮了雨打木板她慢慢走过长长的码头" * 2 for _ in range(60))
    new = old.replace("码头。", "码头边。", 20)
    changed = [it for it in word_diff(old, new) if it.op is not Op.KEPT]

    assert changed == [Stretch(Op.ADDED, "边")] * 20


def test_no_prompt_takes_long():
    noise = ["".join(f"x {it}{i} " for i in range(400))[:2000] for it in "ab"]
    start = time.process_time()
    for _ in range(10):
        word_diff.__wrapped__(*noise)

    assert time.process_time() - start < 1


def test_the_document_is_what_its_schema_says():
    new = edited(
        ("walks", "runs"),
        ("shot lamp", "shot beacon"),
        ("    > The", "    trim: 1s..5s\n    > The"),
    )
    found = diff(plan(FILM), plan(new))
    steps = [step for step in plan(new).steps if step.id in found.anew]
    made = document(found, bill(steps, "gateway"), old={"script": "a"}, new={"script": "b"})

    Draft202012Validator.check_schema(schema())
    assert list(Draft202012Validator(schema()).iter_errors(json.loads(json.dumps(made)))) == []
    assert made["made_anew"]["prices"] == {"USD": "0.84"}
    assert (made["counts"]["changed"], made["counts"]["stale"]) == (1, 2)
    assert made["requests"][0]["fields"][0]["words"][1] == {"op": "removed", "text": "walks"}
