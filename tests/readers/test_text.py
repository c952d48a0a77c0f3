from __future__ import annotations

import pytest

from sigv4_explain import Request, UnreadableText


@pytest.mark.parametrize(
    "text",
    [
        "curl https://example.com/",
        "\n  $ curl https://example.com/",
        "curl.exe https://example.com/",
        "curl \\\n  https://example.com/",
        "GET https://example.com/",
    ],
)
def test_the_first_word_decides(text: str) -> None:
    """A command begins with curl, with or without a prompt; anything else is raw HTTP."""
    assert Request.parse(text) == Request("GET", "https://example.com/")


def test_a_method_that_begins_like_curl_is_no_command() -> None:
    """Only the whole word counts."""
    assert Request.parse("curly https://example.com/").method == "CURLY"


def test_bytes_are_refused_by_type() -> None:
    """What is not text says so instead of failing inside."""
    with pytest.raises(UnreadableText, match="received bytes, expected raw HTTP, a curl command"):
        Request.parse(b"GET /")  # type: ignore[arg-type]
