"""Right functions of every make are called solved: own loops, other libraries, one line, objects that can be called."""

from __future__ import annotations

import binascii
import calendar
import collections
import functools
import hashlib
import hmac
import itertools
import os
import posixpath
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus, unquote_to_bytes, urlencode, urlsplit

import pytest

import sigv4_explain as sx
from sigv4_explain.course import EXERCISES, check
from sigv4_explain.rules import NEVER_SIGNED
from tests.tables import tables

_IMPORTED = (binascii, calendar, collections, functools, hashlib, hmac, itertools, os, posixpath, re, time)
_NAMES = {each.__name__: each for each in _IMPORTED} | {
    "UTC": UTC, "datetime": datetime, "timedelta": timedelta, "timezone": timezone, "sx": sx,
    "NEVER_SIGNED": NEVER_SIGNED, "parse_qsl": parse_qsl, "quote": quote, "quote_plus": quote_plus,
    "unquote": unquote, "unquote_plus": unquote_plus, "unquote_to_bytes": unquote_to_bytes,
    "urlencode": urlencode, "urlsplit": urlsplit,
}  # fmt: skip
WRITTEN = tables(__file__)


@pytest.mark.parametrize(
    ("name", "source"), [(name, source) for name, sources in WRITTEN.items() for source in sources]
)
def test_a_right_function_of_another_make_is_accepted(name: str, source: str) -> None:
    """What counts is what it returns."""
    namespace = dict(_NAMES)
    exec(source, namespace)
    written: Any = namespace["f"]

    judgement = check(name, written)

    assert judgement.solved, judgement


class Callables:
    """What can be called, and is no plain function."""

    def __init__(self, solution: Callable[..., Any]) -> None:
        self.solution = solution

    def __call__(self, *given: Any) -> Any:
        """Answer as the solution does."""
        return self.solution(*given)

    def method(self, *given: Any, **_more: Any) -> Any:
        """Answer as the solution does."""
        return self.solution(*given)


@pytest.mark.parametrize("name", EXERCISES)
def test_anything_that_can_be_called_may_be_given(name: str) -> None:
    """An object, a bound method, a partial, a lambda."""
    solution = EXERCISES[name].solution
    made = (
        Callables(solution),
        Callables(solution).method,
        functools.partial(solution),
        lambda *given: solution(*given),
    )

    assert all(check(name, each).solved for each in made)
