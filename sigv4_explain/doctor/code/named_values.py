"""What becomes of a value that has a name: a time's format without a zone, a signing key that signs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.doctor.code.wrapped_hmac import WrongCall

_formatter = re.compile(
    r"(?:(?P<name>[A-Za-z_]\w*)\s*(?::\s*\w+)?\s*:?=\s*)?(?:new\s+)?"
    r"\b(?:SimpleDateFormat\(|DateFormatter\(\)|\[\[NSDateFormatter alloc\])"
)
_tells_every_zone = re.compile(
    r"TimeZone\.setDefault|NSTimeZone\s+setDefaultTimeZone|NSTimeZone\.default|user\.timezone"
)
_tells_its_zone = re.compile(r"[^\n]*\n?[^\n]*\b(?:apply|also|tap|with|let)\b[^}]{0,200}[tT]imeZone")
_is_of_a_signature = re.compile(r"(?i:y{4}-?MM)")
_FOLLOWING = 300  # characters in which a formatter gets its format
_LOCAL = (
    "This format is told no time zone, so it writes the time of the machine's own; AWS wants UTC, for time and day: "
    'setTimeZone(TimeZone.getTimeZone("UTC")), in Swift formatter.timeZone = TimeZone(identifier: "UTC").'
)

_key_made = re.compile(
    r"(?<![\w.])\$?(?P<name>[A-Za-z_]\w*)\s*(?::\s*\w+)?\s*:?=\s*(?:await\s+)?(?:\w+(?:\.|->|::))*"
    r"(?:(?!\w*(?i:hmac))\w*(?i:hex)\w*\(\s*)?(?i:get_?|derive_?|create_?|make_?|generate_?)?(?i:sign(?:ature|ing)_?key)\("
)
_signs = re.compile(
    r"(?i:hmac|\bmac\b|mac\.|\bsign\w*\s*\(|signature\w*\(|sha_?256|subtle|importKey|SecretKeySpec|doFinal|ComputeHash"
    r"|SymmetricKey|authenticationCode|generateMac)"
)
_is_a_signature = re.compile(r"(?i:sig(?:nature)?(?:_?(?:hex|bytes|value|str))?$)").search
_KEY_SENT = (
    "What this function gives is the signing key, and no HMAC is made with it. The signature is one HMAC more: of the "
    "string to sign, with this key."
)


def wrong_uses(code: str) -> Iterator[WrongCall]:
    r"""Return where a named value is used as what it is not.

    >>> [wrong.slug for wrong in wrong_uses('sig = get_signature_key(secret, day)\nurl += "&Signature=" + sig')]
    ['signing-key-as-signature']
    """
    yield from _formats_without_a_zone(code)
    yield from _keys_that_sign_nothing(code)


def _formats_without_a_zone(code: str) -> Iterator[WrongCall]:
    if _tells_every_zone.search(code):
        return
    for made in _formatter.finditer(code):
        name, following = made["name"], code[made.end() : made.end() + _FOLLOWING]
        told = re.search(rf"\b{name}\b[\s.!?]*(?:set)?(?:[tT]imeZone|Calendar)\b", code) if name else None
        if _is_of_a_signature.search(following) and not told and not _tells_its_zone.match(following):
            yield WrongCall("local-time-not-utc", _LOCAL, made)


def _keys_that_sign_nothing(code: str) -> Iterator[WrongCall]:
    for made in _key_made.finditer(code):
        name = made["name"]
        rest = code[: made.start()] + code[code.find("\n", made.end()) :] if "\n" in code[made.end() :] else ""
        uses = [line for line in rest.split("\n") if re.search(rf"(?<![\w.]){re.escape(name)}\b", line)]
        sent = re.compile(rf"[sS]ignature[\"']?\s*[=:,][^\n]*(?<![\w.]){re.escape(name)}\b").search
        if not any(map(_signs.search, uses)) and (_is_a_signature(name) or any(map(sent, uses))):
            yield WrongCall("signing-key-as-signature", _KEY_SENT, made)
