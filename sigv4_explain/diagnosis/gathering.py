"""The inputs of the doctor, read into evidence; what cannot be read is noted, and the rest goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sigv4_explain.capture import ClientEvidence
from sigv4_explain.capture.answers import Answer
from sigv4_explain.capture.answers.scope import ScopeElement
from sigv4_explain.capture.chunked import is_cut_chunked
from sigv4_explain.credentials import Credentials
from sigv4_explain.diagnosis.evidence import Evidence, Texts, Unread
from sigv4_explain.diagnosis.inputs import read_answer, read_moment, read_request, read_text
from sigv4_explain.diagnosis.places import place_of_host
from sigv4_explain.errors import InvalidInput, check_kind, describe
from sigv4_explain.masking import fields_alone
from sigv4_explain.presented import presented_by
from sigv4_explain.request import Request

Read = TypeVar("Read")
_lone_surrogate = re.compile("[\ud800-\udfff]")


class Inputs(NamedTuple):
    """What diagnose was given."""

    request: Any = None
    answer: Any = None
    credentials: Credentials | None = None
    region: str | None = None
    service: str | None = None
    client_canonical_request: str | None = None
    client_string_to_sign: str | None = None
    at: datetime | str | None = None
    received_at: datetime | str | None = None

    def __repr__(self) -> str:
        return fields_alone(self)


def gathered(given: Inputs) -> Evidence:
    """Read what was given; a paste that cannot be read is noted as such.

    Raises InvalidInput for an argument of the wrong kind: a time that is none, credentials that are none.
    """
    kinds = (("credentials", Credentials, "Credentials"), ("region", str, "a text"), ("service", str, "a text"))
    for field, kind, expected in kinds:
        check_kind(field, getattr(given, field), (kind, type(None)), f"{expected}, or None")
    for field, word in (("region", given.region), ("service", given.service)):
        if word is not None and not _is_unicode(word):
            raise InvalidInput(field, describe(word), "text that is Unicode, or None")
    unread: list[Unread] = []
    sent = _read("request", given.request, read_request, unread) or ClientEvidence()
    answer = _read("answer", given.answer, read_answer, unread) or _answer_beside(given)
    evidence = Evidence(
        request=sent.request,
        answer=answer,
        credentials=given.credentials,
        client=Texts(
            read_text("client_canonical_request", given.client_canonical_request) or sent.canonical_request,
            read_text("client_string_to_sign", given.client_string_to_sign) or sent.string_to_sign,
        ),
        at=read_moment("at", given.at),
        received_at=read_moment("received_at", given.received_at) or _told_time(answer),
        unread=(*unread, *_cut_body(given.request, sent.request)),
    )
    region, service = _place(evidence)
    return replace(evidence, region=given.region or region, service=given.service or service)


def _read(field: str, given: Any, reader: Callable[[Any], Read], unread: list[Unread]) -> Read | None:
    if given is None or given in ("", b""):
        return None
    try:
        return reader(given)
    except InvalidInput as error:
        unread.append(Unread(field, error.received, error.expected))
        return None


def _cut_body(given: Any, request: Request | None) -> Iterator[Unread]:
    """Say so when a pasted body is announced as chunked and is not whole chunks."""
    text = given.decode(errors="replace") if isinstance(given, bytes) else given
    if isinstance(text, str) and request is not None and is_cut_chunked(request, text):
        received = "chunks that were cut short or changed, which are taken as they stand"
        yield Unread("body of the request", received, "every chunk, to the empty one at the end")


def _answer_beside(given: Inputs) -> Answer | None:
    """Read the answer that stands beside the request: in the output of ``curl -v``, or in a response."""
    is_text = isinstance(given.request, (str, bytes))
    if given.answer or not (is_text or hasattr(given.request, "status_code")):
        return None
    answer = _read("answer", given.request, read_answer, [])
    says = answer and (answer.code or answer.canonical_request or answer.message)
    return answer if says else None


def _told_time(answer: Answer | None) -> datetime | None:
    return None if answer is None or answer.times is None else answer.times.server_time


def _place(evidence: Evidence) -> tuple[str | None, str | None]:
    """Find out where the server is: the answer knows best, then the host's name; last comes the request's own word."""
    told = () if evidence.answer is None else evidence.answer.scope
    expected = {element.element: element.expected for element in told if element.expected}
    region, service = _place_of(evidence.request)
    scope = _scope_words(evidence.server.string_to_sign) or _scope_words(evidence.client.string_to_sign)
    own_region, own_service = scope or (None, None)
    return (
        expected.get(ScopeElement.REGION) or region or own_region,
        expected.get(ScopeElement.SERVICE) or service or own_service,
    )


def _place_of(request: Request | None) -> tuple[str | None, str | None]:
    if request is None:
        return None, None
    region, service = place_of_host(request.host)
    credential = presented_by(request, "X-Amz-Security-Token").credential
    own_region, own_service = credential[2:4] if len(credential) == 5 else (None, None)
    return region or own_region or None, service or own_service or None


def _scope_words(string_to_sign: str | None) -> tuple[str, str] | None:
    """Return Region and service of the scope in a string to sign."""
    words = [line.split("/") for line in (string_to_sign or "").split("\n") if line.endswith("/aws4_request")]
    is_scope = len(words) > 0 and len(words[0]) == 4 and all(map(_is_unicode, words[0]))
    return (words[0][1], words[0][2]) if is_scope else None


def _is_unicode(word: object) -> bool:
    return isinstance(word, str) and not _lone_surrogate.search(word)
