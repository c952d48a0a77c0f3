"""The door to all forms: each request that a paste shows, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeVar

from sigv4_explain.encoding import sha256_hex
from sigv4_explain.errors import UnreadableText, describe
from sigv4_explain.readers.building import is_signed
from sigv4_explain.readers.calls import signed_calls_in
from sigv4_explain.readers.cleaned_text import CleanedText, cleaned
from sigv4_explain.readers.client_logs import requests_in_botocore_log
from sigv4_explain.readers.commands import commands_in
from sigv4_explain.readers.header_lists import header_lists_in, unquoted_maps_in, values_alone_in
from sigv4_explain.readers.log_records import records_in
from sigv4_explain.readers.message_heads import messages_in
from sigv4_explain.readers.presigned_urls import tokens_in, urls_in
from sigv4_explain.readers.printed_requests import printed_requests_in
from sigv4_explain.readers.read_request import (
    HEADER_NAME,
    NotWhole,
    Origin,
    ReadRequest,
    UnreadRequest,
    announced_length,
)
from sigv4_explain.readers.rewritten_text import out_of_mail, rewritten
from sigv4_explain.readers.setters import signed_setters_in
from sigv4_explain.readers.written_requests import bruno_in, httpie_in, powershell_in
from sigv4_explain.request import Request


def _botocore(paste: CleanedText) -> Iterator[ReadRequest]:
    try:
        requests = requests_in_botocore_log(paste.text)
    except UnreadableText:
        return
    for start, request in requests:
        end = paste.text.find("\n", start)
        length = (request.header("content-length") or "0").strip()
        lacking = {NotWhole.BODY} if not request.body and length != "0" else set()
        end = end if end >= 0 else len(paste.text)
        yield ReadRequest(request, start, end, "botocore log", Origin.WIRE, frozenset(lacking))


_FORMS: tuple[Callable[[CleanedText], Iterable[ReadRequest | UnreadRequest]], ...] = (
    _botocore,
    records_in,
    commands_in,
    powershell_in,
    bruno_in,
    messages_in,
    httpie_in,
    lambda paste: signed_calls_in(paste.text),
    lambda paste: signed_setters_in(paste.text),
    lambda paste: printed_requests_in(paste.text),
    unquoted_maps_in,
    urls_in,
    tokens_in,
    header_lists_in,
    values_alone_in,
)
"""What is whole comes first: of two that overlap the first counts."""


class FoundRequests(NamedTuple):
    """What was read of a paste."""

    requests: tuple[ReadRequest, ...]
    unread: tuple[UnreadRequest, ...] = ()
    """What looks like a request and cannot be one, in its order."""


def requests_in(text: str) -> tuple[ReadRequest, ...]:
    r"""Read each request that a text shows, in the order in which they stand there.

    Prose, quote marks, time stamps and answers around them are no matter. What was not pasted is told, and nothing
    stands in its place but a host that no server has. Raises UnreadableText for what is no text.

    >>> [found] = requests_in("I ran this:\n\n> $ curl -T a.txt --aws-sigv4 aws:amz:us-east-1:s3 https://b.example/\n")
    >>> found, found.request.url
    (<ReadRequest: curl --aws-sigv4 command, 17 to 82, without BODY>, 'https://b.example/a.txt')
    >>> found.signing
    CommandSigning(region='us-east-1', service='s3', credentials=None)
    """
    return reading_of(text).requests


def reading_of(text: str) -> FoundRequests:
    """Read what ``requests_in`` does, and tell what cannot be read. Raises UnreadableText for what is no text."""
    if not isinstance(text, str):
        raise UnreadableText("text", describe(text), "what was pasted, as str")
    paste = out_of_mail(cleaned(text))
    found = _found(paste, len(text))
    is_read = any(map(_is_whole, found.requests)) and "&quot;" not in text
    if is_read or len(paste.text) > _LONGEST_REWRITTEN or not _of_a_signature(paste.text):
        return found
    others = [_noted(_found(other, len(text)), note) for other, note in rewritten(paste)]
    return max([found, *others], key=lambda reading: sum(map(_worth, reading.requests)))


_UNSEEN = "characters that nobody sees"


def with_unseen(seen: FoundRequests, pasted: FoundRequests) -> FoundRequests:
    """Give requests that were read without characters that nobody sees the bodies that stand in the paste itself.

    A body is bytes. From a URL and headers such a character is taken, since chats and pages put it there; that is told.
    """
    if [one.request.method for one in seen.requests] != [one.request.method for one in pasted.requests]:
        return _noted(seen, f"{_UNSEEN} were left out")
    pairs = zip(seen.requests, pasted.requests, strict=True)
    return seen._replace(requests=tuple([_with_body_of(*pair) for pair in pairs]))


def _with_body_of(one: ReadRequest, pasted: ReadRequest) -> ReadRequest:
    request, raw = one.request, pasted.request
    named = zip(request.headers, raw.headers, strict=False)
    changed = ["its URL"] if request.url != raw.url else []
    changed += [name for (name, value), (_, other) in named if value != other]
    is_announced = sha256_hex(request.body) == (request.header("x-amz-content-sha256") or "").lower()
    if is_announced or announced_length(request) == len(request.body):
        changed += ["its body"] if request.body != raw.body else []
    else:
        of_body = {NotWhole.BODY, NotWhole.BODY_END}
        request = Request(request.method, request.url, request.headers, raw.body)
        one = replace(one, request=request, not_whole=(one.not_whole - of_body) | (pasted.not_whole & of_body))
    return replace(one, notes=(*one.notes, f"{_UNSEEN} were left out of {', '.join(changed)}")) if changed else one


_of_a_signature = re.compile(r"AWS4-|X-Amz-|aws-sigv4|\bcurl\b|k8s-aws", re.IGNORECASE).search
_LONGEST_REWRITTEN = 128 * 1024  # characters: what somebody wraps or quotes by hand is shorter
_MOST_HEADERS = 40
_UNREAD = {NotWhole.TARGET, NotWhole.HOST, NotWhole.METHOD, NotWhole.HEADERS}


def _worth(found: ReadRequest) -> float:
    """Rate how well a request was read, to choose between two readings of one paste."""
    is_certain = not found.not_whole & {NotWhole.BODY, NotWhole.BODY_END}
    headers = min(len(found.request.headers), _MOST_HEADERS) / _MOST_HEADERS
    return 4 * _is_whole(found) + headers + is_certain / 50 - 0.01


def _is_whole(found: ReadRequest) -> bool:
    """Tell whether a request is signed, or will be, by headers of which none is cut."""
    authorization = found.request.header("authorization") or ""
    is_some = bool(found.signing) or is_signed(found.request) or bool(authorization)  # which may be masked
    is_cut = authorization.startswith("AWS4-") and "Signature=" not in authorization
    return is_some and not is_cut and not found.not_whole & _UNREAD


def _noted(reading: FoundRequests, note: str) -> FoundRequests:
    return reading._replace(requests=tuple([replace(one, notes=(*one.notes, note)) for one in reading.requests]))


def _found(paste: CleanedText, length: int) -> FoundRequests:
    taken: list[ReadRequest] = []
    unread: list[UnreadRequest] = []
    for form in _FORMS:
        seen = list(form(paste))
        unread += [one for one in seen if isinstance(one, UnreadRequest)]
        requests = [one for one in seen if isinstance(one, ReadRequest)]
        taken += _apart(sorted(taken, key=_start), sorted(requests, key=_start))
    found = _with_bodies_of_commands(_joined(paste, sorted(taken, key=_start)))
    return FoundRequests(
        tuple([_placed(paste, one, length) for one in found]), tuple([_placed(paste, one, length) for one in unread])
    )


_header_between = re.compile(rf"^[ \t]*({HEADER_NAME}):[ \t]+([^\n]+)$", re.MULTILINE)
_list_of_names = re.compile(r"SignedHeaders=([^,\s]+)")
_WIDEST_GAP = 2_000  # characters between a request line and the Authorization header that belongs to it


def _joined(paste: CleanedText, found: list[ReadRequest]) -> Iterator[ReadRequest]:
    """Put an Authorization header to the request above it, which lacks one, where a line of prose stands between."""
    above: ReadRequest | None = None
    for one in found:
        gap = "" if above is None else paste.text[above.end : one.start]
        lacks = above is not None and not is_signed(above.request) and NotWhole.HOST not in above.not_whole
        if above is not None and lacks and NotWhole.HOST in one.not_whole and len(gap) < _WIDEST_GAP:
            between = [(name, value.strip()) for name, value in _header_between.findall(gap)]
            headers = [*above.request.headers, *between, *one.request.headers]
            request = Request(above.request.method, above.request.url, headers, above.request.body)
            above = replace(above, request=request, end=one.end, not_whole=above.not_whole | _lacking(request))
            continue
        if above is not None:
            yield above
        above = one
    if above is not None:
        yield above


def _lacking(request: Request) -> set[NotWhole]:
    """Tell whether a header is not among those of a request that its Authorization header lists."""
    listed = _list_of_names.search(request.header("authorization") or "")
    names = {name.lower() for name, _ in request.headers} | {"host"}
    return {NotWhole.HEADERS} if listed and set(listed[1].lower().split(";")) - names else set()


def _with_bodies_of_commands(found: Iterable[ReadRequest]) -> Iterator[ReadRequest]:
    """Give a request of which curl shows no body that of the command above it, when it is as long."""
    command: Request | None = None
    for one in found:
        if "curl" in one.form and one.form != "curl -v":
            command = one.request
        elif NotWhole.BODY in one.not_whole and command and command.body:
            request = one.request
            if request.method == command.method and announced_length(request) == len(command.body):
                whole = Request(request.method, request.url, request.headers, command.body)
                one = replace(one, request=whole, not_whole=one.not_whole - {NotWhole.BODY})
        yield one


def _start(found: ReadRequest) -> int:
    return found.start


def _apart(taken: list[ReadRequest], found: list[ReadRequest]) -> Iterator[ReadRequest]:
    """Return what was found where nothing is taken, nor found before it."""
    place, end = 0, -1
    for one in found:
        while place < len(taken) and taken[place].end <= one.start:
            place += 1
        if one.start >= end and (place == len(taken) or taken[place].start >= one.end):
            end = one.end
            yield one


_Found = TypeVar("_Found", ReadRequest, UnreadRequest)


def _placed(paste: CleanedText, found: _Found, length: int) -> _Found:
    start, end = paste.span(found.start, found.end)
    return replace(found, start=min(start, length), end=min(max(start, end), length))
