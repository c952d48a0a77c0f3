"""Signers of Python that others wrote, and ours."""

from __future__ import annotations

from sigv4_explain.exporting.client import Call
from sigv4_explain.exporting.notes import (
    DOTS_IN_A_KEY,
    HEADERS_ARE_ASCII,
    REPEATED_IN_S3,
    S3_EXPRESS,
    Note,
    has_empty_segments,
    has_quoted_blanks,
    is_s3,
    path_of,
)
from sigv4_explain.exporting.python.pieces import (
    arguments,
    call_of,
    heading,
    request_lines,
    script,
    standard_imports,
)
from sigv4_explain.exporting.quoting import python_literal

PRINT = "print(response.status_code, response.text)"
_AWS4AUTH_NOTES = (
    HEADERS_ARE_ASCII,
    S3_EXPRESS,
    DOTS_IN_A_KEY,
    REPEATED_IN_S3,
    Note(
        lambda call: is_s3(call) and has_empty_segments(call),
        "S3 will refuse this: requests-aws4auth 1.4 signs // as /, and S3 does not.",
    ),
    Note(
        lambda call: ";" in path_of(call).rpartition("/")[2],
        "AWS will refuse this: requests-aws4auth 1.4 signs the path up to a semicolon. Write %3B if the API takes it.",
    ),
    Note(
        has_quoted_blanks,
        "AWS will refuse this if the header is signed: requests-aws4auth 1.4 keeps runs of blanks between quotes.",
    ),
)


def sigv4_auth(call: Call) -> str:
    """Write the request for ``requests`` with this package's SigV4Auth."""
    place = f"region={python_literal(call.region)}, service={python_literal(call.service)}"
    return script(
        heading(call, ("requests", "sigv4_explain", "boto3"), (HEADERS_ARE_ASCII, DOTS_IN_A_KEY)),
        standard_imports(call),
        ["import requests", "from sigv4_explain import Credentials, SigV4Auth"],
        request_lines(call),
        [
            "# boto3 finds the keys (environment, profile, SSO, role); asked for again at each request.",
            f"auth = SigV4Auth(Credentials.from_boto3, {place})",
        ],
        [f"response = {call_of('requests', call)}{arguments(call)}, auth=auth, timeout=30)", PRINT],
    )


def aws4auth(call: Call) -> str:
    """Write the request for ``requests`` with requests-aws4auth."""
    return script(
        heading(call, ("requests", "requests-aws4auth"), _AWS4AUTH_NOTES),
        standard_imports(call, "os"),
        ["import requests", "from requests_aws4auth import AWS4Auth"],
        request_lines(call),
        [
            "auth = AWS4Auth(",
            '    os.environ["AWS_ACCESS_KEY_ID"],',
            '    os.environ["AWS_SECRET_ACCESS_KEY"],',
            f"    {python_literal(call.region)},",
            f"    {python_literal(call.service)},",
            '    session_token=os.environ.get("AWS_SESSION_TOKEN"),  # only temporary keys have one',
            ")",
        ],
        [f"response = {call_of('requests', call)}{arguments(call)}, auth=auth, timeout=30)", PRINT],
    )
