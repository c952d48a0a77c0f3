"""What happened to a signed request on its way, and whether the signature tells."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import NamedTuple

from sigv4_explain.masking import masked_header, masked_url
from sigv4_explain.presented import presented_by
from sigv4_explain.request import Request
from sigv4_explain.trace.trace import Trace
from sigv4_explain.verifier import Verdict


class Transit(NamedTuple):
    """Both ends of the way: what the client signed and sent, and what the server made of what arrived."""

    client: Trace
    sent: Request
    """The request as it left the client, with its Host header."""
    verdict: Verdict
    server: Trace | None
    """The verdict's trace, drawn up once: the server's steps up to the string to sign."""
    server_clock: str
    """What the server's clock said when the request arrived."""
    duration: timedelta
    """How long the request was on its way, by the two clocks."""


class Effect(Enum):
    """Whether the signature tells that something changed."""

    COVERED = "It is signed: the signature no longer fits."
    SAME_FORM = "It is signed, but both spellings have the same canonical form: the signature still fits."
    ANNOUNCED = "Its hash is announced in a signed header, and the server compares the two."
    NOT_COVERED = "It is not signed: the signature cannot tell."
    SIGNATURE_ITSELF = "It carries the signature itself."
    UNKNOWN = "The server did not get far enough to tell."


class Change(NamedTuple):
    """One thing that arrived otherwise than it was sent."""

    name: str
    """What changed, such as ``the path``."""
    before: str | None
    """As it was sent, session tokens masked; None when it was added."""
    after: str | None
    """As it arrived, session tokens masked; None when it was dropped."""
    effect: Effect

    @property
    def how(self) -> str:
        """What was done to it, in a word."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    def __str__(self) -> str:
        return f"{self.name[:1].upper()}{self.name[1:]} was {self.how}. {self.effect.value}"


def changes_of(transit: Transit) -> tuple[Change, ...]:
    """Compare what arrived with what was sent: method, path, query, each header, body."""
    sent, arrived = transit.sent, transit.verdict.request
    changes: list[Change] = []
    if sent.method != arrived.method:
        changes.append(Change("the method", sent.method, arrived.method, Effect.COVERED))
    if sent.path != arrived.path:
        changes.append(Change("the path", sent.path, arrived.path, _by_step(transit, "canonical_uri")))
    if sent.query != arrived.query:
        before, after = (masked_url(f"?{query}")[1:] or None for query in (sent.query, arrived.query))
        changes.append(Change("the query", before, after, _query_effect(transit)))
    for name in sorted({name.lower() for name, _ in (*sent.headers, *arrived.headers)}):
        before, after = header_values(sent, name), header_values(arrived, name)
        if _header_lines(sent, name) != _header_lines(arrived, name):
            changes.append(Change(f"the header {name}", before, after, _header_effect(transit, name)))
    if sent.body != arrived.body:
        before, after = (request.body.decode(errors="replace") for request in (sent, arrived))
        changes.append(Change("the body", before, after, _body_effect(transit)))
    return tuple(changes)


def header_values(request: Request, name: str) -> str | None:
    """Return a header's values, joined by commas as HTTP does, session tokens masked; None when it is absent."""
    values = [masked_header(name, value) for key, value in request.headers if key.lower() == name]
    return ", ".join(values) if values else None


def signature_of(request: Request) -> str | None:
    """Return the signature that a request presents, in its header or its query."""
    return presented_by(request, "x-amz-security-token").parameters.get("Signature")


def _header_lines(request: Request, name: str) -> list[tuple[str, str]]:
    return [pair for pair in request.headers if pair[0].lower() == name]


def _by_step(transit: Transit, name: str) -> Effect:
    """Compare what client and server made of it."""
    server = transit.server
    if server is None:
        return Effect.UNKNOWN
    return Effect.SAME_FORM if server[name].output == transit.client[name].output else Effect.COVERED


def _query_effect(transit: Transit) -> Effect:
    effect = _by_step(transit, "canonical_query_string")
    if effect is Effect.SAME_FORM and signature_of(transit.sent) != signature_of(transit.verdict.request):
        return Effect.SIGNATURE_ITSELF
    return effect


def _header_effect(transit: Transit, name: str) -> Effect:
    if name == "authorization":
        return Effect.SIGNATURE_ITSELF
    if transit.server is None:
        return Effect.UNKNOWN
    if name not in transit.verdict.covered_headers:
        return Effect.NOT_COVERED
    lines = [_canonical_line(trace, name) for trace in (transit.client, transit.server)]
    return Effect.SAME_FORM if lines[0] == lines[1] else Effect.COVERED


def _canonical_line(trace: Trace, name: str) -> str | None:
    lines = trace["canonical_headers"].text.split("\n")
    return next((line for line in lines if line.partition(":")[0] == name), None)


def _body_effect(transit: Transit) -> Effect:
    effect = _by_step(transit, "hashed_payload")
    if effect is not Effect.SAME_FORM:
        return effect
    declared = transit.client["hashed_payload"].text
    return Effect.ANNOUNCED if len(declared) == 64 else Effect.NOT_COVERED


_SAME_TEXT = "Client and server wrote the same string to sign, to the last character"


def reasons(transit: Transit) -> tuple[str, ...]:
    """Say why the request was accepted or refused, one sentence or two for each reason."""
    changes = changes_of(transit)
    rule = transit.verdict.rule
    if rule is None:
        return tuple(_accepted(transit, changes))
    said = _mismatch(transit) if rule.name.endswith("signature_matches") else []
    return (*map(str, changes), *said, f"Why this rule is there: {rule.why}")


def time_on_the_way(duration: timedelta) -> str:
    """Say how long the request was on its way; a request that seems to arrive before it was signed shows two clocks.

    >>> time_on_the_way(timedelta(minutes=6)), time_on_the_way(timedelta(seconds=-90))
    ('6 minutes after it was signed', '1.5 minutes before it was signed: the clocks differ')
    """
    minutes = abs(duration) / timedelta(minutes=1)
    amount = f"{minutes:g} minute{'' if minutes == 1 else 's'}"
    if not duration:
        return "when it was signed"
    after = duration > timedelta(0)
    return f"{amount} after it was signed" if after else f"{amount} before it was signed: the clocks differ"


def _accepted(transit: Transit, changes: tuple[Change, ...]) -> list[str]:
    said = [str(change) for change in changes] or ["What arrived is what was sent."]
    if transit.duration:
        said.append(f"It arrived {time_on_the_way(transit.duration)}: near enough.")
    return said


def _mismatch(transit: Transit) -> list[str]:
    """When the texts are equal, only the secret or the signature can differ."""
    server = transit.server
    if server is None or server["string_to_sign"].output != transit.client["string_to_sign"].output:
        return []
    if signature_of(transit.sent) != signature_of(transit.verdict.request):
        return [f"{_SAME_TEXT}: the signature itself was changed."]
    return [f"{_SAME_TEXT}: so the secrets differ."]
