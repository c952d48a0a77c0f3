from __future__ import annotations

import pytest

from sigv4_explain.masking import masked, masked_header, masked_lines, masked_url

TOKEN = "carols/own+token=="


@pytest.mark.parametrize("secret", ["", "a", "••• (3 character)", "••• (x characters)", "x••• (3 characters)"])
def test_only_a_whole_mask_is_left_alone(secret: str) -> None:
    """A text that merely looks like a mask is masked."""
    assert masked(secret) == f"••• ({len(secret)} characters)"
    assert masked(masked(secret)) == masked(secret)


@pytest.mark.parametrize("name", ["X-Amz-Security-Token", "x-amz-s3session-token"])
def test_a_token_is_masked_in_headers_and_urls(name: str) -> None:
    """Under both of its names, in any case, with anything after it left as it is; a mask is not masked again."""
    url = f"https://h/?{name}=abc&a=1#top"
    shown = f"https://h/?{name}=••• (3 characters)&a=1#top"

    assert masked_header(name, TOKEN) == "••• (18 characters)"
    assert masked_url(url) == masked_url(shown) == shown


def test_what_is_no_token_is_not_masked() -> None:
    """Other headers and parameters are shown."""
    assert masked_header("X-Api-Key", "abc") == "abc"
    assert masked_url("https://h/?X-Amz-Date=abc") == "https://h/?X-Amz-Date=abc"


def test_a_token_is_masked_in_every_line_of_a_text() -> None:
    """As a canonical header and in a canonical query; what stands before, after and in the list of names stays."""
    text = f"GET\na=1&X-Amz-Security-Token={TOKEN}\nx-amz-security-token:{TOKEN}\n\nhost;x-amz-security-token"
    mask = "••• (18 characters)"

    assert text.replace(TOKEN, mask) == masked_lines(text)
