"""Exercises of notebook 06: where the signature goes, in a header or a query, and the session token with it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from urllib.parse import quote

from sigv4_explain.authorization import authorization_header
from sigv4_explain.canonical import canonical_headers
from sigv4_explain.course import made_up
from sigv4_explain.course.exercise import exercise
from sigv4_explain.credentials import Credentials, CredentialScope
from sigv4_explain.preparing import prepared_for_query
from sigv4_explain.request import Request
from sigv4_explain.rules import GENERIC


def my_authorization(access_key_id: str, credential_scope: str, signed_headers: str, signature: str) -> str:
    """Return the value of the Authorization header."""
    credential = f"Credential={access_key_id}/{credential_scope}"
    return f"AWS4-HMAC-SHA256 {credential}, SignedHeaders={signed_headers}, Signature={signature}"


def _no_scope(key: str, _scope: str, names: str, value: str) -> str:
    return f"AWS4-HMAC-SHA256 Credential={key}, SignedHeaders={names}, Signature={value}"


def _quoted(key: str, scope: str, names: str, value: str) -> str:
    return f'AWS4-HMAC-SHA256 Credential="{key}/{scope}", SignedHeaders="{names}", Signature="{value}"'


_SCOPES = ("20150830/us-east-1/sts/aws4_request", "20201231/eu-central-1/execute-api/aws4_request")
_SIGNATURES = (
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d",
)


def _drawn_authorization(draw: Random) -> tuple[str, str, str, str]:
    return made_up.access_key_id(draw), made_up.scope(draw), made_up.signed_names(draw), made_up.digest(draw)


_AUTHORIZATION = exercise(
    "authorization",
    right=authorization_header,
    drawing=_drawn_authorization,
    solution=my_authorization,
    cases=(
        ("form", "AKIDEXAMPLE", _SCOPES[0], "host", _SIGNATURES[0]),
        ("names", "AKIDEXAMPLE", _SCOPES[1], "host;x-amz-date", _SIGNATURES[1]),
    ),
    mistakes=(
        ("with-name", lambda *given: f"Authorization: {authorization_header(*given)}"),
        ("without-algorithm", lambda *given: authorization_header(*given).partition(" ")[2]),
        ("comma-after-algorithm", lambda *given: authorization_header(*given).replace("SHA256 ", "SHA256, ")),
        ("commas", lambda *given: authorization_header(*given).replace(", ", " ")),
        ("no-blanks", lambda *given: authorization_header(*given).replace(", ", ",")),
        ("semicolons", lambda *given: authorization_header(*given).replace(", ", "; ")),
        ("names", lambda key, scope, names, value: authorization_header(key, scope, names.replace(";", ","), value)),
        ("scope", _no_scope),
        ("encoded", lambda *given: authorization_header(*given).replace("/", "%2F")),
        ("quoted", _quoted),
        ("spelled", lambda *given: authorization_header(*given).replace("SignedHeaders", "Signed-Headers")),
    ),
)


def my_parameters(access_key_id: str, scope: str, date_time: str, expires: int, signed_headers: str) -> str:
    """Return the query string that is signed."""
    credential = quote(f"{access_key_id}/{scope}", safe="")
    first = f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}"
    return f"{first}&X-Amz-Date={date_time}&X-Amz-Expires={expires}&X-Amz-SignedHeaders={quote(signed_headers)}"


def _right(access_key_id: str, scope: str, date_time: str, expires: int, signed_headers: str) -> str:
    """Let the package prepare such a URL."""
    place = CredentialScope.parse(scope)
    headers = [(name, "x") for name in signed_headers.split(";")]
    request, keys = Request("GET", "https://example.com/", headers), Credentials(access_key_id, "x")
    ready = prepared_for_query(request, keys, place.region, place.service, expires, date_time, GENERIC)
    return ready.request.query


def _slashes_kept(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, expires, names).replace("%2F", "/")


def _no_scope_presigned_query(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, expires, names).replace(quote(f"/{scope}", safe=""), "")


def _no_expires(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, expires, names).replace(f"&X-Amz-Expires={expires}", "")


def _minutes(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, max(1, expires // 60), names)


def _drawn(draw: Random) -> tuple[str, str, str, int, str]:
    expires = draw.choice((1, 60, 300, 604_800, draw.randint(1, 604_800)))
    at, names = made_up.date_time(draw), made_up.signed_names(draw)
    return made_up.access_key_id(draw), made_up.scope(draw, at[:8]), at, expires, names


_PRESIGNED_QUERY = exercise(
    "presign-parameters",
    right=_right,
    drawing=_drawn,
    solution=my_parameters,
    cases=(
        ("five", "AKIDEXAMPLE", _SCOPES[0], "20150830T123600Z", 300, "host"),
        ("seconds", "AKIDEXAMPLE", _SCOPES[0], "20150830T123600Z", 604_800, "host"),
        ("semicolons", "AKIDEXAMPLE", _SCOPES[0], "20150830T123600Z", 300, "host;x-api-key"),
        ("five", "AKIDEXAMPLE", _SCOPES[1], "20201231T235959Z", 1, "host"),
    ),
    mistakes=(
        ("slashes", _slashes_kept),
        ("semicolons", lambda *given: _right(*given).replace("%3B", ";")),
        ("nothing-encoded", lambda *given: _slashes_kept(*given).replace("%3B", ";")),
        ("encoded-twice", lambda *given: _right(*given).replace("%", "%25")),
        ("scope", _no_scope_presigned_query),
        ("lower-case", lambda *given: _right(*given).replace("X-Amz-", "x-amz-")),
        ("no-algorithm", lambda *given: _right(*given).partition("&")[2]),
        ("no-expires", _no_expires),
        ("seconds", _minutes),
        ("with-question-mark", lambda *given: f"?{_right(*given)}"),
    ),
)

_HOST = "abc123.execute-api.eu-central-1.amazonaws.com"


def my_headers(host: str, date_time: str, session_token: str | None) -> str:
    """Return the canonical headers, each with its line break."""
    lines = f"host:{host}\nx-amz-date:{date_time}\n"
    return lines if session_token is None else f"{lines}x-amz-security-token:{session_token}\n"


def _right_token(host: str, date_time: str, session_token: str | None) -> str:
    headers = [("host", host), ("x-amz-date", date_time)]
    token = [] if session_token is None else [("x-amz-security-token", session_token)]
    return canonical_headers((*headers, *token))


def _with_token_line(line: Callable[[str], str]) -> Callable[[str, str, str | None], str]:
    def written(host: str, date_time: str, session_token: str | None) -> str:
        return _right_token(host, date_time, None) + ("" if session_token is None else line(session_token))

    return written


def _first(host: str, date_time: str, session_token: str | None) -> str:
    lines = _right_token(host, date_time, session_token).splitlines(keepends=True)
    return "".join([lines[-1], *lines[:-1]]) if session_token is not None else "".join(lines)


_encoded = _with_token_line(lambda token: f"x-amz-security-token:{quote(token, safe='')}\n")
_unbroken = _with_token_line(lambda token: f"x-amz-security-token:{token}")
_capitals = _with_token_line(lambda token: f"X-Amz-Security-Token:{token}\n")
_other_name = _with_token_line(lambda token: f"x-amz-session-token:{token}\n")


def _drawn_token(draw: Random) -> tuple[str, str, str | None]:
    host = f"{made_up.service(draw)}.{made_up.region(draw)}.amazonaws.com{draw.choice(('', '', ':8443'))}"
    token = draw.choice((None, "FwoG/+==", f"IQoJ{made_up.digest(draw)}=", "a%2Fb", "token"))
    return host, made_up.date_time(draw), token


_TOKEN = exercise(
    "token",
    right=_right_token,
    drawing=_drawn_token,
    solution=my_headers,
    cases=(
        ("lines", _HOST, "20150830T123600Z", None),
        ("token", _HOST, "20150830T123600Z", "FQoGZXIvYXdzEXAMPLE//8="),
    ),
    mistakes=(
        ("signed", lambda host, date_time, _session_token: _right_token(host, date_time, None)),
        ("none", lambda host, date_time, session_token: _right_token(host, date_time, session_token or "")),
        ("said-none", lambda host, date_time, session_token: _right_token(host, date_time, str(session_token))),
        ("order", _first),
        ("as-it-is", _encoded),
        ("lower", _capitals),
        ("unbroken", _unbroken),
        ("other-name", _other_name),
    ),
)
EXERCISES = (_AUTHORIZATION, _PRESIGNED_QUERY, _TOKEN)
