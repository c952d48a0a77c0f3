"""A paste may have been edited: what only the edit made is nobody's fault, and is never shown."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from json import dumps

import pytest

from sigv4_explain import Credentials, Request, diagnose, presign, sign, verify
from tests.doctor.parts import Certainty, SignedRequest, sorted_pastes
from tests.doctor.pastes.calls import ALICE, MOMENT, REGION
from tests.doctor.pastes.forms import ANSWERS, REQUESTS, TEXTS, Said
from tests.doctor.pastes.pasted import KEY_CAUSES
from tests.tables import tables

Parts = dict[str, str]
EDITS = tables(__file__)["edits"]
ELSEWHERE = {ALICE.access_key_id: Credentials(ALICE.access_key_id, "another/secret/that/only/the/server/has01")}
TARGET = "/2015/summer%20%26%20autumn.csv?limit=5&page=a%3Ab"


def _calls() -> Iterator[tuple[Request, str, str, str]]:
    """Return rightly signed requests, of each the service, the form of the request and that of the answer."""
    at_s3, at_gateway = (
        Request("GET", f"https://{name}.{REGION}.amazonaws.com{TARGET}") for name in ("photos.s3", "abc.execute-api")
    )
    yield sign(at_s3, ALICE, region=REGION, service="s3", at=MOMENT), "s3", "Copy as cURL", "body"
    url = presign(at_gateway, ALICE, expires=900, region=REGION, service="execute-api", at=MOMENT)
    yield at_gateway.with_url(url), "execute-api", "raw HTTP", "boto3"


@cache
def _parts() -> tuple[Parts, ...]:
    """Return requests, the texts that their clients signed, and the answers of a server that has another secret."""
    return tuple(
        {
            "request": REQUESTS[form](request),
            "texts": _texts(request, service),
            "answer": ANSWERS[answer](
                Said(verify(request, ELSEWHERE, region=REGION, service=service, at=MOMENT), service)
            ),
        }
        for request, service, form, answer in _calls()
    )


def _texts(request: Request, service: str) -> str:
    recipe = SignedRequest.of(request, ALICE.secret_access_key, region=REGION, service=service).recipe
    return TEXTS["labels"](recipe.canonical_request(), recipe.string_to_sign())


def _false(parts: Parts, *names: str, keys: Credentials | None = None) -> list[str]:
    """Return what the doctor is sure of in some parts, but for the key."""
    found = diagnose(**sorted_pastes([parts[name] for name in names]), credentials=keys).findings
    return [one.cause for one in found if one.certainty is not Certainty.SUSPECTED and one.cause not in KEY_CAUSES]


def _edited(parts: Parts, where: str, edit: Callable[[str], str]) -> Parts | None:
    """Edit a part, or each; None where there is nothing to edit."""
    made = {name: edit(text) if where in (name, "all") else text for name, text in parts.items()}
    return None if made == parts else made


def _hold_nothing_false(where: str, edit: Callable[[str], str]) -> int:
    """Diagnose one edited request beside the answer, the other beside what its client signed; count them."""
    at_s3, at_gateway = (_edited(parts, where, edit) for parts in _parts())
    beside = {"texts": ("texts", "texts"), "answer": ("answer", "answer")}.get(where, ("answer", "texts"))
    edited = [(parts, other) for parts, other in zip((at_s3, at_gateway), beside, strict=True) if parts is not None]
    for parts, other in edited:
        assert _false(parts, "request", other) == [], dumps(parts, indent=1)
    return len(edited)


@pytest.mark.parametrize("name", EDITS)
def test_what_only_the_paste_made_is_not_shown(name: str) -> None:
    """Without the edit nothing is wrong but the key, so nothing else may be shown or proven."""
    where, old, new = EDITS[name]

    assert _hold_nothing_false(where, lambda text: re.sub(old, new, text)) > 0


PROVABLE = ("a tracker's parameter", "a parameter left out", "the query left out", "a slash more")
"""What one known mistake makes as well."""


@pytest.mark.parametrize("name", PROVABLE)
def test_a_secret_does_not_prove_what_only_the_paste_made(name: str) -> None:
    """The signature is right for another URL than the pasted one, and nobody knows which of the two was sent."""
    _, old, new = EDITS[name]
    parts = _parts()[0]

    assert _false({**parts, "request": re.sub(old, new, parts["request"])}, "request", keys=ALICE) == []


WHOLE: dict[str, Callable[[str], str]] = {
    "small letters": str.lower,
    "70 columns": textwrap.fill,
    "120 columns": lambda text: textwrap.fill(text, 120),
    "each line in 80 columns": lambda text: "\n".join([textwrap.fill(line, 80) for line in text.split("\n")]),
}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("where", ["request", "answer", "all"])
def test_a_text_set_anew_shows_nothing(where: str, name: str) -> None:
    """A text in small letters, or with its lines broken elsewhere, is not as it was sent."""
    assert _hold_nothing_false(where, WHOLE[name]) > 0


def test_without_an_edit_the_texts_are_equal() -> None:
    """The cases are such that nothing is wrong with them but the key."""
    for parts in _parts():
        assert _false(parts, "request", "answer", "texts") == []
