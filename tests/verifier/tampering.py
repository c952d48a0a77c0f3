"""What can happen to a signed request on its way: changes to what is signed, and changes to what is not.

The line between the two is the canonical request: two spellings that have the same one are the same to the server.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from sigv4_explain import Request
from sigv4_explain.presented import Carrier, Presented


class Signed(NamedTuple):
    """A signed request and what it presents; ``pick`` chooses where there is a choice."""

    request: Request
    presented: Presented
    service: str
    pick: int

    @property
    def in_query(self) -> bool:
        """Whether the signature is in the query."""
        return self.presented.carrier is Carrier.QUERY


Change = Callable[[Signed], Request]


def _with_url(request: Request, *, path: str | None = None, query: str | None = None) -> Request:
    start = request.url.partition("?")[0]
    origin = start[: len(start) - len(request.path)]
    path, query = request.path if path is None else path, request.query if query is None else query
    return request.with_url(f"{origin}{path}?{query}" if query else f"{origin}{path}")


def _with_method(request: Request, method: str) -> Request:
    return Request(method, request.url, request.headers, request.body)


def _with_headers(request: Request, headers: list[tuple[str, str]]) -> Request:
    return Request(request.method, request.url, headers, request.body)


def _with_body(signed: Signed) -> Request:
    request = signed.request
    return Request(request.method, request.url, request.headers, request.body + b"!")


def _another_method(signed: Signed) -> Request:
    return _with_method(signed.request, "PURGE")


def _of_signed_headers(signed: Signed, change: Callable[[str, str], list[tuple[str, str]]]) -> Request:
    """Change one header that is signed and has a value; when there is none, the method."""
    request, names = signed.request, signed.presented.signed_headers
    places = [n for n, (name, value) in enumerate(request.headers) if name.lower() in names and value.strip(" \t")]
    if not places:
        return _another_method(signed)
    place = places[signed.pick % len(places)]
    return _with_headers(
        request, [*request.headers[:place], *change(*request.headers[place]), *request.headers[place + 1 :]]
    )


def _in_presented(signed: Signed, header: tuple[str, str], parameter: tuple[str, str]) -> Request:
    """Replace a pattern in the Authorization header, or in the query when the signature is there."""
    request = signed.request
    if signed.in_query:
        query, count = re.subn(*parameter, request.query)
        changed = _with_url(request, query=query)
    else:
        value, count = re.subn(*header, str(request.header("authorization")))
        changed = request.with_headers([("Authorization", value)])
    assert count == 1
    return changed


def _a_second_later(signed: Signed) -> Request:
    if signed.in_query:
        return _with_url(
            signed.request,
            query=signed.request.query.replace("X-Amz-Date=20150830T123600Z", "X-Amz-Date=20150830T123601Z"),
        )
    return signed.request.with_headers([("X-Amz-Date", "20150830T123601Z")])


def _another_signature(signed: Signed) -> Request:
    right = signed.presented.parameters["Signature"]
    place = signed.pick % len(right)
    wrong = f"{right[:place]}{'1' if right[place] == '0' else '0'}{right[place + 1 :]}"
    return _in_presented(signed, (right, wrong), (right, wrong))


SIGNED: Mapping[str, Change] = {
    "another method": _another_method,
    "a segment more": lambda signed: _with_url(signed.request, path=f"{signed.request.path}/changed"),
    "a parameter more": lambda signed: _with_url(
        signed.request, query="&".join(filter(None, [signed.request.query, "changed%20name=1"]))
    ),
    "another host": lambda signed: signed.request.with_headers([("Host", "changed.example.com")]),
    "another value": lambda signed: _of_signed_headers(signed, lambda name, value: [(name, f"{value}x")]),
    "a header less": lambda signed: _of_signed_headers(signed, lambda _name, _value: []),
    "a header twice": lambda signed: _of_signed_headers(signed, lambda name, value: [(name, value), (name, "x")]),
    "a signed name more": lambda signed: _in_presented(
        signed, ("SignedHeaders=", "SignedHeaders=changed;"), ("X-Amz-SignedHeaders=", "X-Amz-SignedHeaders=changed%3B")
    ),
    "a second later": _a_second_later,
    "another signature": _another_signature,
    "another body": lambda signed: (
        _another_method(signed) if signed.in_query and signed.service == "s3" else _with_body(signed)
    ),
}
"""Each changes the canonical request, the string to sign or the signature. A presigned S3 URL signs no body."""


def _on_headers(change: Callable[[str, str], tuple[str, str]]) -> Change:
    return lambda signed: _with_headers(signed.request, [change(*pair) for pair in signed.request.headers])


def _on_query(change: Callable[[str], str]) -> Change:
    return lambda signed: _with_url(signed.request, query=change(signed.request.query))


UNSIGNED: Mapping[str, Change] = {
    "a header more": lambda signed: signed.request.with_headers([("X-Added-On-The-Way", "1")]),
    "another User-Agent": lambda signed: signed.request.with_headers([("User-Agent", "a proxy's")]),
    "names in capitals": _on_headers(lambda name, value: (name.upper(), value)),
    "blanks around values": _on_headers(lambda name, value: (name, f" \t{value}  ")),
    "blanks doubled": _on_headers(lambda name, value: (name, value.replace(" ", " \t "))),
    "headers by name": lambda signed: _with_headers(
        signed.request, sorted(signed.request.headers, key=lambda pair: pair[0].lower())
    ),
    "parameters from last to first": _on_query(lambda query: "&".join(reversed(query.split("&")))),
    "ampersands doubled": _on_query(lambda query: query.replace("&", "&&")),
    "hex in small letters": _on_query(lambda query: re.sub("%..", lambda found: found[0].lower(), query)),
    "letters percent-encoded": _on_query(
        lambda query: "&".join(
            [piece if piece.startswith("X-Amz-") else piece.replace("a", "%61") for piece in query.split("&")]
        )
    ),
    "slashes doubled": lambda signed: (
        signed.request
        if signed.service == "s3"
        else _with_url(signed.request, path=signed.request.path.replace("/", "//"))
    ),
    "a fragment": lambda signed: signed.request.with_url(f"{signed.request.url}#top"),
    "no blanks after commas": lambda signed: (
        signed.request
        if signed.in_query
        else signed.request.with_headers(
            [("Authorization", str(signed.request.header("authorization")).replace(", ", ","))]
        )
    ),
}
"""None of them changes the canonical request. S3 keeps the slashes of a path as they are."""
