"""The preset menu: requests from the story, signed with the keys that AWS publishes in its documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from sigv4_explain.masking import EXAMPLE_TOKEN
from sigv4_explain.widgets.lab_input import LabInput, Placement

"""The session token that AWS prints in its documentation."""

_GET = LabInput(
    url="https://abc123.execute-api.eu-central-1.amazonaws.com/default?client=requests",
    headers="x-api-key: example",
    region="eu-central-1",
)
_POST = replace(
    _GET,
    method="POST",
    url="https://abc123.execute-api.eu-central-1.amazonaws.com/default",
    headers="Content-Type: application/json\nx-api-key: example",
    body='{"client": "requests"}',
)

PRESETS: Mapping[str, LabInput] = MappingProxyType(
    {
        "API Gateway: GET ?client=requests": _GET,
        "API Gateway: POST JSON": _POST,
        "API Gateway: GET with a session token": replace(_GET, session_token=EXAMPLE_TOKEN),
        "API Gateway: POST with a session token": replace(_POST, session_token=EXAMPLE_TOKEN),
        "API Gateway on a custom domain": replace(_GET, url="https://api.example.com/v1/orders?client=requests"),
        "Lambda function URL": replace(
            _GET,
            url="https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws/?client=requests",
            headers="",
            service="lambda",
        ),
        "STS: GetCallerIdentity": LabInput(
            method="POST",
            url="https://sts.eu-central-1.amazonaws.com/",
            headers="Content-Type: application/x-www-form-urlencoded; charset=utf-8",
            body="Action=GetCallerIdentity&Version=2011-06-15",
            region="eu-central-1",
            service="sts",
        ),
        "S3: GET a key with a space": LabInput(
            url="https://examplebucket.s3.eu-central-1.amazonaws.com/holiday%20photos/sea.jpg",
            region="eu-central-1",
            service="s3",
        ),
        "S3: presigned GET": LabInput(
            url="https://examplebucket.s3.eu-central-1.amazonaws.com/holiday%20photos/sea.jpg",
            region="eu-central-1",
            service="s3",
            placement=Placement.QUERY,
        ),
        "AWS's published case get-vanilla": LabInput(url="https://example.amazonaws.com/", service="service"),
    }
)
"""What the menu offers, by the name it shows."""

FIRST = next(iter(PRESETS))
