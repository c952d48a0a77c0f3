from __future__ import annotations

from collections.abc import Callable

import pytest

from sigv4_explain import (
    InvalidInput,
    Request,
    canonical_query_string,
    canonical_uri,
    date_key,
    date_region_key,
    diagnose,
    hashed_canonical_request,
    sign,
)
from sigv4_explain.command.main import main
from sigv4_explain.encoding import uri_encode
from sigv4_explain.readers import parse_curl
from tests.core.examples import ALICE, VANILLA

HALF = "\ud800"


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: uri_encode(HALF), "text"),
        (lambda: canonical_uri(f"/{HALF}"), "text"),
        (lambda: canonical_query_string(f"a={HALF}"), "text"),
        (lambda: hashed_canonical_request(HALF), "text"),
        (lambda: date_key(HALF, "20150830"), "text"),
        (lambda: date_region_key(bytes(32), HALF), "text"),
        (lambda: parse_curl(f"curl https://h.example/{HALF}"), "text"),
        (lambda: parse_curl(f"curl https://h.example/ -d {HALF}"), "text"),
        (lambda: parse_curl(f"curl https://h.example/ --data-urlencode {HALF}"), "text"),
        (lambda: diagnose(VANILLA, credentials=ALICE, region=HALF), "region"),
        (lambda: diagnose(VANILLA, credentials=ALICE, service="\udcff"), "service"),
        (lambda: diagnose(VANILLA, credentials=ALICE, region=5), "region"),  # type: ignore[arg-type]
    ],
)
def test_half_a_character_is_refused_by_name(call: Callable[[], object], field: str) -> None:
    """What is no Unicode cannot be hashed or sent; the error is the documented one, and shows no text."""
    with pytest.raises(InvalidInput) as caught:
        call()

    assert caught.value.field == field


def test_a_byte_that_is_no_utf_8_is_encoded_as_that_byte() -> None:
    """As Python has it in the names of files."""
    assert canonical_uri("/\udcff") == "/%FF"


@pytest.mark.parametrize("half", [HALF, "\udcff"])
def test_half_a_character_in_a_paste_is_looked_at(half: str) -> None:
    """As a Region, in a token and in a text: the diagnosis can be shared."""
    request = Request("GET", "https://h.example/", {"Host": "h.example"})
    to_sign = f"AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/{half}/s3/aws4_request\n{'0' * 64}"
    text = f"GET\n/{half}\n\nhost:h.example\nx-amz-security-token:a-token-{half}\n\nhost\n{'0' * 64}"

    found = diagnose(request, credentials=ALICE, client_canonical_request=text, client_string_to_sign=to_sign)

    assert "a-token" not in found.share()


def test_bytes_that_are_no_utf_8_are_looked_at() -> None:
    """In path and query, also where a mistake that decodes them meets one that encodes them."""
    signed = sign(Request("GET", "https://h.example/%FF?a=%FE+b"), ALICE, region="us-east-1", service="s3")
    wrong = signed.with_headers([("Authorization", (signed.header("authorization") or "")[:-4] + "beef")])

    assert diagnose(wrong, credentials=ALICE, region="us-east-1", service="s3").top is not None


def test_the_command_names_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    """A byte of the command line that is no UTF-8 is such a half."""
    with pytest.raises(SystemExit) as caught:
        main(["diagnose", "pyproject.toml", "--region", "\udcff"])

    assert caught.value.code == 64
    assert "--region: received '\\udcff', expected text that is Unicode" in capsys.readouterr().err
