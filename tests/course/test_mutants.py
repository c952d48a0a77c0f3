"""Solutions spoilt in one place: check refuses each, but for the few that are shown to be right all the same."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from sigv4_explain.course import EXERCISES, check
from tests.course.mutants import mutants_of
from tests.tables import tables

RIGHT_ALL_THE_SAME = tables(__file__)
EACH = 8
"""How many of an exercise are tried here; ``python -m tests.benchmarks.mutants`` tries all."""


@pytest.mark.parametrize("name", EXERCISES)
def test_a_spoilt_solution_is_refused(name: str) -> None:
    """Whatever is spoilt: an operator, a constant, an order, an encoding, a step, one argument."""
    mutants = list(mutants_of(name))
    drawn = Random(name).sample(mutants, EACH)
    accepted = [each.change for each in drawn if check(name, each.function).solved]

    assert len(mutants) >= 40
    assert set(accepted) <= set(RIGHT_ALL_THE_SAME.get(name, {}))


@pytest.mark.parametrize("name", EXERCISES)
def test_no_argument_is_the_same_in_every_case(name: str) -> None:
    """What a function does with each of them is tried."""
    cases = [[repr(one) for one in given] for given in EXERCISES[name].made_up()]

    assert all(len(set(values)) > 1 for values in zip(*cases, strict=True))


@pytest.mark.parametrize("name", EXERCISES)
def test_the_same_cases_are_made_up_each_time(name: str) -> None:
    """So a learner who runs a cell again sees whether it was mended."""
    once, again = (list(map(repr, EXERCISES[name].made_up())) for _ in range(2))

    assert once == again


def function(name: str, source: str) -> Callable[..., Any]:
    """Write a function as a cell would."""
    namespace: dict[str, Any] = {}
    exec("import hashlib, hmac, re\nfrom datetime import *\nfrom urllib.parse import *\n" + source, namespace)
    written: Callable[..., Any] = namespace[name]
    return written


def test_a_return_that_was_forgotten_is_told_as_that() -> None:
    """It is not taken for a function that was not written yet."""
    forgotten = function("f", "def f(text):\n    quote(text)")

    assert "it returns nothing (None) in every case. Does it end with return?" in str(check("uri-encode", forgotten))


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("uri-encode", "def f(text): return quote(text, safe=',;@')", "made-up ones are not. The shortest:"),
        ("signature", "def f(key, text): return hmac.new(key, text.strip().encode(), 'sha256').hexdigest()", "other d"),
        ("mac-ok", "def f(k, m, t): return hmac.digest(k, m, 'sha256').hex().encode() == t.encode()", "== or !="),
        ("mac-ok", "def f(k, m, t): return f'{hmac.digest(k, m, \"sha256\").hex()}' == f'{t}'", "== or !="),
        ("fresh", "def f(s, n, m): return True", "about     A signature that is older than the window is refused."),
        ("query", "def f(query): return query", "rule      "),
    ],
)
def test_what_is_said_of_a_mistake_is_true(name: str, source: str, said: str) -> None:
    """The rule where a known mistake gives the same in every case; else what the case is about, and the place."""
    assert said in str(check(name, function("f", source)))
