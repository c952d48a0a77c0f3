"""The sentences of an answer: where a message begins and ends, and the two strings that it quotes."""

from __future__ import annotations

import re
from typing import NamedTuple

from sigv4_explain.capture.answers.views import views
from sigv4_explain.masking import fields_alone

_canonical_follows = re.compile(r"The\s+Canonical\s+String\s+for\s+this\s+request\s+should\s+have\s+been:?")
_string_to_sign_follows = re.compile(r"The\s+String-to-Sign\s+should\s+have\s+been:?")
_LONGEST_QUOTE = 65_536
_LONGEST_SENTENCE = 4_000

_message_start = re.compile(
    r"The request signature we calculated|Signature expired: |Signature not yet current: "
    r"|Credential should be scoped|Date in Credential scope|'Host' (?:or|must)|Date must be in ISO-8601"
    r"|Authorization header (?:requires|must)|Invalid key=value pair|'[^'\n]{0,200}' not a valid key=value"
    r"|Found both 'X-Amz|Unsupported AWS 'algorithm'|Credential must have exactly|AWS query-string parameters must"
    r"|(?:Request is m|M)issing Authentication Token|The security token included|User: \S{1,300} is not authorized"
    r"|The AWS Access Key Id you provided|The authorization header is malformed|The difference between the request"
    r"|Request has expired|There were headers present in the request|AWS authentication requires a valid"
    r"|Query-string authentication version 4|Error parsing the X-Amz|X-Amz-Expires (?:must|should)|X-Amz-Date must"
    r"|The provided 'x-amz-content-sha256'|The authorization mechanism you have|Missing required header for this"
    r"|The provided token (?:has|is)|(?<=operation: )\S|Access Denied"
)
_message_end = re.compile(
    r"(?=\s*(?:The\s+(?:Canonical\s+String|String-to-Sign)|\\+[nr]|\n|\(Service: |,? ?[Ss]tatus [Cc]ode: "
    r"|\\*\"\s*[,}\]]|</|&lt;/|'\s*(?:,\s*['\n]|[}\n])|\(RequestId|$))"
)


class QuotedStrings(NamedTuple):
    """The two strings of a mismatch as they were pasted, disguises and all; empty when they are not there."""

    canonical_request: str
    string_to_sign: str

    def __repr__(self) -> str:
        return fields_alone(self)


def quoted_strings(text: str) -> QuotedStrings:
    """Return what stands after AWS's two announcements.

    >>> quoted_strings("The String-to-Sign should have been 'AWS4'").string_to_sign
    " 'AWS4'"
    """
    canonical = _canonical_follows.search(text)
    start = canonical.end() if canonical else 0
    to_sign = _string_to_sign_follows.search(text, start)
    rest = text[to_sign.end() : to_sign.end() + _LONGEST_QUOTE] if to_sign else ""
    end = min(to_sign.start() if to_sign else len(text), start + _LONGEST_QUOTE)
    return QuotedStrings(text[start:end] if canonical else "", rest)


def sentence_in(text: str) -> str | None:
    """Return the first sentence of AWS's in a text, to the end of its line or of what quotes it.

    >>> sentence_in("[1] ERROR Missing Authentication Token (Service: Lambda, Status Code: 403)")
    'Missing Authentication Token'
    """
    start = _message_start.search(text)
    if not start:
        return None
    part = text[start.start() : start.start() + _LONGEST_SENTENCE]
    end = _message_end.search(part)
    sentence = part[: end.start()] if end else part
    return list(views(sentence))[-1]


def whole_message(sentence: str, canonical_request: str, string_to_sign: str) -> str:
    """Put a mismatch's message together again as AWS writes it: quotes hug the texts, and a newline comes last.

    Source: https://github.com/aws-samples/sigv4-signing-examples/pull/14
    """
    return (
        f"{sentence}\n\nThe Canonical String for this request should have been\n'{canonical_request}'\n\n"
        f"The String-to-Sign should have been\n'{string_to_sign}'\n"
    )
