"""What no view of a diagnosis shows: the secret and the session tokens, however they are spelled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import quote, unquote

from sigv4_explain.doctor.evidence import Evidence, Texts, Unread
from sigv4_explain.doctor.finding import Finding
from sigv4_explain.masking import PUBLISHED_EXAMPLES, TOKEN_NAMES, masked, masked_encoded, masked_lines, tokens_in
from sigv4_explain.readers.read_request import NOT_PASTED

Mask = Callable[[str], str]
"""Returns a text with a mask in place of each secret in it."""

_MASK = "•••"
_NO_HOST = "(not pasted)"
_MOST_SECRETS = 64  # no request has so many; what stands in a token's own line or parameter is masked all the same
_SHORTEST = 8  # what is shorter stands in many words by chance
_token_line = re.compile(
    rf"^([ \t]*(?:{'|'.join(sorted(TOKEN_NAMES))})[ \t]*:[ \t]*)([^\r\n]+)", re.IGNORECASE | re.MULTILINE
)
_named_token = re.compile(
    r"((?:(?:security|s3session)-?token|session_?token)(?:\\*['\"])?\s{0,3}(?:[:=]|%3D)\s{0,3}['\"]?)([^\s&•'\"]+)",
    re.IGNORECASE,
)
_named_secret = re.compile(
    r"(secret_?(?:access_?)?key(?:\\*['\"])?\s{0,3}(?::=|=>|[:=])\s{0,3}\\*['\"]?)([^\s&•'\"\\]{16,})", re.IGNORECASE
)
_user_of_curl = re.compile(r"((?<![\w-])(?:--user|-u)[\s=]{0,3}['\"]?[^\s:'\"]{1,128}:)([^\s•'\"]+)")


def mask_of(evidence: Evidence) -> Mask:
    """Return the mask for everything that was found in this evidence.

    It masks the values of token headers and parameters, and what the evidence knows as a secret wherever it stands;
    also what code, a shell's lines and curl's ``--user`` call a secret, of which the evidence may know nothing.
    """
    known = islice(dict.fromkeys(_secrets(evidence)), _MOST_SECRETS)
    secrets = sorted({spelled for secret in known for spelled in _spellings(secret)}, key=len, reverse=True)

    def mask(text: str) -> str:
        text = text.replace(NOT_PASTED, _NO_HOST)
        for secret in secrets:
            text = text.replace(secret, masked(secret))
        text = _token_line.sub(lambda found: found[1] + masked(found[2]), text)
        text = masked_lines(text)
        for private in (_named_token, _named_secret, _user_of_curl):
            text = private.sub(lambda found: found[1] + masked_encoded(found[2]), text)
        return text

    return mask


def masked_finding(finding: Finding, mask: Mask) -> Finding:
    """Return a finding as it may be shown."""
    sent, expected = _masked(finding.sent, mask), _masked(finding.expected, mask)
    if _MASK in ((sent or "")[:3], (expected or "")[:3]):  # what stands beside a secret is one too, or a part of it
        sent, expected = _masked(sent, masked), _masked(expected, masked)
    return replace(
        finding,
        sentence=mask(finding.sentence),
        sent=sent,
        expected=expected,
        why=mask(finding.why),
        fix=mask(finding.fix),
        evidence=tuple(map(mask, finding.evidence)),
        client=_masked(finding.client, mask),
    )


def masked_texts(texts: Texts, mask: Mask) -> Texts:
    """Return the texts of a side as they may be shown."""
    return Texts(*(_masked(text, mask) for text in texts))


def masked_unread(unread: Unread, mask: Mask) -> Unread:
    """Return the description of an unreadable input as it may be shown."""
    return Unread(unread.field, mask(unread.received), mask(unread.expected))


def _masked(text: str | None, mask: Mask) -> str | None:
    return None if text is None else mask(text)


def _secrets(evidence: Evidence) -> Iterator[str]:
    request, written = evidence.request, evidence.signing
    for keys in filter(None, (evidence.credentials, evidence.pasted_keys, written.credentials if written else None)):
        yield keys.secret_access_key
        yield keys.session_token or ""
    if request is not None:
        yield from (value for name, value in request.headers if name.lower() in TOKEN_NAMES)
        yield from tokens_in(request.url)
    for text in (*evidence.client, *evidence.server):
        for line in (text or "").split("\n"):
            name, _, value = line.partition(":")
            yield value if name.strip().lower() in TOKEN_NAMES else ""
            yield from tokens_in(line)


def _spellings(secret: str) -> Iterator[str]:
    """Return a secret as it may stand in a header, in a URL and in a canonical request."""
    plain = secret.strip()
    if {plain, unquote(plain)} & PUBLISHED_EXAMPLES:
        return
    quoted = [quote(plain, safe=safe, errors="surrogatepass") for safe in ("", "/")]
    for spelled in (secret, plain, unquote(plain), *quoted):
        if len(spelled) >= _SHORTEST:
            yield spelled
