"""The keys, the scope and the request that AWS prints in its documentation, and one of each that it does not."""

from __future__ import annotations

from typing import TypedDict

from sigv4_explain import Credentials, Request


class Scope(TypedDict):
    """Where and when a signature counts, as ``sign``, ``presign`` and ``explain`` take it."""

    region: str
    service: str
    at: str


ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
CAROL = Credentials("AKIDCAROL", "carols-own-secret", "carols/own+token==")
VANILLA = Request("GET", "https://example.amazonaws.com/")
MOMENT = "20150830T123600Z"
SCOPE: Scope = {"region": "us-east-1", "service": "service", "at": MOMENT}
