"""The live page, section by section: data only.

A section is a head, which never changes (so that what you unfolded stays unfolded), and a value, which follows
each key. No value is ever computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sigv4_explain.render.echo import request_echo
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.tables import View
from sigv4_explain.render.values import (
    canonical_request_value,
    destination_value,
    finished_value,
    hashes_value,
    key_chain_value,
    signature_value,
    string_to_sign_value,
)
from sigv4_explain.trace.catalogue import CATALOGUE


class Section(NamedTuple):
    """A part of the live page."""

    title: str
    intro: str
    steps: tuple[str, ...]
    """The steps whose words the head offers, and whose changes mark it."""
    value: Callable[[View], Html]
    """Draws the section's value."""


def head_html(number: int, section: Section) -> Html:
    """Draw a section's heading and, folded away, each step's formula, why and reference."""
    marks = (tag("span", "changed", class_=f"{PREFIX}-changed {PREFIX}-changed-{name}") for name in section.steps[:1])
    folds = (
        tag(
            "details",
            tag("summary", info.title),
            tag("p", info.why),
            tag("p", tag("code", info.formula)),
            tag("a", "Read it at AWS", href=info.reference, target="_blank", rel="noopener"),
        )
        for info in map(CATALOGUE.__getitem__, section.steps)
    )
    heading = tag("h3", tag("span", str(number), class_=f"{PREFIX}-number"), section.title, *marks)
    return join(heading, tag("p", section.intro, class_=f"{PREFIX}-intro"), tag("div", folds, class_=f"{PREFIX}-folds"))


SECTIONS: Mapping[str, Section] = {
    "request": Section(
        "Your request",
        "As it will travel. Point at a piece, or Tab to it, and see every place it goes.",
        (),
        request_echo,
    ),
    "canonical_request": Section(
        "Canonical request",
        "The request in the one spelling that both sides agree on.",
        (
            "canonical_request",
            "canonical_uri",
            "canonical_query_string",
            "canonical_headers",
            "signed_headers",
        ),
        canonical_request_value,
    ),
    "hashes": Section(
        "Two hashes",
        "Of the body, and of the whole canonical request.",
        ("hashed_canonical_request", "hashed_payload"),
        hashes_value,
    ),
    "string_to_sign": Section(
        "String to sign",
        "Four lines: how, when, where, what.",
        ("string_to_sign", "request_date_time", "credential_scope"),
        string_to_sign_value,
    ),
    "key_chain": Section(
        "Key chain",
        "The secret never travels. Each link mixes one more word into the key; keys are bytes, shown here in hex.",
        ("signing_key", "date_key", "date_region_key", "date_region_service_key"),
        key_chain_value,
    ),
    "signature": Section(
        "Signature", "HMAC-SHA256 of the string to sign with kSigning, in hex.", ("signature",), signature_value
    ),
    "authorization_header": Section(
        "Authorization header", "What joins the request.", ("authorization_header",), destination_value
    ),
    "presigned_url": Section("Presigned URL", "What you hand on.", ("presigned_url",), destination_value),
    "finished": Section("The finished request", "Click once to select it all, then copy.", (), finished_value),
}
"""The live page from top to bottom; of the authorization header and the presigned URL, a trace has one."""


def avalanche_html(before: str, after: str) -> Html:
    """Tell how many of the signature's bits the last edit flipped: about half, whatever was edited."""
    flipped = (int(before, 16) ^ int(after, 16)).bit_count()
    return join(f"{flipped} of the signature's {4 * len(after)} bits flipped ({flipped * 25 // len(after)} %)")
