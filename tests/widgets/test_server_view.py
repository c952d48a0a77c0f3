from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from sigv4_explain import Credentials, InvalidInput, KeyRecord, Request, Trace, Wording, explain, verify
from sigv4_explain.widgets import ServerView, SigningLab
from sigv4_explain.widgets.server_view.arrival import REQUESTS
from tests.drawing.test_markup import Elements
from tests.widgets.apps import classes_of, every_widget, shown
from tests.widgets.parts import (
    FIRST,
    GIVEN,
    PRESETS,
    TAMPERINGS,
    KeyOnFile,
    applicable,
    arrived_request,
    sent_of,
    trace_of,
    transit_of,
    untouched,
)

SECRET = "MARKEDSECRET/with+chars"
TOKEN = "MARKEDTOKEN/with+chars&<more>=="
CAROL = Credentials("AKIDCAROL", SECRET, TOKEN)
PLACE: dict[str, Any] = {"region": "us-east-1", "service": "execute-api", "at": "20150830T123600Z"}
ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")

# What each ready tampering leads to at API Gateway; None is accepted.
RULES = {
    "Nobody touches it": None,
    "The method is changed": "signature_matches",
    "The path is changed": "signature_matches",
    "The path is spelled otherwise: /./": None,
    "The query's parameters change places": None,
    "A query value is changed": "signature_matches",
    "A query parameter is added": "signature_matches",
    "The API key is changed": "signature_matches",
    "A header is added": None,
    "An x-amz-… header is added": None,
    "The User-Agent is changed": None,
    "A header is spelled otherwise: capitals, blanks": None,
    "The body is changed": "signature_matches",
    "The date is changed": "signature_matches",
    "It arrives 4 minutes later": None,
    "It is sent again after 6 minutes": "not_expired",
    "It is sent again after 6 minutes, with a new date": "signature_matches",
    "The client's clock is 20 minutes ahead": "not_early",
    "It was signed for another Region": "scope_right",
    "It was signed for another service": "scope_right",
    "It was signed with another secret": "signature_matches",
    "The server does not know the key": "key_known",
    "The session token is dropped": "key_known",
    "The session is over": "session_current",
    "The Authorization header is lost": "signature_presented",
    "The signature is changed": "signature_matches",
    "The host is taken off the signed headers": "host_signed",
    "A blank gets into the key id": "parts_are_pairs",
    "Another scheme takes its place: Bearer": "parts_are_pairs",
}
# At S3 presigned: the body and the clock are another matter there.
PRESIGNED = {
    "The path is spelled otherwise: /./": "s3_signature_matches",
    "The query's parameters change places": None,
    "An x-amz-… header is added": "s3_headers_signed",
    "The body is changed": None,
    "The date is changed": "s3_signature_matches",
    "It arrives 4 minutes later": None,
    "It is sent again after 6 minutes": "s3_fresh",
}


@pytest.fixture
def view() -> ServerView:
    """A view of the story's request."""
    return ServerView()


def everything(view: ServerView) -> str:
    """Return all that leaves Python, the fields' own texts included."""
    return unescape("".join([shown(view), *(str(field.get_state()) for field in view.form.box.children)]))


def a_trace(credentials: Credentials = ALICE, **options: object) -> Trace:
    """Sign a request with everything in it that can be tampered with."""
    headers = {"x-api-key": "example", "User-Agent": "me"}
    request = Request("POST", "https://api.example.com/default?a=1&b=2", headers, "body")
    return explain(request, credentials, **(PLACE | options))


def test_it_opens_with_the_storys_request(view: ServerView) -> None:
    """The first request is signed as the lab's first preset is, and is accepted."""
    assert view.sent.trace.signature == trace_of(PRESETS[FIRST])[0].signature
    assert view.verdict.accepted
    assert view.verdict.unsigned_headers == ("user-agent",)


def test_every_ready_tampering_is_in_the_table() -> None:
    """None is left out, and a request with everything in it can suffer all of them."""
    assert set(TAMPERINGS) == set(RULES) == set(applicable(sent_of(a_trace(CAROL))))


@pytest.mark.parametrize("name", RULES)
def test_each_ready_tampering_is_caught_by_its_rule(name: str) -> None:
    """The menu leads to the rule, on the page as by ``verify`` itself."""
    view = ServerView(a_trace(CAROL))
    view.tamper(name)

    verdict = view.verdict
    assert (None if verdict.rule is None else verdict.rule.name) == RULES[name]
    assert (verdict.rule is None) == ("Accepted" in view.status.value)
    assert any(f"sigv4-broken-at-{verdict.number or 17}" in classes_of(box) for box in every_widget(view.widget))


@pytest.mark.parametrize("name", PRESIGNED)
def test_a_presigned_url_of_s3_is_judged_by_s3s_rules(view: ServerView, name: str) -> None:
    """The body of a presigned URL is not signed, the path is not normalized, and the URL has a life of its own."""
    view.form.request.value = "S3: presigned GET"
    view.tamper(name)

    assert (None if view.verdict.rule is None else view.verdict.rule.name) == PRESIGNED[name]


@pytest.mark.parametrize("name", REQUESTS)
def test_each_request_of_the_menu_is_accepted_untouched(view: ServerView, name: str) -> None:
    """Every request that the menu signs arrives, and the menu of tamperings fits it."""
    view.form.request.value = name

    assert view.verdict.accepted
    assert tuple(applicable(view.sent)) == view.form.tampering.options


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("method", "PUT", "signature_matches"),
        ("target", "/default?client=curl", "signature_matches"),
        ("headers", "Authorization: AWS4-HMAC-SHA256", "parts_complete"),
        ("body", "x", "signature_matches"),
        ("minutes", "5.02", "not_expired"),
        ("minutes", "5", None),
        ("minutes", "999999", "not_expired"),
        ("minutes", "-5.02", "not_early"),
        ("region", "us-east-1", "scope_right"),
        ("service", "sts", "scope_right"),
        ("key_on_file", KeyOnFile.NONE, "key_known"),
        ("wording", Wording.CLASSIC, None),
    ],
)
def test_each_field_is_judged_as_verify_judges(view: ServerView, field: str, value: object, rule: str | None) -> None:
    """Typing into any field changes what arrives, and the verdict is that of ``verify``."""
    getattr(view.form, field).value = value

    assert (None if view.verdict.rule is None else view.verdict.rule.name) == rule
    assert view.form.read() == replace(untouched(view.sent), **{field: value})  # type: ignore[arg-type]


def test_the_wording_is_the_readers_choice(view: ServerView) -> None:
    """The same refusal in both of AWS's wordings."""
    view.form.region.value = "us-east-1"
    assert view.verdict.message == "Credential should be scoped to a valid region. "

    view.form.wording.value = Wording.CLASSIC
    assert view.verdict.message == "Credential should be scoped to a valid region, not 'eu-central-1'. "
    assert view.verdict.message in Elements(view.sections["answer"].value).text


def test_another_secret_is_told_by_equal_texts(view: ServerView) -> None:
    """When everything that is written agrees, the secret differs; when the signature was touched, that is said."""
    view.tamper("It was signed with another secret")
    assert "to the last character: so the secrets differ" in view.status.value

    view.tamper("The signature is changed")
    assert "to the last character: the signature itself was changed" in view.status.value


def test_a_delay_is_told_whether_it_was_caught_or_not(view: ServerView) -> None:
    """A request that took its time but came within the window is accepted, and the page says how long it took."""
    view.tamper("It arrives 4 minutes later")
    assert "It arrived 4 minutes after it was signed: near enough." in view.status.value

    view.tamper("The client's clock is 20 minutes ahead")
    assert "20 minutes before it was signed: the clocks differ" in view.sections["arrived"].value


def test_the_verdict_can_be_had_in_python(view: ServerView) -> None:
    """What the page shows is a Verdict, the one that ``verify`` gives for the request on the page."""
    view.tamper("The body is changed")
    arrived = arrived_request(view.sent, view.form.read())
    verdict = verify(arrived, {"AKIDEXAMPLE": ALICE}, region="eu-central-1", service="execute-api", at=PLACE["at"])

    assert arrived.body == b"x"
    assert str(verdict) == str(view.verdict)


def test_a_trace_and_keys_can_be_given() -> None:
    """A lab's trace is judged by its own keys, or by those the server is given, and elsewhere if the server is."""
    trace = SigningLab().trace

    assert ServerView(trace).verdict.accepted
    assert ServerView(trace).form.request.value == GIVEN
    assert ServerView(trace, {}).verdict.code == "UnrecognizedClientException"
    assert ServerView(trace, {"AKIDEXAMPLE": KeyRecord(ALICE)}).verdict.accepted
    assert ServerView(trace, {"AKIDEXAMPLE": Credentials("AKIDEXAMPLE", "other")}).verdict.code is not None
    assert "valid region" in (ServerView(trace, region="us-east-1").verdict.message or "")
    assert "'sts'" in (ServerView(trace, service="sts").verdict.message or "")


def test_a_given_trace_and_the_menus_requests_take_turns() -> None:
    """Choosing a request of the menu leaves the keys that were given aside; coming back takes them up again."""
    view = ServerView(a_trace(CAROL), {})
    view.form.request.value = FIRST
    assert view.verdict.accepted

    view.form.request.value = GIVEN
    assert view.verdict.code == "UnrecognizedClientException"


def test_a_trace_without_its_keys_needs_those_of_the_server() -> None:
    """A trace read from JSON has no keys, so the server's must be given; a server's own trace has no signature."""
    read = Trace.from_json(a_trace(CAROL).to_json())

    with pytest.raises(InvalidInput, match=r"^keys: received none"):
        ServerView(read)
    server = verify(a_trace().signed_request, {}, **PLACE).trace
    with pytest.raises(InvalidInput, match=r"^trace: received a trace that ends before the signature"):
        ServerView(server)


@pytest.mark.parametrize("options", [{}, {"expires": 60}, {"service": "s3", "expires": 60}, {"service": "s3"}])
def test_a_session_token_of_ones_own_is_masked_and_still_arrives(options: dict[str, object]) -> None:
    """Headers, target and AWS's words show a mask; the mask stands for the token, so the request is accepted."""
    view = ServerView(a_trace(CAROL, **options))
    assert view.verdict.accepted

    for name in view.form.tampering.options:
        view.tamper(name)
        assert not any(marked in everything(view) for marked in ("MARKED", TOKEN.encode().hex(" ")))


def test_neither_secret_nor_key_nor_right_signature_is_shown() -> None:
    """After a tampering that the signature tells, the signature that would fit stands nowhere."""
    view = ServerView(a_trace(CAROL))
    view.tamper("The method is changed")
    right = explain(
        Request("GET", "https://api.example.com/default?a=1&b=2", {"x-api-key": "example"}, "body"), CAROL, **PLACE
    )
    views = everything(view)

    assert right["canonical_request"].text.partition("\n")[0] == "GET"
    assert right["string_to_sign"].text.split("\n")[-1] in views
    for name in ("date_key", "date_region_key", "date_region_service_key", "signing_key", "signature"):
        assert right[name].text not in views


def test_the_calendar_has_an_end() -> None:
    """A server's clock has a year of four digits: a later one is explained, and no later date is offered."""
    view = ServerView(a_trace(at="99991231T230000Z"))
    view.form.minutes.value = "60"

    assert view.problem.startswith("Minutes later: ")
    assert "The date is changed" not in applicable(sent_of(a_trace(at="99991231T235900Z")))


def test_only_what_changed_is_sent_to_the_page(view: ServerView) -> None:
    """Rules are drawn once for a service, so that what is unfolded stays so; a clock changes nothing in the texts."""
    sent: list[str] = []
    for name, value in view.sections.items():
        value.observe(lambda _change, name=name: sent.append(name), names="value")

    view.form.minutes.value = "4"
    assert set(sent) == {"arrived"}

    sent.clear()
    view.form.body.value = "x"
    assert set(sent) == {"arrived", "answer", "comparison"}

    sent.clear()
    view.form.service.value = "sts"
    assert "rules" in sent


def test_a_body_that_is_no_text_arrives_as_it_was_sent() -> None:
    """Bytes that cannot be shown are not changed by being shown."""
    request = Request("PUT", "https://api.example.com/", (), b"\xff\xfe")
    view = ServerView(explain(request, ALICE, **PLACE))

    assert view.verdict.accepted
    assert view.verdict.request.body == b"\xff\xfe"


def test_an_arrival_does_not_show_its_headers() -> None:
    """The form's repr has neither headers nor query, where secrets may have been typed."""
    sent = sent_of(a_trace())
    arrival = replace(untouched(sent), headers=TOKEN, target=f"/?{TOKEN}")

    assert repr(arrival) == "Arrival(POST '/', execute-api in us-east-1)"
    assert transit_of(sent, untouched(sent)).verdict.accepted
