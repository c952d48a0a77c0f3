"""The server's canonical request and string to sign, found in what was pasted, and how sure they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from sigv4_explain.encoding import sha256_hex
from sigv4_explain.masking import fields_alone
from sigv4_explain.readers.answers.disguises import PAYLOAD_HASH, rebuilt, views
from sigv4_explain.readers.answers.forms import text_of_bytes
from sigv4_explain.readers.answers.sentences import quoted_strings, whole_characters


class Completeness(Enum):
    """How much of the server's canonical request was pasted, and whether that can be proven."""

    PROVEN = "exact: its hash is the one in the string to sign"
    WHOLE = "whole by its form; no string to sign to prove it"
    REBUILT = "its lines were lost and are put back as well as can be"
    ALTERED = "whole by its form, yet another than the one whose hash the server shows: changed on the way or by hand"
    CUT_SHORT = "a part is missing"
    NOT_SHOWN = "the server does not show it, or it was not pasted"


_is_code = re.compile(r"(?:^|\n|\\n)(?:[$@]\w|[$#]?\{)").search
"""A line that begins with the name of a variable: code that writes the text, not the text."""

_GAP = r".{0,120}?"

_string_to_sign = re.compile(
    r"(AWS4-HMAC-SHA256|AWS4-ECDSA-P256-SHA256|GOOG4-RSA-SHA256|GOOG4-HMAC-SHA256)"
    rf"{_GAP}([0-9]{{8}}T[0-9]{{6}}Z){_GAP}([0-9]{{8}}(?:/[A-Za-z0-9_.-]{{1,80}}){{1,3}}?4_request){_GAP}([0-9a-f]{{64}})",
    re.DOTALL,
)

# No request has 200 headers; without a limit each line that ends like a method would be read to the end.
_canonical = re.compile(
    r"(?<![A-Za-z-])[A-Za-z-]{1,20}\n/[^\n]*\n[^\n]*\n((?:[^\n:]+:[^\n]*\n){1,200})\n([^\n]+)\n"
    rf"{PAYLOAD_HASH}(?![A-Za-z0-9])"
)

_beginning = re.compile(r"(?<![A-Za-z-])[A-Z]{3,20}\n/")

_cut_escape = re.compile(
    r"(?:(?<!\\)\\++(?:u[0-9a-fA-F]{0,3}|x[0-9a-fA-F]?)?|&(?:#[0-9a-fx]{0,4}|[aglq][a-z]{0,3})?)\Z"
)

_AROUND = "'\"`‘’“”} \t\r\n"
_ELLIPSES = ("…", "...", "(truncated...)", "[truncated]")


def find_string_to_sign(text: str) -> str | None:
    r"""Return the first whole string to sign, whatever stands between its lines.

    >>> find_string_to_sign(r"'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/a/b/aws4_request\n" + "0" * 64)[-20:-8]
    '000000000000'
    """
    found = _string_to_sign.search(text)
    return "\n".join(found.groups()) if found else None


def plain_part(text: str) -> str:
    """Return a string to sign that is not whole, in the plainest view that there is of it."""
    shown = [_stripped(view) for view in views(text)]
    return next((view for view in shown if re.match(r"[A-Z0-9]+4-[A-Z0-9-]+\n", view)), shown[0])


def recover_canonical_request(raw: str, string_to_sign: str | None) -> tuple[str | None, Completeness]:
    """Return the canonical request in a text, however disguised. The hash in the string to sign is the judge."""
    if not raw.strip(_AROUND):
        return None, Completeness.NOT_SHOWN
    seen = list(views(raw))
    hashed = string_to_sign.rpartition("\n")[2] if string_to_sign else None
    forms = list(_whole(seen))
    if hashed:
        put_back = (text for view in seen for text in rebuilt(view))
        for candidates in (forms, [_stripped(view) for view in seen], put_back):
            proven = _first(candidates, lambda text: sha256_hex(_as_bytes(text)) == hashed)
            if proven is not None:
                return proven, Completeness.PROVEN
    if forms:
        return forms[0], Completeness.ALTERED if hashed else Completeness.WHOLE
    guess = next((text for view in seen for text in rebuilt(view)), None)
    if guess is not None:
        return guess, Completeness.REBUILT
    part = _part(list(views(_cut_escape.sub("", raw))))
    return (part, Completeness.CUT_SHORT) if part else (None, Completeness.NOT_SHOWN)


def _whole(seen: list[str]) -> Iterator[str]:
    """Return what has the form of a canonical request, its list naming the headers above it."""
    for view in seen:
        found = _canonical.search(view)
        if found:
            names = {line.partition(":")[0] for line in found[1].splitlines()}
            if names == set(found[2].strip().split(";")):
                yield found[0]


def _part(seen: list[str]) -> str:
    """Return what there is from the method on, in the first view that shows it; else the plainest view."""
    for view in seen:
        begun = _beginning.search(view)
        if begun:
            return _stripped(view[begun.start() :])
    return _stripped(seen[-1])


def _stripped(text: str) -> str:
    text = text.strip(_AROUND)
    for ellipsis in _ELLIPSES:
        text = text.removesuffix(ellipsis)
    return text.strip(_AROUND)


def _first(candidates: Iterable[str], accepts: Callable[[str], bool]) -> str | None:
    return next((text for text in candidates if accepts(text)), None)


def _as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


class ServerStrings(NamedTuple):
    """What the server computed, as far as it was shown."""

    canonical_request: str | None
    string_to_sign: str | None
    complete: Completeness

    def __repr__(self) -> str:
        return fields_alone(self)


_BEST_FIRST = tuple(Completeness)


def server_strings(fields: Mapping[str, str], text: str) -> ServerStrings:
    """Return the server's canonical request and string to sign, the best that fields and text have of each."""
    quoted = quoted_strings(text)
    string_to_sign = _server_string_to_sign(
        [text_of_bytes(fields.get("StringToSignBytes", "")), fields.get("StringToSign", ""), quoted.string_to_sign]
    )
    raws = [
        text_of_bytes(fields.get("CanonicalRequestBytes", "")),
        fields.get("CanonicalRequest", ""),
        quoted.canonical_request,
    ]
    found = [recover_canonical_request("" if _is_code(raw) else raw, string_to_sign) for raw in dict.fromkeys(raws)]
    canonical, complete = min(found, key=lambda pair: (_BEST_FIRST.index(pair[1]), -len(pair[0] or "")))
    return ServerStrings(
        None if canonical is None else whole_characters(canonical),
        None if string_to_sign is None else whole_characters(string_to_sign),
        complete,
    )


def _server_string_to_sign(raws: list[str]) -> str | None:
    shown = [raw for raw in raws if raw.strip() and not _is_code(raw)]
    whole = next(filter(None, map(find_string_to_sign, shown)), None)
    return whole or (plain_part(shown[0]) if shown else None)
