"""Solutions spoilt in one place: check refuses each, but for the few that are shown to be right all the same."""

from __future__ import annotations

import os
import subprocess
import sys
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


def test_the_same_mutants_are_made_whatever_the_seed_of_hashes() -> None:
    """So what is drawn of them, here and in the whole run, is the same each time."""
    program = "from tests.course.mutants import mutants_of; print([each.change for each in mutants_of('fresh')])"
    made = [
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1")
    ]

    assert made[0] == made[1] != b""


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
        ("mac-ok", "def f(k, m, t): return False", "rule      No tag gets through here, not even the right one."),
        ("verify", "def f(request, keys, region, service): return False", "about     A signature says nothing until"),
        (
            "scope",
            "def f(at, r, s): return f'{at.astimezone():%Y%m%d}/{r}/{s}/aws4_request'",
            "rule      astimezone() wi",
        ),
        (
            "payload",
            "def f(b): return hashlib.sha1(b if b != str(b) else b.encode()).hexdigest()",
            "^ 40 hex digits, and",
        ),
        (
            "payload",
            "def f(b): return hashlib.sha256((b.decode(errors='replace') if b != str(b) else b).encode()).hexdigest()",
            "A body may",
        ),
        ("path-s3", "def f(path): return quote(unquote_plus(path), safe='')", "about     The slashes stay slashes"),
        (
            "token",
            "def f(h, d, t): return f'Host:{h}\\nx-amz-date:{d}\\n'",
            "about     Each line is a name in lower case",
        ),
        ("forge", "def f(r): return r.with_headers([('X-Tenant', 'Mallory')])", "rule      X-Tenant must say mallory"),
        (
            "sign-headers",
            "def f(url, k, a, d): return {'x-api-key': a, 'Authorization': 'AWS4-HMAC-SHA256 '}",
            "when it",
        ),
        (
            "sign-headers",
            "def f(url, k, a, d): return {'x-api-key': a, 'Authorization': 'Bearer'}",
            "Only a signature says",
        ),
        (
            "safe-url",
            "def f(b, s, p): return b.rstrip('/') + ''.join('/' + quote(x) for x in s if x)",
            "The query stands",
        ),
    ],
)
def test_what_is_said_of_a_mistake_is_true(name: str, source: str, said: str) -> None:
    """The rule where a known mistake gives the same in every case; else what the case is about, and the place."""
    assert said in str(check(name, function("f", source)))


@pytest.mark.parametrize(
    ("name", "part", "other", "said"),
    [
        (
            "guard",
            'mine[-64:].encode(), told.get("Signature", "").encode()',
            'mine[-64:-56].encode(), told.get("Signature", "")[:8].encode()',
            "All 64 digits of the signature are compared.",
        ),
        ("sign", 'name.lower() == "x-amz-date"', 'name == "X-Amz-Date"', "made-up ones are not"),
        ("presign", "{parts.path}?", "/{parts.path}?", "Scheme, host and path stay as they are."),
        ("presign", '["GET", ', '["POST", ', "X-Amz-Signature is that of a GET"),
        ("verify", "Request(request.method", 'Request("POST"', "about     The method is signed"),
        ("presign-parameters", "={expires}", "=300", "about     X-Amz-Expires is a number of seconds"),
        ("safe-url", '("?" +', '("?&" +', "The query stands after a question mark"),
        ("safe-url", "{quote(value, safe='')}", "{quote(value, safe='').replace('%20', '+')}", "A space is %20"),
        ("safe-url", '"/" + quote(segment, safe="")', '"/" + quote(segment)', "A slash within a segment is %2F"),
        ("safe-url", 'quote(segment, safe="")', 'quote(segment, safe="").replace("%2F", "%2f")', "are upper case"),
    ],
)
def test_a_solution_with_one_slip_is_refused_with_what_is_true(name: str, part: str, other: str, said: str) -> None:
    """Slips that learners make, and that the mutants do not."""
    text, made = EXERCISES[name].solution_text, EXERCISES[name].solution.__name__

    judgement = check(name, function(made, text.replace(part, other)))

    assert part in text
    assert not judgement.solved
    assert said in str(judgement)
