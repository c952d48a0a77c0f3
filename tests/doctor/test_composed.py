"""Texts that code puts together, functions of one's own around an HMAC, and named values, in whatever language."""

from __future__ import annotations

import pytest

from tests.doctor.parts import SourceCode, composed_texts, faults_in_code
from tests.tables import tables

TABLES = tables(__file__)
WRONG = [(slug, name, code) for slug, programs in TABLES["wrong"].items() for name, code in programs.items()]
RIGHT = ("GET", "⟦path⟧", "⟦query⟧", "host:⟦host⟧", "", "host", "⟦digest⟧")


@pytest.mark.parametrize(("name", "code"), list(TABLES["right"].items()))
def test_a_text_is_read_however_it_is_put_together(name: str, code: str) -> None:
    """From a list, from appends, in one expression, by a format: the lines are the same, and none is wrong."""
    assert RIGHT in [text.lines for text in composed_texts(code)], name
    assert faults_in_code(SourceCode(code, None, (), ())) == ()


@pytest.mark.parametrize("code", TABLES["innocent"].values(), ids=TABLES["innocent"])
def test_what_looks_like_a_fault_and_is_none_is_left_alone(code: str) -> None:
    """A suspicion that right code raises would be told to everybody."""
    assert faults_in_code(SourceCode(code, None, (), ())) == ()


@pytest.mark.parametrize(("slug", "name", "code"), WRONG)
def test_what_is_wrong_is_seen_whatever_the_names(slug: str, name: str, code: str) -> None:
    """Names of variables and of functions tell nothing; the places of lines and of arguments do."""
    assert slug in [finding.cause for finding in faults_in_code(SourceCode(code, None, (), ()))], name
