"""The canonical request, string to sign and signature in a client's log, by the words that stand above them.

Known are botocore ("CanonicalRequest:"), the AWS SDKs for Go ("---[ CANONICAL STRING ]---") and Java ("AWS4 Canonical
Request:"), awscurl ("CANONICAL REQUEST = "), and what is written alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sigv4_explain.masking import fields_alone

_label = re.compile(
    r"""\b(?:
      (?P<canonical_request>canonical[ _-]?(?:request|string))[ \]]*(?:-{3,}|[:=])
    | (?P<string_to_sign>string[ _-]?to[ _-]?sign)[ \]]*(?:-{3,}|[:=])
    | (?P<signature>(?<![-\w])signature):(?=\s*[0-9a-f]{64}\b)
    )[\s'"\[]*""",
    re.IGNORECASE | re.VERBOSE,
)
# A canonical request ends with the hash of its payload, a string to sign with the hash of the canonical request.
_last_line = re.compile(r"^(?:[0-9a-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+)(?![^\s'\"\]])", re.MULTILINE)
_next_record = re.compile(r"^(?:---|\[?(?:DEBUG|INFO|WARN|ERROR)|\d{4}[-/]\d\d[-/]\d\d[ T])", re.MULTILINE)


class Block(NamedTuple):
    """One text that a client logged."""

    position: int
    name: str
    """``canonical_request``, ``string_to_sign`` or ``signature``."""
    text: str

    def __repr__(self) -> str:
        return fields_alone(self)


def blocks_in(log: str) -> Iterator[Block]:
    r"""Return each block of a log, in its order, with LF at the end of its lines.

    A block ends with its hash, else where the next entry of the log begins, else with the text.

    >>> [block.text for block in blocks_in("DEBUG StringToSign:\nAWS4-HMAC-SHA256\n…\nDEBUG Signature:\n" + 64 * "0")]
    ['AWS4-HMAC-SHA256\n…', '0000000000000000000000000000000000000000000000000000000000000000']
    """
    labels = list(_label.finditer(log))
    ends = [log.rfind("\n", label.end(), later.start()) + 1 for label, later in pairwise(labels)] + [len(log)]
    for label, end in zip(labels, ends, strict=False):
        text = _without_what_follows(log[label.end() : end].replace("\r\n", "\n"))
        if text:
            yield Block(label.start(), str(label.lastgroup), text)


def _without_what_follows(text: str) -> str:
    if found := _last_line.search(text):
        return text[: found.end()]
    found = _next_record.search(text, 1)
    return (text[: found.start()] if found else text).rstrip()
