from __future__ import annotations

import re
from dataclasses import replace
from time import perf_counter
from typing import Any
from urllib.parse import quote

import pytest

from sigv4_explain import Credentials, Request, explain, sha256_hex
from tests.core.examples import ALICE, MOMENT, PRIVATE_NAMES, PUBLIC_NAMES
from tests.drawing.diagnoses import CAROL, FULL, TOKEN, empty_body_hash, finding, with_findings
from tests.drawing.parts import Evidence, Texts, case_of, diagnose, parse_answer, ticket_mask
from tests.tables import tables

TABLES = tables(__file__)

SECRETS = {
    "X_Api_Key": "MARKED-api-key",
    "Cookie": "session=MARKED-cookie",
    "Proxy_Authorization": "Basic MARKEDbasic=",
    "X_Auth_Token": "MARKED-auth",
    "X_Amz_Server_Side_Encryption_Customer_Key": "MARKEDcustomerkey",
}


def code_blocks(markdown: str) -> list[str]:
    """Return what stands in fences."""
    return re.findall(r"(?ms)^```text\n(.*?)\n```$", markdown)


def test_a_ticket_has_the_findings_both_sides_and_the_request() -> None:
    """The first screen, the reasons, fenced texts, and what was sent."""
    shared = empty_body_hash().share()

    assert shared.startswith(
        "## The hash of an empty body was signed, and a body was sent.\n\n**Proven (empty-body-hash"
    )
    screen, _, _ = shared.partition("### The reasons")
    assert "**Fix:** Give the signer the bytes that are sent" in screen
    assert "Read: request, your keys; execute-api in us-east-1." in screen
    for heading in (
        "### The request",
        "### Canonical request, client: ",
        "### String to sign",
    ):
        assert heading in shared
    assert "POST /pets?x=1 HTTP/1.1" in shared
    assert f"Body: 4 bytes, SHA-256 `{sha256_hex(b'late')}`" in shared
    assert "late\n" not in shared.split("### The request")[1]


def test_a_text_without_secrets_can_be_computed_again() -> None:
    """The fenced text has the SHA-256 that stands under it, and it is the one in the string to sign."""
    shared = empty_body_hash().share()
    found = re.findall(
        r"(?ms)^### (Canonical request|String to sign).*?```text\n(.*?)\n```\n\nSHA-256: `(\w+)`$", shared
    )

    assert [name for name, _, _ in found] == ["Canonical request", "String to sign"] * 2
    assert all(sha256_hex(text.encode()) == hashed for _, text, hashed in found)
    assert found[0][2] in found[1][1]


def test_where_a_token_was_masked_the_hash_is_said_to_be_of_the_whole_text() -> None:
    """A reader who computes it again is not led astray."""
    real = empty_body_hash(CAROL)
    assert real.sides is not None
    hashed = sha256_hex((real.sides.client.canonical_request or "").encode())

    assert f"SHA-256: `{hashed}` (of the text before a part of it was masked)" in real.share()


@pytest.mark.parametrize("service", ["execute-api", "s3"])
@pytest.mark.parametrize("expires", [None, 60])
def test_nothing_in_a_ticket_logs_in_or_signs(service: str, expires: int | None) -> None:
    """Secret, token, API keys, cookies and passwords are masked, the signature and the key id shortened."""
    url = "https://example.com/a?api_key=MARKEDkey&password=MARKEDpassword&b=1"
    headers = {name.replace("_", "-"): value for name, value in SECRETS.items()}
    keys = Credentials("AKIACAROLEXAMPLEKEYS", "MARKED-secret-key", TOKEN)
    way: dict[str, Any] = {"region": "us-east-1", "service": service}
    signed = explain(Request("PUT", url, headers), keys, at=MOMENT, expires=expires, **way).signed_request
    sent = Request("PUT", signed.url, signed.headers, "MARKEDbody")
    shared = diagnose(sent, credentials=keys, **way).share()
    signature = re.findall("Signature=([0-9a-f]{64})", f"{signed.header('authorization')} {signed.url}")[0]

    assert "MARKED" not in shared
    assert signature not in shared
    assert signature[:8] in shared
    assert signature[8:24] not in shared
    assert "AKIACAROLEXAMPLEKEYS" not in shared
    assert "AKIA…KEYS" in shared


@pytest.mark.parametrize("name", sorted({*PRIVATE_NAMES} - {"X-Amz-Signature", "Signature", "signature"}))
def test_what_may_log_in_is_masked_wherever_it_is_named(name: str) -> None:
    """By the one list: in a header's line, in a query and in a path's segment."""
    shown = ticket_mask(case_of(Evidence()))(f"{name}:MARKED\n/a;{name}=MARKED/b?{name}=MARKED&c=1")

    assert "MARKED" not in shown
    assert shown.endswith("&c=1")


@pytest.mark.parametrize("name", PUBLIC_NAMES)
def test_a_name_that_says_nothing_of_logins_is_shown(name: str) -> None:
    """What can be compared stays."""
    text = f"{name}:shown\n/a;{name}=shown/b?{name}=shown&c=1"

    assert ticket_mask(case_of(Evidence()))(text) == text


def test_masking_takes_time_in_proportion() -> None:
    """Words of the list, repeated, are looked at once: a text of hundreds of kilobytes takes a moment."""
    mask, started = ticket_mask(case_of(Evidence())), perf_counter()
    for filler in ("token", "passw", "token ", "a;", "token=", "\t", " a:", "?"):
        mask(filler * (300_000 // len(filler)))

    assert perf_counter() - started < 20


def test_prose_pings_nobody_and_links_nowhere() -> None:
    """Names after @, numbers after # and URLs are code in a ticket; the other words stay words."""
    shared = with_findings(
        finding(why="Ask @alice, me@h.example, see #12, org/b#3, https://h.example/*a* www.h.x `*b*")
    ).share()

    assert "Ask `@alice,` `me@h.example,` see `#12,` `org/b#3,` `https://h.example/*a*` `www.h.x` \\`\\*b\\*" in shared


def test_what_is_no_secret_stays() -> None:
    """Bookmarks of lists, hashes, signed names and headers that say nothing of who calls can be compared."""
    text = (
        "GET\n/\nNextToken=ab%3D&continuation-token=x&marker=1\nhost:h\nx-amz-client-token:abc\n\n"
        f"authorization;cookie;host;x-api-key\n{'0' * 64}"
    )

    assert ticket_mask(case_of(Evidence()))(text) == text


@pytest.mark.parametrize(("text", "shown"), TABLES["masks"])
def test_each_kind_of_secret_has_its_rule(text: str, shown: str) -> None:
    """A mask tells the length, a key id its two ends, a signature its beginning."""
    mask = ticket_mask(case_of(Evidence()))

    assert mask(text) == shown
    assert mask(shown) == shown


def test_the_requests_own_signature_and_key_id_are_shortened_wherever_they_stand() -> None:
    """Also in a sentence, where no name stands before them."""
    case = empty_body_hash().case
    signature = (case.request.header("authorization") or "").rpartition("=")[2]

    shown = ticket_mask(case)(f"Received {signature} of {ALICE.access_key_id}.")

    assert shown == f"Received {signature[:8]}… (64 characters) of AKID…MPLE."


def test_the_right_signature_is_not_given_away() -> None:
    """Where a finding compares signatures, both are shortened: the right one could be sent."""
    right, wrong = "a1" * 32, "b2" * 32
    shared = with_findings(finding(step="signature", sent=wrong, expected=right, evidence=(f"It is {right}.",))).share()

    assert right not in shared
    assert wrong not in shared
    assert "a1a1a1a1…" in shared


def test_without_sides_what_each_showed_is_shared() -> None:
    """The answer's texts go into the ticket though nothing could be laid beside them; its words too."""
    answer = parse_answer(
        '{"message":"The request signature we calculated does not match the signature you provided.\\n\\nThe Canonical '
        f"String for this request should have been\\n'GET\\n/\\n\\nhost:h\\nx-amz-security-token:{TOKEN}\\n\\n"
        f"host;x-amz-security-token\\n{'0' * 64}'\\n\"}}"
    )
    shared = diagnose(answer=answer).share()

    assert "### Canonical request, server: as AWS's answer has it" in shared
    assert "The request signature we calculated does not match the signature you provided." in shared
    assert "MARKED" not in shared
    assert quote(TOKEN) not in shared


def test_no_text_can_leave_its_fence_or_become_markup() -> None:
    """Backticks, brackets and angles in what was pasted stay what they are."""
    bad = "```\n<img src=x> [a](b) *c* `d`"
    evidence = Evidence(client=Texts(bad))
    shared = replace(with_findings(finding(sentence=bad, sent=bad)), case=case_of(evidence)).share()

    assert "````text\n```\n<img src=x>" in shared
    assert "\\`\\`\\`␊\\<img src=x\\> \\[a\\](b) \\*c\\* \\`d\\`" in shared


def test_control_characters_are_pictured_and_that_is_said() -> None:
    """A CR in a line would be lost on the way; the hash is still that of the text."""
    evidence = Evidence(client=Texts("GET\r\n/"))
    shared = replace(FULL, case=case_of(evidence), sides=None).share()

    assert "```text\nGET␍\n/\n```" in shared
    note = "(of the text without the pictures for control characters)"
    assert f"SHA-256: `{sha256_hex(b'GET' + bytes([13, 10]) + b'/')}` {note}" in shared
