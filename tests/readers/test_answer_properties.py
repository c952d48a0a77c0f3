"""Any request's refusal, in any disguise, gives the server's strings back to the byte."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.readers.answers import OF_A_MESSAGE, OF_ANY_TEXT, Disguise, refused, s3_xml
from tests.readers.parts import Completeness, parse_answer, unescaped

# A header's value in a canonical request: visible characters of any script, single blanks between, none at the ends.
_visible = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from("'\"\\&<>;:,n"), min_size=1, max_size=12
)
_notes = st.lists(_visible, min_size=1, max_size=4).map(" ".join)
_carriers = st.sampled_from([*OF_A_MESSAGE.values(), lambda text: text])


@given(_notes, _carriers, st.sampled_from(list(OF_ANY_TEXT.values())))
@example("Â¡", OF_A_MESSAGE["API Gateway, pretty"], OF_ANY_TEXT["a Python repr"])
@example("it's 'GET\\n", OF_A_MESSAGE["API Gateway"], OF_ANY_TEXT["HTML"])
def test_a_message_comes_back(note: str, carrier: Disguise, outer: Disguise) -> None:
    """Quotes, backslashes, entities and letters of any script in a header's value."""
    told = refused("execute-api", note)
    answer = parse_answer(outer(carrier(told.message)))

    assert answer.string_to_sign == told.string_to_sign
    if answer.complete is Completeness.PROVEN:
        assert answer.canonical_request == told.canonical_request
    else:
        pytest.fail(f"{answer.complete}: {note!r}")


@given(_notes, st.sampled_from(list(OF_ANY_TEXT.values())))
def test_s3s_bytes_come_back(note: str, outer: Disguise) -> None:
    """The bytes in hex outlive every disguise."""
    told = refused("s3", note)
    answer = parse_answer(outer(s3_xml(told)))

    assert answer.canonical_request == told.canonical_request
    assert answer.complete is Completeness.PROVEN


@given(st.text(), st.sampled_from([json.dumps, lambda text: json.dumps(text, ensure_ascii=False)]))
def test_backslashes_are_taken_off_as_they_were_put_on(text: str, written: Callable[[str], str]) -> None:
    """``unescaped`` undoes what JSON does, once."""
    assert unescaped(written(text)[1:-1]) == text
