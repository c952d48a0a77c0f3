"""The cheat sheet's blocks about the server: how long things count, and the five answers to know, in its own words."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain import Credentials, Request, sign, verify
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.preparing import LONGEST_EXPIRES
from sigv4_explain.render.sheet import Block, Row
from sigv4_explain.verifying.services import profile_of

_TROUBLE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html"
_REPLAY = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html"
_NAMES = {
    "execute-api": "API Gateway",
    "lambda": "function URLs",
    "sts": "STS",
    "iam": "IAM",
    "dynamodb": "DynamoDB",
    "s3": "S3",
}
_BOB = Credentials("AKIDOTHER", EXAMPLE.secret_access_key)
_MISTYPED = Credentials(EXAMPLE.access_key_id, "not-the-secret")
_PLAIN = Request("GET", "https://abc123.execute-api.us-east-1.amazonaws.com/")
_REGION, _SERVICE, _NOW, _EARLIER = "us-east-1", "execute-api", "20150830T123600Z", "20150830T113600Z"


def _limits() -> Iterator[Row]:
    minutes: dict[int, list[str]] = {}
    for service, name in _NAMES.items():
        minutes.setdefault(int(profile_of(service).window.total_seconds()) // 60, []).append(name)
    for window, names in sorted(minutes.items()):
        yield Row(f"{window} minutes", f"{', '.join(names)}: how far X-Amz-Date may be from the server's clock.")
    yield Row(f"{LONGEST_EXPIRES} seconds", "The longest life of S3's presigned URLs; credentials may end before.")
    yield Row("1 day, in UTC", "What a signing key can sign: its own day, one Region, one service.")


def _answer(request: Request) -> str:
    """Return the first sentence of the server's answer."""
    verdict = verify(request, {EXAMPLE.access_key_id: EXAMPLE}, region=_REGION, service=_SERVICE, at=_NOW)
    return (verdict.message or "accepted").split(". ")[0].rstrip(".")


def _signed(credentials: Credentials, region: str = _REGION, at: str = _NOW) -> Request:
    return sign(_PLAIN, credentials, region=region, service=_SERVICE, at=at)


LIMITS = Block("7 How long", tuple(_limits()), _REPLAY)
ANSWERS = Block(
    "8 Five answers of API Gateway, and where to look",
    (
        Row(_answer(_PLAIN), "No signature arrived; or there is no such path, or not with this method."),
        Row(_answer(_signed(_BOB)), "The access key id: unknown, or its session token is missing."),
        Row(_answer(_signed(EXAMPLE, at=_EARLIER)), "The clock, the time zone, or a request kept too long."),
        Row(_answer(_signed(EXAMPLE, region="eu-west-1")), "The Region in the scope: it must be the host's."),
        Row(
            _answer(_signed(_MISTYPED)),
            "The canonical request: compare yours with the one in the answer. If they are equal: the secret.",
        ),
    ),
    _TROUBLE,
)
