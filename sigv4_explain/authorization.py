"""Where the signature travels: the Authorization header, or X-Amz-… parameters in the URL; written and read."""

from __future__ import annotations

from dataclasses import dataclass

from sigv4_explain.encoding import uri_encode
from sigv4_explain.errors import InvalidRequest, describe
from sigv4_explain.rules import PresignedScheme
from sigv4_explain.signature import ALGORITHM


def authorization_header(access_key_id: str, credential_scope: str, signed_headers: str, signature: str) -> str:
    """Write the value of the Authorization header.

    ``AWS4-HMAC-SHA256 Credential=AccessKeyId/CredentialScope, SignedHeaders=…, Signature=…``

    >>> print(authorization_header("AKIDEXAMPLE", "20150830/us-east-1/sts/aws4_request", "host", "5fa0…bf31"))
    AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=5fa0…bf31

    Source: AWS's published case get-vanilla.
    """
    credential = f"{access_key_id}/{credential_scope}"
    return f"{ALGORITHM} Credential={credential}, SignedHeaders={signed_headers}, Signature={signature}"


def presigned_url(
    url: str,
    signature: str,
    token_after_signing: str | None = None,
    presigned_scheme: PresignedScheme = PresignedScheme.KEPT,
) -> str:
    """Append the signature to the URL that was signed.

    ``url&X-Amz-Signature=…``. ``url`` already has the other X-Amz-… parameters. Two services differ: AWS IoT takes
    the session token after the signature (``token_after_signing``), and RDS takes the URL without its scheme.

    >>> presigned_url("https://example.amazonaws.com/?X-Amz-SignedHeaders=host", "e93c…865d")
    'https://example.amazonaws.com/?X-Amz-SignedHeaders=host&X-Amz-Signature=e93c…865d'

    Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    """
    url = f"{url}&X-Amz-Signature={signature}"
    if token_after_signing is not None:
        url = f"{url}&X-Amz-Security-Token={uri_encode(token_after_signing)}"
    return url.partition("://")[2] if presigned_scheme is PresignedScheme.STRIPPED else url


@dataclass(frozen=True, slots=True)
class Authorization:
    """What an Authorization header says, still as text."""

    credential: str
    """``AccessKeyId/CredentialScope``."""
    signed_headers: str
    """Lower-case names, joined by semicolons."""
    signature: str
    """64 hex digits."""

    @classmethod
    def parse(cls, value: str) -> Authorization:
        """Read an Authorization header; blanks after the commas are optional.

        Raises InvalidRequest when the algorithm is another one or a part is missing.

        >>> Authorization.parse("AWS4-HMAC-SHA256 Credential=A/B,SignedHeaders=host,Signature=c").signed_headers
        'host'
        """
        algorithm, _, rest = value.strip().partition(" ")
        if algorithm != ALGORITHM:
            raise InvalidRequest("Authorization", f"the algorithm {describe(algorithm)}", ALGORITHM)
        parts = dict(part.strip().partition("=")[::2] for part in rest.split(","))
        missing = [name for name in ("Credential", "SignedHeaders", "Signature") if not parts.get(name)]
        if missing:
            raise InvalidRequest(
                "Authorization", f"no {' and no '.join(missing)}", "Credential, SignedHeaders, Signature"
            )
        return cls(parts["Credential"], parts["SignedHeaders"], parts["Signature"])
