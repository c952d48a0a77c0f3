"""Pastes as people make them: the right cause comes first, and nothing is certain that is not so."""

from __future__ import annotations

import pytest

from tests.doctor.pastes.faultless import faultless
from tests.doctor.pastes.pasted import Basis, pastes_of
from tests.doctor.pastes.refusals import CAUSES

FOR_EACH = 6
FAULTLESS = 400
FIRST = 0.95


def test_the_right_cause_comes_first_and_nothing_false_is_certain() -> None:
    """Whatever the form, the wrapping, the mask and the client: where the evidence tells the cause, it is named."""
    missed, nameable, false = [], 0, []
    for cause in CAUSES:
        for number, paste in enumerate(pastes_of(cause, FOR_EACH)):
            diagnosis = paste.diagnosed()
            false += [(cause, number, one) for one in paste.false_certainties(diagnosis)]
            if paste.basis is not Basis.NONE:
                nameable += 1
                missed += [] if paste.is_first(diagnosis) else [(cause, number, repr(diagnosis.top))]

    assert false == []
    assert len(missed) <= (1 - FIRST) * nameable, missed


def test_nothing_is_certain_where_nothing_is_wrong() -> None:
    """A right signature, a mask, a shortened request, a command, code: none of them shows a fault."""
    false = [(kind, one) for kind, paste in faultless(FAULTLESS) for one in paste.false_certainties(paste.diagnosed())]

    assert false == []


@pytest.mark.parametrize("cause", CAUSES[::20])
def test_the_same_pastes_are_drawn_each_time(cause: str) -> None:
    """A failing paste can be looked at again."""
    assert list(pastes_of(cause, 2)) == list(pastes_of(cause, 2))
