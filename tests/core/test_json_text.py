from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain.json_text import DEEPEST, read_json

ANY_TEXT = st.text('[]{}"\\,:a ') | st.text()
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | ANY_TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
)


@given(ANY_JSON)
def test_json_is_read_as_python_reads_it(value: Any) -> None:
    """Brackets and quotes inside of texts are no nesting, and change nothing."""
    assert read_json(json.dumps(value)) == value


@given(ANY_TEXT)
def test_what_is_no_json_is_a_value_error(text: str) -> None:
    """Cut texts, lone quotes and backslashes raise what Python raises, or are read as Python reads them."""
    try:
        expected = json.loads(text)
    except ValueError as error:
        with pytest.raises(ValueError, match=re.escape(str(error))):
            read_json(text)
    else:
        assert repr(read_json(text)) == repr(expected)  # NaN is not even equal to itself


@pytest.mark.parametrize(("opening", "inside", "closing"), [("[", "", "]"), ('{"a":', "1", "}")])
def test_the_depth_has_a_limit(opening: str, inside: str, closing: str) -> None:
    """The deepest text is read; one bracket more is refused, and its place told."""
    read_json(opening * DEEPEST + inside + closing * DEEPEST)

    with pytest.raises(json.JSONDecodeError, match="nested deeper than 200") as caught:
        read_json(opening * (DEEPEST + 1))
    assert caught.value.pos == len(opening) * DEEPEST


def test_brackets_beside_each_other_are_not_deep() -> None:
    """What is closed does not count any more."""
    assert len(read_json(f"[{','.join(['[{}]'] * 1000)}]")) == 1000
