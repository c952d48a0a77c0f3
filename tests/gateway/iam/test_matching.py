from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain.gateway.iam.matching import literal, matches
from sigv4_explain.gateway.iam.template import Pattern, Version, Wildcard, resolved, template

PATTERN_PIECES = st.lists(st.sampled_from([*"ab:/.[+", Wildcard.ANY_RUN, Wildcard.ANY_ONE]), max_size=10)


def _pattern(text: str) -> Pattern:
    pattern = resolved(template(text, "Resource", Version.WITH_VARIABLES), {})
    assert pattern is not None
    return pattern


def _slow_matches(pattern: Pattern, text: str) -> bool:
    """Try every length for every run: what the two wildcards mean, and nothing cleverer."""
    if not pattern:
        return not text
    if pattern[0] is Wildcard.ANY_RUN:
        return any(_slow_matches(pattern[1:], text[length:]) for length in range(len(text) + 1))
    return bool(text) and pattern[0] in {Wildcard.ANY_ONE, text[0]} and _slow_matches(pattern[1:], text[1:])


@given(PATTERN_PIECES, st.text("ab:/.[+*?", max_size=10))
def test_matching_is_what_the_wildcards_mean(pieces: list[str | Wildcard], text: str) -> None:
    """The quick way finds what trying every way finds."""
    assert matches(tuple(pieces), text) == _slow_matches(tuple(pieces), text)


@given(st.lists(st.text("ab:/", max_size=4), min_size=1, max_size=5), st.data())
def test_a_text_made_from_a_pattern_is_matched(parts: list[str], data: st.DataObject) -> None:
    """Whatever runs are put between the parts of a pattern."""
    text = parts[0] + "".join(data.draw(st.text("ab:/*", max_size=4)) + part for part in parts[1:])

    assert matches(_pattern("*".join(parts)), text)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("*", "", True),
        ("", "", True),
        ("?", "", False),
        ("a", "A", False),
        ("a.c", "abc", False),
        ("a.c", "a.c", True),
        ("[ab]", "a", False),
        ("a+", "aa", False),
        ("GET/p?ts", "GET/pets", True),
        ("GET/p?ts", "GET/pts", False),
        ("arn:aws:execute-api:*:abc123/*", "arn:aws:execute-api:eu-central-1:444455556666:abc123/prod/GET/a/b", True),
        ("*/GET/*", "abc123/prod/POST/GET/x", True),
        ("*/GET", "abc123/prod/GET/", False),
        ("a*", "a\nb", True),
        ("a?b", "a\nb", True),
    ],
)
def test_only_the_two_wildcards_are_special(pattern: str, text: str, expected: bool) -> None:  # noqa: FBT001 -- a table's column
    """Dots, brackets and plus signs stand for themselves, and a run passes over colons, slashes and line breaks."""
    assert matches(_pattern(pattern), text) is expected


def test_a_hostile_pattern_is_compared_in_reasonable_steps() -> None:
    """Forty runs against a text that nearly fits would never end if every way were tried."""
    assert not matches(_pattern("*a" * 40 + "b"), "a" * 400)


def test_wildcards_can_be_read_as_characters() -> None:
    """Where a policy compares exactly, an asterisk is an asterisk."""
    assert literal(_pattern("a*?")) == "a*?"
