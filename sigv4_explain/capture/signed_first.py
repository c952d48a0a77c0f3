"""Which of several requests somebody means: the one that carries a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sigv4_explain.request import Request
from sigv4_explain.signature import ALGORITHM

_signature_in_query = re.compile(r"(?:^|&)X-Amz-Signature=", re.IGNORECASE)


def is_signed(request: Request) -> bool:
    """Return whether a request has a signature of Version 4 in its Authorization header or its query.

    >>> is_signed(Request("GET", "https://example.amazonaws.com/?X-Amz-Signature=e93c"))
    True
    """
    authorization = request.header("authorization") or ""
    return authorization.lstrip().startswith(ALGORITHM) or bool(_signature_in_query.search(request.query))


def first_signed(requests: Sequence[Request]) -> Request:
    """Return the first request that is signed, or else the first of all; there must be one."""
    return next(filter(is_signed, requests), requests[0])
