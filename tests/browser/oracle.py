"""What botocore's own signers make of a form: the signature that must be on screen."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import patch

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from sigv4_explain.widgets.lab_input import LabInput, Placement


def botocore_signature(form: LabInput) -> str:
    """Sign the form's request with botocore at the form's time, and return the 64 hex digits."""
    headers = dict(line.split(": ", 1) for line in form.headers.splitlines())
    request = AWSRequest(form.method, form.url, headers=headers, data=form.body.encode())
    keys = Credentials(form.access_key_id, form.secret_access_key, form.session_token or None)
    assert form.at is not None
    moment = datetime.strptime(form.at, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    with patch("botocore.auth.get_current_datetime", return_value=moment):
        if form.placement is Placement.QUERY:
            signer = S3SigV4QueryAuth if form.service == "s3" else SigV4QueryAuth
            signer(keys, form.service, form.region, expires=int(form.expires)).add_auth(request)
            return str(request.url)[-64:]
        (S3SigV4Auth if form.service == "s3" else SigV4Auth)(keys, form.service, form.region).add_auth(request)
        return str(request.headers["Authorization"])[-64:]
