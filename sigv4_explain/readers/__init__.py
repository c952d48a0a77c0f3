"""A Request from where requests are found: pasted text, logs, the requests library, botocore.

Importing this package imports nothing but the standard library.
"""

from sigv4_explain.readers.curl import parse_curl
from sigv4_explain.readers.curl_verbose import parse_curl_verbose
from sigv4_explain.readers.finding import requests_in
from sigv4_explain.readers.har import parse_har, requests_in_har
from sigv4_explain.readers.libraries import (
    request_from_botocore,
    request_from_exchange,
    request_from_requests,
    request_to_requests,
    requests_from_exchange,
    trace_of,
)
from sigv4_explain.readers.raw_http import parse_raw_http
from sigv4_explain.readers.read_request import CommandSigning, NotWhole, Origin, ReadRequest
from sigv4_explain.readers.text import parse_request

__all__ = [
    "CommandSigning",
    "NotWhole",
    "Origin",
    "ReadRequest",
    "parse_curl",
    "parse_curl_verbose",
    "parse_har",
    "parse_raw_http",
    "parse_request",
    "request_from_botocore",
    "request_from_exchange",
    "request_from_requests",
    "request_to_requests",
    "requests_from_exchange",
    "requests_in",
    "requests_in_har",
    "trace_of",
]
