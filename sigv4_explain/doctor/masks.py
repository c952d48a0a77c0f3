"""What no view of a diagnosis shows: secrets and session tokens, however they are spelled and wherever they stand."""

from __future__ import annotations

import base64
import binascii
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
_behind_key_id = re.compile(r"((?<!AWS )\bA(?:KIA|SIA)[A-Z0-9]{12,124}['\"]{0,2}:['\"]{0,2})([^\s'\"@,•\\]{8,})")
_user_of_url = re.compile(r"(://[^\s/:@'\"]{1,256}:)([^\s/@'\"•]{1,256})(?=@)")
_basic = re.compile(r"(\bBasic[ +]{1,4}(?:%20)?)([A-Za-z0-9+/=_-]{8,})", re.IGNORECASE)
_bare_authorization = re.compile(
    r"^([ \t]{0,8}authorization[ \t]{0,8}:[ \t]{0,8})(?!AWS)([\w+/=:.~%-]{16,})$", re.IGNORECASE | re.MULTILINE
)
_NAMED = (_named_token, _named_secret, _user_of_curl, _behind_key_id, _user_of_url, _basic, _bare_authorization)

_SECRET = 40
"""Characters of every secret access key."""
_TOKEN = 48
"""Characters of the shortest line of a wrapped session token that is told from a checksum by its length alone."""
_CHECKSUMS = {86: "=="}  # SHA-512 in base64; what AWS sends as SHA-256 and shorter ones is under 48
_characters = r"[A-Za-z0-9/+]|%(?:25)*+2[FfBb]|\\/"
_run = re.compile(rf"\\[nrtf]|\\u[0-9a-fA-F]{{4}}|%(?:25)*+(?!2[FfBb])[0-9A-Fa-f]{{2}}|((?:{_characters})++)(=?=?)")
_one = re.compile(_characters)
_pieces = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_wrapped_rest = re.compile(
    r"(?<=characters\))((?:\n[ \t]{0,8}(?=[^\n]*[A-Z])(?=[^\n]*[a-z])[A-Za-z0-9+/]{4,}={0,2}[ \t]{0,8}(?=\n|$))++)"
)


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
        for private in _NAMED:
            text = private.sub(lambda found: found[1] + masked_encoded(found[2]), text)
        return _wrapped_rest.sub("", _run.sub(_masked_run, text))

    return mask


def _masked_run(found: re.Match[str]) -> str:
    """Mask what looks like a secret access key or a token in a run of base64."""
    run, end = found[1] or "", found[2] or ""
    parts = list(_private_parts(run, end, found.string[found.start() - 1 : found.start()]))
    for part in parts:
        run = run.replace(part, masked(part))
    return run + ("" if parts and run.endswith(")") else end) if found[1] else found[0]


def _private_parts(run: str, end: str, before: str) -> Iterator[str]:
    """Return the parts of a run of base64 that look like a secret key, a token, or a key id with its secret."""
    if len(run) < _SECRET or {unquote(run), unquote(run) + end} & PUBLISHED_EXAMPLES:
        return
    ones = _one.findall(run)
    keys = list(_secret_keys(ones))
    rest = len(ones) - _SECRET * len(keys)
    is_path = before == "." or ones[0] in ("/", "%2F")
    is_token = rest >= _TOKEN and _CHECKSUMS.get(len(ones)) != end and not is_path
    yield from [run] if (is_token and _is_random(run)) or _holds_keys(run) else keys


_SLASHES = frozenset({"/", "\\/", "%2F", "%2f"})


def _secret_keys(ones: list[str]) -> Iterator[str]:
    """Return what looks like a secret access key among some characters: between slashes, as in a scope or a path."""
    starts = [0, *(place + 1 for place, one in enumerate(ones) if one in _SLASHES)]
    starts += [start + 4 for start in starts if ones[start : start + 4] == list("AWS4")]
    for start in starts:
        after = start + _SECRET
        if after == len(ones) or (after < len(ones) and ones[after] in _SLASHES):
            part = "".join(ones[start:after])
            if _is_random(part) and unquote(part).replace("\\", "") not in PUBLISHED_EXAMPLES:
                yield part


def _is_random(text: str) -> bool:
    """Tell random base64 from words, paths, hex and what is all capitals: its kind of letter changes all the time."""
    plain = unquote(text)
    has_both = plain.upper() != plain and plain.lower() != plain
    return has_both and plain.count("/") <= max(4, len(plain) // 8) and 4 * len(_pieces.findall(plain)) >= len(plain)


def _holds_keys(run: str) -> bool:
    """Tell whether a run of base64 is a key id and its secret, as Basic sends them."""
    try:
        words = base64.b64decode(run[: len(run) // 4 * 4], validate=True)
    except binascii.Error:
        return False
    return bool(re.match(rb"[A-Z0-9]{16,128}:[\x21-\x7e]+", words))


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
    yield from _keys_out_of_place(evidence)


def _keys_out_of_place(evidence: Evidence) -> Iterator[str]:
    """Return what looks like a secret key where none belongs; and its parts, where slashes part other things."""
    request, answer = evidence.request, evidence.answer
    heads = [request.url, *(value for _, value in request.headers)] if request is not None else []
    says = [answer.message or ""] if answer is not None else []
    texts = [text or "" for text in (*evidence.client, *evidence.server)]
    for text in (*heads, *says, *texts, evidence.pasted):
        for found in _run.finditer(text):
            for part in _private_parts(found[1] or "", found[2] or "", text[found.start() - 1 : found.start()]):
                yield part
                yield from (unquote(part).split("/") if len(_one.findall(part)) == _SECRET else ())


def _spellings(secret: str) -> Iterator[str]:
    """Return a secret as it may stand in a header, in a URL and in a canonical request."""
    plain = secret.strip()
    if {plain, unquote(plain)} & PUBLISHED_EXAMPLES:
        return
    quoted = [quote(plain, safe=safe, errors="surrogatepass") for safe in ("", "/")]
    for spelled in (secret, plain, unquote(plain), *quoted):
        if len(spelled) >= _SHORTEST:
            yield spelled
