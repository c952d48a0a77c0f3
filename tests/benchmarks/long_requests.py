"""How verify's time grows with what it is given: ten times as long must take about ten times as much, not a hundred."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from timeit import Timer

from sigv4_explain import Credentials, Request, sign, verify

ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
URL = "https://example.amazonaws.com/"
MOMENT = "20150830T123600Z"
SHORT, LONG = 10_000, 100_000
"""Bytes of what is long."""


def _presenting(authorization: str) -> Request:
    return Request("GET", URL, {"X-Amz-Date": MOMENT, "Authorization": authorization})


def _signed(request: Request) -> Request:
    return sign(request, ALICE, region="us-east-1", service="sts", at=MOMENT)


def _many_names(size: int) -> Request:
    names = ";".join(f"x-{number}" for number in range(size // 8))
    credential = "AKIDEXAMPLE/20150830/us-east-1/sts/aws4_request"
    return _presenting(f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host;{names}, Signature=0")


MAKERS: Mapping[str, Callable[[int], Request]] = {
    "parameters": lambda size: _signed(Request("GET", f"{URL}?{'&'.join(f'a{n}=%20' for n in range(size // 10))}")),
    "one parameter's value": lambda size: _signed(Request("GET", f"{URL}?a={'%20' * (size // 3)}")),
    "X-Amz-… parameters": lambda size: Request("GET", f"{URL}?{'X-Amz-Algorithm=a&' * (size // 18)}"),
    "segments of the path": lambda size: _signed(Request("GET", f"{URL}{'a/../b//' * (size // 8)}")),
    "one header's blanks": lambda size: _signed(Request("GET", URL, {"X-A": f"a{'  b' * (size // 3)}"})),
    "headers": lambda size: _signed(Request("GET", URL, {f"X-{n}": "a" for n in range(size // 10)})),
    "a header's repeats": lambda size: _signed(Request("GET", URL, [("X-A", "a")] * (size // 8))),
    "words in Authorization": lambda size: _presenting(f"AWS4-HMAC-SHA256 {'a=b, ' * (size // 5)}"),
    "slashes in the credential": lambda size: _presenting(
        f"AWS4-HMAC-SHA256 Credential={'/' * size}a, SignedHeaders=host, Signature=0"
    ),
    "names in SignedHeaders": _many_names,
    "Authorization headers": lambda size: Request("GET", URL, [("Authorization", "a")] * (size // 20)),
    "Date": lambda size: Request("GET", URL, {"Date": "1 " * (size // 2), "Authorization": "a"}),
    "body": lambda size: _signed(Request("POST", URL, (), bytes(size))),
}
"""What is long, and a request that has so much of it."""


def growth(rounds: int) -> dict[str, float]:
    """Return how many times as long verify takes for the long request as for the short one, for each kind."""
    found = {}
    for name, make in MAKERS.items():
        short, long = (Timer(_judging(make(size))) for size in (SHORT, LONG))
        found[name] = median(long.timeit(2) / short.timeit(2) for _ in range(rounds))
    return found


def _judging(request: Request) -> Callable[[], object]:
    keys = {ALICE.access_key_id: ALICE}
    return lambda: verify(request, keys, region="us-east-1", service="sts", at=MOMENT)
