"""The client's two texts alone: which mistake made the hash in the string to sign of the text that was printed."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from hashlib import md5, sha256

import pytest

from sigv4_explain import diagnose, sha256_hex
from tests.doctor.parts import Certainty, Texts, own_hash

PRINTED = (
    "POST\n/pets\na=1\nhost:example.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n"
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)
HEAD = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"


def _of(change: Callable[[str], str | bytes]) -> str:
    made = change(PRINTED)
    return sha256_hex(made if isinstance(made, bytes) else made.encode())


HASHED = {
    "HMAC with the key 1": ("hmac-for-hash", hmac.digest(b"1", PRINTED.encode(), "sha256").hex()),
    "HMAC without a key": ("hmac-for-hash", hmac.digest(b"", PRINTED.encode(), "sha256").hex()),
    "two characters": ("literal-line-breaks", _of(lambda text: text.replace("\n", r"\n"))),
    "CR and LF as four characters": ("literal-line-breaks", _of(lambda text: text.replace("\n", r"\r\n"))),
    "no line breaks": ("line-breaks-removed", _of(lambda text: text.replace("\n", ""))),
    "CR and LF": ("crlf-line-endings", _of(lambda text: text.replace("\n", "\r\n"))),
    "one line break more": ("line-break-hashed", _of(lambda text: text + "\n")),
    "a byte order mark": ("byte-order-mark-signed", _of(lambda text: b"\xef\xbb\xbf" + text.encode())),
    "UTF-16": ("text-hashed-as-utf16", _of(lambda text: text.encode("utf-16-le"))),
    "UTF-16 with its mark": ("text-hashed-as-utf16", _of(lambda text: b"\xff\xfe" + text.encode("utf-16-le"))),
    "hashed twice": ("sts-hash-not-hex", _of(lambda text: sha256_hex(text.encode()))),
    "hashed twice, as bytes": ("sts-hash-not-hex", _of(lambda text: sha256(text.encode()).digest())),
    "capitals": ("sts-hash-not-hex", _of(str).upper()),
    "the body's hash": ("sts-hash-not-hex", PRINTED.rpartition("\n")[2]),
    "no text at all": ("sts-hash-not-hex", sha256_hex(b"")),
    "lower case": ("malformed-canonical-request", _of(str.lower)),
    "JSON": ("malformed-canonical-request", _of(lambda text: '"' + text.replace("\n", r"\n") + '"')),
    "MD5": ("other-hash-function", md5(PRINTED.encode()).hexdigest()),
}


@pytest.mark.parametrize("name", HASHED)
def test_the_mistake_is_proven_without_a_secret(name: str) -> None:
    """Its hash is the one in the string to sign, and two texts do not have one hash by chance."""
    slug, hashed = HASHED[name]
    finding = own_hash(Texts(PRINTED, HEAD + hashed))

    assert finding is not None
    assert (finding.cause, finding.certainty) == (slug, Certainty.PROVEN)


@pytest.mark.parametrize("printed", [PRINTED, f"{PRINTED}\n", PRINTED.replace("\n", "\r\n"), f"\n{PRINTED}\n"])
def test_a_right_hash_is_no_fault(printed: str) -> None:
    """However the text was saved: a paste adds line breaks."""
    assert own_hash(Texts(printed, HEAD + _of(str))) is None


@pytest.mark.parametrize(
    ("server", "certainty"),
    [
        (Texts(PRINTED, HEAD + _of(str)), Certainty.SHOWN),
        (Texts(), Certainty.SUSPECTED),
        (Texts(PRINTED, HEAD + "0" * 64), Certainty.SUSPECTED),
        (Texts(PRINTED.replace("a=1", "a=2"), HEAD + _of(str)), Certainty.SUSPECTED),
    ],
)
def test_a_hash_that_no_mistake_makes_is_told(server: Texts, certainty: Certainty) -> None:
    """Shown where the server's texts tell that nothing was changed for the paste."""
    finding = own_hash(Texts(PRINTED, HEAD + sha256_hex(b"something else")), server)

    assert finding is not None
    assert (finding.cause, finding.certainty) == ("hashed-text-not-printed", certainty)
    assert (finding.sent, finding.expected) == (sha256_hex(b"something else"), _of(str))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a=1", "a=****"),
        ("a=1", "a=…"),
        ("host:example.com", "host:<redacted>"),
        ("host:example.com", "host:xxxx.example.com"),
        ("T123600Z\n\n", "T123601Z\n\n"),
        ("\n/pets", ""),
        ("POST\n/pets\na=1\n", "…\n"),
    ],
)
def test_masked_and_cut_texts_and_those_of_another_request_tell_nothing(old: str, new: str) -> None:
    """The hash is that of the text before it was changed for the paste."""
    assert old in PRINTED
    assert own_hash(Texts(PRINTED.replace(old, new), HEAD + _of(str))) is None


def test_two_texts_that_differ_are_never_called_equal() -> None:
    """Where the canonical requests are equal and the strings to sign differ, the secret is not accused."""
    right, wrong = (HEAD + _of(each) for each in (str, lambda text: f"{text}?"))
    shown = f"The Canonical String for this request should have been\n'{PRINTED}'\n\n"
    answer = f"{shown}The String-to-Sign should have been\n'{right}'\n"
    found = diagnose(answer=answer, client_canonical_request=PRINTED, client_string_to_sign=wrong).findings

    assert "wrong-secret" not in {finding.cause for finding in found}
