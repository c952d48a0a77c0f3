"""Which URLs are safe to sign, as rules: most are about a row of the table of clients."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from sigv4_explain.course.rule import Rule

_FORM = "https://url.spec.whatwg.org/#urlencoded-parsing"
_URI = "https://www.rfc-editor.org/rfc/rfc3986#section-2"

TEXT = Rule("Return the URL as text, with the base at its beginning.", _URI)
SEGMENTS = Rule("The path is the base's, then each segment after a slash of its own.", _URI)
PARAMETERS = Rule("The query stands after a question mark: name=value, with & between two of them.", _FORM)
BLANK = Rule("No URL has a raw blank: write %20.", _URI)
EMPTY_SEGMENT = Rule("Two slashes in a row: some signers make one of them, as AWS does, and some do not.")
SLASH = Rule("A slash within a segment is %2F: quote leaves it alone unless you say safe=''.", _URI)
PLUS_FOR_BLANK = Rule(
    "A blank is %20: some signers sign the plus that quote_plus and urlencode write as a plus.", _FORM
)
PLUS = Rule("A plus that is meant as one is %2B: raw, some signers take it for a blank, as AWS may.", _FORM)
RESERVED = Rule(
    "Encode all but A-Z a-z 0-9 - . _ ~ yourself, as %3A: some signers leave : * = / and others as they came."
)
REPEATED = Rule("A name may come twice, with both values: a dictionary keeps only one of them.", _FORM)
EQUALS_SIGN = Rule("A parameter without a value is sent with an equals sign: not every signer adds it.")
EMPTY_LEFT_OUT = Rule("An empty value is a value: the parameter is still sent.", _FORM)
NAMELESS = Rule("A value without a name is left out: signers do not agree what it is.", _FORM)
TWICE = Rule("Encode once: the percent sign of %20 is not encoded again.", _URI)

_find_raw = re.compile(r"%(?![0-9A-F]{2})|[^A-Za-z0-9._~%-]").search


def judged(arguments: tuple[Any, ...], answer: Any) -> Rule | None:
    """Return the rule that a URL breaks, or None. The order of the parameters is free."""
    base, segments, parameters = arguments[0].rstrip("/"), arguments[1], arguments[2]
    if not isinstance(answer, str) or not answer.startswith(base):
        return TEXT
    path, _, query = answer.removeprefix(base).partition("?")
    pairs = [piece.partition("=") for piece in query.split("&") if piece]
    broken = (
        (" " in answer, BLANK),
        ("//" in path, EMPTY_SEGMENT),
        ("+" in query, PLUS),
        (any(not name for name, _, _ in pairs), NAMELESS),
        (any(not equals for _, equals, _ in pairs), EQUALS_SIGN),
        (_find_raw(path.replace("/", "") + "".join(name + value for name, _, value in pairs)), RESERVED),
        (_meant(("" if path == "/" else path).split("/")) != ["", *filter(None, segments)], SEGMENTS),
        (sorted(_meant(map("".join, pairs))) != sorted(f"{n}={v}" for n, v in parameters if n), PARAMETERS),
    )
    return next((rule for is_broken, rule in broken if is_broken), None)


def _meant(pieces: Any) -> list[str]:
    return [unquote(piece) for piece in pieces]
