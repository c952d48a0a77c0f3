"""botocore's signer, which boto3 uses too: alone, after AssumeRole, and under httpx."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.exporting.client import Call
from sigv4_explain.exporting.notes import DOTS_IN_A_KEY, HEADERS_ARE_ASCII, REPEATED_IN_S3, S3_EXPRESS, is_s3
from sigv4_explain.exporting.python.libraries import PRINT
from sigv4_explain.exporting.python.pieces import (
    arguments,
    call_of,
    heading,
    request_lines,
    script,
    standard_imports,
)
from sigv4_explain.exporting.quoting import python_literal
from sigv4_explain.rules import ContentSha256

_NOTES = (HEADERS_ARE_ASCII, S3_EXPRESS, REPEATED_IN_S3)
_CREDENTIALS = (
    "# botocore finds the keys: environment, profile, SSO, role.",
    "credentials = botocore.session.get_session().get_credentials()",
)


def botocore_alone(call: Call) -> str:
    """Write the request signed by botocore and sent by ``requests``."""
    # Not by botocore's own HTTP session: it sends the path up to a semicolon, and knows no proxy by itself.
    return script(
        heading(call, ("botocore", "requests"), (*_NOTES, DOTS_IN_A_KEY)),
        _standard_imports(call),
        [
            "import botocore.session",
            "import requests",
            f"from botocore.auth import {_signer(call)}",
            "from botocore.awsrequest import AWSRequest",
        ],
        request_lines(call),
        _CREDENTIALS,
        _signed(call),
        _sent(call),
    )


def assume_role(call: Call) -> str:
    """Write the request with the keys of a role, signed by botocore and sent by ``requests``."""
    return script(
        heading(call, ("boto3", "requests"), (*_NOTES, DOTS_IN_A_KEY)),
        _standard_imports(call, "os"),
        [
            "import boto3",
            "import requests",
            f"from botocore.auth import {_signer(call)}",
            "from botocore.awsrequest import AWSRequest",
            "from botocore.credentials import Credentials",
        ],
        request_lines(call),
        [
            "# boto3 finds the keys of the caller; STS lends those of the role, for 900 seconds.",
            f'sts = boto3.client("sts", region_name={python_literal(call.region)})',
            "keys = sts.assume_role(",
            '    RoleArn=os.environ["ROLE_ARN"], RoleSessionName="session1", DurationSeconds=900',
            ')["Credentials"]',
            'credentials = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])',
        ],
        _signed(call),
        _sent(call),
    )


def _signed(call: Call) -> list[str]:
    return [
        f"signed = AWSRequest({python_literal(call.request.method)}, url{arguments(call)})",
        *_payload_header(call, "signed", "body" if call.request.body else 'b""'),
        f"{_signer_of(call)}.add_auth(signed)",
    ]


def _sent(call: Call) -> list[str]:
    data = ", data=body" if call.request.body else ""
    return [f"response = {call_of('requests', call)}, headers=dict(signed.headers){data}, timeout=30)", PRINT]


def httpx_auth(call: Call) -> str:
    """Write the request for httpx, with an ``httpx.Auth`` around botocore's signer."""
    return script(
        heading(call, ("httpx", "botocore"), (*_NOTES, DOTS_IN_A_KEY)),
        _standard_imports(call),
        [
            "import botocore.session",
            "import httpx",
            f"from botocore.auth import {_signer(call)}",
            "from botocore.awsrequest import AWSRequest",
        ],
        _httpx_auth_class(call),
        request_lines(call),
        [
            *_CREDENTIALS,
            f"auth = SigV4({_signer_of(call)})",
        ],
        [
            f"response = {_httpx_call(call)}, auth=auth, timeout=30)",
            PRINT,
        ],
    )


def _httpx_auth_class(call: Call) -> Iterator[str]:
    yield from (
        "",
        "class SigV4(httpx.Auth):",
        "    requires_request_body = True",
        "",
        "    def __init__(self, signer):",
        "        self.signer = signer",
        "",
        "    def auth_flow(self, request):",
        "        # Not all headers: a proxy may rewrite those that httpx adds, such as Accept-Encoding.",
        "        headers = {",
        "            name: value",
        "            for name, value in request.headers.items()",
        '            if name in ("host", "content-type") or name.startswith("x-")',
        "        }",
        "        signed = AWSRequest(request.method, str(request.url), headers=headers, data=request.content)",
    )
    yield from (f"        {line}" for line in _payload_header(call, "signed", "request.content"))
    yield from (
        "        self.signer.add_auth(signed)",
        "        request.headers.update(dict(signed.headers))",
        "        yield request",
        "",
    )


def _httpx_call(call: Call) -> str:
    """Name httpx's function: those of GET, HEAD, DELETE and OPTIONS take no body."""
    if call.request.body and call.request.method not in ("POST", "PUT", "PATCH"):
        return f"httpx.request({python_literal(call.request.method)}, url{arguments(call, 'content')}"
    return f"{call_of('httpx', call)}{arguments(call, 'content')}"


def _signer(call: Call) -> str:
    return "S3SigV4Auth" if is_s3(call) else "SigV4Auth"


def _signer_of(call: Call) -> str:
    """Make the signer: botocore takes the service before the Region."""
    return f"{_signer(call)}(credentials, {python_literal(call.service)}, {python_literal(call.region)})"


def _announces_payload(call: Call) -> bool:
    """Tell whether the service wants the payload hash in a header that botocore's signer does not add."""
    return call.rules.content_sha256 is ContentSha256.REQUIRED and not is_s3(call)


def _standard_imports(call: Call, *names: str) -> list[str]:
    return standard_imports(call, *names, *(("hashlib",) if _announces_payload(call) else ()))


def _payload_header(call: Call, signed: str, body: str) -> list[str]:
    if not _announces_payload(call):
        return []
    return [f'{signed}.headers["X-Amz-Content-SHA256"] = hashlib.sha256({body}).hexdigest()']
