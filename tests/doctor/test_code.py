from __future__ import annotations

from collections.abc import Iterator

import pytest

from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.code import CODE_FAULTS, LANGUAGES, SourceCode, code_in, faults_in_code
from sigv4_explain.doctor.code.patterns import compiled_faults
from tests.tables import tables

EXAMPLES = tables(__file__)
PATTERNS = {one.fault.name: one for one in compiled_faults()}


def _pairs() -> Iterator[tuple[str, str, str, str]]:
    for name, languages in EXAMPLES.items():
        for language, pair in languages.items():
            yield name, language, pair["wrong"].strip("\n"), pair["right"].strip("\n")


def _slugs(code: str, language: str) -> list[str]:
    return [finding.cause for finding in faults_in_code(SourceCode(code, language, (), ()))]


@pytest.mark.parametrize(("name", "language", "wrong", "right"), _pairs())
def test_a_pattern_sees_the_wrong_code_and_not_the_right(name: str, language: str, wrong: str, right: str) -> None:
    """Each row of the tables has examples, in a language for which it stands."""
    pattern = PATTERNS[name]

    assert pattern.found_in(wrong)
    assert not pattern.found_in(right)
    assert pattern.fault.slug in _slugs(wrong, language)
    assert _slugs(right, language) == []


def test_every_pattern_has_examples_and_a_cause() -> None:
    """A row that nobody tries would not be missed."""
    assert {fault.name for fault in CODE_FAULTS} == set(EXAMPLES)
    assert {fault.slug for fault in CODE_FAULTS} <= set(CAUSES)
    assert {name for fault in CODE_FAULTS for name in fault.languages} <= set(LANGUAGES)


@pytest.mark.parametrize(("name", "language", "wrong", "right"), _pairs())
def test_the_examples_are_code_in_their_language(name: str, language: str, wrong: str, right: str) -> None:
    """Also when AWS's answer stands above them."""
    answer = '{"message": "The request signature we calculated does not match the signature you provided."}\n\n'
    for code in (wrong, right):
        found = code_in(answer + code)
        assert found, name
        assert found.text.strip() == code.strip()
