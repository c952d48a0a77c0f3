"""The sentences of an answer, the strings that it quotes, its code, status and date, in a bearable size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sigv4_explain.errors import UnreadableText, describe
from sigv4_explain.masking import fields_alone
from sigv4_explain.readers.answers.disguises import views
from sigv4_explain.readers.building import dechunked

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
    r"|The provided token (?:has|is)|AWS was not able to validate|The Content-(?:MD5|SHA256) you specified"
    r"|Signature does not match|The X-Amz-Content-SHA256 you|WRONGPASS |NOAUTH |PAM authentication failed"
    r"|Authentication Credentials Invalid|Session too short|SASL authentication failed|Access denied for user '"
    r"|Invalid Argument: Credential|(?<=operation: )\S|Access Denied"
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
    """Return the first sentence of AWS's in a text, to the end of its line or of what quotes it, wraps undone.

    >>> sentence_in("[1] ERROR Missing Authentication Token (Service: Lambda, Status Code: 403)")
    'Missing Authentication Token'
    """
    sentence = _sentence_in(text)
    if "\n" in text:
        unwrapped = _sentence_in(_wrap.sub(" ", text))
        if unwrapped and (sentence is None or unwrapped.startswith(sentence)):
            return unwrapped
    return sentence


# A line of some length that ends without an end of a sentence, and goes on with a small letter; no stack, no field.
_wrap = re.compile(
    r"(?<=[^\n]{24})(?<=[\w,;'-])[ \t]?\n[>|#│ ]{0,8}(?=[a-z(][\w'’(),-]{0,20}[ .](?![ \t]*[:=]))"
    r"(?!at |in |from |by |[\w ]{0,20}[:=])"
)


def _sentence_in(text: str) -> str | None:
    start = _message_start.search(text)
    if not start:
        found = next(filter(None, (pattern.search(text) for pattern in _WRAPPED)), None)
        return found[1].strip() if found else None
    part = text[start.start() : start.start() + _LONGEST_SENTENCE]
    end = _message_end.search(part)
    sentence = part[: end.start()] if end else part
    return list(views(sentence))[-1]


_WRAPPED = (
    re.compile(r"api error \w{3,80}: ([^\n\"]{4,600})"),
    re.compile(r"(?<![^\n:(\"])[^\w\n:(\"]*+([^\n:(\"]{8,600}) \(Service: [\w ]{1,60}[;,] Status Code: [1-5]\d\d"),
    re.compile(
        r"(?<![^\n(\"])(?:[^\n(\"A-Z]|(?<=\w)[A-Z])*+([A-Z][^\n(\"]{8,600}) \(Aws::\w{1,40}::Errors::\w{3,80}\)"
    ),
    re.compile(r"(?m)^[ \t]*Error message: ([^\n]{4,600})$"),
    re.compile(r"\bcode = \w{3,80}, message = ([^\n]{4,600}?)(?:, bucketName|, \w+ = |\)|$)"),
    re.compile(
        r"(?m)^[A-Z]\w{3,60}(?:Exception|Error|Malformed|Failure|Mismatch|Digest|Skewed|Match|Denied|Id|Token): "
        r"([A-Z][^\n]{8,600})$"
    ),
    re.compile(r"S3 error: [1-5]\d\d \(\w{3,80}\): ([^\n]{4,600})"),
)
"""The sentence that a client quotes, where no server is known to say it."""


def is_telling(message: str) -> bool:
    """Tell whether a message is a sentence that a server is known to say of a signature.

    >>> is_telling("Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z"), is_telling("Hello")
    (True, False)
    """
    return bool(_message_start.search(message))


def whole_message(sentence: str, canonical_request: str, string_to_sign: str) -> str:
    """Put a mismatch's message together again as AWS writes it: quotes hug the texts, and a newline comes last.

    Source: https://github.com/aws-samples/sigv4-signing-examples/pull/14
    """
    return (
        f"{sentence}\n\nThe Canonical String for this request should have been\n'{canonical_request}'\n\n"
        f"The String-to-Sign should have been\n'{string_to_sign}'\n"
    )


_NO_CODE = (
    r"(?!(?:Error|Fatal|Warning|Exception|Message|Reason|Cause|Note|Response|Request|Answer"
    r"|(?:Get|Put|Head|List|Create)[A-Z]\w*"
    r"|\w*(?:S3|Service|Client|Runtime|Sdk)Exception|\w*ClientError|\w*HTTPError|RuntimeError)\b)"
)
_BEGINNINGS = "(?:The |Signature |Credential |Missing |Request |User: |Access D|Date |'Ho)"
_CODES = (
    r"(?im)^[< \t]{0,20}x-amzn-errortype:\s*([A-Za-z]\w{2,80})",
    r"An error occurred \((\w{3,80})\) when calling",
    r"Error Code: ?(\w{3,80})",
    r"api error (\w{3,80}):",
    r"Aws::\w{1,40}::Errors::(\w{3,80})",
    r"\b(\w{3,80}) \((?:client|server)\):",
    r"Exception name: ?(\w{3,80})",
    r"S3 error: [1-5]\d\d \((\w{3,80})\)",
    r"\bcode = (\w{3,80}), message =",
    r"(?m)^[ \t]*code:[ \t]*['\"]?([A-Z]\w{4,80})['\"]?,?[ \t]*$",
    rf"(?m)(?:^|[\s\[{{.(\"]){_NO_CODE}([A-Z]\w{{2,80}}): {_BEGINNINGS}",
)
"""HTTP, botocore and the AWS CLI, Java, Go (new), Ruby, PHP; JavaScript, Go (old) and Java's class names."""

_KNOWN_CODES = re.compile(
    r"\b(SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature(?:Exception)?|InvalidAccessKeyId"
    r"|UnrecognizedClientException|InvalidClientTokenId|MissingAuthenticationToken(?:Exception)?"
    r"|AuthorizationHeaderMalformed|AuthorizationQueryParametersError|RequestTimeTooSkewed|RequestExpired"
    r"|XAmzContentSHA256Mismatch|ExpiredToken(?:Exception)?|AuthFailure|BadDigest|AccessDenied(?:Exception)?)\b"
)

_STATUSES = (
    r"HTTP/[0-9](?:\.[0-9])? ([1-5][0-9]{2})\b",
    r"(?i)\b(?:http)?status[ _]?code['\"]?\s{0,3}[:=]\s{0,3}['\"]?([1-5][0-9]{2})\b",
    r"\b([45][0-9]{2}) (?:Forbidden|Bad Request|Unauthorized|Not Found|Too Many Requests)",
)

_date = re.compile(r"(?im)^[< \t]{0,20}date:[ \t]*([^\n]{10,40})$")


def named_code(text: str) -> str | None:
    """Return the error code that a header or an SDK names.

    >>> named_code("An error occurred (AccessDenied) when calling the GetObject operation: Access Denied")
    'AccessDenied'
    """
    found = _named(text) or _KNOWN_CODES.search(text)
    return found[1] if found else None


def _named(text: str) -> re.Match[str] | None:
    return next(filter(None, (re.search(pattern, text) for pattern in _CODES)), None)


def sentence_of_code(text: str) -> str | None:
    r"""Return the sentence in the line of the code that an SDK names: another may be of another day, or of a manual.

    >>> before, now = "Before: Signature expired.", "An error occurred (AccessDenied) when calling X: Access Denied"
    >>> sentence_of_code(f"{before}\n{now}")
    'Access Denied'
    """
    code = _named(text)
    rest = text[code.start() :] if code else ""
    start = _message_start.search(rest)
    return sentence_in(rest) if start and "\n" not in rest[: start.start()] else None


def named_status(text: str) -> int | None:
    """Return the HTTP status that a status line or an SDK names: the last, as ``100 Continue`` comes first.

    >>> named_status("(Service: S3, Status Code: 403, Request ID: 0)")
    403
    """
    for pattern in _STATUSES:
        numbers = re.findall(pattern, text)
        if numbers:
            return int(numbers[-1])
    return None


def date_header(text: str) -> str | None:
    """Return the Date of an answer that was pasted with its head."""
    answer = re.search(r"HTTP/[0-9](?:\.[0-9])? [1-5][0-9]{2}\b", text)
    found = _date.search(text, answer.start()) if answer else None
    return found[1].strip() if found else None


def code_word(code: str | None) -> str | None:
    """Return a code without the namespace before it and the address after it.

    >>> code_word("com.amazon.coral.service#InvalidSignatureException"), code_word("AccessDeniedException:http://h/")
    ('InvalidSignatureException', 'AccessDeniedException')
    """
    found = re.fullmatch(r"(?:[\w.]{1,120}#)?([A-Za-z][\w.-]{1,100})(?::.{0,300})?", code or "")
    return found[1] if found else None


def status_number(fields: Mapping[str, str]) -> int | None:
    """Return the status among the fields if it is one."""
    status = fields.get("Status", "")
    return int(status) if re.fullmatch("[1-5][0-9]{2}", status) else None


LONGEST = 262_144
"""Characters that are looked at. AWS's longest answers have some ten thousand."""

_chunked_head = re.compile(
    r"^transfer-encoding:[ \t]*chunked[ \t]*\r?\n(?:[^\r\n][^\n]*\n){0,64}\r?\n", re.IGNORECASE | re.MULTILINE
)

_LANDMARKS = (
    "Canonical String for this request",
    "CanonicalRequest",
    "String-to-Sign should",
    "StringToSign",
    "signature we calculated",
    "SignatureDoesNotMatch",
    "InvalidSignature",
    "Signature expired",
    "Signature not yet",
    "Credential should be scoped",
    "__type",
    "<Code>",
    "Error Code:",
    "api error",
    "An error occurred (",
    "message",
)


def pasted_text(pasted: str | bytes) -> str:
    """Return text without half characters, at most LONGEST of it: what stands around the words of an answer.

    Bytes are read as UTF-8, or as UTF-16 when they begin with its mark. Raises UnreadableText for another type.

    >>> pasted_text(b'{"message":"Forbidden"}')
    '{"message":"Forbidden"}'
    """
    if isinstance(pasted, (bytes, bytearray)):
        has_utf_16_mark = pasted[:2] in (b"\xff\xfe", b"\xfe\xff")
        pasted = bytes(pasted).decode("utf-16" if has_utf_16_mark else "utf-8-sig", "replace")
    if not isinstance(pasted, str):
        raise UnreadableText("answer", describe(pasted), "AWS's answer as str or bytes")
    text = _out_of_chunks(whole_characters(_around_the_landmark(pasted)))
    return text.replace("\r\n", "\n") if "\n" in text else text.replace("\r", "\n")


def _out_of_chunks(text: str) -> str:
    """Take the body of raw HTTP out of its chunks, which may cut an answer anywhere."""
    head = _chunked_head.search(text)
    body = dechunked(text[head.end() :].encode()) if head else None
    return text if head is None or body is None else text[: head.end()] + body.decode(errors="replace")


def whole_characters(text: str) -> str:
    """Return text in which each half of a surrogate pair that lost the other is a replacement mark."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _around_the_landmark(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    found = (text.find(landmark) for landmark in _LANDMARKS)
    place = next((place for place in found if place >= 0), 0)
    start = max(0, place - LONGEST // 4)
    return text[start : start + LONGEST]
