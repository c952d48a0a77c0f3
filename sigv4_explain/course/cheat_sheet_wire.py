"""The cheat sheet's blocks about what travels: the Authorization header, a presigned URL, and how S3 differs."""

from __future__ import annotations

from sigv4_explain import S3, Credentials, Request, Trace, canonical_uri, explain
from sigv4_explain.catalogue import GUIDE, PRESIGNED_GUIDE
from sigv4_explain.preparing import LONGEST_EXPIRES
from sigv4_explain.render.sheet import Block, Row

_DAY = 24 * 60 * 60
_KEY_WITH_A_BLANK = "/my%20key//a"


def header_block(trace: Trace) -> Block:
    """Show the header that carries the signature, and the one beside it for temporary credentials."""
    whole = _shortened(trace.authorization, trace)
    value = whole.replace(" Credential=", "\nCredential=").replace(", ", ",\n")
    rows = (
        Row(value, "All on one line, a blank after each comma. The server looks up the secret by the access key id."),
        Row(
            "X-Amz-Security-Token: …",
            "With temporary credentials only: the session token, in a header of its own, and signed.",
        ),
    )
    return Block("4 Authorization header", rows, f"{GUIDE}#add-signature-to-request")


def presigned_block(trace: Trace) -> Block:
    """Show what a presigned URL has in its query."""
    rules = {
        "X-Amz-Algorithm": "In the query instead of headers: part of the canonical query string.",
        "X-Amz-Credential": "Access key id and credential scope; the slashes are encoded.",
        "X-Amz-Date": "From this moment on …",
        "X-Amz-Expires": f"… for 1 to {LONGEST_EXPIRES} seconds ({LONGEST_EXPIRES // _DAY} days) at S3 only; see 7.",
        "X-Amz-SignedHeaders": "Host at least. Who sends the request must send these as signed.",
        "X-Amz-Signature": "Added last, and not signed itself.",
    }
    parameters = _shortened(trace.presigned_url, trace).partition("?")[2].split("&")
    found = {name: value for name, _, value in (parameter.partition("=") for parameter in parameters)}
    rows = [Row(f"{name}={found[name]}", rule) for name, rule in rules.items()]
    token = Row("X-Amz-Security-Token=…", "With temporary credentials only; signed, but not at AWS IoT.")
    return Block("5 Presigned URL", (*rows[:-1], token, rows[-1]), PRESIGNED_GUIDE)


def s3_block(credentials: Credentials, moment: str) -> Block:
    """Show S3's exceptions, each with a value that S3's rules give."""
    request = Request("GET", f"https://examplebucket.s3.amazonaws.com{_KEY_WITH_A_BLANK}")
    trace = explain(request, credentials, region="us-east-1", service="s3", at=moment)
    presigned = explain(request, credentials, region="us-east-1", service="s3", at=moment, expires=60)
    others = canonical_uri(_KEY_WITH_A_BLANK)
    rows = (
        Row(trace["canonical_uri"].text, f"Decoded (%2F is /), encoded once, not normalized. Others sign {others}"),
        Row(trace["signed_headers"].text, "x-amz-content-sha256 must be sent: hash or UNSIGNED-PAYLOAD."),
        Row(presigned["hashed_payload"].text, "In a presigned URL this stands where the payload's hash would."),
    )
    return Block("6 S3 differs", rows, S3.source)


def _shortened(text: str, trace: Trace) -> str:
    """Leave out most of the signature, of which nobody needs to read all digits twice."""
    return text.replace(trace.signature, f"{trace.signature[:16]}…")
