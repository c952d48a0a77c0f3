"""An answer, with the request that it is about if that is known."""

from __future__ import annotations

import re
from typing import NamedTuple

from sigv4_explain.capture.answers import Answer
from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.looking.desk import Desk

_LONGEST_QUOTE = 240


class Heard(NamedTuple):
    """What there is to hear."""

    evidence: Evidence
    answer: Answer
    desk: Desk | None

    @property
    def words(self) -> str:
        """Everything that the answer says in sentences; Google has a second one."""
        return "\n".join(filter(None, (self.answer.message, self.answer.detail("Details"))))

    @property
    def code(self) -> str:
        """The error code without the ending that some services put on."""
        return (self.answer.code or "").removesuffix("Exception")

    @property
    def refuses(self) -> bool:
        """Whether the answer is a refusal at all."""
        status = self.answer.status
        return bool(self.answer.code) or status is None or status >= 400

    @property
    def is_mismatch(self) -> bool:
        """Whether the server got as far as computing the signature, and found another one."""
        shows = self.answer.canonical_request or self.answer.string_to_sign
        return bool(shows) or "signature we calculated" in self.words or self.code == "SignatureDoesNotMatch"

    @property
    def access_key_id(self) -> str:
        """The key that the request named, as far as anybody tells."""
        own = self.desk.presented.access_key_id if self.desk else ""
        return own or self.answer.access_key_id or ""


def quoted(sentence: str) -> str:
    """Put AWS's words into a sentence of evidence, in one line and not too long.

    >>> quoted("Date must be  in ISO-8601.")
    'The answer says: Date must be in ISO-8601.'
    """
    line = re.sub(r"\s+", " ", sentence[: 2 * _LONGEST_QUOTE]).strip()
    shown = line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"
    return f"The answer says: {shown}{'' if shown.endswith(('.', '…')) else '.'}"
