"""What a ticket must not show besides the secret and the tokens: what logs in, and a signature that can be sent."""

from __future__ import annotations

import re

from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.masks import Mask, mask_of
from sigv4_explain.masking import is_private, masked
from sigv4_explain.presented import presented_by
from sigv4_explain.signature import ALGORITHM

_SHOWN_OF_SIGNATURE = 8
_SHOWN_OF_KEY_ID = 4
_line = re.compile(r"^([ \t]*+([^\s:]++)[ \t]*+:[ \t]*+)([^\r\n]*+)", re.MULTILINE)
_parameter = re.compile(r"((?:^|[?&\s])([^=&?;#\s]++)=)([^&#\s]*+)", re.MULTILINE)
_parameter_of_a_segment = re.compile(r"(;([^=&?;#/\s]++)=)([^;/?#&\s]*+)")
_signature = re.compile(r"(\bSignature(?:=|%3D))([^\s,;&'\"]+)", re.IGNORECASE)
_key_id = re.compile(r"(\bCredential(?:=|%3D))([^\s,;&/%'\"]+)", re.IGNORECASE)
_is_shortened = re.compile(r"(?:X-Amz-)?(?:Signature|Credential)", re.IGNORECASE).fullmatch
_any_key_id = re.compile(r"\bA(?:KIA|SIA)[A-Z0-9]{12,124}\b")


def ticket_mask(evidence: Evidence) -> Mask:
    """Return the mask for a ticket.

    Of a signature the first 8 digits stay, to compare with; of a key id the first and last 4 letters, to name the key.
    """
    mask = mask_of(evidence)
    signatures, key_ids = _known(evidence)

    def mask_for_ticket(text: str) -> str:
        text = mask(text)
        for private in (_line, _parameter, _parameter_of_a_segment):
            text = private.sub(_masked_value, text)
        for signature in signatures:
            text = text.replace(signature, short_signature(signature))
        for key_id in key_ids:
            text = text.replace(key_id, short_key_id(key_id))
        text = _signature.sub(lambda found: found[1] + short_signature(found[2]), text)
        text = _key_id.sub(lambda found: found[1] + short_key_id(found[2]), text)
        return _any_key_id.sub(lambda found: short_key_id(found[0]), text)

    return mask_for_ticket


def short_signature(signature: str) -> str:
    """Return the beginning of a signature, with which it can be compared and not sent.

    >>> short_signature("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")
    '5da7c1a2… (64 characters)'
    """
    if "…" in signature or len(signature) <= _SHOWN_OF_SIGNATURE:
        return signature
    return f"{signature[:_SHOWN_OF_SIGNATURE]}… ({len(signature)} characters)"


def short_key_id(key_id: str) -> str:
    """Return the two ends of an access key id; a short one is masked.

    >>> short_key_id("AKIAIOSFODNN7EXAMPLE")
    'AKIA…MPLE'
    """
    if "…" in key_id or "•" in key_id:
        return key_id
    if len(key_id) <= 2 * _SHOWN_OF_KEY_ID:
        return masked(key_id)
    return f"{key_id[:_SHOWN_OF_KEY_ID]}…{key_id[-_SHOWN_OF_KEY_ID:]}"


def _masked_value(found: re.Match[str]) -> str:
    """Mask the value of a private header or parameter; a signature and a credential have their own rule."""
    before, name, value = found.groups()
    is_shortened = value.startswith(ALGORITHM) or (before.endswith("=") and _is_shortened(name))
    is_shown = not value or is_shortened or "•••" in value or not is_private(name)
    return found[0] if is_shown else f"{before}{masked(value)}"


def _known(evidence: Evidence) -> tuple[list[str], list[str]]:
    """Return the signatures and the key ids that the evidence names."""
    answer, request, keys = evidence.answer, evidence.request, evidence.credentials
    signatures = {answer.signature_provided} if answer else set()
    key_ids = {answer.access_key_id if answer else None, keys.access_key_id if keys else None}
    if request is not None:
        presented = presented_by(request, "X-Amz-Security-Token")
        signatures.add(presented.parameters.get("Signature"))
        key_ids.add(presented.access_key_id)
    return _longer(signatures), _longer(key_ids)


def _longer(texts: set[str | None]) -> list[str]:
    """Return the texts that are long enough to be shortened, the longest first."""
    return sorted([text for text in texts if text and len(text) > 2 * _SHOWN_OF_KEY_ID], key=len, reverse=True)
