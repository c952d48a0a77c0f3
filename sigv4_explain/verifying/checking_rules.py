"""The rules after reading: does what was presented count, here and now?"""

from __future__ import annotations

from datetime import timedelta

from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.presented import Carrier
from sigv4_explain.signature import ALGORITHM, request_date_time
from sigv4_explain.verifying.examination import Examination
from sigv4_explain.verifying.reading import Reading
from sigv4_explain.verifying.refusal import Fault, Refusal, rule
from sigv4_explain.verifying.wording import Wording

_ORDERING = "https://github.com/dacut/scratchstack-aws-signature"


@rule(
    "The date can be read",
    why="The day is part of the key, and the time decides whether the request is fresh.",
    source=_ORDERING,
)
def date_readable(examination: Examination) -> Refusal | None:
    """``YYYYMMDDTHHMMSSZ``; a Date header may also be as HTTP writes it."""
    if examination.presented.moment is not None:
        return None
    date = examination.presented.date
    message = f"Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601"
    return examination.refuse(Fault.INCOMPLETE_SIGNATURE, message)


@rule(
    "The signature is not too old",
    why="Whoever records a request can send it again; after a few minutes that is worth nothing.",
    source="https://github.com/mhart/aws4/issues/118",
)
def not_expired(examination: Examination) -> Refusal | None:
    """Not earlier than the server's clock less the window; X-Amz-Expires counts where the URL is a password."""
    now, moment = examination.server_time, examination.presented.moment
    window = examination.profile.life(examination.presented.expires)
    if moment is None or now - moment <= window:
        return None
    message = (
        f"Signature expired: {examination.presented.date_time} is now earlier than {request_date_time(now - window)}"
        f" ({request_date_time(now)} - {_minutes(window)} min.)"
    )
    return examination.refuse(Fault.INVALID_SIGNATURE, message)


@rule(
    "The signature is not from the future",
    why="A date ahead of time would keep a request fresh for longer.",
    source="https://github.com/NickWaterton/Roomba980-Python/issues/118",
)
def not_early(examination: Examination) -> Refusal | None:
    """Not later than the server's clock plus the window."""
    now, window, moment = examination.server_time, examination.profile.window, examination.presented.moment
    if moment is None or moment - now <= window:
        return None
    message = (
        f"Signature not yet current: {examination.presented.date_time} is still later than"
        f" {request_date_time(now + window)} ({request_date_time(now)} + {_minutes(window)} min.)"
    )
    return examination.refuse(Fault.INVALID_SIGNATURE, message)


def _minutes(window: timedelta) -> int:
    return window // timedelta(minutes=1)


@rule(
    "The host is signed",
    why="Else a request recorded for one host could be sent to another.",
    source="https://github.com/aws/aws-sdk-php/issues/2469",
)
def host_signed(examination: Examination) -> Refusal | None:
    """``host``, or ``:authority`` of HTTP/2, is among the signed headers."""
    if examination.presented.signed_headers & {"host", ":authority"}:
        return None
    names = "'Host'" if examination.wording is Wording.CLASSIC else "'Host' or ':authority'"
    message = f"{names} must be a 'SignedHeader' in the AWS Authorization."
    return examination.refuse(Fault.INVALID_SIGNATURE, message)


@rule(
    "The algorithm is AWS4-HMAC-SHA256",
    why="The server computes the signature again, so it must know how.",
    source=_ORDERING,
)
def algorithm_supported(examination: Examination) -> Refusal | None:
    """The first word of the header, or X-Amz-Algorithm."""
    algorithm = examination.presented.algorithm
    if algorithm == ALGORITHM:
        return None
    known = " (only AWS4-HMAC-SHA256 for now). " if examination.wording is Wording.CLASSIC else "."
    return examination.refuse(Fault.INCOMPLETE_SIGNATURE, f"Unsupported AWS 'algorithm': '{algorithm}'{known}")


@rule(
    "The algorithm in the query is AWS4-HMAC-SHA256",
    why="The server computes the signature again, so it must know how.",
    source=_ORDERING,
)
def query_algorithm_known(examination: Examination) -> Refusal | None:
    """In the query, STS takes another algorithm for no signature at all."""
    presented = examination.presented
    if presented.carrier is not Carrier.QUERY or presented.algorithm == ALGORITHM:
        return None
    return examination.refuse(Fault.MISSING_TOKEN, examination.profile.missing_token[examination.wording])


@rule(
    "The credential has five elements",
    why="Key id, date, Region, service, terminator: which key signed, and where it counts.",
    source=_ORDERING,
)
def credential_in_five(examination: Examination) -> Refusal | None:
    """Between slashes; a slash at the end is ignored."""
    if len(examination.presented.credential) == 5:
        return None
    sent = examination.presented.parameters["Credential"]
    expected = "keyid/date/region/service/term"
    message = f"Credential must have exactly 5 slash-delimited elements, e.g. {expected}, got '{sent}'"
    return examination.refuse(Fault.INCOMPLETE_SIGNATURE, message)


@rule(
    "The scope is this day, Region and service",
    why="A signature for one place or day must not count at another.",
    source="https://github.com/n8n-io/n8n/issues/21337",
)
def scope_right(examination: Examination) -> Refusal | None:
    """A sentence for each wrong element, each with a blank after it, in AWS's order."""
    reading = examination.reading
    _, date, region, service, terminator = reading.presented.credential
    right = (
        region == reading.region,
        service == reading.service,
        terminator == TERMINATOR,
        date == reading.presented.date_time[:8],
    )
    if all(right):
        return None
    sentences = _SCOPE_SENTENCES[examination.wording](reading)
    wrong = [sentence for sentence, is_right in zip(sentences, right, strict=True) if not is_right]
    return examination.refuse(Fault.INVALID_SIGNATURE, "".join(wrong))


def _current_sentences(reading: Reading) -> tuple[str, ...]:
    return (
        "Credential should be scoped to a valid region. ",
        f"Credential should be scoped to correct service: '{reading.service}'. ",
        f"Credential should be scoped with a valid terminator: '{TERMINATOR}'. ",
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP. ",
    )


def _classic_sentences(reading: Reading) -> tuple[str, ...]:
    presented = reading.presented
    _, date, region, _, terminator = presented.credential
    dates = f"'{date}' != '{presented.date_time[:8]}', from '{presented.date}'."
    return (
        f"Credential should be scoped to a valid region, not '{region}'. ",
        f"Credential should be scoped to correct service: '{reading.service}'. ",
        f"Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{terminator}'. ",
        f"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: {dates}",
    )


_SCOPE_SENTENCES = {Wording.CURRENT: _current_sentences, Wording.CLASSIC: _classic_sentences}
