from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from tests.doctor.parts import MISTAKES, Certainty, Mistake
from tests.doctor.signing_wrongly import Wrong, message, same_texts, wrongly_signed
from tests.readers.answers import OF_A_MESSAGE, OF_ANY_TEXT

REQUESTS = 4
VISIBLE = [mistake for mistake in MISTAKES if mistake.step not in ("date_key", "signing_key", "signature")]


def _visibly_wrong(mistake: Mistake) -> list[Wrong]:
    wrong = (each for each in wrongly_signed(mistake) if not _looks_alike(each))
    return list(islice(wrong, REQUESTS))


def _looks_alike(wrong: Wrong) -> bool:
    """A line break after the string to sign is nothing that a paste can tell."""
    one, other = wrong.recipe, wrong.arrived.recipe
    return same_texts(one, other) or same_texts(one._replace(text_ending=""), other)


def _disguised(wrong: Wrong, random: Random) -> str:
    """Write AWS's answer in one form of a message, in one form of a text around it."""
    carried = random.choice(list(OF_A_MESSAGE.values()))(message(wrong.arrived.recipe))
    return random.choice(list(OF_ANY_TEXT.values()))(carried)


@pytest.mark.parametrize("mistake", VISIBLE, ids=lambda mistake: mistake.slug)
def test_the_texts_of_both_sides_name_the_mistake(mistake: Mistake) -> None:
    """Shown without a secret, from the request, the client's log and AWS's answer, in whatever form that was pasted.

    Where the client's own hash tells of it, it is proven.
    """
    random = Random(mistake.slug)
    cases = _visibly_wrong(mistake)

    for wrong in cases:
        diagnosis = wrong.diagnosed(
            request=wrong.request,
            answer=_disguised(wrong, random),
            client_canonical_request=wrong.recipe.canonical_request(),
            client_string_to_sign=wrong.recipe.string_to_sign(),
        )
        assert diagnosis.top is not None
        assert diagnosis.top.certainty is not Certainty.SUSPECTED
        assert wrong.is_named_by(diagnosis.top.cause, mistake), diagnosis

    assert len(cases) == REQUESTS
