from __future__ import annotations

from html import unescape

import pytest

from sigv4_explain import Request, Verdict, sign, verify
from tests.core.examples import ALICE, MOMENT
from tests.drawing.parts import shown_details, verdict_html, verdict_text
from tests.drawing.test_markup import Elements

URL = "https://example.amazonaws.com/a?b=1"


def verdict(service: str, note: str = "1") -> Verdict:
    """Judge a request whose signed header X-Note reads ``note`` when it arrives; ``1`` is what was sent."""
    signed = sign(Request("GET", URL, {"X-Note": "1"}), ALICE, region="us-east-1", service=service, at=MOMENT)
    arrived = signed.with_headers([("X-Note", note)])
    return verify(arrived, {ALICE.access_key_id: ALICE}, region="us-east-1", service=service, at=MOMENT)


@pytest.mark.parametrize("service", ["execute-api", "sts", "s3", "dynamodb"])
def test_the_text_tells_the_answer_the_rules_and_awss_words(service: str) -> None:
    """One sentence, a numbered line for each rule with sign and word, the headers, and each line of the message."""
    refused = verdict(service, note="2")
    text = verdict_text(refused)

    assert text == str(refused)
    assert text.startswith(
        f"Refused by rule {refused.number} of {len(refused.rules)}, “The signature matches”: {refused.status} "
    )
    for number, rule, _ in refused.outcomes:
        assert f"{number:2} " in text
        assert rule.title in text
    assert text.count("✗ broken") == 1
    assert text.count("✓ kept") == (refused.number or 0) - 1
    assert "signed headers: host, " in text
    assert all(line in text for line in (refused.message or "").split("\n"))
    assert all(name in text for name, _ in shown_details(refused))


def test_an_accepted_request_has_no_words_of_aws() -> None:
    """All rules are kept, and nothing is said after the headers."""
    text = str(verdict("execute-api"))

    assert text.startswith("Accepted: all 16 rules are kept.")
    assert text.count("✓ kept") == 16
    assert text.endswith("unsigned headers: none")


def test_the_static_html_has_all_of_it_and_no_style_sheet() -> None:
    """The picture shows each rule with its reason and source, the broken one unfolded, and AWS's message exactly."""
    refused = verdict("execute-api", note="<b>2</b>")
    html = verdict_html(refused)
    page = Elements(html)

    assert html == refused._repr_html_()
    assert not {"style", "script", "b"} & set(page.elements)
    assert page.elements.count("tr") == 1 + len(refused.rules)
    assert refused.message is not None
    assert refused.message in page.text
    for rule in refused.rules:
        assert rule.why in page.text
        assert rule.source in unescape(html)
    assert html.count("<details open") == 1
    assert "var(" not in html
