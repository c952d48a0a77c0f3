"""All of SigV4 on one page. Every value is computed: from the trace of an example that AWS publishes, or by the server.

Source of the example: AWS's "Signature Version 4 signing process", ``ListUsers``, whose signature begins with 5d672d79.
"""

from __future__ import annotations

from functools import cache

from sigv4_explain import Request, Trace, explain
from sigv4_explain.catalogue import GUIDE
from sigv4_explain.course.cheat_sheet_server import ANSWERS, LIMITS
from sigv4_explain.course.cheat_sheet_wire import header_block, presigned_block, s3_block
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.render.sheet import Block, Row, Sheet

_URL = "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"
_TYPE = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
_MOMENT = "20150830T123600Z"


def cheat_sheet() -> Sheet:
    """Return the page. In a notebook it is a set of tables; ``svg`` is the picture to print.

    >>> print(*(block.title for block in cheat_sheet().blocks[:3]), sep="; ")
    1 Canonical request; 2 String to sign; 3 Signing key and signature
    """
    return _sheet()


def published_trace(expires: int | None = None) -> Trace:
    """Return the trace of AWS's published example; with ``expires``, of the same call as a presigned URL.

    >>> published_trace().signature[:8]
    '5d672d79'
    """
    request = Request("GET", _URL, _TYPE if expires is None else {})
    return explain(request, EXAMPLE, region="us-east-1", service="iam", at=_MOMENT, expires=expires)


@cache
def _sheet() -> Sheet:
    trace, presigned = published_trace(), published_trace(expires=60)
    blocks = (_canonical_request(trace), _string_to_sign(trace), _signature(trace))
    on_the_wire = (header_block(trace), presigned_block(presigned), s3_block(EXAMPLE, _MOMENT))
    return Sheet("AWS Signature Version 4 on one page", _INTRODUCTION, (*blocks, *on_the_wire, LIMITS, ANSWERS))


_INTRODUCTION = (
    "Left: the values of GET iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08, which AWS publishes with its"
    " keys. Right: the rule for each."
)


def _canonical_request(trace: Trace) -> Block:
    rules = {
        "canonical_uri": "Path: normalized, then encoded once more. / if empty. For S3 see 6.",
        "canonical_query_string": "Names and values encoded once: %20, never +. Sorted by name, then value. No value:"
        " name=",
        "canonical_headers": "Host, each x-amz- header, Content-Type if sent, and any other you choose. Name in lower"
        " case, colon, value; no blanks around it, one for several. Sorted by name. Each line ends with a line break,"
        " hence the empty line.",
        "signed_headers": "The same names, sorted, with semicolons between.",
        "hashed_payload": "SHA-256 of the body in hex. This is that of an empty body.",
    }
    method = Row(trace.request.method, "Method, in capitals. Six parts, one line break after each but the last.")
    rows = [Row(trace[name].text, rule) for name, rule in rules.items()]
    return Block("1 Canonical request", (method, *rows), f"{GUIDE}#create-canonical-request")


def _string_to_sign(trace: Trace) -> Block:
    rules = (
        "Algorithm. Four lines, no line break after the last.",
        "The moment, in UTC: the same text as in X-Amz-Date.",
        "Credential scope: day of that moment, Region, service, aws4_request.",
        "SHA-256 of the canonical request, in hex.",
    )
    rows = map(Row, trace["string_to_sign"].text.split("\n"), rules)
    return Block("2 String to sign", tuple(rows), f"{GUIDE}#create-string-to-sign")


def _signature(trace: Trace) -> Block:
    names = {
        "date_key": "kDate",
        "date_region_key": "kRegion",
        "date_region_service_key": "kService",
        "signing_key": "kSigning",
        "signature": "Signature",
    }
    rows = [Row(trace[name].shown(), f"{short} = {trace[name].formula}") for name, short in names.items()]
    return Block("3 Signing key and signature", tuple(rows), f"{GUIDE}#derive-signing-key")
