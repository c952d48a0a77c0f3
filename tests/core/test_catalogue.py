from __future__ import annotations

import inspect
from urllib.parse import urlsplit

import pytest

from tests.core.parts import CATALOGUE, FUNCTIONS


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_step_has_all_its_words(name: str) -> None:
    """A title, a formula, one sentence of why, and a page of AWS's documentation."""
    info = CATALOGUE[name]

    assert info.name == name
    assert info.title
    assert info.formula
    assert info.why[0].isupper()
    assert info.why.endswith(".")
    assert info.why.count(". ") == 0, "one sentence"
    assert urlsplit(info.reference).hostname == "docs.aws.amazon.com"


@pytest.mark.parametrize("name", CATALOGUE)
def test_what_is_sensitive_is_an_input_or_the_output(name: str) -> None:
    """A mark on something that the step does not have would protect nothing."""
    assert {*CATALOGUE[name].sensitive} <= {*inspect.signature(FUNCTIONS[name]).parameters, "output"}


def test_no_two_steps_share_their_words() -> None:
    """Each title, and each why, belongs to one step."""
    assert len({info.title for info in CATALOGUE.values()}) == len(CATALOGUE)
    assert len({info.why for info in CATALOGUE.values()}) == len(CATALOGUE)


def test_the_catalogue_cannot_be_changed() -> None:
    """Its words are the same for every reader."""
    with pytest.raises(TypeError):
        CATALOGUE["signature"] = CATALOGUE["date_key"]  # type: ignore[index]  # that is what is tested
