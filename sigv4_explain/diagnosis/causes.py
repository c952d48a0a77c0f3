"""Every cause by its name: the mistakes that a replay can make, and those that only AWS's answer or the way tells."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.diagnosis.cause import Cause
from sigv4_explain.diagnosis.mistakes import MISTAKES

TOLD = (
    Cause(
        slug="clock-skew",
        seen=8,
        sentence="The request was signed too long before, or after, the server's time.",
        how="The client's clock is wrong, the request waited, or a whole number of hours points to a wrong time zone.",
        fix="Set the clock by NTP, and sign right before sending.",
        step="request_date_time",
    ),
    Cause(
        slug="whitespace-in-access-key-id",
        seen=6,
        sentence="The access key id has a blank or a line break in it.",
        how="It was copied, or read from a file, with what stood after it.",
        fix="Cut off what stands around the id.",
        step="authorization_header",
    ),
    Cause(
        slug="missing-x-amz-content-sha256",
        seen=5,
        sentence="The header x-amz-content-sha256 is missing, and this service or the CDN before it needs it.",
        how="Clients do not send it by themselves; CloudFront before a function URL and OpenSearch Serverless want it.",
        fix="Send the SHA-256 of the body, in hex, as x-amz-content-sha256, and sign it.",
        step="hashed_payload",
    ),
    Cause(
        slug="authorization-header-name-in-value",
        seen=1,
        sentence="The value of the Authorization header begins with the header's name.",
        how="The whole line was given to the client as the value.",
        fix="Give the client the value alone, from AWS4-HMAC-SHA256 on.",
        step="authorization_header",
    ),
    Cause(
        slug="host-not-signed",
        seen=1,
        sentence="The host is not among the signed headers.",
        how="The signer was not given a Host header, because the client adds it later.",
        fix="Give the signer the host as a header, and sign it.",
        step="signed_headers",
    ),
    Cause(
        slug="malformed-credential",
        seen=1,
        sentence="The credential is not five words: key id, day, Region, service, aws4_request.",
        how="A part of the scope is missing, or a slash stands in one of them.",
        fix="Write KEY-ID/YYYYMMDD/REGION/SERVICE/aws4_request.",
        step="credential_scope",
    ),
    Cause(
        slug="incomplete-authorization",
        seen=0,
        sentence="The request does not tell all that a signature needs.",
        how="It is unsigned, signed in two places, or a part of the Authorization header or of the query is missing.",
        fix="Let one signer write Credential, SignedHeaders, Signature and X-Amz-Date, in one place.",
        step="authorization_header",
    ),
    Cause(
        slug="unsupported-algorithm",
        seen=0,
        sentence="The service does not take this algorithm.",
        how="The client signs with an older version, or with the asymmetric AWS4-ECDSA-P256-SHA256.",
        fix="Sign with AWS4-HMAC-SHA256; only a few services take the asymmetric signature.",
        step="authorization_header",
    ),
    Cause(
        slug="expires-out-of-bounds",
        seen=0,
        sentence="The life of the presigned URL is no number of seconds up to a week.",
        how="It was given in another unit, or as a point in time.",
        fix="Let X-Amz-Expires be from 1 to 604800.",
        step="presigned_url",
        source="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html",
    ),
    Cause(
        slug="expired-session-token",
        seen=0,
        sentence="The temporary keys are no longer good.",
        how="Keys of a role end after 15 minutes to 12 hours.",
        fix="Get new keys, and let the client get them by itself.",
        step="authorization_header",
    ),
    Cause(
        slug="unknown-access-key",
        seen=0,
        sentence="AWS does not know the access key id, or not together with this session token.",
        how="The key was deleted, belongs to another partition, or key, secret and token are not of one set.",
        fix="Take all three values from one place, and ask who you are: aws sts get-caller-identity.",
        step="authorization_header",
    ),
    Cause(
        slug="not-a-signature-fault",
        seen=0,
        sentence="AWS took the signature; something else was refused.",
        how="A policy does not allow the call, an API key is missing, or the path or method does not exist.",
        fix="Look at the policies, at the API key and at the path; the signature is right.",
        step="authorization_header",
    ),
)
"""What AWS's answer names by itself."""

ON_THE_WAY = (
    Cause(
        slug="wrong-secret",
        seen=3,
        sentence="Both sides signed the same text; the key differs.",
        how="The secret belongs to another key id, was mangled when it was copied, or the chain of HMACs has a slip.",
        fix="Compare the secret with its source; make a new key if it is lost.",
        step="date_key",
    ),
    Cause(
        slug="header-removed-by-proxy",
        seen=2,
        sentence="A header was signed, and did not arrive.",
        how="A proxy, a CDN or the HTTP library took it off after signing.",
        fix="Do not sign the header, or let it pass.",
        step="canonical_headers",
    ),
    Cause(
        slug="redirect-followed-with-old-signature",
        seen=2,
        sentence="The request arrived at another URL than the one that was signed.",
        how="A redirect was followed, and the client sent the old signature again.",
        fix="Sign anew for each redirect, or call the last URL at once.",
        step="canonical_uri",
    ),
    Cause(
        slug="server-ignores-query-param",
        seen=2,
        sentence="The server left a query parameter out that was signed.",
        how="Servers that speak S3's protocol skip parameters that they do not know.",
        fix="Do not send the parameter to this server.",
        step="canonical_query_string",
    ),
    Cause(
        slug="query-dropped-after-signing",
        seen=1,
        sentence="A query was signed, and none arrived.",
        how="The URL was built anew after signing, without its query.",
        fix="Send the URL that was signed.",
        step="canonical_query_string",
    ),
    Cause(
        slug="header-added-by-proxy",
        seen=1,
        sentence="The server took the host from X-Forwarded-Host.",
        how="A proxy adds this header, and the server believes it.",
        fix="Let the proxy drop X-Forwarded-Host, or pass Host on as it came.",
        step="canonical_headers",
    ),
    Cause(
        slug="header-line-folding",
        seen=1,
        sentence="A header's value arrived with the next line joined to it.",
        how="A line that begins with a blank goes on with the header before it, in old HTTP.",
        fix="Write each header in one line, without blanks before its name.",
        step="canonical_headers",
    ),
    Cause(
        slug="signed-header-blanked-by-server",
        seen=1,
        sentence="A header was sent that only answers have, and the server took it for empty.",
        how="The headers of an answer, such as x-amz-id-2, were copied into the next request.",
        fix="Send only headers that belong to requests.",
        step="canonical_headers",
    ),
    Cause(
        slug="signed-header-value-differs",
        seen=1,
        sentence="A header arrived with another value than was signed.",
        how="The value was changed after signing, or the URL was presigned for another one.",
        fix="Send the value that was signed.",
        step="canonical_headers",
    ),
    Cause(
        slug="server-decodes-path",
        seen=1,
        sentence="The server wrote the path decoded into its canonical request.",
        how="Some servers that speak S3's protocol do not encode the path again.",
        fix="Keep to letters, digits and -._~ in keys for this server, and tell its makers.",
        step="canonical_uri",
    ),
    Cause(
        slug="signature-reused-for-other-request",
        seen=1,
        sentence="The signature was made for another request.",
        how="Authorization was kept and sent again with another path, query or body.",
        fix="Sign each request.",
        step="canonical_request",
    ),
)
"""What happens to a request between the two sides, and what no replay can tell."""

CAUSES: Mapping[str, Cause] = MappingProxyType({cause.slug: cause for cause in (*MISTAKES, *TOLD, *ON_THE_WAY)})
"""Every cause, by name."""
