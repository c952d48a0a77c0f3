"""Texts that code puts together, and functions of one's own around an HMAC, in whatever language."""

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


@pytest.mark.parametrize(("slug", "name", "code"), WRONG)
def test_what_is_wrong_is_seen_whatever_the_names(slug: str, name: str, code: str) -> None:
    """Names of variables and of functions tell nothing; the places of lines and of arguments do."""
    assert slug in [finding.cause for finding in faults_in_code(SourceCode(code, None, (), ()))], name
