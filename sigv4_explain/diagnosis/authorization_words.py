"""What is wrong with the words of an Authorization header that cannot be read as pairs."""

from __future__ import annotations

import re
from typing import NamedTuple

_name_in_value = re.compile(r"\s*authorization\s*:", re.IGNORECASE)
_credential = re.compile(r"Credential=(.*?)(?:,\s*(?:SignedHeaders|Signature)=|$)", re.DOTALL)
_LONGEST = 160


class WordFault(NamedTuple):
    """A cause, with what was sent and what belongs there."""

    slug: str
    sent: str
    expected: str
    says: str


def word_fault(authorization: str) -> WordFault | None:
    """Return what is wrong with an Authorization header as a whole, or with a word in it; None when nothing is.

    >>> word_fault("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE /20150830/us-east-1/s3/aws4_request, Signature=0").slug
    'whitespace-in-access-key-id'
    >>> word_fault("Bearer abc").says
    'The header is of the scheme Bearer, which is no signature of AWS.'
    """
    if _name_in_value.match(authorization):
        says = "The value begins with the header's own name."
        return WordFault("authorization-header-name-in-value", authorization[:30], "AWS4-HMAC-SHA256 …", says)
    scheme, _, rest = authorization.strip().partition(" ")
    if not scheme.startswith("AWS4-"):
        if scheme == "AWS" and rest:
            says = "This is Signature Version 2, with a key id and a signature after the word AWS."
            return WordFault("unsupported-algorithm", scheme, "AWS4-HMAC-SHA256 Credential=…", says)
        says = f"The header is of the scheme {scheme[:20]}, which is no signature of AWS."
        if "=" in scheme or not rest:
            says = "The header does not begin with an algorithm."
        return WordFault("incomplete-authorization", scheme[:20], "AWS4-HMAC-SHA256 Credential=…", says)
    return _fault_in_credential(authorization) or _word_without_name(rest)


def _fault_in_credential(authorization: str) -> WordFault | None:
    found = _credential.search(authorization)
    if found is None or not re.search(r"\s", found[1]):
        return None
    sent, expected = found[1][:_LONGEST], re.sub(r"\s+", "", found[1])[:_LONGEST]
    key_id = found[1].partition("/")[0]
    if re.search(r"\s", key_id):
        says = "There is a blank in, before or after the access key id."
        return WordFault("whitespace-in-access-key-id", sent, expected, says)
    return WordFault("malformed-credential", sent, expected, "There is a blank in the credential.")


def _word_without_name(rest: str) -> WordFault | None:
    for word in rest.replace(",", " ").split():
        if "=" not in word:
            says = "A word of the header has no equals sign: each part is name=value, with a comma after it."
            expected = "Credential=…, SignedHeaders=…, Signature=…"
            return WordFault("incomplete-authorization", word[:_LONGEST], expected, says)
    return None
