"""Pastes as people make them: the right cause comes first, and nothing is certain that is not so.

A slice; ``python -m tests.benchmarks.pastes`` draws fifty for each cause, and thousands without a fault.
"""

from __future__ import annotations

import pytest

from tests.doctor.pastes.faultless import faultless, faultless_paste
from tests.doctor.pastes.pasted import Basis, Paste, paste_of, pastes_of
from tests.doctor.pastes.refusals import CAUSES

FAULTLESS = 40
FIRST = 0.95
SOME = CAUSES[::3]
_AT_MOST = 12
"""How many are drawn until one tells the cause."""


def _telling(cause: str) -> Paste:
    """Return the first paste that is drawn for a cause and tells it."""
    return next(paste for paste in pastes_of(cause, _AT_MOST) if paste.basis is not Basis.NONE)


def test_the_right_cause_comes_first_and_nothing_false_is_certain() -> None:
    """Whatever the form, the wrapping, the mask and the client: where the evidence tells the cause, it is named."""
    diagnoses = {cause: (paste := _telling(cause), paste.diagnosed()) for cause in SOME}
    missed = {cause: found.findings[:1] for cause, (paste, found) in diagnoses.items() if not paste.is_first(found)}
    false = {cause: paste.false_certainties(found) for cause, (paste, found) in diagnoses.items()}

    assert {cause: names for cause, names in false.items() if names} == {}
    assert len(missed) <= (1 - FIRST) * len(SOME), missed


def test_nothing_is_certain_where_nothing_is_wrong() -> None:
    """A right signature, a mask, a shortened request, a command, code: none of them shows a fault."""
    false = [(kind, one) for kind, paste in faultless(FAULTLESS) for one in paste.false_certainties(paste.diagnosed())]

    assert false == []


ONCE_WRONG = {
    "a trace that was set as a block, with a mask": ("another Region", 26),
    "a key for the service in the scope, beside the client's own text": ("another service", 28),
    "a body that ends with a line break, in a client's log": ("no token", 35),
    "a header that was not pasted, and both sides' texts": ("a charset added", 24),
    "a body that was not pasted, whose hash is announced": ("another value", 39),
    "a masked request whose answer stands right behind its body": ("a stage added", 11),
    "a body that arrived as none, by the server's own text": ("no body", 8),
    "dots in the path of a copied command": ("path-normalised-for-s3", 28),
    "a masked credential, beside the client's wrong text": ("double-encoded-query", 8),
    "a text whose path is empty": ("empty-path-not-slash", 8),
    "a text whose path begins without a slash": ("path-missing-leading-slash", 25),
    "an HMAC for both hashes": ("hmac-for-hash", 43),
    "a date in a text that looks like the time before a line of a log": ("malformed-date", 8),
    "a server's string to sign in a wrapped error": ("malformed-string-to-sign", 5),
    "a string to sign whose date stands first": ("malformed-string-to-sign", 1),
    "the order of headers beside a masked token": ("signed-headers-order", 7),
    "a quoted text right behind a sentence": ("plus-for-space", 1),
    "a text whose query has a blank": ("query-char-not-encoded", 8),
    "a query for the body, whose end is unsure": ("query-signed-as-payload", 5),
    "a value that ends at its equals sign": ("query-value-cut-at-equals", 4),
    "a body in another encoding, behind a client's own mark": ("body-encoding-not-utf8", 3),
    "a hash that is a digit short": ("hex-without-zeros", 4),
}
ONCE_FALSE = {
    "a body in a command that was set as a block": 558,
    "curl's note behind a head": 864,
    "names of variables for the lines of a text": 1284,
    "a signature that begins as an equals sign does in mail": 1534,
    "a header that was not pasted, and the secret": 1683,
    "dots in the path of a copied command": 2956,
}


@pytest.mark.parametrize("name", ONCE_WRONG)
def test_a_paste_that_was_misread_once_is_read(name: str) -> None:
    """Each is of a kind of its own: the right cause comes first, and nothing false is certain."""
    cause, number = ONCE_WRONG[name]
    paste = paste_of(cause, number)
    diagnosis = paste.diagnosed()

    assert paste.is_first(diagnosis)
    assert paste.false_certainties(diagnosis) == []


@pytest.mark.parametrize("name", ONCE_FALSE)
def test_a_paste_without_a_fault_that_was_misread_once_is_read(name: str) -> None:
    """Each is of a kind of its own: nothing is certain."""
    _, paste = faultless_paste(ONCE_FALSE[name])

    assert paste.false_certainties(paste.diagnosed()) == []


@pytest.mark.parametrize("cause", CAUSES[::40])
def test_the_same_pastes_are_drawn_each_time(cause: str) -> None:
    """A failing paste can be looked at again."""
    assert list(pastes_of(cause, 2)) == list(pastes_of(cause, 2))
