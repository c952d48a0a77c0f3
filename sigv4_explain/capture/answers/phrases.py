"""Code, status and Date where a head of HTTP or an SDK's exception names them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CODES = (
    r"(?im)^[< \t]{0,20}x-amzn-errortype:\s*([A-Za-z]\w{2,80})",
    r"An error occurred \((\w{3,80})\) when calling",
    r"Error Code: ?(\w{3,80})",
    r"api error (\w{3,80}):",
    r"Aws::\w{1,40}::Errors::(\w{3,80})",
    r"\b(\w{3,80}) \((?:client|server)\):",
    r"(?m)(?:^|[\s\[{.(])([A-Z]\w{2,80}): (?:The |Signature |Credential |Missing |Request |User: |Access D|Date |'Ho)",
)
"""HTTP, botocore and the AWS CLI, Java, Go (new), Ruby, PHP; JavaScript, Go (old) and Java's class names."""

_KNOWN_CODES = re.compile(
    r"\b(SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature(?:Exception)?|InvalidAccessKeyId"
    r"|UnrecognizedClientException|InvalidClientTokenId|MissingAuthenticationToken(?:Exception)?"
    r"|AuthorizationHeaderMalformed|AuthorizationQueryParametersError|RequestTimeTooSkewed|RequestExpired"
    r"|XAmzContentSHA256Mismatch|ExpiredToken(?:Exception)?|AccessDenied(?:Exception)?)\b"
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
    found = next(filter(None, (re.search(pattern, text) for pattern in _CODES)), None) or _KNOWN_CODES.search(text)
    return found[1] if found else None


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
