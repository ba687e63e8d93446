"""The house stands: no file or function outgrows its reader."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import hailuo_dsl

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
