"""A Response as the bytes that are sent."""

from __future__ import annotations

from enum import Enum
from http import HTTPStatus

from sigv4_explain.gateway.response import Response
from sigv4_explain.url import unsendable


class Persistence(Enum):
    """What becomes of the connection after an answer."""

    STAYS = "keep-alive"
    CLOSES = "close"


_REASONS = {status.value: status.phrase for status in HTTPStatus}


def written(response: Response, method: str, persistence: Persistence) -> bytes:
    r"""Write an answer; one to HEAD goes without its body, as do 204 and 304.

    Raises ValueError for what would break HTTP; a function of the user's own may answer anything.

    >>> written(Response(403, (("Connection", "keep-alive"),), b"", "unsigned"), "GET", Persistence.CLOSES)
    b'HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n'
    """
    if response.status < 200:
        raise ValueError(f"{response.status} is not the status of a last answer")
    lines = [f"HTTP/1.1 {response.status} {_REASONS.get(response.status, 'Unknown')}"]
    for name, value in response.headers:
        if name.lower() == "transfer-encoding":
            continue  # how the body is framed is said by Content-Length
        if unsendable(name) or unsendable(value):
            raise ValueError(f"the function's header {name!r} has a control character in it")
        lines.append(f"{name}: {persistence.value if name.lower() == 'connection' else value}")
    body = b"" if method == "HEAD" or response.status in (204, 304) else response.body
    return "\r\n".join((*lines, "", "")).encode() + body
