from __future__ import annotations

from datetime import datetime, timedelta
from html import unescape
from itertools import pairwise
from typing import Any

import pytest

from sigv4_explain import Credentials, CredentialScope, Request, explain, verify
from sigv4_explain.widgets import ScopeClock
from tests.widgets.apps import drawn
from tests.widgets.parts import CLOCKS, SERVICES, ClockInput, Placement, clock_of, later, scoped_request

ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
REQUEST = Request("GET", "https://example.com/a?b=1", {"x-a": "1"})
SIGNED_AT = "20150830T123600Z"

# Each entry of the menu: the rule that refuses it, and the seconds between which the server accepts it.
MENU = {
    "API Gateway: a header": (None, (-300, 300)),
    "STS: a header": (None, (-900, 900)),
    "S3: a URL that lives ten minutes": (None, (-900, 600)),
    "API Gateway: a URL that says one hour": (None, (-300, 300)),
    "Signed ten seconds before midnight": (None, (-300, 300)),
    "Signed after midnight, with yesterday's scope": ("scope_right", None),
    "Signed for another Region": ("scope_right", None),
    "The client's clock is ten minutes fast": ("not_early", (-300, 300)),
}


@pytest.mark.parametrize("name", CLOCKS)
def test_each_entry_is_judged_by_the_server(name: str) -> None:
    """The verdict and the window on screen are what ``verify`` says, to the second."""
    clock = ScopeClock()
    clock.form.example.value = name
    rule, window = MENU[name]
    shown = clock.shown

    assert (None if shown.verdict.rule is None else shown.verdict.rule.name) == rule
    accepted = [(stretch.first, stretch.last) for stretch in shown.stretches if stretch.verdict.accepted]
    assert accepted == ([] if window is None else [window])
    assert ("Accepted" in clock.status.value) == (rule is None)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("placement", Placement)
def test_stretches_leave_no_second_out(service: str, placement: Placement) -> None:
    """Laid end to end they are the line, and at each end the server's answer is another."""
    scope = f"20150830/eu-central-1/{service}/aws4_request"
    clock = clock_of(ClockInput(service=service, scope=scope, placement=placement, expires="77"))
    stretches = clock.stretches

    assert (stretches[0].first, stretches[-1].last) == (-1200, 1200)
    for one, next_one in pairwise(stretches):
        assert one.last + 1 == next_one.first
        assert one.verdict.rule != next_one.verdict.rule


@pytest.mark.parametrize("seconds", [-1200, -301, -300, 0, 300, 301, 1200])
def test_the_slider_moves_the_servers_clock(seconds: int) -> None:
    """The field shows the time that the slider stands for, and the verdict follows."""
    clock = ScopeClock()
    clock.form.seconds.value = seconds

    moment = datetime.fromisoformat(SIGNED_AT) + timedelta(seconds=seconds)
    assert datetime.fromisoformat(clock.form.server_time.value) == moment
    assert clock.shown.verdict.accepted == (abs(seconds) <= 300)


def test_the_slider_follows_the_servers_clock_and_does_not_set_it() -> None:
    """An exact time that is typed stays, also one beyond the line."""
    clock = ScopeClock()
    clock.form.server_time.value = "20150830T124107Z"
    assert (clock.form.seconds.value, clock.form.server_time.value) == (310, "20150830T124107Z")
    clock.form.server_time.value = "20160101T000000Z"
    assert (clock.form.seconds.value, clock.form.server_time.value) == (1200, "20160101T000000Z")
    assert "✗ refused from 20150830T124101Z on (+301 s): broken: “The signature is not too old” ← now" in repr(clock)


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("20150830/us-east-1/execute-api", "Credential should be scoped to a valid region."),
        ("20150830/eu-central-1/sts", "Credential should be scoped to correct service: 'execute-api'."),
        ("20150829/eu-central-1/execute-api", "Date in Credential scope does not match YYYYMMDD"),
    ],
)
@pytest.mark.parametrize("placement", Placement)
def test_a_wrong_scope_is_told_in_awss_words(scope: str, words: str, placement: Placement) -> None:
    """Day, Region and service each have a sentence; the word by word list marks the one that differs."""
    clock = ScopeClock(ClockInput(scope=f"{scope}/aws4_request", placement=placement))

    assert words in repr(clock)
    assert words in unescape(drawn(clock))
    assert repr(clock).count("≠") == 1


@pytest.mark.parametrize("expires", [None, 77])
@pytest.mark.parametrize("scope", ["20150829/us-east-1/sts", "20150830/eu-central-1/s3", "20150830/eu-central-1/iam"])
def test_a_client_with_a_wrong_scope_is_consistent(scope: str, expires: int | None) -> None:
    """A server for which its scope is right accepts its signature: scope, key and signature agree."""
    wanted = CredentialScope.parse(f"{scope}/aws4_request")
    place: dict[str, Any] = {"region": wanted.region, "service": wanted.service}
    at = f"{wanted.date}T123600Z"
    sent = scoped_request(REQUEST, ALICE, wanted, at, wanted.service, wanted.region, expires)
    assert sent == explain(REQUEST, ALICE, at=at, expires=expires, **place).signed_request

    stale = scoped_request(REQUEST, ALICE, wanted, "20150831T000010Z", wanted.service, wanted.region, expires)
    verdict = verify(stale, {"AKIDEXAMPLE": ALICE}, at="20150831T000010Z", **place)
    assert verdict.rule is not None
    assert verdict.rule.name in ("scope_right", "s3_scope_right")


@pytest.mark.parametrize("signed_at", ["00010101T000000Z", "99991231T235959Z"])
def test_the_ends_of_the_calendar_are_no_error(signed_at: str) -> None:
    """The line ends where the calendar does."""
    day = signed_at[:8]
    clock = ScopeClock(
        ClockInput(signed_at=signed_at, server_time=signed_at, scope=f"{day}/eu-central-1/execute-api/aws4_request")
    )
    clock.form.seconds.value = 299 if day == "00010101" else -299

    assert clock.shown.verdict.accepted
    assert later(signed_at, 10**6 if day == "99991231" else -(10**6)) in ("99991231T235959Z", "00010101T000000Z")
