"""What can be done to a request on its way: each function takes what was sent and fills in the form as it arrives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.signature import request_date_time
from sigv4_explain.widgets.server_view.arrival import ArrivalForm, KeyOnFile, Sent, untouched
from sigv4_explain.widgets.signing_lab.input import headers_of

Tampering = Callable[[Sent], ArrivalForm | None]
"""None when there is nothing of the kind in what was sent."""
_DATE = re.compile(r"(?<=x-amz-date[:=])( ?)([0-9]{8}T[0-9]{6}Z)", re.IGNORECASE)


def server(**fields: object) -> Tampering:
    """Change the server, not the request."""
    return lambda sent: replace(untouched(sent), **fields)  # type: ignore[arg-type]  # the table names the fields


def edit(field: str, pattern: str, put: str) -> Tampering:
    """Replace the first match in a field of the form."""

    def tamper(sent: Sent) -> ArrivalForm | None:
        arrival = untouched(sent)
        text, times = re.subn(pattern, put, getattr(arrival, field), count=1, flags=re.IGNORECASE | re.MULTILINE)
        return replace(arrival, **{field: text}) if times else None  # type: ignore[arg-type]  # a field of text

    return tamper


def another_method(sent: Sent) -> ArrivalForm:
    """Turn GET into POST, and anything else into GET."""
    return replace(untouched(sent), method="POST" if sent.request.method == "GET" else "GET")


def longer_path(sent: Sent) -> ArrivalForm:
    """Add a segment to the path."""
    path, mark, query = untouched(sent).target.partition("?")
    return replace(untouched(sent), target=f"{path.rstrip('/')}/admin{mark}{query}")


def path_spelled_otherwise(sent: Sent) -> ArrivalForm:
    """Begin the path with /./, which most services take for nothing."""
    return replace(untouched(sent), target=f"/.{untouched(sent).target or '/'}")


def query_reordered(sent: Sent) -> ArrivalForm | None:
    """Turn the order of the query's parameters around."""
    path, _, query = untouched(sent).target.partition("?")
    parameters = query.split("&")
    turned = "&".join(reversed(parameters))
    return None if turned == query else replace(untouched(sent), target=f"{path}?{turned}")


def parameter_added(sent: Sent) -> ArrivalForm:
    """Add a parameter to the query."""
    target = untouched(sent).target
    return replace(untouched(sent), target=f"{target}{'&' if '?' in target else '?'}admin=true")


def header_spelled_otherwise(sent: Sent) -> ArrivalForm | None:
    """Write a signed header in capitals and with blanks; not a date, whose blanks a server may not forgive."""
    pairs = headers_of(untouched(sent).headers)
    signed = sent.trace["signed_headers"].text.split(";")
    found = next((name for name, _ in pairs if name.lower() in signed and not name.lower().startswith("x-amz-")), None)
    lines = [f"{name.upper()}:   {value}  " if name == found else f"{name}: {value}" for name, value in pairs]
    return None if found is None else replace(untouched(sent), headers="\n".join(lines))


def without(*names: str) -> Tampering:
    """Drop headers."""

    def tamper(sent: Sent) -> ArrivalForm | None:
        arrival = untouched(sent)
        pairs = headers_of(arrival.headers)
        kept = [f"{name}: {value}" for name, value in pairs if name.lower() not in names]
        return None if len(kept) == len(pairs) else replace(arrival, headers="\n".join(kept))

    return tamper


def header_added(line: str) -> Tampering:
    """Add a header."""
    return lambda sent: replace(untouched(sent), headers=f"{untouched(sent).headers}\n{line}")


def dated(minutes: int, *, clock: int = 0) -> Tampering:
    """Write another date into the request; ``clock`` is how far the server's own clock has gone on."""

    def tamper(sent: Sent) -> ArrivalForm | None:
        try:
            moment = datetime.fromisoformat(sent.trace["request_date_time"].text) + timedelta(minutes=minutes)
        except OverflowError:  # the calendar ends
            return None
        arrival, put = untouched(sent), rf"\g<1>{request_date_time(moment)}"
        headers, target = _DATE.sub(put, arrival.headers), _DATE.sub(put, arrival.target)
        return replace(arrival, headers=headers, target=target, minutes=str(clock))

    return tamper


def longer_body(sent: Sent) -> ArrivalForm:
    """Add a letter to the body."""
    return replace(untouched(sent), body=f"{untouched(sent).body}x")


def another_region(sent: Sent) -> ArrivalForm:
    """Put the server into another Region than the one that was signed for."""
    return replace(untouched(sent), region="eu-west-1" if sent.region == "us-east-1" else "us-east-1")


def another_service(sent: Sent) -> ArrivalForm:
    """Let the server offer another service than the one that was signed for."""
    return replace(untouched(sent), service="execute-api" if sent.service == "lambda" else "lambda")


def with_token(tampering: Tampering) -> Tampering:
    """Apply a tampering only where a session token was sent."""
    return lambda sent: None if sent.session_token is None else tampering(sent)


def applicable(sent: Sent, tamperings: Mapping[str, Tampering] | None = None) -> dict[str, ArrivalForm]:
    """Return every tampering that changes something in what was sent, by name; the first changes nothing."""
    filled = ((name, tampering(sent)) for name, tampering in (tamperings or TAMPERINGS).items())
    return {name: arrival for name, arrival in filled if arrival is not None}


TAMPERINGS: Mapping[str, Tampering] = MappingProxyType(
    {
        "Nobody touches it": untouched,
        "The method is changed": another_method,
        "The path is changed": longer_path,
        "The path is spelled otherwise: /./": path_spelled_otherwise,
        "The query's parameters change places": query_reordered,
        "A query value is changed": edit("target", r"[?&](?!x-amz-)[^&=]+=[^&]*", r"\g<0>x"),
        "A query parameter is added": parameter_added,
        "The API key is changed": edit("headers", r"^x-api-key: .*$", r"\g<0>x"),
        "A header is added": header_added("X-Forwarded-For: 203.0.113.7"),
        "An x-amz-… header is added": header_added("X-Amz-Acl: public-read"),
        "The User-Agent is changed": edit("headers", r"^user-agent: .*$", "User-Agent: somebody-else"),
        "A header is spelled otherwise: capitals, blanks": header_spelled_otherwise,
        "The body is changed": longer_body,
        "The date is changed": dated(1),
        "It arrives 4 minutes later": server(minutes="4"),
        "It is sent again after 6 minutes": server(minutes="6"),
        "It is sent again after 6 minutes, with a new date": dated(6, clock=6),
        "The client's clock is 20 minutes ahead": server(minutes="-20"),
        "It was signed for another Region": another_region,
        "It was signed for another service": another_service,
        "It was signed with another secret": server(key_on_file=KeyOnFile.OTHER_SECRET),
        "The server does not know the key": server(key_on_file=KeyOnFile.NONE),
        "The session token is dropped": without(*TOKEN_NAMES),
        "The session is over": with_token(server(key_on_file=KeyOnFile.SESSION_OVER)),
        "The Authorization header is lost": without("authorization"),
        "The signature is changed": edit("headers", r"(?<=signature=)[0-9a-f]", "g"),
        "The host is taken off the signed headers": edit("headers", r"(?<=signedheaders=)(.*?)host;", r"\g<1>"),
        "A blank gets into the key id": edit("headers", r"(?<=credential=).", r"\g<0> "),
        "Another scheme takes its place: Bearer": edit("headers", r"^authorization: .*$", "Authorization: Bearer abc"),
    }
)
"""What the menu offers, by the name it shows."""
