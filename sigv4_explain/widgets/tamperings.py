"""The menu of ready tamperings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.widgets.arrival import Arrival, untouched
from sigv4_explain.widgets.sent import KeyOnFile, Sent
from sigv4_explain.widgets.tampering import (
    Tampering,
    another_method,
    another_region,
    another_service,
    dated,
    edit,
    header_added,
    header_spelled_otherwise,
    longer_body,
    longer_path,
    parameter_added,
    path_spelled_otherwise,
    query_reordered,
    server,
    with_token,
    without,
)


def applicable(sent: Sent, tamperings: Mapping[str, Tampering] | None = None) -> dict[str, Arrival]:
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
