"""The keys, the scope and the request that AWS prints in its documentation, and one of each that it does not."""

from __future__ import annotations

from typing import TypedDict

from sigv4_explain import Credentials, Request


class Scope(TypedDict):
    """Where and when a signature counts, as ``sign``, ``presign`` and ``explain`` take it."""

    region: str
    service: str
    at: str


ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
CAROL = Credentials("AKIDCAROL", "carols-own-secret", "carols/own+token==")
_PRIVATE = """
    Authorization Proxy-Authorization X-Amz-Security-Token x-amz-s3session-token Cookie Set-Cookie X-Api-Key apikey
    X-Amz-Signature X-Amz-Credential Signature AWSAccessKeyId X-Auth X-Auth-Key X-Auth-User X-Access-Key X-JWT-Assertion
    Ocp-Apim-Subscription-Key X-Functions-Key X-Session sessionId JSESSIONID X-Credentials X-CSRF-Request-Token
    code key auth sig jwt assertion SAMLResponse session sid pwd pass otp access_key subscription-key signature
    PHPSESSID passphrase privatekey appkey access_code ticket pin hmac bearer psw pw passcode X-Ticket X-Hmac DPoP
    X-Client-Cert X-Functions-Code %2574oken
    credential password to%6Ben pass%77ord oauth_verifier x-amz-server-side-encryption-customer-key X-Hub-Signature-256
"""
_PUBLIC = """
    Accept Content-Type Host X-A X-Amz-Content-Sha256 NextToken continuation-token x-amz-client-token ClientRequestToken
    Idempotency-Key keyword X-Author authority compass country_code X-Amz-SignedHeaders SignatureVersion monkey
    author pinned spin
    x-amz-server-side-encryption-customer-key-MD5 x-amz-create-session-mode RoleSessionName marker
"""
PRIVATE_NAMES, PUBLIC_NAMES = _PRIVATE.split(), _PUBLIC.split()
"""Headers and parameters that may log somebody in, and such as are no secret."""
VANILLA = Request("GET", "https://example.amazonaws.com/")
MOMENT = "20150830T123600Z"
SCOPE: Scope = {"region": "us-east-1", "service": "service", "at": MOMENT}
