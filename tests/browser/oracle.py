"""What botocore's own signers make of a form: the signature that must be on screen."""

from __future__ import annotations

from sigv4_explain import Credentials, Request
from sigv4_explain.widgets.signing_lab.input import LabInput, Placement
from tests.core.botocore_signing import signed_by_botocore


def botocore_signature(form: LabInput) -> str:
    """Sign the form's request with botocore at the form's time, and return the 64 hex digits."""
    assert form.at is not None
    headers = [(name, value) for name, _, value in (line.partition(": ") for line in form.headers.splitlines())]
    request = Request(form.method, form.url, headers, form.body)
    keys = Credentials(form.access_key_id, form.secret_access_key, form.session_token or None)
    expires = int(form.expires) if form.placement is Placement.QUERY else None
    return signed_by_botocore(request, keys, form.service, expires, form.region, form.at).signature
