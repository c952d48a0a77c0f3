"""AWS Signature Version 4, made visible: every step a function you can call and a value you can look at.

>>> from sigv4_explain import Credentials, Request, explain
>>> alice = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
>>> request = Request("GET", "https://example.amazonaws.com/")
>>> trace = explain(request, alice, region="us-east-1", service="service", at="20150830T123600Z")
>>> trace["signed_headers"].output
'host;x-amz-date'
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

TYPE_CHECKING = False  # type checkers take it for true; typing.TYPE_CHECKING would load typing for nothing
if TYPE_CHECKING:
    from sigv4_explain.authorization import Authorization, authorization_header, presigned_url
    from sigv4_explain.canonical import (
        canonical_headers,
        canonical_query_string,
        canonical_request,
        canonical_uri,
        hashed_canonical_request,
        hashed_payload,
        headers_to_sign,
        signed_headers,
    )
    from sigv4_explain.clients import dialects
    from sigv4_explain.clients.export import CLIENTS, export
    from sigv4_explain.credentials import Credentials, CredentialScope
    from sigv4_explain.doctor import Diagnosis, Finding, diagnose
    from sigv4_explain.doctor.watching import watch
    from sigv4_explain.encoding import hmac_sha256, sha256_hex, sha256_hex_of_file, trim, uri_encode
    from sigv4_explain.errors import (
        CredentialsWarning,
        InvalidCredentials,
        InvalidInput,
        InvalidRequest,
        InvalidScope,
        MissingDependency,
        SigV4Error,
        UnreadableText,
    )
    from sigv4_explain.family.checksums import ChecksumAlgorithm
    from sigv4_explain.family.forms import explain_post, presign_post
    from sigv4_explain.family.framing import StreamingPayload
    from sigv4_explain.family.uploads import explain_upload, sign_chunks
    from sigv4_explain.preparing import Following
    from sigv4_explain.readers.requests_auth import SigV4Auth
    from sigv4_explain.request import Request
    from sigv4_explain.rules import GENERIC, S3, SERVICES, SigningRules
    from sigv4_explain.signature import (
        credential_scope,
        date_key,
        date_region_key,
        date_region_service_key,
        request_date_time,
        signature,
        signing_key,
        string_to_sign,
    )
    from sigv4_explain.signing import explain, presign, sign
    from sigv4_explain.trace.provenance import Span
    from sigv4_explain.trace.step import Step
    from sigv4_explain.trace.trace import Difference, Trace
    from sigv4_explain.verifier import KeyRecord, Verdict, Wording, verify

__version__ = "0.1.0"

__all__ = [
    "CLIENTS",
    "GENERIC",
    "S3",
    "SERVICES",
    "Authorization",
    "ChecksumAlgorithm",
    "CredentialScope",
    "Credentials",
    "CredentialsWarning",
    "Diagnosis",
    "Difference",
    "Finding",
    "Following",
    "InvalidCredentials",
    "InvalidInput",
    "InvalidRequest",
    "InvalidScope",
    "KeyRecord",
    "MissingDependency",
    "Request",
    "SigV4Auth",
    "SigV4Error",
    "SigningRules",
    "Span",
    "Step",
    "StreamingPayload",
    "Trace",
    "UnreadableText",
    "Verdict",
    "Wording",
    "authorization_header",
    "canonical_headers",
    "canonical_query_string",
    "canonical_request",
    "canonical_uri",
    "credential_scope",
    "date_key",
    "date_region_key",
    "date_region_service_key",
    "diagnose",
    "dialects",
    "explain",
    "explain_post",
    "explain_upload",
    "export",
    "hashed_canonical_request",
    "hashed_payload",
    "headers_to_sign",
    "hmac_sha256",
    "presign",
    "presign_post",
    "presigned_url",
    "request_date_time",
    "sha256_hex",
    "sha256_hex_of_file",
    "sign",
    "sign_chunks",
    "signature",
    "signed_headers",
    "signing_key",
    "string_to_sign",
    "trim",
    "uri_encode",
    "verify",
    "watch",
]

# Each name is loaded when it is first asked for: who only signs need not wait for the server's side and the doctor.
_NAMES = {
    "authorization": "Authorization authorization_header presigned_url",
    "canonical": (
        "canonical_headers canonical_query_string canonical_request canonical_uri hashed_canonical_request "
        "hashed_payload headers_to_sign signed_headers"
    ),
    "readers.requests_auth": "SigV4Auth",
    "credentials": "Credentials CredentialScope",
    "doctor": "Diagnosis Finding diagnose",
    "doctor.watching": "watch",
    "encoding": "hmac_sha256 sha256_hex sha256_hex_of_file trim uri_encode",
    "errors": (
        "CredentialsWarning InvalidCredentials InvalidInput InvalidRequest InvalidScope MissingDependency "
        "SigV4Error UnreadableText"
    ),
    "clients.export": "CLIENTS export",
    "clients": "dialects",
    "family.checksums": "ChecksumAlgorithm",
    "family.forms": "explain_post presign_post",
    "family.framing": "StreamingPayload",
    "family.uploads": "explain_upload sign_chunks",
    "preparing": "Following",
    "trace.provenance": "Span",
    "request": "Request",
    "rules": "GENERIC S3 SERVICES SigningRules",
    "signature": (
        "credential_scope date_key date_region_key date_region_service_key request_date_time signature "
        "signing_key string_to_sign"
    ),
    "signing": "explain presign sign",
    "trace.step": "Step",
    "trace.trace": "Difference Trace",
    "verifier": "KeyRecord Verdict Wording verify",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Load a public name from where it is written, and keep it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """This module; ``signature`` in it is the function, also when the file of that name is loaded."""

    @property
    def signature(self) -> object:
        return import_module(f"{__name__}.signature").signature

    @signature.setter
    def signature(self, module: ModuleType) -> None:
        """Forget the file, which importing it would put here."""


sys.modules[__name__].__class__ = _Package
