"""Faults that only signing again brings to light: one side's text is not there, or both are the same."""

from __future__ import annotations

from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.diagnosis.gallery.answers import json_answer
from sigv4_explain.diagnosis.gallery.broken_request import BrokenRequest, Level
from sigv4_explain.diagnosis.gallery.making import API, FUNCTION, judged, mistaken
from sigv4_explain.diagnosis.gathering import Inputs
from sigv4_explain.exporting.text import curl_command, raw_http
from sigv4_explain.request import Request


def _two_colours() -> BrokenRequest:
    request = Request("GET", f"{FUNCTION}/shoes?colour=red&colour=black&size=42", {"Accept": "*/*"})
    signed = mistaken(request, "lambda", {"duplicate-query-param": "only the last was signed"})
    return BrokenRequest(
        name="Red or black",
        level=Level.REPLAY,
        story=(
            "Judy's search finds red shoes, and it finds black shoes. When she ticks both, the function URL answers "
            "403, and it never shows what it computed."
        ),
        hint="How does a dictionary keep two values of one name?",
        given=Inputs(curl_command(signed.request), json_answer(judged(signed.request, "lambda")), EXAMPLE),
    )


def _from_a_file() -> BrokenRequest:
    request = Request("GET", f"{API}/hello", {"Accept": "*/*"})
    signed = mistaken(request, "execute-api", {"trailing-whitespace-in-secret": "with a line break at its end"})
    return BrokenRequest(
        name="Everything is equal",
        level=Level.REPLAY,
        story=(
            "Ken's container reads its secret from a mounted file. He compared his canonical request with AWS's, and "
            "his string to sign: not one character differs. The secret here is from the password manager."
        ),
        hint="If both sides sign the same text, what is left? And how was the file written?",
        given=Inputs(
            raw_http(signed.request),
            json_answer(judged(signed.request, "execute-api")),
            EXAMPLE,
            client_canonical_request=signed.recipe.canonical_request(),
        ),
    )


def _two_at_once() -> BrokenRequest:
    request = Request("PUT", f"{FUNCTION}/items?dry-run", {"Content-Type": "application/json"}, '{"name": "Rex"}')
    mistakes = {"query-param-empty-value": "without the equals sign", "empty-body-hash": ""}
    signed = mistaken(request, "lambda", mistakes)
    return BrokenRequest(
        name="One fix did not help",
        level=Level.TWO_FAULTS,
        story=(
            "Laura found a fault in her signer and mended it. Her PUT is still refused, so she put the fault back. "
            "The function URL says nothing but that the signature does not match."
        ),
        hint="There are two faults, in different lines of the canonical request. Mend both.",
        given=Inputs(raw_http(signed.request), json_answer(judged(signed.request, "lambda")), EXAMPLE),
    )


BY_REPLAY = (_two_colours(), _from_a_file(), _two_at_once())
