"""The accelerator's yes is jsonschema's yes, over all that can come near the schemas' borders."""

from __future__ import annotations

import enum
import json
import re
import string
import subprocess
import sys
import tomllib
from collections import OrderedDict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from hailuo_dsl.catalog.load import catalog, with_rows
from hailuo_dsl.catalog.model import Mode
from hailuo_dsl.request import fast
from hailuo_dsl.request.schema import offer_schema
from hailuo_dsl.request.validate import Validator
from hailuo_dsl.storyboard.frame_value import BLANK

ROOT = Path(__file__).parent.parent.parent
STRANGE = {
    "offer": [
        {
            "model": 'a "model" of 😀/~1%41',
            "mode": mode,
            "sizes": {"1P": [1, 2, 2**70], "é": [1]},
            "tags": True,
            "source": "my own",
            "checked": date(2026, 1, 1),
        }
        for mode in Mode
    ],
    "format": [
        {
            "name": "ICON",
            "mime": "image/x-a+b.c",
            "source": "my own",
            "checked": date(2026, 1, 1),
        }
    ],
}
"""Rows that nobody has written yet and somebody may."""

CATALOG = with_rows(catalog(), STRANGE)
OFFERS = CATALOG.offers
BOTH = [(offer, wire) for offer in OFFERS for wire in (True, False)]
SCHEMAS = [offer_schema(offer, CATALOG, wire=wire) for offer, wire in BOTH]
PLAIN, FAST = (
    {wire: Validator(CATALOG, wire=wire, fast=fast) for wire in (True, False)}
    for fast in (False, True)
)
SLOW_YES = [Draft202012Validator(schema).is_valid for schema in SCHEMAS]
QUICK_YES = [fast.quick_yes(schema) for schema in SCHEMAS]
FRAMES = {
    Mode.TEXT: (),
    Mode.IMAGE: ("first_frame_image",),
    Mode.FRAMES: ("first_frame_image", "last_frame_image"),
}
EDGES = "\t\n\v\f\r\x1c\x1f\x85\xa0\u1680\u180e\u200b\u2028\u2029\u3000\ufeff\0 a.灯😀é\u0301/:;,+="
LETTERS = st.one_of(st.sampled_from(EDGES), st.characters(), st.sampled_from("\ud800\udfff"))
TEXTS = st.one_of(
    st.text(LETTERS, max_size=4),
    st.builds(lambda letter, more: letter * (2000 + more), LETTERS, st.integers(-1, 1)),
    st.builds(
        "".join,
        st.lists(
            st.one_of(
                st.text(LETTERS, max_size=2),
                st.sampled_from(
                    [
                        "https://",
                        "http:/",
                        "file:",
                        "shot:",
                        ".first",
                        ".last",
                        "data:image/png;base64,",
                        "data:image/x-a+b.c;base64,",
                        "AAAA",
                        "#2",
                    ]
                ),
            ),
            max_size=4,
        ),
    ),
)
NUMBERS = st.one_of(
    st.sampled_from([0, 1, 6, 10, 6.0, 10.0, -0.0, 1.0, 6.5, True, False, 2**70, float(2**70)]),
    st.sampled_from([6 + 2**32, 6 + 2**64, -(2**63) - 1, 10**400, 10**4000, 6.000000000000001]),
    st.integers(),
    st.floats(),
)
VALUES = st.one_of(
    TEXTS,
    NUMBERS,
    st.none(),
    st.sampled_from([size for offer in OFFERS for size in offer.sizes]),
    st.sampled_from(list(CATALOG.models)),
    st.just([]),
    st.just({}),
)
KEYS = st.sampled_from(
    [
        "first_frame_image",
        "last_frame_image",
        "resolution",
        "prompt_optimizer",
        "callback_url",
        "aigc_watermark",
        "seed",
        "\ud800",
    ]
)
FIELDS = st.sampled_from(["model", "prompt", "duration", "metadata", "seed", "Model"])
GONE = object()


def sound(offer, **metadata):
    """A body that *offer* takes; its *metadata* may spoil it."""
    frames = dict.fromkeys(FRAMES[offer.mode], "https://example.com/a.png")
    return {
        "model": offer.model,
        "prompt": "Go [tilt up].",
        "duration": offer.default_duration,
        "metadata": frames | metadata,
    }


def changed(fields, changes):
    for key, value in changes:
        if value is GONE:
            fields.pop(key, None)
        else:
            fields[key] = value
    return fields


def near(number):
    """Bodies a change or two away from one that is sound."""
    offer, _ = BOTH[number]
    some = st.one_of(VALUES, st.just(GONE))
    return st.builds(
        lambda body, metadata, more: changed(
            body | {"metadata": changed(body["metadata"], metadata)}, more
        ),
        st.builds(sound, st.just(offer)),
        st.lists(st.tuples(KEYS, some), max_size=2),
        st.lists(st.tuples(FIELDS, some), max_size=1),
    )


ANY = st.integers(0, len(BOTH) - 1)


@settings(max_examples=2000, deadline=None)
@given(st.data(), ANY)
def test_near_the_borders_both_find_the_same(data, number):
    _, wire = BOTH[number]
    body = data.draw(near(number))

    assert FAST[wire].problems(body) == PLAIN[wire].problems(body)


@settings(max_examples=2000, deadline=None)
@given(st.data(), ANY, ANY)
def test_a_quick_yes_is_a_yes(data, number, other):
    """Held against any offer's schema, not only the one that the body asks for."""
    body = data.draw(near(number))
    for it in (number, other):
        if QUICK_YES[it](body):
            assert SLOW_YES[it](body)
        elif is_json(body) and is_plain(body):
            assert not SLOW_YES[it](body)


def is_json(body):
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except ValueError:  # a lone surrogate, an integer too long to be written
        return False
    return True


def is_plain(body):
    return "metadata" in body and isinstance(body["metadata"], dict)


def patterns():
    found = {}
    for schema in SCHEMAS:
        fields = schema["properties"]
        for key, rule in {**fields, **fields["metadata"]["properties"]}.items():
            if "pattern" in rule:
                found[rule["pattern"]] = key
    return found


AROUND = {
    "prompt": ("{}",),
    "callback_url": ("{}", "{}https://a", "https://{}", "https://a{}", "https://a{}b"),
    "first_frame_image": (
        "{}",
        "https://{}",
        "data:image/png;base64,{}",
        "data:image{}png;base64,A",
        "file:{}",
        "shot:{}.last",
        "shot:a{}last",
        "shot:a.last{}",
        "shot:a.first{}b",
    ),
}


@pytest.mark.parametrize("pattern", patterns())
def test_every_letter_reads_alike_in_every_pattern(pattern):
    quick = jsonschema_rs.Draft202012Validator({"pattern": pattern}).is_valid
    slow = re.compile(pattern).search
    planes = [range(0xD800), range(0xE000, 0x10000), *(range(n, n + 64) for n in far_planes())]
    for around in AROUND[patterns()[pattern].replace("last_", "first_")]:
        for letter in (chr(code) for plane in planes for code in plane):
            text = around.format(letter)
            assert quick(text) == bool(slow(text)), (around, letter)


def far_planes():
    return range(0x10000, 0x110000, 0x8000)


def test_the_patterns_keep_to_what_ecma_262_and_python_share():
    shared = set(string.printable) - set("$")
    for pattern in patterns():
        assert set(pattern.replace(r"(?!\n)$", "")) <= shared
        assert not re.search(r"\\[AZzdDwWbB]|(?<!\\)\.", pattern)
        assert not re.search(r"\\s", pattern.replace(r"[\s\S]", ""), re.I)


def test_white_space_is_what_python_says_and_the_byte_order_mark():
    blank = re.compile(f"[{BLANK}]").fullmatch
    found = {chr(code) for code in range(0x110000) if blank(chr(code))}

    assert found == {chr(code) for code in range(0x110000) if chr(code).isspace()} | {"\ufeff"}


class Word(str):
    __slots__ = ()


class Member(enum.Enum):
    MODEL = "MiniMax-Hailuo-2.3"
    SIX = 6


class Text(enum.StrEnum):
    MODEL = "MiniMax-Hailuo-2.3"
    KEY = "prompt"


class Twisted(enum.StrEnum):
    """Its text is not its value."""

    def __new__(cls, text, value):
        made = str.__new__(cls, text)
        made._value_ = value
        return made

    PROMPT = ("seed", "prompt")
    SEED = ("prompt", "seed")


class Six(enum.IntEnum):
    SIX = 6


class Table(dict):
    """Shows one thing when it is walked and another when it is asked."""

    def __getitem__(self, key):
        return {"prompt": "", "duration": 7}.get(key, super().__getitem__(key))


def deep(levels):
    found = {}
    for _ in range(levels):
        found = {"a": found}
    return found


OFFER = CATALOG.models["MiniMax-Hailuo-2.3"][Mode.IMAGE]
GOOD = sound(OFFER)


@pytest.mark.parametrize(
    "body",
    [
        GOOD | {"model": Member.MODEL},
        GOOD | {"model": Text.MODEL},
        GOOD | {"model": Word(OFFER.model)},
        GOOD | {"prompt": Word("Go.")},
        GOOD | {"prompt": Member.MODEL},
        GOOD | {"prompt": b"Go."},
        GOOD | {"prompt": "\ud800"},
        GOOD | {"prompt": "\ud800" * 2000},
        GOOD | {"prompt": "\ud83d\ude00" * 1000},
        GOOD | {"prompt": "\ud83d\ude00" * 1001},
        GOOD | {"duration": Member.SIX},
        GOOD | {"duration": Six.SIX},
        GOOD | {"duration": Decimal(6)},
        GOOD | {"duration": Fraction(6)},
        GOOD | {"duration": 6 + 0j},
        GOOD | {"duration": 10**4000},
        GOOD | {"duration": float("nan")},
        GOOD | {"duration": float("inf")},
        GOOD | {"metadata": OrderedDict(GOOD["metadata"])},
        GOOD | {"metadata": MappingProxyType(GOOD["metadata"])},
        GOOD | {"metadata": list(GOOD["metadata"].items())},
        GOOD | {"metadata": (("first_frame_image", "https://a"),)},
        GOOD | {"metadata": GOOD["metadata"] | {"resolution": Member.SIX}},
        GOOD | {"metadata": GOOD["metadata"] | {1: 2}},
        GOOD | {"metadata": GOOD["metadata"] | {"\ud800": 2}},
        GOOD | {"metadata": GOOD["metadata"] | {"prompt_optimizer": 1}},
        GOOD | {1: 2},
        GOOD | {None: None},
        OrderedDict(GOOD),
        Table(GOOD),
        {Word(key): value for key, value in GOOD.items()},
        {Text.KEY if key == "prompt" else key: value for key, value in GOOD.items()},
        {Twisted.PROMPT if key == "prompt" else key: value for key, value in GOOD.items()},
        {Twisted.SEED if key == "prompt" else key: value for key, value in GOOD.items()},
        GOOD | {"metadata": deep(100_000)},
        GOOD | {"seed": deep(100_000)},
        GOOD | {"prompt": deep(2)},
    ],
    ids=range(37),
)
def test_what_is_hardly_json_is_found_alike(body):
    assert FAST[True].problems(body) == PLAIN[True].problems(body)


@pytest.mark.parametrize(
    "metadata",
    [
        {"first_frame_image": "data:image/png;base64," + "A" * 10_000_000},
        {"first_frame_image": "data:image/gif;base64," + "A" * 10_000_000},
        {"first_frame_image": "shot:" + "a" * 1_000_000 + ".last\n"},
        {"callback_url": "https://" + "a" * 1_000_000},
        {"callback_url": "https://" + "a" * 1_000_000 + "\n"},
    ],
    ids=range(5),
)
def test_texts_of_megabytes(metadata):
    body = sound(OFFER, **metadata)
    for wire in (True, False):
        assert FAST[wire].problems(body) == PLAIN[wire].problems(body)


@pytest.mark.parametrize("number", range(len(BOTH)), ids=lambda it: f"{BOTH[it][0].name}-{it % 2}")
def test_what_the_compiler_makes_gets_a_quick_yes(number):
    offer, _ = BOTH[number]

    assert QUICK_YES[number](sound(offer))
    assert QUICK_YES[number](sound(offer, prompt_optimizer=True, callback_url="https://a"))


def test_an_integer_too_long_to_be_written_gets_no_quick_yes():
    assert not any(quick(GOOD | {"duration": 10**5000}) for quick in QUICK_YES)


def test_a_schema_that_it_cannot_read_is_left_to_jsonschema():
    assert not fast.quick_yes({"pattern": r"\Z"})({})
    assert not fast.quick_yes({"type": "shot"})({})


@pytest.fixture
def unasked():
    """Nobody has asked yet which validator there is."""
    fast.accelerator.cache_clear()
    yield
    fast.accelerator.cache_clear()


def test_without_it_all_is_as_before(monkeypatch, unasked):
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    validator = Validator(CATALOG, wire=True)

    assert validator.problems(GOOD) == []
    assert validator.problems(GOOD | {"duration": 8}) == ["duration: 8 is none of 6, 10"]


@pytest.mark.parametrize(
    ("found", "asked"),
    [("0.61.0", True), ("0.61.99", True), ("0.60.3", False), ("0.62.0", False), ("0.6.1", False)],
)
def test_only_a_version_that_was_proven_is_asked(monkeypatch, unasked, found, asked):
    monkeypatch.setattr("importlib.metadata.version", {"jsonschema_rs": found}.get)

    assert (fast.accelerator() is not None) == asked


def test_the_extra_brings_a_proven_version():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    wanted = f"jsonschema-rs=={fast.PROVEN}*"

    assert extras["fast"] == [wanted]
    assert wanted in extras["dev"]


def test_neither_is_loaded_before_it_is_asked():
    told = loaded("Validator(catalog(), wire=True)")

    assert told == []


def test_a_sound_body_does_not_load_jsonschema():
    told = loaded(f"print(end='', *Validator(catalog(), wire=True).problems({GOOD}))")

    assert told == ["jsonschema_rs"]


def loaded(line):
    """Which of the two validators a fresh interpreter has loaded after *line*."""
    code = (
        "import sys\n"
        "from hailuo_dsl.catalog.load import catalog\n"
        "from hailuo_dsl.request.validate import Validator\n"
        f"{line}\n"
        "print(*sorted({'jsonschema', 'jsonschema_rs'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return told.stdout.split()
