"""Pastes as people make them: the right cause comes first, and nothing is certain that is not so.

A slice; ``python -m tests.benchmarks.pastes`` draws fifty for each cause, and thousands without a fault.
"""

from __future__ import annotations

import pytest

from tests.doctor.pastes.faultless import faultless
from tests.doctor.pastes.pasted import Basis, Paste, pastes_of
from tests.doctor.pastes.refusals import CAUSES

FAULTLESS = 120
FIRST = 0.95
_AT_MOST = 12
"""How many are drawn until one tells the cause."""


def _telling(cause: str) -> Paste:
    """Return the first paste that is drawn for a cause and tells it."""
    return next(paste for paste in pastes_of(cause, _AT_MOST) if paste.basis is not Basis.NONE)


def test_the_right_cause_comes_first_and_nothing_false_is_certain() -> None:
    """Whatever the form, the wrapping, the mask and the client: where the evidence tells the cause, it is named."""
    diagnoses = {cause: (paste := _telling(cause), paste.diagnosed()) for cause in CAUSES}
    missed = {cause: found.findings[:1] for cause, (paste, found) in diagnoses.items() if not paste.is_first(found)}
    false = {cause: paste.false_certainties(found) for cause, (paste, found) in diagnoses.items()}

    assert {cause: names for cause, names in false.items() if names} == {}
    assert len(missed) <= (1 - FIRST) * len(CAUSES), missed


def test_nothing_is_certain_where_nothing_is_wrong() -> None:
    """A right signature, a mask, a shortened request, a command, code: none of them shows a fault."""
    false = [(kind, one) for kind, paste in faultless(FAULTLESS) for one in paste.false_certainties(paste.diagnosed())]

    assert false == []


@pytest.mark.parametrize("cause", CAUSES[::40])
def test_the_same_pastes_are_drawn_each_time(cause: str) -> None:
    """A failing paste can be looked at again."""
    assert list(pastes_of(cause, 2)) == list(pastes_of(cause, 2))
