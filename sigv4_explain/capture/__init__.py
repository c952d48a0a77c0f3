"""A Request from where requests are found: pasted text, the requests library, botocore; and keys from boto3.

Importing this package imports nothing but the standard library.
"""

from sigv4_explain.capture.botocore import credentials_from_boto3, request_from_botocore
from sigv4_explain.capture.curl import parse_curl
from sigv4_explain.capture.prepared import request_from_requests, request_to_requests, trace_of
from sigv4_explain.capture.raw_http import parse_raw_http
from sigv4_explain.capture.text import parse_request

__all__ = [
    "credentials_from_boto3",
    "parse_curl",
    "parse_raw_http",
    "parse_request",
    "request_from_botocore",
    "request_from_requests",
    "request_to_requests",
    "trace_of",
]
