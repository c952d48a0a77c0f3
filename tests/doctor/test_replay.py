from __future__ import annotations

from itertools import islice

import pytest

from sigv4_explain import Credentials, Request, diagnose, explain, sign, verify
from sigv4_explain.doctor import Certainty, DiagnosisOutcome
from tests.core.examples import MOMENT
from tests.doctor.drawing import REGION, pool
from tests.doctor.parts import MISTAKES, Mistake, SignedRequest, replay, replay_pairs
from tests.doctor.signing_wrongly import Wrong, wrongly_signed

REQUESTS, MOST = 8, 14


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.slug)
def test_a_mistake_is_proven_first_or_one_that_gives_the_same_bytes(mistake: Mistake) -> None:
    """On random requests, each signed with the mistake; at least once by its own name."""
    causes: list[str] = []

    for wrong in islice(wrongly_signed(mistake), MOST):
        if len(causes) >= REQUESTS and mistake.slug in causes:
            break
        diagnosis = wrong.diagnosed(request=wrong.request, credentials=wrong.credentials)
        assert diagnosis.top is not None
        assert diagnosis.top.certainty is Certainty.PROVEN
        assert diagnosis.outcome is DiagnosisOutcome.FAULT_FOUND
        assert wrong.is_named_by(diagnosis.top.cause, mistake)
        causes.append(diagnosis.top.cause)

    assert len(causes) >= REQUESTS
    assert mistake.slug in causes


@pytest.mark.parametrize(
    ("path", "signed"),
    [
        ("/a+b", "/a+b"),
        ("/a+b", "/a%2Bb"),
        ("/a%20b+c d+%2B", "/a%20b%2Bc%20d%2B%2B"),
        ("/++", "/%2B%2B"),
    ],
)
def test_a_plus_that_s3_reads_as_a_space_is_proven(path: str, signed: str) -> None:
    """Alone, whatever else is a blank or a plus in the path."""
    key = Credentials("AKIDEXAMPLE", "example")
    sent = sign(Request("GET", f"https://h{path}"), key, region=REGION, service="s3", at=MOMENT)
    arrived = SignedRequest.of(sent, key.secret_access_key, region=REGION, service="s3")
    wrong = Wrong(arrived, arrived.recipe._replace(canonical_uri=signed))
    found = diagnose(wrong.request, credentials=key, region=REGION, service="s3").findings

    assert [(finding.cause, finding.certainty) for finding in found] == [
        ("plus-in-path-read-as-space", Certainty.PROVEN)
    ]


def test_a_request_that_the_server_accepts_has_no_fault() -> None:
    """None of the mistakes is seen where none was made, with the secret or without."""
    accepted = [Wrong(arrived, arrived.recipe) for arrived in pool()[:600] if is_accepted(arrived)]
    with_secret = [right.diagnosed(request=right.request, credentials=right.credentials) for right in accepted]
    without = [right.diagnosed(request=right.request) for right in accepted]

    assert len(accepted) > 200
    assert {(diagnosis.outcome, diagnosis.findings) for diagnosis in with_secret} == {(DiagnosisOutcome.NO_FAULT, ())}
    assert {finding.certainty for each in without for finding in each.findings} <= {Certainty.SUSPECTED}
    assert [proof for right in accepted for proof in (*replay(right.arrived), *replay_pairs(right.arrived))] == []


def is_accepted(arrived: SignedRequest) -> bool:
    """Whether the server takes a request that was drawn."""
    secret, key_id = arrived.recipe.key_chain.secret, arrived.presented.access_key_id
    key = Credentials(key_id, secret, arrived.presented.session_token)
    return verify(arrived.request, {key_id: key}, region=REGION, service=arrived.reading.service, at=MOMENT).accepted


OTHER = Credentials("AKIDEXAMPLE", "another-secret-access-key")


@pytest.mark.parametrize("path", ["/a?b=2&a=1", "/a b?x=%7E", "//a/../b?q", "/a?b=1&b=0"])
def test_what_the_secret_rules_out_is_not_suspected(path: str) -> None:
    """Whatever is remarkable about the request: so made, the signature would be another one. It is the key."""
    host = f"abc123.execute-api.{REGION}.amazonaws.com"
    request = Request("GET", f"https://{host}{path}", {"X-Note": " x  y "})
    wrong = sign(request, OTHER, region=REGION, service="execute-api", at=MOMENT)
    given = Credentials("AKIDEXAMPLE", "the-right-secret-access-key")

    assert [found.cause for found in diagnose(wrong, credentials=given).findings][:1] == ["wrong-secret"]


@pytest.mark.parametrize("order", [(2, 0, 1), (0, 2, 1), (2, 1, 0), (1, 2, 0)])
def test_header_lines_in_any_order_are_proven(order: tuple[int, ...]) -> None:
    """Though Host, which is sent all the same, was not pasted."""
    headers = {"X-Note": "x"}
    right = explain(
        Request("GET", "https://h.example.com/", headers), OTHER, region=REGION, service="s3vectors", at=MOMENT
    )
    lines = right["canonical_headers"].text.splitlines()
    mixed = "".join(f"{lines[place]}\n" for place in order)
    wrong = explain(
        Request("GET", "https://h.example.com/", headers),
        OTHER,
        region=REGION,
        service="s3vectors",
        at=MOMENT,
        overriding={"canonical_headers": mixed},
    )

    assert diagnose(wrong.signed_request, credentials=OTHER).findings[0].cause == "signed-headers-order"
