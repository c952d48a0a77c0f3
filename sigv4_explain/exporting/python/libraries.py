"""What a client of Python cannot sign or send, said in its code."""

from __future__ import annotations

from sigv4_explain.exporting.notes import (
    DOTS_IN_A_KEY,
    HEADERS_ARE_ASCII,
    REPEATED_IN_S3,
    S3_EXPRESS,
    Note,
    has_body_without_type,
    has_empty_segments,
    has_quoted_blanks,
    is_s3,
    path_of,
)

AWS4AUTH = (
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
"""Of requests-aws4auth."""
URLLIB = (
    HEADERS_ARE_ASCII,
    Note(
        has_body_without_type,
        "The body has no Content-Type, so urllib adds application/x-www-form-urlencoded, which is not signed.",
    ),
)
"""Of the standard library's own client."""
