"""Exercise of notebook 03: the whole canonical request."""

from __future__ import annotations

from sigv4_explain.canonical import (
    canonical_headers,
    canonical_query_string,
    canonical_request,
    canonical_uri,
    hashed_payload,
    signed_headers,
)
from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer

_SIX = Requirement("Six parts, in this order: method, path, query, headers, signed headers, payload hash.")
_BLANK = Requirement("Between the headers and the list of their names stands an empty line.")
_QUERY = Requirement("Without a query its line is empty, and it is there.")
_CANONICAL = Requirement("Every part is written in its canonical form, not as it was sent.")
_END = Requirement("Nothing follows the payload hash, no line break either.")

Headers = tuple[tuple[str, str], ...]


def my_canonical_request(method: str, path: str, query: str, headers: tuple[tuple[str, str], ...], body: bytes) -> str:
    """Return the canonical request."""
    parts = [method, canonical_uri(path), canonical_query_string(query)]
    parts += [canonical_headers(headers), signed_headers(headers), hashed_payload(body)]
    return "\n".join(parts)


def _parts(path: str, query: str, headers: Headers, body: bytes) -> tuple[str, str, str, str, str]:
    lines, names = canonical_headers(headers), signed_headers(headers)
    return canonical_uri(path), canonical_query_string(query), lines, names, hashed_payload(body)


def _right(method: str, path: str, query: str, headers: Headers, body: bytes) -> str:
    return canonical_request(method, *_parts(path, query, headers, body))


def _as_sent(method: str, path: str, query: str, headers: Headers, body: bytes) -> str:
    _, _, lines, names, payload = _parts(path, query, headers, body)
    return canonical_request(method, path, query, lines, names, payload)


def _no_empty_line(method: str, path: str, query: str, headers: Headers, body: bytes) -> str:
    uri, text, lines, names, payload = _parts(path, query, headers, body)
    return "\n".join((method, uri, text, lines.strip(), names, payload))


def _two_empty_lines(method: str, path: str, query: str, headers: Headers, body: bytes) -> str:
    uri, text, lines, names, payload = _parts(path, query, headers, body)
    return "\n".join((method, uri, text, lines, "", names, payload))


def _no_line_for_no_query(method: str, path: str, query: str, headers: Headers, body: bytes) -> str:
    return "\n".join(part for part in (method, *_parts(path, query, headers, body)) if part)


def _question_mark(method: str, path: str, query: str, headers: Headers, body: bytes) -> str:
    uri, text, lines, names, payload = _parts(path, query, headers, body)
    return canonical_request(method, uri, f"?{text}", lines, names, payload)


def _break_at_the_end(method: str, path: str, query: str, headers: Headers, body: bytes) -> str:
    return f"{_right(method, path, query, headers, body)}\n"


def _body_itself(method: str, path: str, query: str, headers: Headers, body: bytes) -> str:
    uri, text, lines, names, _ = _parts(path, query, headers, body)
    return canonical_request(method, uri, text, lines, names, body.decode())


def _names_first(method: str, path: str, query: str, headers: Headers, body: bytes) -> str:
    uri, text, lines, names, payload = _parts(path, query, headers, body)
    return "\n".join((method, uri, text, names, lines, payload))


_SENT = (("X-Amz-Date", "20150830T123600Z"), ("Host", "example.amazonaws.com"))

EXERCISES = (
    Exercise(
        name="canonical-request",
        chapter="03",
        task="write my_canonical_request(method, path, query, headers, body): the six parts under each other.",
        cases=(
            Example(("GET", "/", "a=1", _SENT, b""), _SIX),
            Example(("GET", "/", "", _SENT, b""), _QUERY),
            Example(("POST", "/a b", "b=2&a=1", _SENT, b"Param1=value1"), _CANONICAL),
            Example(("DELETE", "", "", _SENT[1:], b""), _CANONICAL),
        ),
        right=_right,
        imports=(
            (
                "from sigv4_explain import canonical_headers, canonical_query_string, canonical_uri, "
                "hashed_payload, signed_headers"
            ),
        ),
        solution=my_canonical_request,
        mistakes=(
            WrongAnswer(_as_sent, _CANONICAL),
            WrongAnswer(_no_empty_line, _BLANK),
            WrongAnswer(
                _two_empty_lines,
                Requirement("The empty line stands there once: the headers' last line break makes it."),
            ),
            WrongAnswer(_no_line_for_no_query, _QUERY),
            WrongAnswer(_question_mark, Requirement("The question mark belongs neither to the path nor to the query.")),
            WrongAnswer(_break_at_the_end, _END),
            WrongAnswer(_body_itself, Requirement("On the last line stands the hash of the body, not the body.")),
            WrongAnswer(
                _names_first, Requirement("The lines of the headers come first, then the list of their names.")
            ),
        ),
        hints=(
            "Each part has a function of its own, imported above. Two of them take headers.",
            "Put the six texts into a list and join them with a line break. No part needs one added by hand.",
            'The list: method, canonical_uri(path), …(query), …(headers), …(headers), …(body). Then "\\n".join(parts).',
        ),
    ),
)
