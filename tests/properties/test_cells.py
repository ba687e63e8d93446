"""A cell goes into prose on one line."""

from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl.storyboard.speak import on_one_line

BREAKS = r"\s*[\r\n\x0b\x0c\x85\u2028\u2029]\s*"


@given(st.text(st.sampled_from("ab \t\n\r\x0b\x85\u2028\u3000") | st.characters()))
def test_each_line_break_and_the_blanks_around_it_are_one_blank(text):
    assert on_one_line(text) == re.sub(BREAKS, " ", text)


def test_a_megabyte_of_blanks_is_read_in_no_time():
    began = time.process_time()

    assert on_one_line(f"a{' ' * 1_000_000}b") == f"a{' ' * 1_000_000}b"
    assert on_one_line(f"a{' ' * 1_000_000}\n{' ' * 1_000_000}b") == "a b"
    assert time.process_time() - began < 2
