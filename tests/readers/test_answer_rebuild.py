from __future__ import annotations

import pytest

from sigv4_explain.readers.answers.disguises import rebuilt
from sigv4_explain.readers.answers.forms import json_pairs


@pytest.mark.parametrize(
    ("flat", "lines"),
    [
        ("GET / a:xb:1 b:2 a;b UNSIGNED-PAYLOAD", ["GET", "/", "", "a:xb:1", "b:2", "", "a;b"]),
        ("GET / a:1 b:2 b;a UNSIGNED-PAYLOAD", ["GET", "/", "", "a:1", "b:2", "", "b;a"]),
        ("GET/host:example.comhostUNSIGNED-PAYLOAD", ["GET", "/", "", "host:example.com", "", "host"]),
        ("GET /  q=1   host:h   host  UNSIGNED-PAYLOAD", ["GET", "/", "q=1", "host:h", "", "host"]),
    ],
)
def test_lines_that_ran_together(flat: str, lines: list[str]) -> None:
    """A name inside a value, an unsorted list, a value that runs into the list, blanks of any number."""
    assert next(rebuilt(flat)) == "\n".join([*lines, "UNSIGNED-PAYLOAD"])


@pytest.mark.parametrize("flat", ["", "GET / host:h host", "GET / host:h date UNSIGNED-PAYLOAD", "UNSIGNED-PAYLOAD"])
def test_nothing_is_made_up(flat: str) -> None:
    """Without a method, a hash or the headers that are named there is nothing to put back."""
    assert list(rebuilt(flat)) == []


def test_json_with_real_newlines() -> None:
    """Whoever prints an answer often leaves real newlines in its strings."""
    assert json_pairs('{"message":"a\nb"}') == [("message", "a\nb")]
