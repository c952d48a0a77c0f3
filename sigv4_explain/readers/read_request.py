"""A request that a paste shows: where it stands, in which form, who says it, and what of it is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from sigv4_explain.credentials import Credentials
from sigv4_explain.encoding import EMPTY_SHA256, is_sha256, sha256_hex
from sigv4_explain.errors import InvalidInput, SigV4Error
from sigv4_explain.request import Request

HeaderPairs = list[tuple[str, str]]

HEADER_NAME = r":?[A-Za-z0-9][A-Za-z0-9_.-]{0,79}"
"""How the name of a header looks in print; HTTP/2's begin with a colon."""

NOT_PASTED = "not-pasted.invalid"
"""The host of a request of which nobody pasted the host: a name that can be no other (RFC 6761)."""


class Origin(Enum):
    """Who says what the request was."""

    WIRE = "what the client sent, as it logged it or a browser or proxy saw it"
    SERVER = "what the server, or a proxy before it, says that it got"
    COMMAND = "what somebody wrote, and a client signs when it runs"


class NotWhole(Enum):
    """What of a request was not pasted; what stands in its place says nothing."""

    METHOD = "the method"
    HOST = "the host"
    TARGET = "the path and the query"
    HEADERS = "some headers, or all"
    BODY = "the body"
    BODY_END = "where the body ends"


@dataclass(frozen=True, slots=True, repr=False)
class CommandSigning:
    """With what a command is signed when it runs; None where it does not say, or names what is not pasted."""

    region: str | None = None
    service: str | None = None
    credentials: Credentials | None = None
    algorithm: str | None = None
    """What stands before the Region in curl's ``--aws-sigv4``, such as ``aws:amz``."""

    def __repr__(self) -> str:
        return f"CommandSigning(region={self.region!r}, service={self.service!r}, credentials={self.credentials!r})"


@dataclass(frozen=True, slots=True, repr=False)
class ReadRequest:
    """One request in a paste."""

    request: Request
    start: int
    """Where it begins in the paste."""
    end: int
    """Where it ends, in characters from the paste's beginning."""
    form: str
    """In which form it stood, in words, such as ``curl command``."""
    origin: Origin = Origin.WIRE
    not_whole: frozenset[NotWhole] = field(default_factory=frozenset)
    signing: CommandSigning | None = None
    """Of a command that a client signs when it runs."""
    notes: tuple[str, ...] = ()
    """What of it is not as it was pasted, and why."""

    def __repr__(self) -> str:
        lacks = ", ".join(sorted(part.name for part in self.not_whole))
        return f"<ReadRequest: {self.form}, {self.start} to {self.end}{', without ' + lacks if lacks else ''}>"


@dataclass(frozen=True, slots=True)
class UnreadRequest:
    """What looks like a request, and cannot be one."""

    start: int
    end: int
    form: str
    error: SigV4Error
    """Which part it is, what came, and what was expected."""

    @property
    def why(self) -> str:
        """Which part it is, and what came."""
        error = self.error
        if not isinstance(error, InvalidInput):
            return f"{self.form}: {error}"
        field = "" if error.field == "text" else f"{error.field}: "
        return f"{self.form}: {field}{error.received.removeprefix('the command: ')}"

    @property
    def expected(self) -> str:
        """What would have been read."""
        return self.error.expected if isinstance(self.error, InvalidInput) else "a request"


_left_open = re.compile(r"[${}%<>*]").search


def keys_of(key_id: str | None, secret: str | None, token: str | None = None) -> Credentials | None:
    """Return keys that somebody wrote down; None where one is missing, or is the name of a variable."""
    if not key_id or not secret or any(_left_open(part) for part in (key_id, secret)):
        return None
    try:
        return Credentials(key_id, secret, token if token and not _left_open(token) else None)
    except SigV4Error:
        return None


method_has_no_body = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"}).__contains__
_MOST_DIGITS = 12
_elided = re.compile(
    r"[<\[({]{0,2}(?:blob|body|binary|stream(?:ing)?|readable|omitted|redacted|truncated|buffer|file|null|none|undefined"
    r"|\.\.\.|…)\b[^\n]{0,80}",
    re.IGNORECASE,
).fullmatch
_answer = re.compile(
    r"^[ \t]*(?:<\?xml|<(?:\w+:)?(?:Error|ErrorResponse|html)\b"
    r"|\{\s*\"(?:message|Message|__type|Error|errors|error|code|Code|errorMessage)\"\s*:"
    r"|HTTP/\d|<-{1,3} ?\d{3}|\[?RESPONSE\b|(?:Response|Answer|Output|Result|Error|Status)\b[^\n]{0,40}:)",
    re.MULTILINE,
)


def announced_length(request: Request) -> int | None:
    """Return the Content-Length as a number; None where there is none, or none that is a number."""
    length = (request.header("content-length") or "").strip()
    return int(length) if length.isascii() and length.isdecimal() and len(length) < _MOST_DIGITS else None


def with_shown_body(request: Request, shown: str) -> tuple[Request, frozenset[NotWhole]]:
    """Return a request with the body that a text shows behind its head, and what of it is not certain.

    The announced hash and the Content-Length say where the body ends; without them it ends where an answer begins,
    and a method that has none has none.
    """
    length, hashed = announced_length(request), (request.header("x-amz-content-sha256") or "").strip().lower()
    if is_sha256(hashed):
        for whole in _ends(shown, length):
            if sha256_hex(whole) == hashed:
                return _with(request, whole), frozenset()
    data = shown.encode("utf-8", "replace")
    if length is not None and (length == 0 or not _is_elided(shown)) and length <= len(data):
        return _with(request, data[:length]), frozenset()
    is_chunked = request.header("transfer-encoding") is not None
    if not (length or is_chunked) and (method_has_no_body(request.method) or hashed == EMPTY_SHA256):
        return request, frozenset()
    found = _answer.search(shown)
    body = (shown[: found.start()] if found else shown).strip("\r\n")
    if not body.strip() or _is_elided(body) or length is not None:
        has_one = bool(length) or is_chunked or (is_sha256(hashed) and hashed != EMPTY_SHA256)
        return request, frozenset({NotWhole.BODY} if has_one or body.strip() else ())
    return _with(request, body.encode("utf-8", "replace")), frozenset({NotWhole.BODY_END})


def with_printed_body(request: Request, body: str) -> tuple[Request, frozenset[NotWhole]]:
    """Return a request with a body that was printed in quotes, so that its end is certain."""
    if not _is_elided(body) or sha256_hex(body.encode("utf-8", "replace")) == request.header("x-amz-content-sha256"):
        request = _with(request, body.encode("utf-8", "replace"))
    hashed = request.header("x-amz-content-sha256") or ""
    is_lacking = bool(announced_length(request)) or (is_sha256(hashed) and hashed != EMPTY_SHA256) or bool(body)
    return request, frozenset({NotWhole.BODY} if is_lacking and not request.body else ())


def _ends(shown: str, length: int | None) -> Iterable[bytes]:
    """Return what may be the body in a text, from its beginning on."""
    answer = _answer.search(shown)
    texts = (
        shown,
        shown.removesuffix("\n"),
        shown.strip(),
        shown.partition("\n\n")[0],
        shown.partition("\n")[0],
        shown[: answer.start()].strip("\r\n") if answer else "",
    )
    data = [text.encode("utf-8", "replace") for text in texts]
    yield from dict.fromkeys([*([data[0][:length]] if length is not None else []), *data, b""])


def _is_elided(shown: str) -> bool:
    text = shown.strip()
    return bool(text) and bool(_elided(text.partition("\n")[0].strip()))


def _with(request: Request, body: bytes) -> Request:
    return Request(request.method, request.url, request.headers, body) if body else request
