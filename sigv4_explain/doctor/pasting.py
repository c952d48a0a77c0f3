"""What somebody pasted, sorted into what diagnose takes: the request, AWS's answer, what the client computed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, NamedTuple

from sigv4_explain.doctor.evidence import LONGEST, read_request, says_something
from sigv4_explain.errors import InvalidInput, UnreadableText
from sigv4_explain.masking import fields_alone
from sigv4_explain.readers.answers import parse_answer


class PastedKind(Enum):
    """What a pasted text is, by the name that diagnose has for it."""

    REQUEST = "request"
    """The request as it was sent, or a client's log of it."""
    ANSWER = "answer"
    CANONICAL_REQUEST = "client_canonical_request"
    STRING_TO_SIGN = "client_string_to_sign"


class Paste(NamedTuple):
    """A text, and what it is."""

    kind: PastedKind
    text: str

    def __repr__(self) -> str:
        return fields_alone(self)


_BLANKS = "\ufeff \t\r\n"
_ENOUGH = 65_536  # characters of a text of no known kind, from which diagnose can say why it cannot be read
_canonical_request = re.compile(
    r"^[A-Z]{3,20}\r?\n/[^\n]*\n[^\n]*\n(?:[^\n:]+:[^\n]*\n)+\s*?[^\s:]+[ \t]*\r?\n"
    r"(?:[0-9a-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+)\b",
    re.MULTILINE,
)
_string_to_sign = re.compile(
    r"^AWS4-[A-Z0-9-]+\r?\n[0-9]{8}T[0-9]{6}Z[^\n]*\n[0-9]{8}/[^\n]*\n[0-9A-Za-z+/=]{40,}", re.MULTILINE
)
_request_line = re.compile(r"\s*[A-Za-z]{1,20} \S[^\n]* HTTP/[0-9.]+[ \t]*\r?\n")
_status_line = re.compile(r"^HTTP/[0-9](?:\.[0-9])? [1-5][0-9]{2}\b", re.MULTILINE)
_answer_field = re.compile(r"\b(?:SignatureProvided|StringToSignBytes|CanonicalRequestBytes)\b")


def sorted_pastes(texts: Iterable[str]) -> dict[str, Any]:
    r"""Return the arguments of ``diagnose`` for some texts, in whatever order and of whatever kind they are.

    One text may hold several: a request with its answer, a canonical request with its string to sign. Of two texts of
    one kind the first counts. A text of no known kind is taken for what is missing, so that diagnose can say why it
    cannot be read.

    >>> sorted_pastes(['{"message": "Forbidden"}', "GET / HTTP/1.1\nHost: example.com\n"])
    {'answer': '{"message": "Forbidden"}', 'request': 'GET / HTTP/1.1\nHost: example.com\n'}
    """
    found: dict[str, str] = {}
    unknown: list[str] = []
    for text in texts:
        pastes = pastes_in(text)
        for paste in pastes:
            found.setdefault(paste.kind.value, paste.text)
        unknown += [text[:_ENOUGH]] if text.strip(_BLANKS) and not pastes else []
    free = [kind.value for kind in (PastedKind.REQUEST, PastedKind.ANSWER) if kind.value not in found]
    return {**found, **dict(zip(free, unknown, strict=False))}


def pastes_in(text: str) -> tuple[Paste, ...]:
    """Return what a text holds; nothing where it holds none of what a signature is made of."""
    text = text[:LONGEST].lstrip("\ufeff")
    if not text.strip(_BLANKS):
        return ()
    if computed := tuple(_computed(text)):
        return computed
    if exchange := _split(text):
        return exchange
    if not _is_dumped_answer(text) and _shows_a_request(text):
        return (Paste(PastedKind.REQUEST, text),)
    return (Paste(PastedKind.ANSWER, text),) if _is_answer(text) else ()


def _computed(text: str) -> Iterator[Paste]:
    """Return the texts that a client computed, where they stand alone: nobody's words come before them."""
    patterns = {PastedKind.CANONICAL_REQUEST: _canonical_request, PastedKind.STRING_TO_SIGN: _string_to_sign}
    found = {kind: pattern.search(text) for kind, pattern in patterns.items()}
    starts = [match.start() for match in found.values() if match]
    if starts and not text[: min(starts)].strip():
        yield from (Paste(kind, match[0]) for kind, match in found.items() if match)


def _split(text: str) -> tuple[Paste, ...]:
    """Cut raw HTTP where the answer follows the request, so that it is not taken for the request's body."""
    request = _request_line.match(text)
    status = _status_line.search(text, request.end()) if request else None
    if status is None:
        return ()
    return Paste(PastedKind.REQUEST, text[: status.start()].rstrip("\r\n")), Paste(
        PastedKind.ANSWER, text[status.start() :]
    )


def _is_dumped_answer(text: str) -> bool:
    """Tell whether an SDK printed S3's answer field by field, which looks like a client's log."""
    return bool(_answer_field.search(text)) and "<SignatureProvided>" not in text


def _shows_a_request(text: str) -> bool:
    """Tell whether diagnose could read a request, or what a client computed."""
    try:
        read_request(text)
    except InvalidInput:
        return False
    return True


def _is_answer(text: str) -> bool:
    try:
        answer = parse_answer(text)
    except UnreadableText:
        return says_something(text)
    return any((answer.code, answer.message, answer.canonical_request, answer.string_to_sign, answer.status))
