"""Nothing that is pasted into the lab is lost, changed or refused without a word."""

from __future__ import annotations

from typing import Any

import pytest

from sigv4_explain import UnreadableText
from tests.tables import tables
from tests.widgets.parts import LabInput, read_paste

BEFORE = LabInput(url="https://before.example/")
SIGNATURE = "0123456789abcdef" * 4
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/execute-api/aws4_request, "
    f"SignedHeaders=host;x-amz-date, Signature={SIGNATURE}"
)
TABLES = tables(__file__, AUTHORIZATION=AUTHORIZATION)


@pytest.mark.parametrize("row", TABLES["filled"].values(), ids=TABLES["filled"])
def test_a_paste_fills_the_form_and_says_what_is_not_as_it_was_pasted(row: dict[str, Any]) -> None:
    """Which of several requests it is, what was taken out or read otherwise, and what is not there."""
    pasted = read_paste(row["text"], BEFORE)
    form, told = pasted.form, str(pasted)

    assert f"{form.method} {form.url}" == row["form"]
    assert (form.headers, form.body) == (row.get("headers", ""), row.get("body", ""))
    assert [words for words in row.get("says", ()) if words not in told] == []
    assert [words for words in row.get("never", ()) if words in told] == []
    if row.get("whole"):
        assert told == f"Read: {pasted.read}."
        assert ";" not in pasted.read


@pytest.mark.parametrize("row", TABLES["refused"].values(), ids=TABLES["refused"])
def test_a_paste_that_cannot_be_read_is_told_why(row: list[str]) -> None:
    """By the part that cannot be read, with what came and what was expected."""
    text, received, expected = row
    with pytest.raises(UnreadableText) as error:
        read_paste(text, BEFORE)

    assert error.value.field == "paste"
    assert received in error.value.received
    assert expected in error.value.expected
