"""Exercise of notebook 05: the signature."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.course.stolen_keys import walked_on
from sigv4_explain.credentials import CredentialScope
from sigv4_explain.masking import EXAMPLE_SECRET
from sigv4_explain.signature import signature

_ONE_STEP = Requirement(
    "One HMAC-SHA256: the signing key is the key, the whole string to sign the message; hex is returned."
)
_TEXT_OUT = Requirement("The signature travels in a header, as text: hexdigest() writes the 32 bytes in hex.")
_HEX = Requirement("The signature is written in 64 lower-case hex digits.")
_NOT_BASE64 = Requirement("The signature is hex; base64 was the form of earlier versions.")
_ARGUMENTS = Requirement(
    "hmac.new takes the key first, then the message.", "https://docs.python.org/3/library/hmac.html"
)
_TEXT_ITSELF = Requirement("The message is the string to sign itself: hash nothing before, HMAC does it.")
_RAW_KEY = Requirement("The key is the signing key's 32 raw bytes, not its hex digits.")
_WITH_KEY = Requirement("The signature is an HMAC with the signing key: a hash without it could be made by anybody.")
_ONE_HMAC = Requirement("The HMAC's 32 bytes are written as hex; they are not hashed once more.")

_TEXT = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n" + sha256(b"GET").hexdigest()
_KEY = walked_on(EXAMPLE_SECRET, 0, CredentialScope("20150830", "us-east-1", "iam"))


def my_signature(signing_key: bytes, string_to_sign: str) -> str:
    """Return the signature."""
    return hmac.new(signing_key, string_to_sign.encode(), sha256).hexdigest()


EXERCISES = (
    Exercise(
        name="signature",
        chapter="05",
        task="write my_signature(signing_key, string_to_sign): bytes and a text in, the signature out.",
        cases=(Example((_KEY, _TEXT), _ONE_STEP), Example((bytes(range(32)), "Zoë\n"), _ONE_STEP)),
        right=signature,
        imports=("import hmac", "from hashlib import sha256"),
        solution=my_signature,
        mistakes=(
            WrongAnswer(lambda key, text: signature(key, text).upper(), _HEX),
            WrongAnswer(lambda key, text: bytes.fromhex(signature(key, text)), _TEXT_OUT),
            WrongAnswer(lambda key, text: base64.b64encode(bytes.fromhex(signature(key, text))).decode(), _NOT_BASE64),
            WrongAnswer(lambda key, text: hmac.digest(text.encode(), key, "sha256").hex(), _ARGUMENTS),
            WrongAnswer(lambda key, text: signature(key, sha256(text.encode()).hexdigest()), _TEXT_ITSELF),
            WrongAnswer(lambda key, text: signature(key.hex().encode(), text), _RAW_KEY),
            WrongAnswer(lambda _key, text: sha256(text.encode()).hexdigest(), _WITH_KEY),
            WrongAnswer(lambda key, text: sha256(bytes.fromhex(signature(key, text))).hexdigest(), _ONE_HMAC),
        ),
        hints=(
            "It is one more HMAC-SHA256: the signing key is the key. What is the message?",
            "The message is the whole string to sign, as UTF-8 bytes.",
            "hmac.new(key, message, sha256) has hexdigest(), which writes what the header needs.",
        ),
    ),
)
