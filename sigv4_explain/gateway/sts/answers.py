"""STS's answers: XML, as AWS's SDKs read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from sigv4_explain.gateway.arrival import Arrival
from sigv4_explain.gateway.response import Response, framing
from sigv4_explain.verifying import Verdict

VERSION = "2011-06-15"
_NAMESPACE = f"https://sts.amazonaws.com/doc/{VERSION}/"
_not_in_xml = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Fields = Mapping[str, "str | Fields"]
"""Elements by name, in order; one may hold others."""


def succeed(action: str, result: Fields, arrival: Arrival, request_id: str, verdict: Verdict, because: str) -> Response:
    """Answer with the result of an action."""
    fields: Fields = {f"{action}Result": result, "ResponseMetadata": {"RequestId": request_id}}
    return _answer(200, f"{action}Response", fields, arrival, request_id, verdict, because)


def fail(
    status: int, code: str, message: str, arrival: Arrival, request_id: str, verdict: Verdict, because: str
) -> Response:
    """Answer with an error; the caller is to blame."""
    fields: Fields = {"Error": {"Type": "Sender", "Code": code, "Message": message}, "RequestId": request_id}
    return _answer(status, "ErrorResponse", fields, arrival, request_id, verdict, because)


def _answer(
    status: int, root: str, fields: Fields, arrival: Arrival, request_id: str, verdict: Verdict, because: str
) -> Response:
    body = xml(root, fields)
    ids = ("x-amzn-RequestId", request_id)
    return Response(status, (*framing(arrival.at, "text/xml", body), ids), body, because, verdict)


def xml(root: str, fields: Fields) -> bytes:
    """Write elements under each other, indented by two blanks.

    >>> print(xml("A", {"B": "1 < 2"}).decode(), end="")
    <A xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <B>1 &lt; 2</B>
    </A>
    """
    element = ElementTree.Element(root, {"xmlns": _NAMESPACE})
    _fill(element, fields)
    ElementTree.indent(element)
    return ElementTree.tostring(element) + b"\n"


def _fill(element: ElementTree.Element, fields: Fields) -> None:
    for name, value in fields.items():
        child = ElementTree.SubElement(element, name)
        if isinstance(value, str):
            child.text = _not_in_xml.sub("\N{REPLACEMENT CHARACTER}", value)
        else:
            _fill(child, value)
