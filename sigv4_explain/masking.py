"""Secrets as they are shown: not at all, unless AWS printed them; and what cannot be seen, as pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

TOKEN_NAMES = frozenset({"x-amz-security-token", "x-amz-s3session-token"})
"""Headers and query parameters whose value is a session token, in lower case."""

EXAMPLE_SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"  # noqa: S105  # AWS publishes all three
EXAMPLE_SECRET_OF_IAM = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105
EXAMPLE_TOKEN = (
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YU"  # noqa: S105
    "uwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8Y"
    "QcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICC"
    "R/oLxBA=="
)
PUBLISHED_EXAMPLES = frozenset({EXAMPLE_SECRET, EXAMPLE_SECRET_OF_IAM, EXAMPLE_TOKEN})
"""The secret keys and the session token that AWS prints in its documentation: the only ones ever shown."""

_PRIVATE = (
    *("authorization", "cookie", "apikey", "secret", "passw", "pwd", "token", "session", "credential", "jwt"),
    *("accesskey", "customerkey", "privatekey", "appkey", "assertion", "samlresponse", "signature"),
    *("passphrase", "passcode", "accesscode", "functionscode", "sessid", "clientcert", "dpop"),
)
"""What stands in a private name, its letters and digits put together."""
_PRIVATE_WORDS = frozenset({"sid", "pass", "psw", "pw", "pin", "otp", "sig", "hmac", "oauth", "bearer", "ticket"})
_PUBLIC_ENDS = ("md5", "sessionname", "sessionmode", "signatureversion", "signaturemethod")
_BOOKMARKS = frozenset(
    f"{kind}token" for kind in ("next", "continuation", "client", "clientrequest", "idempotency", "page", "starting")
) | {"idempotencykey"}
_words = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+").findall
_is_of_aws = re.compile(r"AWS[A-Z0-9-]* ").match
_is_mask = re.compile(r"••• \([0-9]+ (?:bytes|characters)\)").fullmatch
_token_in_query = re.compile(
    rf"((?:{'|'.join(sorted(TOKEN_NAMES)).replace('-', '(?:-|%2d)')})=)([^&#]*)", re.IGNORECASE
)
_token_in_lines = re.compile(
    rf"^(?:{'|'.join(sorted(TOKEN_NAMES))})[ \t]*:(.*)"
    rf"|(?:{'|'.join(sorted(TOKEN_NAMES)).replace('-', '(?:-|%2d)')})=([^&#\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_of_another_scheme = re.compile(
    r"(\bauthorization['\"]?\s{0,3}[:=]\s{0,3}['\"]?(?!AWS)[\w-]{1,30} )([^\s,'\"•]{8,})", re.IGNORECASE
)


def masked(secret: str) -> str:
    """Describe a secret by its length, unless AWS published it; a mask stays as it is.

    >>> masked("my-own-secret")
    '••• (13 characters)'
    """
    is_shown = secret in PUBLISHED_EXAMPLES or _is_mask(secret)
    return secret if is_shown else f"••• ({len(secret)} characters)"


def masked_header(name: str, value: str) -> str:
    """Return a header's value, or a mask in its place when it is a session token."""
    return masked(value) if name.lower() in TOKEN_NAMES else value


def masked_authorization(value: str) -> str:
    """Return an Authorization header's value, with a mask behind a scheme that sends a secret, such as Bearer.

    >>> masked_authorization("Bearer eyJ")
    'Bearer ••• (3 characters)'
    """
    scheme, blank, rest = value.partition(" ")
    if _is_of_aws(value):
        return value
    return f"{scheme} {masked(rest)}" if blank else masked(value)


def masked_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return headers with a mask in place of each session token."""
    return tuple((name, masked_header(name, value)) for name, value in headers)


def masked_encoded(token: str) -> str:
    """Return a mask in place of a token as it stands in a URL, unless AWS published it."""
    return token if unquote(token) in PUBLISHED_EXAMPLES else masked(token)


def masked_url(url: str) -> str:
    """Return a URL with a mask in place of a session token in its query.

    >>> masked_url("https://h/?X-Amz-Security-Token=abc&a=1")
    'https://h/?X-Amz-Security-Token=••• (3 characters)&a=1'
    """
    return _token_in_query.sub(lambda found: found[1] + masked_encoded(found[2]), url)


def _decoded(name: str) -> str:
    """Undo the percent-encoding of a name that was encoded up to three times."""
    return unquote(unquote(unquote(name)))


def is_private(name: str) -> bool:
    """Whether the value of a header or parameter of this name, percent-encoded or not, may log somebody in.

    >>> [is_private(name) for name in ("X-Auth-Key", "pass%77ord", "%2574oken", "Accept", "NextToken")]
    [True, True, True, False, False]
    """
    words = [word.lower() for word in _words(_decoded(name))]
    letters = "".join(words)
    if letters.removeprefix("xamz") in _BOOKMARKS or letters.endswith(_PUBLIC_ENDS):
        return False
    return (
        letters == "code"
        or words[-1:] == ["key"]
        or any(part in letters for part in _PRIVATE)
        or any(word in _PRIVATE_WORDS or (word.startswith("auth") and not word.startswith("author")) for word in words)
    )


_lets_in = re.compile(r"\b(?:Bearer|Basic|DPoP|Negotiate)\s+\S|\beyJ[\w-]{5,}\.[\w-]+\.", re.IGNORECASE).search
_names_in = re.compile(r"(?:^|[?&;#\s])([^?&;#=\s]{1,100})=").findall


def holds_private(name: str, value: str) -> bool:
    """Whether a header or parameter may log somebody in: by its name, or by a scheme, a JWT or a query in its value.

    >>> held = [("%2574oken", "a"), ("next", "https%3A%2F%2Fh%2F%3Fx%3D1%26token%3Da"), ("X-Note", "Bearer abc")]
    >>> [holds_private(*each) for each in held], holds_private("next", "https%3A%2F%2Fh%2F%3Fpage%3D2")
    ([True, True, True], False)
    """
    read = [value, unquote(value), _decoded(value)]
    return is_private(name) or any(_lets_in(text) or any(map(is_private, _names_in(text))) for text in read)


_in_policy = re.compile(
    r'(?:[{,]\s*"([^"\\$]+)"\s*:|"(?:eq|starts-with)"\s*,\s*"\$([^"\\]+)"\s*,)\s*"((?:[^"\\]|\\.)*)"', re.IGNORECASE
).finditer


def values_in_policy(policy: str) -> list[tuple[str, int, int]]:
    """Return where a form's policy has the value of each field, by the field's name in lower case.

    >>> values_in_policy('{"conditions": [{"acl": "a"}, ["starts-with", "$Key", "b/"]]}')
    [('acl', 25, 26), ('key', 55, 57)]
    """
    return [((found[1] or found[2]).lower(), *found.span(3)) for found in _in_policy(policy)]


def masked_policy(policy: str) -> str:
    """Return a form's policy with a mask in place of a session token.

    >>> masked_policy('{"conditions": [{"x-amz-security-token": "abc"}]}')
    '{"conditions": [{"x-amz-security-token": "••• (3 characters)"}]}'
    """
    for name, start, end in reversed(values_in_policy(policy)):
        if name in TOKEN_NAMES:
            policy = f"{policy[:start]}{masked_encoded(policy[start:end])}{policy[end:]}"
    return policy


def tokens_in(url: str) -> list[str]:
    """Return the session tokens in a URL's query as they stand there, percent-encoding included.

    >>> tokens_in("https://h/?X-Amz-Security-Token=a%2Fb&a=1")
    ['a%2Fb']
    """
    return [found[2] for found in _token_in_query.finditer(url)]


def token_places(text: str) -> list[tuple[int, int]]:
    r"""Return where session tokens stand in lines of text: as a header, or as a parameter of a query.

    >>> token_places("host:h\nx-amz-security-token:abc\n")
    [(28, 31)]
    """
    return [found.span(found.lastindex or 0) for found in _token_in_lines.finditer(text)]


def masked_lines(text: str) -> str:
    r"""Return lines of text, such as a canonical request, with a mask in place of each session token.

    So it is with what stands behind Bearer or Basic, where AWS's words repeat an Authorization header.

    >>> masked_lines("host:h\nx-amz-security-token:abc\n\nhost")
    'host:h\nx-amz-security-token:••• (3 characters)\n\nhost'
    """
    return "\n".join([_masked_line(line) for line in text.split("\n")])


def _masked_line(line: str) -> str:
    name, colon, value = line.partition(":")
    if colon and name.lower() in TOKEN_NAMES:
        return f"{name}:{masked_header(name, value)}"
    return _of_another_scheme.sub(lambda found: found[1] + masked(found[2]), masked_url(line))


def fields_alone(value: Any) -> str:
    """Write a named tuple by the names of what it holds: a repr for what may hold a token anywhere."""
    names = [name for name, held in zip(value._fields, value, strict=True) if held is not None]
    return f"<{type(value).__name__}: {', '.join(names) or 'none'}>"


def pictured(text: str, kept: str = "\n\t") -> str:
    r"""Return a text in which each control character and each invisible one is pictured, but those that are kept.

    >>> pictured("a b\r\n\x1b[2J\u200b\x9b")
    'a b␍\n␛[2J⟨U+200B⟩⟨U+009B⟩'
    """
    if text.isprintable():
        return text
    return "".join([one if one.isprintable() or one in kept else _picture(one) for one in text])


def _picture(character: str) -> str:
    if character < " ":  # U+2400 to U+241F picture the control characters, in their order
        return "⇥" if character == "\t" else chr(0x2400 + ord(character))
    return "␡" if character == "\x7f" else f"⟨U+{ord(character):04X}⟩"
