"""AWS's answer to a refused request, read from whatever form somebody pasted it in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sigv4_explain.errors import UnreadableText
from sigv4_explain.masking import masked, masked_lines
from sigv4_explain.readers.answers.facts import ToldElement, ToldTimes, told_about_the_scope, told_times
from sigv4_explain.readers.answers.forms import AnswerForm, ReadAnswer, read
from sigv4_explain.readers.answers.sentences import (
    code_word,
    date_header,
    is_telling,
    named_code,
    named_status,
    pasted_text,
    quoted_strings,
    sentence_in,
    sentence_of_code,
    status_number,
    whole_characters,
    whole_message,
)
from sigv4_explain.readers.answers.strings import Completeness, ServerStrings, server_strings
from sigv4_explain.readers.answers.translations import translation_in

_READ_ELSEWHERE = frozenset(
    {
        "Code",
        "Message",
        "Status",
        "AWSAccessKeyId",
        "SignatureProvided",
        "StringToSign",
        "StringToSignBytes",
        "CanonicalRequest",
        "CanonicalRequestBytes",
    }
)
_PASTE = (
    "AWS's answer: its body in JSON or XML, with the head if there is one, or the exception or log line that quotes it"
)
_named_token = re.compile(r"(token(?:\\*['\"])?\s{0,3}[:=]\s{0,3})([^\s&•]+)", re.IGNORECASE)
_long_word = re.compile(r"[A-Za-z0-9+/=%_-]{128,}")  # as long as a token; no hash is


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What AWS's answer says; None for what it does not say, or what was not pasted.

    AWS repeats what was signed, the session token too, and so do ``message`` and ``canonical_request``. The repr
    masks it.
    """

    form: AnswerForm
    """How the answer carried its words."""
    code: str | None
    """The error code, such as ``InvalidSignatureException``."""
    status: int | None
    """The HTTP status."""
    message: str | None
    """AWS's words, without the escapes of what carried them."""
    canonical_request: str | None
    """The server's canonical request; ``complete`` tells how much of it."""
    string_to_sign: str | None
    """The server's string to sign."""
    complete: Completeness
    """Whether the canonical request is whole, and proven to be."""
    access_key_id: str | None
    """The key that the request named, where the answer repeats it."""
    signature_provided: str | None
    """The signature that arrived, where the answer repeats it."""
    scope: tuple[ToldElement, ...]
    """The wrong elements of the credential scope, with what was expected where the answer tells."""
    times: ToldTimes | None
    """The request's and the server's time."""
    details: tuple[tuple[str, str], ...]
    """Further fields of the answer, by name."""

    @property
    def is_success(self) -> bool:
        """Whether AWS did what was asked: 2xx or 304, and no error in the body, which S3 may send with a 200."""
        is_refused = bool(self.code) or bool(self.message and is_telling(self.message))
        return not is_refused and self.status is not None and (200 <= self.status < 300 or self.status == 304)

    def detail(self, name: str) -> str | None:
        """Return one of the further fields; None when the answer has none of that name."""
        return dict(self.details).get(name)

    def __repr__(self) -> str:
        shown = {"form": self.form.name, "code": self.code, "status": self.status, "complete": self.complete.name}
        texts = {"message": self.message, "canonical_request": self.canonical_request}
        shown |= {name: None if text is None else _masked(text) for name, text in texts.items()}
        parts = [f"{name}={value!r}" for name, value in shown.items() if value is not None]
        return f"Answer({', '.join([*parts, *(name for name, _ in self.details)])})"


def parse_answer(text: str | bytes) -> Answer:
    r"""Read AWS's answer to a refused request: JSON, XML, an SDK's exception, a log line, the output of ``curl -v``.

    Escapes, quote marks, time stamps before each line and lost newlines are undone as far as that can be done; the
    hash in the string to sign proves the canonical request. At most 256 KiB around the words of an answer are read.

    Raises UnreadableText when nothing in the text is an answer's; what was pasted is not shown.

    >>> head = "HTTP/1.1 403 Forbidden\nx-amzn-ErrorType: ForbiddenException\n\n"
    >>> answer = parse_answer(head + '{"message":"Forbidden"}')
    >>> answer.status, answer.code, answer.message
    (403, 'ForbiddenException', 'Forbidden')
    """
    plain = pasted_text(text)
    answer = _answer(plain, read(plain))
    says = (answer.code, answer.status, answer.message, answer.canonical_request, answer.string_to_sign)
    if not any(says) and answer.form is AnswerForm.TEXT:
        raise UnreadableText("answer", f"{len(text)} {_unit(text)} without any words of an answer", _PASTE)
    return answer


def _answer(plain: str, reading: ReadAnswer) -> Answer:
    fields = {name: whole_characters(value) for name, value in reading.fields.items()}
    # What is proven counts: a reading may have taken off one layer in the wrong way.
    both = [server_strings(fields, text) for text in dict.fromkeys([reading.text or plain, plain])]
    told = next((strings for strings in both if strings.complete is Completeness.PROVEN), both[0])
    message = _message(reading, fields, told)
    code = code_word(fields.get("Code")) or named_code(plain)
    translated = translation_in(plain) if not (message and sentence_in(message)) else None
    if translated is not None and code in (None, translated.code):
        message, code = translated.sentence, translated.code
    words = message or ""
    return Answer(
        form=reading.form,
        code=code,
        status=named_status(plain) or status_number(fields),
        message=message,
        canonical_request=told.canonical_request,
        string_to_sign=told.string_to_sign,
        complete=told.complete,
        access_key_id=fields.get("AWSAccessKeyId") or _named_key(words),
        signature_provided=fields.get("SignatureProvided"),
        scope=told_about_the_scope(words, fields),
        times=told_times(words, fields, date_header(plain)),
        details=tuple([(name, value) for name, value in fields.items() if name not in _READ_ELSEWHERE]),
    )


def _message(reading: ReadAnswer, fields: Mapping[str, str], told: ServerStrings) -> str | None:
    """Return the message as its carrier has it; one that lost its form is put together again."""
    if fields.get("Message") and (reading.form is not AnswerForm.TEXT or not any(quoted_strings(reading.text))):
        return fields["Message"]
    sentence = sentence_of_code(reading.text) or sentence_in(reading.text)
    is_exact = told.complete in {Completeness.PROVEN, Completeness.WHOLE}
    if sentence and is_exact and told.canonical_request and told.string_to_sign and any(quoted_strings(reading.text)):
        return whole_message(sentence, told.canonical_request, told.string_to_sign)
    return sentence


def _named_key(message: str) -> str | None:
    found = re.search(r"Credential=([A-Za-z0-9]{4,128})/", message)
    return found[1] if found else None


def _masked(text: str) -> str:
    """Mask tokens in lines of their own, those that lost their lines, and those whose name was damaged."""
    text = _named_token.sub(lambda found: found[1] + masked(found[2]), masked_lines(text))
    return _long_word.sub(lambda found: masked(found[0]), text)


def _unit(text: str | bytes) -> str:
    return "characters" if isinstance(text, str) else "bytes"
