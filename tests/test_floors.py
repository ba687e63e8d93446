"""The house stands: no file or function outgrows its reader, codes are said once."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import hailuo_dsl
import hailuo_dsl.ground.read
import hailuo_dsl.storyboard.rules
import hailuo_dsl.syntax.rules
from hailuo_dsl.ground.model import Rule

PACKAGE = Path(hailuo_dsl.__file__).parent
MOST_LINES_OF_A_FILE = 350
MOST_LINES_OF_A_BODY = 45


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda it: it.stem)
def test_no_file_or_function_outgrows_its_reader(path):
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= MOST_LINES_OF_A_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            statements = node.body[1:] if ast.get_docstring(node) else node.body
            lines = node.end_lineno - statements[0].lineno + 1 if statements else 0
            assert lines <= MOST_LINES_OF_A_BODY, node.name


def test_every_code_and_slug_is_one_rule():
    modules = (hailuo_dsl.ground.read, hailuo_dsl.storyboard.rules, hailuo_dsl.syntax.rules)
    rules = [it for module in modules for it in vars(module).values() if isinstance(it, Rule)]

    assert len(rules) > 40
    assert len({rule.code for rule in rules}) == len(rules)
    assert len({rule.slug for rule in rules}) == len(rules)
