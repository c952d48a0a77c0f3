"""One request in both forms: signed in a header, and presigned; and what the server makes of each, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sigv4_explain.authorization import Authorization
from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.masking import masked_header, masked_url
from sigv4_explain.request import Request
from sigv4_explain.signing import explain
from sigv4_explain.trace.step import Step
from sigv4_explain.trace.trace import Trace
from sigv4_explain.verifier import Verdict, verify
from sigv4_explain.verifier.services import profile_of
from sigv4_explain.widgets.scope_clock.page import stretches

FARTHEST = 1_209_600
"""How many seconds after signing the server may look, or before: two weeks, twice the longest life."""


class SignedForm(NamedTuple):
    """One of the two forms."""

    trace: Trace
    expires: int | None
    """The life that the URL says, in seconds; None in the header form."""
    verdict: Verdict
    """The server's, at the time on screen."""
    taken: tuple[int, int] | None
    """The first and the last second at which the server takes it, after the moment of signing; None for never."""


class BothForms(NamedTuple):
    """The same request, the same keys, the same moment."""

    header: SignedForm
    presigned: SignedForm
    seconds: int
    """How far the server's clock is ahead of the moment of signing."""

    @property
    def steps(self) -> Iterator[tuple[Step, Step]]:
        """Each step of the recipe beside its fellow, up to the signature."""
        for step in self.header.trace.steps[:-1]:
            yield step, self.presigned.trace[step.name]


class Fact(NamedTuple):
    """What the server must know, and where each form tells it; None where it does not."""

    what: str
    header: str | None
    presigned: str | None
    otherwise: str = "not told"
    """What holds where it is not told."""


def both_forms(
    request: Request, credentials: Credentials, *, region: str, service: str, at: str, expires: int, seconds: int
) -> BothForms:
    """Sign a request in both forms, and ask the server about each, ``seconds`` after the moment ``at``.

    Raises as ``explain`` does, and InvalidInput for a time that is too far off.
    """
    if not -FARTHEST <= seconds <= FARTHEST:
        raise InvalidInput("seconds", describe(seconds), f"-{FARTHEST} to {FARTHEST} (two weeks)")
    sign_and_ask = partial(_form, request, credentials, region, service, at, seconds)
    return BothForms(sign_and_ask(None), sign_and_ask(expires), seconds)


def _form(
    request: Request, credentials: Credentials, region: str, service: str, at: str, seconds: int, expires: int | None
) -> SignedForm:
    trace = explain(request, credentials, region=region, service=service, at=at, expires=expires)
    keys, signed_at = {credentials.access_key_id: credentials}, datetime.fromisoformat(at)

    def judge(after: int) -> Verdict:
        clock = signed_at + timedelta(seconds=after)
        return verify(trace.signed_request, keys, region=region, service=service, at=clock)

    window = profile_of(service).window // timedelta(seconds=1)
    line = stretches(judge, -2 * window, 2 * window + (expires or 0))
    taken = [stretch for stretch in line if stretch.verdict.accepted]
    return SignedForm(trace, expires, judge(seconds), (taken[0].first, taken[-1].last) if taken else None)


def places(both: BothForms) -> Iterator[Fact]:
    """Return where the two finished requests tell the server what it needs."""
    sent, told = both.header.trace.signed_request, Authorization.parse(both.header.trace.authorization)
    query = _parameters(both.presigned.trace.signed_request.query)
    parameter = partial(_parameter, query)
    algorithm = both.header.trace.authorization.partition(" ")[0]
    yield Fact("how it was signed", f"Authorization: {algorithm} …", parameter("X-Amz-Algorithm"))
    yield Fact("which key and scope", f"Authorization: … Credential={told.credential}", parameter("X-Amz-Credential"))
    yield Fact("when", _header(sent, "X-Amz-Date"), parameter("X-Amz-Date"))
    yield Fact("how long it counts", None, parameter("X-Amz-Expires"), "as long as the server's own window")
    names = f"Authorization: … SignedHeaders={told.signed_headers}"
    yield Fact("which headers are signed", names, parameter("X-Amz-SignedHeaders"))
    token = _header(sent, "X-Amz-Security-Token"), parameter("X-Amz-Security-Token")
    yield Fact("the session token", *token, "none: long-term keys have no token")
    is_hashed = both.presigned.trace["hashed_payload"].text != "UNSIGNED-PAYLOAD"
    otherwise = "not told: the server hashes the body itself" if is_hashed else "not told: the body is not signed"
    yield Fact("the hash of the body", _header(sent, "X-Amz-Content-SHA256"), None, otherwise)
    yield Fact("the signature", f"Authorization: … Signature={told.signature}", parameter("X-Amz-Signature"))


def _header(request: Request, name: str) -> str | None:
    value = request.header(name)
    return None if value is None else f"{name}: {masked_header(name, value)}"


def _parameter(query: dict[str, str], name: str) -> str | None:
    return masked_url(f"{name}={query[name]}") if name in query else None


def _parameters(query: str) -> dict[str, str]:
    """Return the parameters as they are spelled in the URL; of repeats the last, which is the signer's own."""
    return dict(piece.partition("=")[::2] for piece in query.split("&"))
