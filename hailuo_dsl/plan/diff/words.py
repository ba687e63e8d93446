"""What changed within a prompt, word by word; wide letters letter by letter, a tag as one word.

Bounded: where words would take too long to compare, sentences are compared first, and words only
within those that changed.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, TypeAlias
from unicodedata import category

from hailuo_dsl.plan.diff.model import Op, Stretch
from hailuo_dsl.storyboard.join import is_wide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Tokens: TypeAlias = tuple[str, ...]
Block: TypeAlias = tuple[Tokens, Tokens]
"""Old tokens beside the new ones that stand for them; two equal ones are kept."""

MOST = 250_000
"""Comparisons that the words of one prompt may take: some 8 ms."""

ALIKE = 0.25
LONG = 80
"""Where of so many letters less than this part is kept, the few in common would only confuse."""

PIECE = re.compile(r"\[[^\[\]\n]*\]|\s+|(?:[^\W_]|['’](?=[^\W\d_])|[^\x00-\x7f\s])+|.", re.DOTALL)
SENTENCE_ENDS = frozenset(".!?;。！？；\n")
JOINER = "\u200d"


@lru_cache(256)
def word_diff(old: str, new: str) -> tuple[Stretch, ...]:
    """What is kept, removed and added, in order; of a change the removed words come first."""
    a, b = tuple(tokens(old)), tuple(tokens(new))
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    before, after = a[:head], a[len(a) - tail :]
    middle = _aligned(a[head : len(a) - tail], b[head : len(b) - tail])
    return tuple(_stretches([(before, before), *middle, (after, after)]))


def tokens(text: str) -> Iterator[str]:
    """Yield the words, blanks, tags and marks of *text*; together they are the text."""
    for piece in PIECE.findall(text):
        if piece.isascii() or piece[0] == "[" or piece.isspace():
            yield piece
        else:
            yield from _parted(piece)


def _parted(piece: str) -> Iterator[str]:
    """Yield the tokens of letters of several scripts; what combines stays with its letter."""
    token = last = ""
    for letter in piece:
        kind = _kind(letter)
        joins = kind == "combining" or (kind == last == "word") or token.endswith(JOINER)
        if token and not joins:
            yield token
            token = ""
        token += letter
        last = last if kind == "combining" else kind
    yield token


@lru_cache(4096)
def _kind(letter: str) -> str:
    if category(letter)[0] == "M" or letter == JOINER:
        return "combining"
    return "word" if letter.isalnum() and not is_wide(letter) else "alone"


def _aligned(a: Tokens, b: Tokens) -> list[Block]:
    """*a* beside *b*, by words where that is quick, else by sentences and the words of those."""
    if _effort(a, b) <= MOST:
        return _by_words(a, b)
    spent = 0
    blocks: list[Block] = []
    for one, other in _by_sentences(a, b):
        effort = _effort(one, other)
        if one == other or spent + effort > MOST:
            blocks.append((one, other))
        else:
            spent += effort
            blocks += _by_words(one, other)
    return blocks


def _by_words(a: Tokens, b: Tokens) -> list[Block]:
    """Blanks are no anchors: they only go along with the words beside them."""
    blocks = [
        (a[i:j], b[k:m])
        for _, i, j, k, m in SequenceMatcher(str.isspace, a, b, autojunk=False).get_opcodes()
    ]
    kept = sum(_letters(old) for old, new in blocks if old == new)
    letters = max(_letters(a), _letters(b))
    if letters > LONG and kept < ALIKE * letters:
        return [(a, b)]
    return blocks


def _by_sentences(a: Tokens, b: Tokens) -> Iterator[Block]:
    """Yield sentences beside sentences; where as many follow on as many, one beside one."""
    one, other = list(_sentences(a)), list(_sentences(b))
    if _effort(one, other) > MOST:
        yield a, b
        return
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for _, i, j, k, m in matcher.get_opcodes():
        if j - i == m - k:
            yield from zip(one[i:j], other[k:m], strict=True)
        else:
            yield tuple(chain(*one[i:j])), tuple(chain(*other[k:m]))


def _sentences(line: Tokens) -> Iterator[Tokens]:
    ends = [at + 1 for at, token in enumerate(line) if token in SENTENCE_ENDS]
    for start, end in pairwise([0, *ends, len(line)]):
        if start < end:
            yield line[start:end]


def _effort(a: Sequence[object], b: Sequence[object]) -> int:
    """How many comparisons a `SequenceMatcher` makes at worst: where each match is one long."""
    counts = Counter(b)
    matches = sum(
        counts[item] * count
        for item, count in Counter(a).items()
        if not (isinstance(item, str) and item.isspace())
    )
    return matches * min(len(a), len(b)) // 3


def _stretches(blocks: Iterable[Block]) -> Iterator[Stretch]:
    """Yield what *blocks* tell; a blank between two changes is part of them."""
    removed = added = kept = ""
    for old, new in blocks:
        if old != new:
            if removed or added:
                removed, added, kept = removed + kept, added + kept, ""
            elif kept:
                yield Stretch(Op.KEPT, kept)
                kept = ""
            removed, added = removed + "".join(old), added + "".join(new)
            continue
        kept += "".join(old)
        if kept.strip() and (removed or added):
            yield from _change(removed, added)
            removed = added = ""
    yield from _change(removed, added)
    if kept:
        yield Stretch(Op.KEPT, kept)


def _change(removed: str, added: str) -> Iterator[Stretch]:
    if removed:
        yield Stretch(Op.REMOVED, removed)
    if added:
        yield Stretch(Op.ADDED, added)


def _common(a: Tokens, b: Tokens) -> int:
    """How many tokens *a* and *b* have in common at their beginnings."""
    both = zip(a, b, strict=False)
    return next((at for at, (x, y) in enumerate(both) if x != y), min(len(a), len(b)))


def _letters(line: Tokens) -> int:
    return sum(len(token) for token in line if not token.isspace())
