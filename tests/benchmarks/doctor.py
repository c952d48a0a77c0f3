"""How long the doctor thinks about a POST with a session token, a query and a JSON body.

``python -m tests.benchmarks.doctor``; each time as a multiple of ``sign`` in the same run, and in milliseconds here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from itertools import cycle
from statistics import median
from timeit import Timer
from typing import Any

from sigv4_explain import Credentials, Request, diagnose, explain, sign, verify
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.pasting import sorted_pastes
from sigv4_explain.doctor.recipe import SignedRequest
from sigv4_explain.doctor.replay.replay import Search, replay, replay_pairs
from sigv4_explain.drawing.request_text import raw_http
from sigv4_explain.readers.answers import parse_answer
from tests.benchmarks.measuring import markdown, ratios, short

ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "token" * 60)
MALLORY = Credentials("AKIDEXAMPLE", "a-secret-that-nobody-has", ALICE.session_token)
PLACE: dict[str, Any] = {"region": "eu-central-1", "service": "execute-api"}
MOMENT = "20150830T123600Z"
URL = "https://abc123.execute-api.eu-central-1.amazonaws.com/default/orders?client=requests&page=2&sort=-date"
BODY = json.dumps({"customer": "Rex", "lines": [{"article": number, "pieces": 1} for number in range(10)]})
LONG_PATH = URL.replace("/orders?", f"/{'a%20b/' * 680}?")
MANY_PARAMETERS = f"{URL}&{'&'.join(f'p{number}=a%20b' for number in range(500))}"
LINE = "2026-11-21 12:00:00 DEBUG a line of a log that has nothing to do with it\n"
LOG = LINE * (10_000_000 // len(LINE))

SIGN = "`sign`"
ONE = "one mistake in one spelling, on average"
SINGLES = "all single mistakes, in every spelling"
SIGNS = 50
"""How many signatures are timed together: one alone takes too short a time beside the rest."""


def post(url: str = URL) -> Request:
    """Return the request that is signed."""
    return Request("POST", url, {"Content-Type": "application/json", "x-api-key": "example"}, BODY)


def case_of(signed: Request) -> SignedRequest:
    """Return a signed request with the right secret beside it."""
    return SignedRequest.of(signed, ALICE.secret_access_key, **PLACE)


def spellings() -> int:
    """Return in how many ways this request can be signed wrongly by one known mistake."""
    arrived = case_of(sign(post(), ALICE, at=MOMENT, **PLACE))
    return sum(len(list(mistake.variants(arrived))) for mistake in MISTAKES)


def contenders() -> dict[str, Callable[[], object]]:
    """Return what is measured, by its name in the table."""
    unexplained = sign(post(), MALLORY, at=MOMENT, **PLACE)  # no known mistake: everything is tried
    answer = verify(unexplained, {ALICE.access_key_id: ALICE}, at=MOMENT, **PLACE).message or ""
    signed_get = sign(Request("GET", URL, post().headers), ALICE, at=MOMENT, **PLACE)
    mistaken = Request("POST", URL, signed_get.headers, BODY)
    arrived = case_of(unexplained)
    assert replay(arrived) == replay_pairs(arrived, search=Search.ALL) == ()
    long_path, many = (case_of(sign(post(url), MALLORY, at=MOMENT, **PLACE)) for url in (LONG_PATH, MANY_PARAMETERS))
    return {
        SINGLES: lambda: replay(arrived),
        f"{SINGLES}; a path of 4 KB": lambda: replay(long_path),
        f"{SINGLES}; 500 parameters": lambda: replay(many),
        "all pairs of mistakes": lambda: replay_pairs(arrived, search=Search.ALL),
        "all pairs; a path of 4 KB": lambda: replay_pairs(long_path, search=Search.ALL),
        "all pairs; 500 parameters": lambda: replay_pairs(many, search=Search.ALL),
        "`diagnose` with the secret: two mistakes, found": _diagnosing(mistaken, credentials=ALICE),
        "`diagnose` with the secret: nothing found": _diagnosing(unexplained, credentials=ALICE),
        "`diagnose` with AWS's answer": _diagnosing(mistaken, answer=answer),
        "`diagnose` with AWS's answer and the client's text": _diagnosing(None, answer=answer, **_client_text()),
        "`parse_answer`, the answer at the end of a log of 10 MB": lambda: parse_answer(f"{LOG}{answer}"),
        "`diagnose`, a log of 10 MB pasted as the request": lambda: diagnose(LOG),
        "a paste of 10 MB sorted and diagnosed, the answer at its end": lambda: _pasted(f"{LOG}{answer}"),
        "the same, a request at its beginning": lambda: _pasted(f"{raw_http(mistaken)}\n\n{LOG}{answer}"),
    }


def _diagnosing(request: Request | None, **evidence: Any) -> Callable[[], object]:
    return lambda: diagnose(request, **evidence, **PLACE)


def _pasted(text: str) -> object:
    return diagnose(**sorted_pastes([text]))


def _client_text() -> dict[str, str]:
    """Return what a client logs that signed another method."""
    trace = explain(Request("PUT", URL, post().headers, BODY), ALICE, at=MOMENT, **PLACE)
    return {"client_canonical_request": trace["canonical_request"].text}


def _signing() -> Callable[[], object]:
    urls = cycle([f"{URL}&n={number}" for number in range(1000)])

    def signed() -> None:
        for _ in range(SIGNS):
            sign(post(next(urls)), ALICE, **PLACE)

    return signed


def thinking(rounds: int = 15) -> str:
    """Compare the doctor's work with one signature."""
    signing = _signing()
    milliseconds = 1000 * median(Timer(signing).repeat(rounds, 1)) / SIGNS
    found = ratios({SIGN: signing, **contenders()}, SIGN, rounds=rounds, calls=1)
    found = {name: ratio * (1 if name == SIGN else SIGNS) for name, ratio in found.items()}
    return markdown(["The doctor", "as a multiple of `sign`", "here"], _rows(found, milliseconds))


def _rows(found: Mapping[str, float], milliseconds: float) -> dict[str, list[str]]:
    each = {SIGN: found[SIGN], ONE: found[SINGLES] / spellings(), **found}
    return {name: [short(ratio), f"{ratio * milliseconds:.2f} ms"] for name, ratio in each.items()}


def main() -> None:
    """Print the table."""
    sys.stdout.write(f"\n{thinking()}\n")


if __name__ == "__main__":
    main()
