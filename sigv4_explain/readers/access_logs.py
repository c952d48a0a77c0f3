"""A line of an access log, or of urllib3: method and target alone."""

from __future__ import annotations

import re

from sigv4_explain.readers.read_request import NOT_PASTED, NotWhole, Origin, ReadRequest
from sigv4_explain.request import Request

_origin_before = re.compile(r"(https?://[^\s\"']+) [\"']$").search
_host_behind = re.compile(r"[^\n]{0,400}?\bhost[:=] ?\"([\w.:-]+)\"").match


def logged_line(text: str, start: int, before: str, line: tuple[str, str], after: int) -> ReadRequest:
    """Read a method and a target, with the host that stands before or behind them in the line."""
    method, target = line
    behind, origin = _host_behind(text, after), _origin_before(before)
    host = origin[1].rstrip("/") if origin else f"https://{behind[1] if behind else NOT_PASTED}"
    url = target if target.startswith("http") else host.removesuffix(":443") + target
    unknown = set() if origin or behind or url == target else {NotWhole.HOST}
    form, by = ("urllib3 log", Origin.WIRE) if origin else ("access log", Origin.SERVER)
    lacking = frozenset({NotWhole.HEADERS, NotWhole.BODY} | unknown)
    return ReadRequest(Request(method, url), start, after, form, by, lacking)
