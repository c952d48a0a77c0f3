"""The glossary as data: every word has a function that exists and a page of AWS's."""

from __future__ import annotations

from operator import attrgetter

import pytest

import sigv4_explain
from sigv4_explain.catalogue import CATALOGUE
from sigv4_explain.course.glossary import GLOSSARY, Term

terms = pytest.mark.parametrize("term", GLOSSARY.values(), ids=lambda term: term.anchor)


@terms
def test_the_function_of_a_term_exists(term: Term) -> None:
    """What the glossary names can be called or looked at."""
    assert attrgetter(term.function)(sigv4_explain) is not None


@terms
def test_a_term_is_told_in_two_sentences_with_awss_page(term: Term) -> None:
    """Short enough for a tooltip, and never without its source."""
    assert 1 <= term.meaning.count(". ") + 1 <= 3
    assert term.meaning.endswith(".")
    assert len(term.meaning) <= 200
    assert term.source.startswith("https://docs.aws.amazon.com/")


def test_terms_stand_in_the_order_of_the_alphabet() -> None:
    """Capitals do not count."""
    assert list(GLOSSARY) == sorted(GLOSSARY, key=str.casefold)


def test_a_term_that_is_a_step_has_the_steps_function_and_page() -> None:
    """The glossary and the step's own reference send the reader to the same place."""
    steps = [term for term in GLOSSARY.values() if term.step]

    assert [(term.function, term.source) for term in steps] == [
        (term.step, CATALOGUE[str(term.step)].reference) for term in steps
    ]
    assert len(steps) == 13
