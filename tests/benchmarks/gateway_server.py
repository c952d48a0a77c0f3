"""The gateway in a process of its own, for the benchmark: prints its port, and ends when its input ends."""

from __future__ import annotations

import sys
from dataclasses import replace
from unittest.mock import patch
from urllib.parse import urlsplit

from sigv4_explain import verify
from sigv4_explain.local_aws import answering
from sigv4_explain.local_aws.apis import Authorization
from sigv4_explain.local_aws.local import LocalAws
from sigv4_explain.local_aws.world import STORY, World
from tests.benchmarks.gateway_load import AT, BOB, signed_requests

VERIFIED = "every request verified"
UNVERIFIED = "the same, but any signature is taken"
OPEN = "the same, but nobody is asked who calls"


def open_world() -> World:
    """Return the story with nobody to ask: the same server, router, event and function, neither verify nor IAM."""
    methods = tuple(replace(method, authorization=Authorization.NONE) for method in STORY.rest_api.methods)
    return replace(STORY, rest_api=replace(STORY.rest_api, methods=methods))


def take_any_signature() -> None:
    """Put in the place of ``verify`` a verdict that is ready: what is left is the same server without verification."""
    request = signed_requests("127.0.0.1")[0]
    keys = {BOB.access_key_id: BOB}
    verdict = verify(request, keys, region=STORY.region, service="execute-api", at=AT)
    patch.object(answering, "verify", lambda *_, **__: verdict).start()


def main(mode: str) -> None:
    """Listen until nobody needs it any more."""
    if mode == UNVERIFIED:
        take_any_signature()
    with LocalAws(open_world() if mode == OPEN else STORY, at=AT) as aws:
        sys.stdout.write(f"{urlsplit(aws.loopback.rest_url).port}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
