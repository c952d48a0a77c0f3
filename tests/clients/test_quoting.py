from __future__ import annotations

import ast
import json
import shutil
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.clients.parts import (
    base64_lines,
    javascript_literal,
    plain_text,
    python_block,
    python_bytes,
    python_literal,
    shell_literal,
)
from tests.requirements import skip_or_fail
from tests.site.builder import find_node

NASTY = [
    'it\'s "both"',
    "\\",
    "\\'\\\"",
    "a\nb\r\n\tc",
    "${HOME} $HOME $(id) `id` !! %s %d ~ # ;&|<>*?[]{}",
    "`${process.exit(1)}`",
    "'; exit 1; '",
    '"; raise SystemExit(1); "',
    "é ሴ 😀 \u2028\u2029\x85\xa0\ufeff\u202e",
    "</script>",
    "-n",
    "",
    "\x01\x1b[2J\x7f",
]
_text = st.text()
_texts = st.lists(_text, min_size=1, max_size=8)


@given(_text)
@example("\x00")
def test_a_python_literal_is_the_text(text: str) -> None:
    """On one line, and without anything that an eye or an editor would miss."""
    literal = python_literal(text)

    assert ast.literal_eval(literal) == text
    assert literal.isprintable()


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_python_literal_is_the_text(text: str) -> None:
    """Quotes, backslashes, line breaks and everything that other languages expand."""
    assert ast.literal_eval(python_literal(text)) == text


@given(st.text(st.sampled_from("\"'\\\n\tab{}$`é")))
def test_a_python_block_is_the_text(text: str) -> None:
    """Also with many quotes, or with one at its end."""
    assert ast.literal_eval(python_block(text)) == text


@given(st.binary() | _text.map(str.encode))
def test_a_python_expression_is_the_bytes(body: bytes) -> None:
    """As a bytes literal, as encoded text or in base64."""
    expression = python_bytes(body)

    assert eval(expression, {"base64": __import__("base64")}) == body
    assert ("base64" in expression.partition("(")[0]) == (plain_text(body) is None)


_POINTS = "(text) => [...text].map((character) => character.codePointAt(0))"


def _javascript_values(literals: list[str]) -> list[str]:
    node = find_node() or skip_or_fail("clients", "Node is not installed: pip install 'sigv4_explain[test]'")
    program = f"process.stdout.write(JSON.stringify([{','.join(literals)}].map({_POINTS})))"
    done = subprocess.run([*node.node, "-"], input=program, capture_output=True, check=True, encoding="utf-8")
    return ["".join(map(chr, points)) for points in json.loads(done.stdout)]


@settings(max_examples=10)
@given(_texts)
def test_javascript_literals_are_the_texts(texts: list[str]) -> None:
    """Node reads each as the text that it was."""
    assert _javascript_values([javascript_literal(text) for text in texts]) == texts


def test_nasty_javascript_literals_are_the_texts() -> None:
    """No template is filled in, no line is broken."""
    assert _javascript_values([javascript_literal(text) for text in NASTY]) == NASTY


def _shell_values(literals: list[str]) -> list[str]:
    if shutil.which("sh") is None:
        skip_or_fail("clients", "there is no POSIX shell")
    program = f"printf '%s\\0' {' '.join(literals)}"
    done = subprocess.run(["sh"], input=program.encode(), capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=8))
def test_shell_literals_are_the_texts(texts: list[str]) -> None:
    """The shell reads each as one word."""
    assert _shell_values([shell_literal(text) for text in texts]) == texts


def test_nasty_shell_literals_are_the_texts() -> None:
    """Nothing is expanded or run."""
    assert _shell_values([shell_literal(text) for text in NASTY]) == NASTY


@given(st.binary(max_size=300))
def test_lines_of_base64_are_short(body: bytes) -> None:
    """No longer than every decoder takes."""
    assert max(map(len, base64_lines(body).split("\n"))) <= 76
