from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pprint import pformat

import pytest

from sigv4_explain import Credentials, Request, Verdict, explain, sign, verify
from sigv4_explain.presented import Carrier
from sigv4_explain.verifier import Outcome
from tests.core.examples import ALICE, MOMENT, SCOPE, VANILLA
from tests.verifier.breaking import BREAKS, with_token
from tests.verifier.drafts import BOB, fresh


def _verdict(request: Request, credentials: Credentials = ALICE) -> Verdict:
    return verify(request, {credentials.access_key_id: credentials}, **SCOPE)


def test_an_accepted_verdict_has_no_rule_and_no_answer() -> None:
    """All rules are kept; there is no code and no message, and the status is 200."""
    verdict = _verdict(sign(VANILLA, ALICE, **SCOPE))

    assert (verdict.accepted, verdict.rule, verdict.refusal, verdict.number) == (True, None, None, None)
    assert (verdict.code, verdict.status, verdict.message) == (None, 200, None)
    assert {outcome for _, _, outcome in verdict.outcomes} == {Outcome.KEPT}
    assert repr(verdict) == "<Verdict: accepted>"


def test_a_refused_verdict_names_the_first_broken_rule() -> None:
    """What comes before it was kept, what comes after it was not looked at."""
    verdict = BREAKS["host_signed"](fresh("execute-api")).verdict()

    assert verdict.number == 9
    assert [number for number, _, _ in verdict.outcomes] == list(range(1, 17))
    assert [outcome for _, _, outcome in verdict.outcomes] == (
        [Outcome.KEPT] * 8 + [Outcome.BROKEN] + [Outcome.NOT_REACHED] * 7
    )
    assert repr(verdict) == "<Verdict: 403 InvalidSignatureException by rule 9, host_signed>"


def test_covered_and_unsigned_headers_are_told_by_the_requests_own_list() -> None:
    """A header that the signer left out travelled unsigned, whatever this package would have signed."""
    signed = sign(VANILLA, ALICE, **SCOPE).with_headers([("X-Added", "1"), ("User-Agent", "curl")])
    verdict = _verdict(signed)

    assert verdict.accepted
    assert verdict.covered_headers == ("host", "x-amz-date")
    assert verdict.unsigned_headers == ("user-agent", "x-added")


def test_a_header_that_signers_leave_out_counts_when_the_request_signs_it() -> None:
    """The server takes the list from the request: a signed User-Agent is covered, and a change to it is found."""
    draft = replace(
        fresh("execute-api"), headers=(("User-Agent", "curl"),), signed=("host", "user-agent", "x-amz-date")
    )

    assert draft.verdict().accepted
    changed = draft.request().with_headers([("User-Agent", "a proxy's")])
    verdict = verify(changed, draft.keys, region="us-east-1", service="execute-api", at=MOMENT)
    assert verdict.rule is not None
    assert verdict.rule.name == "signature_matches"


@pytest.mark.parametrize("name", ["host", ":authority"])
def test_a_host_that_is_only_in_the_url_is_signed(name: str) -> None:
    """Clients leave the Host header to the last moment; HTTP/2 calls it :authority."""
    draft = replace(fresh("execute-api"), signed=(name, "x-amz-date"))
    request = draft.request()
    without = Request(
        request.method, request.url, [pair for pair in request.headers if pair[0] != "Host"], request.body
    )
    verdict = verify(without, draft.keys, region="us-east-1", service="execute-api", at=MOMENT)

    assert verdict.trace is not None
    assert verdict.trace["canonical_headers"].text.startswith(f"{name}:abc.example.com\n")
    assert verdict.accepted is (name == "host")  # the draft signs no header that it does not send


def test_the_authority_is_the_host_that_was_sent() -> None:
    """Where a Host header arrived, its value is what HTTP/2 calls :authority, not that of the URL."""
    draft = replace(fresh("execute-api"), signed=(":authority", "x-amz-date"))
    arrived = draft.request().with_headers([("Host", "custom.example.com")])
    trace = verify(arrived, draft.keys, region="us-east-1", service="execute-api", at=MOMENT).trace

    assert trace is not None
    assert trace["canonical_headers"].text.startswith(":authority:custom.example.com\n")


def test_the_servers_clock_counts_whole_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last second of the window belongs to it as a whole, also when the clock is read and not given."""
    late = datetime.fromisoformat("2015-08-30T12:41:00.999999+00:00")
    monkeypatch.setattr(sys.modules[verify.__module__], "moment_now", lambda: late)
    signed = sign(VANILLA, ALICE, region="us-east-1", service="execute-api", at=MOMENT)

    assert verify(signed, {"AKIDEXAMPLE": ALICE}, region="us-east-1", service="execute-api").accepted


def test_request_key_and_carrier_are_told() -> None:
    """The verdict has the request as it arrived, the id of its key, and where the signature was."""
    signed = sign(VANILLA, ALICE, **SCOPE)
    verdict = _verdict(signed)

    assert verdict.request is signed
    assert verdict.access_key_id == "AKIDEXAMPLE"
    assert verdict.carrier is Carrier.HEADER
    assert _verdict(VANILLA).access_key_id is None
    assert _verdict(VANILLA).carrier is Carrier.NEITHER


def test_the_servers_trace_is_the_clients_up_to_the_string_to_sign() -> None:
    """The same steps with the same outputs, replayed alike; the key chain and the signature are not in it."""
    client = explain(VANILLA, ALICE, **SCOPE)
    server = _verdict(client.signed_request).trace

    assert server is not None
    assert [step.name for step in server] == [step.name for step in client][: len(server)]
    assert server.steps[-1].name == "string_to_sign"
    assert client.first_difference(server) is None
    assert all(step.function(**step.inputs) == step.output for step in server)


def test_the_servers_trace_shows_where_the_request_was_changed() -> None:
    """Laid beside the client's, it parts at the step of the change."""
    client = explain(VANILLA, ALICE, **SCOPE)
    signed = client.signed_request
    server = _verdict(Request("GET", f"{signed.url}?a=1", signed.headers)).trace

    assert server is not None
    difference = client.first_difference(server)
    assert difference is not None
    assert difference.mine.name == "canonical_query_string"


@pytest.mark.parametrize("name", ["signature_presented", "date_readable"])
def test_without_date_or_list_there_is_no_trace(name: str) -> None:
    """What the request does not tell, the server cannot compute with."""
    assert BREAKS[name](fresh("execute-api")).verdict().trace is None


SECRET = "MARKEDSECRET/with+chars"
TOKEN = "MARKEDTOKEN/with+chars=="
CAROL = Credentials("AKIDCAROL", SECRET, TOKEN)


def _dump(value: object, seen: frozenset[int] = frozenset()) -> str:
    """Write out all that can be reached from a value by its attributes: what a debugger would show."""
    if id(value) in seen or isinstance(value, type) or callable(value):
        return ""
    seen |= {id(value)}
    if isinstance(value, (str, bytes, int, float, type(None))):
        return repr(value)
    if isinstance(value, dict):
        return " ".join(_dump(part, seen) for pair in value.items() for part in pair)
    if isinstance(value, (list, tuple, set, frozenset)):
        return " ".join(_dump(part, seen) for part in value)
    names = [*getattr(value, "__slots__", ()), *getattr(value, "__dict__", ())]
    return " ".join(_dump(getattr(value, name), seen) for name in names if not name.startswith("__"))


def _attributes(verdict: Verdict) -> str:
    names = [name for name in dir(verdict) if not name.startswith("__")]
    return " ".join(_dump(getattr(verdict, name)) for name in names)


DUMPS: dict[str, Callable[[Verdict], str]] = {
    "all attributes": _attributes,
    "all that can be reached": _dump,
    "asdict": lambda verdict: repr(dataclasses.asdict(verdict)),
    "pprint": pformat,
    "trace": lambda verdict: verdict.trace.to_json(reveal=True) if verdict.trace else "",
    "refusal": lambda verdict: repr(verdict.refusal and dataclasses.asdict(verdict.refusal)),
    "HTML": lambda verdict: str(verdict._repr_html_()),
    "text": str,
}


@pytest.mark.parametrize("dump", DUMPS)
@pytest.mark.parametrize("service", ["execute-api", "sts", "s3"])
@pytest.mark.parametrize("wrong", ["nothing", "signature", "method"])
def test_a_verdict_holds_neither_a_key_nor_the_right_signature(dump: str, service: str, wrong: str) -> None:
    """However deep one looks: no secret, no key of the chain, and no signature that was not presented."""
    client = explain(VANILLA, CAROL, region="us-east-1", service=service, at=MOMENT)
    arrived = client.signed_request
    right = client.signature
    if wrong == "signature":
        arrived = arrived.with_headers([("Authorization", client.authorization.replace(right, "0" * 64))])
    if wrong == "method":
        arrived = Request("POST", arrived.url, arrived.headers)
        right = explain(Request("POST", VANILLA.url), CAROL, region="us-east-1", service=service, at=MOMENT).signature
    verdict = verify(arrived, {"AKIDCAROL": CAROL}, region="us-east-1", service=service, at=MOMENT)
    text = DUMPS[dump](verdict)

    assert verdict.accepted is (wrong == "nothing")
    assert "MARKEDSECRET" not in text
    for step in ("date_key", "date_region_key", "date_region_service_key", "signing_key"):
        key = client[step].output
        assert isinstance(key, bytes)
        assert key.hex() not in text
        assert repr(key)[2:-1] not in text
    if wrong != "nothing":
        assert right not in text


@pytest.mark.parametrize("service", ["execute-api", "s3"])
def test_a_session_token_is_masked_where_it_is_shown(service: str) -> None:
    """AWS's message repeats it, and so does ``message``; text, picture and reprs do not."""
    draft = with_token(replace(fresh(service), key_id=BOB.access_key_id, signature="0" * 64), str(BOB.session_token))
    verdict = draft.verdict()
    assert verdict.refusal is not None
    repeated = verdict.refusal.message + repr(verdict.refusal.details)

    assert "bobs/own+token" in repeated
    for shown in (str(verdict), repr(verdict), str(verdict._repr_html_()), repr(verdict.refusal), pformat(verdict)):
        assert "bobs/own" not in shown
        assert "62 6f 62 73 2f" not in shown
