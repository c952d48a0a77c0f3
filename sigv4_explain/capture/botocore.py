"""A Request from botocore's AWSRequest; nothing here imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sigv4_explain.capture.bodies import signable
from sigv4_explain.request import Request

if TYPE_CHECKING:
    from botocore.awsrequest import AWSRequest


def request_from_botocore(aws_request: AWSRequest) -> Request:
    """Take the request as botocore's own signer sees it: ``params`` in the URL, ``data`` as the body it becomes.

    A file as body is hashed and not read into memory: the Request has an empty body and the header
    ``X-Amz-Content-SHA256``. Raises InvalidRequest for a body that can be read only once.
    """
    sent = aws_request.prepare()
    # The headers from before: preparing adds Content-Length, which botocore signs not, and drops repeats.
    headers, body = signable(aws_request.headers.items(), sent.body)
    return Request(sent.method, sent.url, headers, body)
