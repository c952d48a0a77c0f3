"""What a line of a paste is by itself: code, no code, or something that stands in both."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from sigv4_explain.texts import records


class LineKind(Enum):
    """What a line is by itself."""

    CODE = "a statement, a definition, or a part of one that nothing else has"
    OPEN = "in code, but elsewhere too: a bracket, a comment, an indented line, a blank one"
    OTHER = "no code"


class FormKind(Enum):
    """What a form of a line tells."""

    STATEMENT = "statement"
    NEVER = "never"
    """It is no code, whatever stands around it."""
    FOREIGN = "foreign"
    """It is no code, unless it is a statement."""
    BLOCK = "block"
    """It may belong to the code that follows."""


@dataclass(frozen=True, slots=True)
class LineForms:
    """Some forms that a line may have."""

    name: str
    kind: FormKind
    forms: tuple[str, ...]
    """Patterns that match at its beginning, behind blanks."""


LINE_FORMS = tuple(records("sigv4_explain.doctor.code", "lines.toml", LineForms, "name").values())
"""Every form."""

_LONGEST = 400  # characters of a line that are looked at
_WORDS = {
    "name": r"[$@%&*]?[A-Za-z_][\w$]*(?:(?:\.|->|::|\?\.)[$@]?\w+|\[[^\]\n]{0,60}\])*",
    "keyword": (
        r"(?:export|public|private|protected|internal|static|final|readonly|const|let|var|val|auto|my|local|our|dim|"
        r"string|String|byte\[\]|Byte\[\]|int|long|bool|boolean|char|double|uint8_t|unsigned char|std::string|QString|"
        r"QByteArray|NSString|NSData|NSMutableString|Blob|Datetime|Date|DateTime|HttpRequest|HttpRequestMessage|Http|"
        r"URL|Data|TBytes|object|dynamic|def|declare|mutable|lateinit|override|constexpr)"
    ),
    "quote": "[\"'`]",
}
"""What many patterns have in common, by the name that stands between ⟨ and ⟩."""


def _filled(pattern: str) -> str:
    return re.sub("⟨(\\w+)⟩", lambda found: _WORDS[found[1]], pattern)


def _matches(*kinds: FormKind) -> Callable[[str], re.Match[str] | None]:
    forms = [form for one in LINE_FORMS if one.kind in kinds for form in one.forms]
    prompt = r"(?:>>> |\.\.\. |In \[\d+\]: )?" if FormKind.STATEMENT in kinds else ""
    return re.compile(rf"\s*+{prompt}(?:{_filled('|'.join(forms))})").match


_is_of_a_block = _matches(FormKind.BLOCK)
_is_statement = _matches(FormKind.STATEMENT)
_is_never_code = _matches(FormKind.NEVER)
_is_foreign = _matches(FormKind.FOREIGN)
_is_declared = re.compile(_filled(r"\s*⟨keyword⟩\s+[$@]?\w+(?:\s*:\s*[\w<>]+)?\s*:?=")).match
_is_long_enough = re.compile(r"\w+\W+\w+|\(\)\s*\{").search
_names_a_text = re.compile(r"AWS4|aws4_request|SignedHeaders|x-amz-date", re.IGNORECASE).search
_puts_together = re.compile(
    _filled(
        r"⟨quote⟩\s*(?:\.\.|\|\||[+&])\s*[$@\w(\[]|⟨quote⟩\s?\.\s?(?:\$|\w+\()|[\w)\]]\s*(?:\.\.|\|\||\s[+&])\s*@?⟨quote⟩|"
        r"\$[\w>-]+\s?\.\s?⟨quote⟩|\)\.⟨quote⟩|\$\{|\$\w|#\{|\\\(|:=|<-|"
        r"\w\(\s*@?⟨quote⟩[^\"'`\n]*(?:AWS4|aws4_request|SignedHeaders|x-amz-date)|⟨quote⟩\s*#1[03]"
    )
).search
_is_a_text_alone = re.compile(  # a repr, or the value of something dumped
    r"\s*(?:[\w ]{1,40}\s*[:=]\s*)?[bu]?(?:'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\")\s*[+,]?\s*$"
).match
_has_a_hole = re.compile(r"[\"`][^'\n]*(?:\$\{|\$[A-Za-z_]|#\{|\\\()").search


def kind_of(line: str) -> LineKind:
    """Return what a line is by itself."""
    line = line[:_LONGEST].strip()
    if not line:
        return LineKind.OPEN
    alone = bool(_is_a_text_alone(line))
    if _is_never_code(line) or (alone and "\\n" in line and not _has_a_hole(line)):
        return LineKind.OTHER
    if _is_statement(line) and _is_long_enough(line) and (not alone or _is_declared(line)):
        return LineKind.CODE
    if _names_a_text(line) and _puts_together(line) and not line.lstrip().startswith(("* ", "- ")):
        return LineKind.CODE
    return LineKind.OTHER if _is_foreign(line) else LineKind.OPEN


def is_of_a_block(line: str) -> bool:
    """Tell whether a line may belong to the code that follows it."""
    return bool(_is_of_a_block(line[:_LONGEST].strip()))


def is_code_line(line: str) -> bool:
    r"""Tell whether a line is source code: a statement, or a text of a signature that is still to be put together.

    >>> [is_code_line(line) for line in ('$sts = "AWS4-HMAC-SHA256\\n".$date."\\n";', "AWS4-HMAC-SHA256")]
    [True, False]
    """
    return kind_of(line) is LineKind.CODE
