from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawing.parts import marked_pair
from tests.drawing.test_markup import Elements

texts = st.text(st.sampled_from("ab<&\n "), max_size=30)


def shown(text: str) -> str:
    """Draw a text with brackets for marks."""
    marked = (
        text.replace('<span class="sigv4-space"> </span>', " ")
        .replace('<mark class="sigv4-differs">', "[")
        .replace('<mark class="sigv4-gap">', "[")
    )
    return marked.replace("</mark>", "]")


@given(texts, texts)
def test_both_texts_are_whole_and_escaped(mine: str, theirs: str) -> None:
    """Whatever the two texts, a browser shows exactly them, with no elements but marks and blanks."""
    for text, drawn in zip((mine, theirs), marked_pair(mine, theirs), strict=True):
        page = Elements(drawn)
        assert text == page.text
        assert set(page.elements) <= {"mark", "span"}


@given(texts, texts)
def test_there_is_a_mark_exactly_when_they_differ(mine: str, theirs: str) -> None:
    """Equal texts have no mark, and of different ones at least one side has."""
    assert ("<mark" in "".join(marked_pair(mine, theirs))) == (mine != theirs)


@pytest.mark.parametrize(
    ("mine", "theirs", "left", "right"),
    [
        ("GET", "POST", "[GET]", "[POST]"),
        ("/default", "/default/admin", "/default[]", "/default[/admin]"),
        ("aXbYc d", "a1b2c d", "[aXbYc] d", "[a1b2c] d"),
        ("Pay Bob 10 EUR", "Pay Mallory 1000 EUR", "Pay [Bob 10] EUR", "Pay [Mallory 1000] EUR"),
        (
            "20150830T122148Z",
            "20150830T123100Z to 20150830T124100Z",
            "[20150830T122148Z]",
            "[20150830T123100Z to 20150830T124100Z]",
        ),
        ("/a b", "/a%20b", "/a[ ]b", "/a[%20]b"),
        ("a" * 40 + "b", "a" * 40 + "c", "a" * 40 + "[b]", "a" * 40 + "[c]"),
        ("a=a=a", "a=a", "a=a[=a]", "a=a[]"),
        ("a\nb\nc", "a\nx\nb\nc", "a\nb\nc", "a\n[x]\nb\nc"),
        ("a\nb\nc", "a\nc", "a\n[b]\nc", "a\nc"),
        ("", "a", "[]", "[a]"),
    ],
)
def test_the_mark_goes_from_the_first_difference_to_the_last(mine: str, theirs: str, left: str, right: str) -> None:
    """Lines are matched with lines, words with words; where a side has nothing, the place is marked."""
    assert tuple(map(shown, marked_pair(mine, theirs))) == (left, right)
