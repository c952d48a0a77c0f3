"""The key chain in words: what changed, by how many bits, and what a thief of each key gets."""

from __future__ import annotations

from sigv4_explain.credentials import CredentialScope
from sigv4_explain.render.characters import readable
from sigv4_explain.render.key_chain import Box, ChainView
from sigv4_explain.verifying.thefts import Loot, Theft

_LONGEST = 22
LOOT_NAMES = {
    Loot.SECRET: "the secret access key",
    Loot.DATE_KEY: "kDate",
    Loot.DATE_REGION_KEY: "kRegion",
    Loot.DATE_REGION_SERVICE_KEY: "kService",
    Loot.SIGNING_KEY: "kSigning",
    Loot.SIGNATURE: "one signature",
}
"""What is stolen, as people call it."""


def compared(box: Box) -> str:
    """Say whether a box is another than before, and of a key by how many bits."""
    if not box.changed:
        return "same"
    return "changed" if not box.message else f"changed: {box.bits} of 256 bits"


def message_of(box: Box) -> str:
    """Return what is mixed in, on one line; the string to sign is named, not written out."""
    return "the string to sign" if "\n" in box.message else shortened(box.message)


def message_change(box: Box) -> str:
    """Say what was mixed in before, if that was something else."""
    if box.message == box.message_before:
        return ""
    return "another" if "\n" in box.message else f"was {shortened(box.message_before)}"


def shortened(text: str) -> str:
    """Cut a text to what a box has room for.

    >>> shortened("a" * 30)
    'aaaaaaaaaaaaaaaaaaaaa…'
    """
    text = readable(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def changed_sentence(view: ChainView) -> str:
    """Name the boxes that are others than before."""
    changed = [box.name for box in view.boxes if box.changed]
    if not changed:
        return "Nothing differs from the chain it is compared with."
    same = [box.name for box in view.boxes if not box.changed]
    bits = view.boxes[-1].bits
    kept = f" The same as before: {', '.join(same)}." if same else ""
    return f"Changed: {', '.join(changed)}.{kept} Of the signature's 256 bits {bits} differ."


def theft_sentence(theft: Theft, scope: CredentialScope) -> str:
    """Say what a thief can do."""
    place = f"in {shortened(scope.region)}"
    match theft.loot:
        case Loot.SECRET:
            return "Signs on any day, in any Region, for any service, until the key is taken back."
        case Loot.DATE_KEY:
            return f"Signs in any Region, for any service, what is dated {scope.date}."
        case Loot.DATE_REGION_KEY:
            return f"Signs for any service, {place} alone, what is dated {scope.date}."
        case Loot.DATE_REGION_SERVICE_KEY:
            return "As much as kSigning: the last word, aws4_request, is known to all."
        case Loot.SIGNING_KEY:
            return f"Signs any request to {shortened(scope.service)}, {place} alone, that is dated {scope.date}."
        case Loot.SIGNATURE:
            return "Signs nothing. The one request that it belongs to can be sent again while it is fresh."


def scope_of(view: ChainView) -> CredentialScope:
    """Return the scope of the chain on screen."""
    return CredentialScope.parse(view.after["credential_scope"].text)
