"""Source code in a paste: where it stands, in which language it is, and which library signs in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from sigv4_explain.doctor.code.languages import LANGUAGES, language_of
from sigv4_explain.texts import records


@dataclass(frozen=True, slots=True)
class SigningLibrary:
    """A library that signs what a program sends."""

    name: str
    used: str
    """The pattern by which a program is known that uses it."""


class Passage(NamedTuple):
    """Some whole lines of a text."""

    start: int
    """The first character, from 0."""
    end: int
    """The character after the last."""


@dataclass(frozen=True, slots=True, repr=False)
class SourceCode:
    """The source code in a paste. It may hold a secret: its repr tells the language alone."""

    text: str
    """The paste, with blanks for all that is no code: its lines have the numbers that they have in the paste."""
    language: str | None
    """The name of the language, a key of ``LANGUAGES``."""
    passages: tuple[Passage, ...]
    """Where the code stands in the paste."""
    libraries: tuple[str, ...]
    """The libraries that sign in it: its requests are signed when it runs."""

    def __repr__(self) -> str:
        return f"<SourceCode: {self.language or 'of an unknown language'}>"


_Run = tuple[int, int, str]


class LineKind(Enum):
    """What a line is by itself."""

    CODE = "a statement, a definition, or a part of one that nothing else has"
    OPEN = "in code, but elsewhere too: a bracket, a comment, an indented line, a blank one"
    OTHER = "no code"


LIBRARIES = tuple(records("sigv4_explain.doctor.code", "libraries.toml", SigningLibrary, "name").values())
"""The libraries that sign, the closest to the request first."""

_LONGEST = 131_072  # characters of a paste that are searched: nobody pastes a program of more
_LONGEST_LINE, _MOST_TESTED, _WIDEST_GAP = 1_000, 16_384, 40
_WORD = r"[$@%&*]?[A-Za-z_][\w$]*(?:(?:\.|->|::|\?\.)[$@]?\w+|\[[^\]\n]{0,60}\])*"
_KEYWORD = (
    r"(?:export|public|private|protected|internal|static|final|readonly|const|let|var|val|auto|my|local|our|dim|"
    r"string|String|byte\[\]|Byte\[\]|int|long|bool|boolean|char|double|uint8_t|unsigned char|std::string|QString|"
    r"QByteArray|NSString|NSData|NSMutableString|Blob|Datetime|Date|DateTime|HttpRequest|HttpRequestMessage|Http|URL|"
    r"Data|TBytes|object|dynamic|def|declare|mutable|lateinit|override|constexpr)"
)
_STATEMENTS = (
    # a declaration, with its value or its type
    rf"(?:{_KEYWORD}(?:<[^>\n]*>|\[\]|\*|\?)?\s+){{1,4}}(?:mut\s+)?[*&$@%({{\[]{{0,2}}\w+[\w, \])}}]{{0,60}}"
    r"(?:\s*:\s*[\w\[\]<>?.&, ]+)?\s*(?::?=(?!=)|<-)",
    r"(?i:dim\s+\w+(?:\([^)\n]*\))?\s+as\s|declare\s+@\w|set\s+@?\w+\s*=\s*\S)",
    # a definition
    r"(?:export\s+|default\s+|public\s+|private\s+|protected\s+|internal\s+|static\s+|final\s+|async\s+|virtual\s+|"
    r"override\s+|local\s+|inline\s+|pub\s+|unsafe\s+|shared\s+){0,5}(?:function\*?|func|fun|fn|def|defp|sub|procedure|void|"
    r"string|String|byte\[\]|Byte\[\]|int|bool|boolean|Task<[^>\n]*>|Future<[^>\n]*>|Data|Blob|NSString ?\*|"
    r"unsigned char ?\*|static|std::string)\s+[\w.:<>\[\]*?!]{1,80}\s?\((?:[^\n]*(?:[){,:(]|->.*|=))?\s*$",
    r"(?:public|private|protected|internal|export|static|final|abstract|sealed|global|data|\s)*(?:class|interface|"
    r"struct|object|namespace|module|unit|defmodule)\s+[\w.:<>]+(?:\s[^\n]*)?[{;]\s*$",
    r"(?i:end\s+(?:sub|function|if|with|class)\s*$|option\s+explicit)",
    r"(?:sub\s+\w+\s*\{|defp?\s+[\w.?!]+.*\bdo$|def\s+[\w.?!]+\s*$|\w+\s*\(\)\s*\{\s*$|function\s+\w[\w-]*\s*[({]|"
    r"[-+]\s*\(\w+\s*\*?\)\s*\w+)",
    # what is brought in
    r"import\s+(?:\{[^}\n]*\}\s+from\b|\*\s|[\w.$]+(?:\.\*|\._)?\s*;?\s*$|[\w.]+(?:,\s*[\w.]+)+\s*$|[\w.]+\s+as\s|"
    r"[\w.]+\.\{|['\"]|static\s|qualified\s|\w+(?:,\s*\{[^}\n]*\})?\s+from\s+['\"])",
    r"from\s+[\w.]+\s+import\s|#\s*include\s*[<\"]|#import\s*[<\"]|@?using\s+(?:static\s+|namespace\s+)?[\w.:]+\s*;|"
    r"use\s+[\w\\:]+(?:::\{[^}\n]*\}|::\*|\s+as\s\w+|\s+qw.*|\s+['\"(].*)?\s*;|require(?:_once|_relative)?\s*\(?\s*['\"]|"
    r"package\s+[\w.]+\s*;?\s*$|library\(\w|Imports\s+[\w.]+\s*$|uses\s+[\w., ]+;|<\?php|</?cf\w+|#!\s*/",
    # an assignment of what has to be computed
    rf"{_WORD}\s*(?::=|\|\|=|[+.&]?=(?![=>]))\s*(?:await\s+|new\s+|yield\s+|[&:!-]|\(+)?(?:\[[\w.]+\]::?)?{_WORD}\(",
    rf"{_WORD}\s*(?::=|[+.&]?=(?![=>]))\s*(?:[^\n'\"`]{{0,200}}|['\"`][^\n]*['\"`])\s*(?:\s[+&]|\.\.|\|\|)\s*(?:$|['\"`$@\w(#])",
    rf"{_WORD}\s*(?::=|[+.&]?=(?![=>]))\s*(?:new\s+\w|function\b|async\b|await\s|lambda\b|f['\"]|b['\"]|[@$]\"|`[^`\n]*(?:$|\$\{{)|"
    r"\"[^\"\n]*\\\(|\"[^\"\n]*#\{|\[System|\$\(|u8?\"|bytes\()",
    rf"{_WORD}\s*(?::=|[+.&]=|=(?![=>]))\s*[^\n]*;\s*(?://[^\n]*|#[^\n]*|\{{[^}}\n]*\}})?$",
    rf"(?:{_WORD}\s*<-|{_WORD}\s*:=)\s*\S",
    r"\$\w+(?:\[[^\]\n]*\]|->\w+)*\s*\.?=\s*(?!=)\S",
    r"(?:local\s+)?\w+=(?:\"[^\"\n]*\$\{?\w[^\n]*\"|\"?\$\(.*|`[^`\n]+`|\$')",
    # a call
    rf"(?:await\s+|return\s+|yield\s+|echo\s+|throw\s+|await\s+|\(void\)\s*|my\s+)?(?:new\s+)?{_WORD}\([^\n]*(?:\)\s*;?|;|[{{(\[,])\s*(?://[^\n]*|#[^\n]*)?$",
    r"(?:new\s+\w[\w.]*[({]|await\s+\w)[^\n]*$",
    r"return\s+[^\n]*(?:;|\)|\$\w+|['\"`]\s*[+.]\s*\w+)\s*$|return\s+\w+\s*$",
    r"(?:puts|echo|print|printf|Write-Host|Debug\.Print|PRINT|println)\s+[\"'$@#`]",
    r"\[\w+ \w+(?::[^\n]*)?\];|\[[\w.]+\]::\w+|\|>\s|openssl\s+(?:dgst|sha256)|printf\s+['\"]?%|SELECT\s+@|EXEC\s+\w|-module",
    # control
    r"(?:\}\s*)?(?:if|else\s+if|elseif|elif|for|foreach|while|switch|catch|unless|using|lock)\s*\([^\n]*\)\s*(?:\{[^\n]*|:|then)?\s*$",
    r"(?:for\s+[\w, $&]+\s+(?:in|:=)\s[^\n]*(?::|\{|do)|if\s+[^\n]*(?:\s(?:is|in|not|==|!=)\s[^\n]*:|;\s*then|\{)|"
    r"with\s+\w[\w.]*\([^\n]*:|try\s*[:{]|except\b[^\n]*:|else\s*[:{]|finally\s*[:{]|do\s*\{|guard\s+let\b[^\n]*|if\s+__name__[^\n]*)\s*$",
    r"\}\s*else\b[^\n]*|\}\s*catch\b[^\n]*|\}\)\s*;?\s*$|\}\s*\)\s*\(?\)?\s*;\s*$|module\.exports\b|exports\.\w+\s*=",
)
_is_statement = re.compile(r"[ \t]*(?:>>> |\.\.\. |In \[\d+\]: )?(?:" + "|".join(_STATEMENTS) + ")").match
_QUOTE = "[\"'`]"
_around_a_text = re.compile(
    rf"(?:{_QUOTE}\s*(?:\.\.|\|\||[+&])\s*[$@\w(\[]|{_QUOTE}\s?\.\s?(?:\$|\w+\()|[\w)\]]\s*(?:\.\.|\|\||\s[+&])\s*@?{_QUOTE}|"
    rf"\$[\w>-]+\s?\.\s?{_QUOTE}|\)\.{_QUOTE}|\$\{{|\$\w|#\{{|\\\(|:=|\w\(\s*@?{_QUOTE}|<-|{_QUOTE}\s*#1[03])"
)
_words_of_signing = re.compile(r"AWS4|aws4_request|SignedHeaders|x-amz-date", re.IGNORECASE)
_is_printed = re.compile(  # a text alone in quotes: a repr, or the value of something dumped
    r"\s*(?:[\w ]{1,40}\s*[:=]\s*)?[bu]?(?:'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\")\s*[+,]?\s*$"
).match
_has_a_hole = re.compile(r"[\"`][^'\n]*(?:\$\{|\$[A-Za-z_]|#\{|\\\()").search
_never = re.compile(  # what is no code, whatever stands around it
    r"\s*(?:\d|\|\s|-\s(?!\()|#{2,6}\s|<(?!\?php|/?cf|\w+ \w+[:\]])|\{\s*\"|\[(?:DEBUG|INFO|WARN|ERROR|TRACE|\d)|at\s+[\w.$<>]+[(:]|"
    r"File \"|Traceback|Caused by|Exception\b|(?:string|int|bool|array|float|object|NULL)\(\d*|curl\s|export\s+\w+=|set\s+\w+=|"
    r"\$env:\w+\s*=\s*['\"]|\$ |[A-Z]\w*(?:Error|Exception)\b|(?:GET|PUT|POST|HEAD|DELETE|PATCH)\s+[/h]|HTTP/\d|declare -|Array\s*$|"
    r"(?:resource|provider|variable|module|data|terraform)\s+\"|(?:DEBUG|INFO|WARN|ERROR|TRACE)\b|AWS_\w+=|"
    r"\"?(?:message|Message|__type|Code|errorMessage|errorType|RequestId|requestId|statusCode)\"\s*:)"
).match
_is_declared = re.compile(rf"\s*{_KEYWORD}\s+[$@]?\w+(?:\s*:\s*[\w<>]+)?\s*:?=").match
_is_foreign = re.compile(  # what is no code unless a statement has it
    r"\s*(?:AWS4-HMAC-SHA256\s*$|[0-9a-f]{64}\b|/(?![/*])\S*\s*$|(?:GET|PUT|POST|HEAD|DELETE|PATCH)\s*$|[a-z0-9-]+(?:;[a-z0-9-]+)+\s*$|"
    r"(?:[A-Z][\w-]*|[a-z]+-[\w-]+):\s*[^\n]*[^\s,{(\[+;]\s*$|(?:host|date|accept|authorization|connection):\s?[^'\"\n]*\.(?:com|cn|aws|net|io|org)(?::\d+)?\s*$|"
    r"(?:[A-Za-z][A-Za-z'’-]*,?\s+){3,}[A-Za-z'’-]+\s?[.:?!,]*\s*$|[^\x00-\x7f\n]{4}|[A-Z][a-z']+ [^=;{}\[\]$\n]{20,}[.:?!]\s*$)"
).match
_is_of_a_block = re.compile(r"\s*(?:$|(?:const|let|var|val|my|local|string|String|final)\s|[\"']?[$@\w.\[\]\"'-]+\s*(?::|=>|:?=)\s*\S|[\W_]+$|//|#|/\*|--)").match
_is_traced = re.compile(r'\s*File "[^"\n]*", line \d+').match
_fence = re.compile(r"[ \t]*(?:```|~~~)[ \t]*\{?\.?([\w#+.-]*)")
_OF_TEXTS = frozenset("json xml http html text txt yaml yml console log logs diff toml ini hcl terraform tf none".split())
_SHELLS = frozenset(("sh", "bash", "shell", "zsh"))
_signs_in_shell = re.compile(r"openssl|sha256sum|shasum|hmac|xxd|aws4_request", re.IGNORECASE)
_comment = re.compile(r"^[ \t]*(?://|#(?![ \t]*(?:include|import|!))|/\*|\*)[^\n]*", re.MULTILINE)
_is_long_enough = re.compile(r"\w+\W+\w+").search


def is_code_line(line: str) -> bool:
    r"""Tell whether a line is source code: a statement, or a text of a signature that is still to be put together.

    >>> [is_code_line(line) for line in ('$sts = "AWS4-HMAC-SHA256\\n".$date."\\n";', "AWS4-HMAC-SHA256")]
    [True, False]
    """
    return _kind_of(line[:_LONGEST_LINE]) is LineKind.CODE


def code_in(text: str) -> SourceCode | None:
    r"""Return the source code in a paste, or None where it holds none.

    Prose, logs, HTTP, answers, printed texts and curl commands are no code. Only the beginning of a long paste is searched.

    >>> code_in("Why is this refused?\nt = datetime.datetime.now()\nstamp = t.strftime('%Y%m%dT%H%M%SZ')").language
    'Python'
    """
    lines = text[:_LONGEST].split("\n")
    runs = tuple(_runs(lines))
    code = "\n".join(_only(lines, runs))
    tested = _comment.sub("", code).strip()[:_MOST_TESTED]
    language = language_of(tested, next((named for _, _, named in runs if named), ""))
    if not runs or (language == "Bash" and not _signs_in_shell.search(tested)):
        return None
    libraries = tuple(library.name for library in LIBRARIES if re.search(library.used, tested, re.MULTILINE))
    return SourceCode(code, language, tuple(_passages(lines, runs)), libraries)


def _kind_of(line: str) -> LineKind:
    if _never(line) or (_is_printed(line) and not _has_a_hole(line) and "\\n" in line):
        return LineKind.OTHER
    if _is_statement(line) and _is_long_enough(line) and (_is_declared(line) or not _is_printed(line)):
        return LineKind.CODE
    if _words_of_signing.search(line) and _around_a_text.search(line):
        return LineKind.CODE
    return LineKind.OTHER if _is_foreign(line) else LineKind.OPEN


def _passages(lines: list[str], runs: tuple[_Run, ...]) -> Iterator[Passage]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    yield from (Passage(starts[first], starts[last + 1] - 1) for first, last, _ in runs)


def _only(lines: list[str], runs: tuple[_Run, ...]) -> Iterator[str]:
    """Return the lines, empty where they are no code."""
    at = 0
    for first, last, _ in runs:
        yield from [""] * (first - at)
        yield from lines[first : last + 1]
        at = last + 1


def _runs(lines: list[str]) -> Iterator[_Run]:
    """Return the first and the last line of each run of code, in their order, and what its fence says of the language."""
    number = 0
    loose: list[int] = []  # lines outside of fences
    while number < len(lines):
        fence = _fence.match(lines[number])
        if fence:
            end = next((n for n in range(number + 1, len(lines)) if _fence.match(lines[n])), None)
            if end is not None:
                yield from _joined(lines, loose)
                loose = []
                yield from _fenced(lines, number + 1, end, fence[1].lower())
                number = end + 1
                continue
        loose.append(number)
        number += 1
    yield from _joined(lines, loose)


def _fenced(lines: list[str], start: int, end: int, named: str) -> Iterator[_Run]:
    """Return a fence that holds code, whole: whoever makes one puts code and answers in two."""
    within = list(range(start, end))
    if named in _OF_TEXTS or not within:
        return
    known = named not in _SHELLS and any(named in language.fences for language in LANGUAGES.values())
    if known and any(_kind_of(lines[n][:_LONGEST_LINE]) is LineKind.CODE for n in within):
        yield start, end - 1, named
    else:
        yield from _joined(lines, within)


def _joined(lines: list[str], numbers: list[int]) -> Iterator[_Run]:
    """Join the lines of code between which nothing else stands; a line alone counts when it is long enough."""
    begun = first = last = -1  # where what may belong to the code began, and its first and last line
    sure = gap = 0
    for number in (n for n in numbers if not _is_after_a_place(lines, n)):
        kind = _kind_of(lines[number][:_LONGEST_LINE])
        if kind is LineKind.CODE:
            first = first if sure else (number if begun < 0 else begun)
            last, sure, gap = number, sure + 1, 0
        elif kind is LineKind.OTHER or gap == _WIDEST_GAP:
            if _counts(lines, first, last, sure):
                yield first, last, ""
            begun, sure, gap = -1, 0, 0
        elif sure:
            last, gap = (number if number == last + 1 and lines[number].strip() else last), gap + 1
        elif not _is_of_a_block(lines[number]):
            begun = -1
        elif begun < 0 and lines[number].strip():
            begun = number
    if _counts(lines, first, last, sure):
        yield first, last, ""


def _is_after_a_place(lines: list[str], number: int) -> bool:
    """Tell whether a line belongs to a traceback of Python, which quotes a line of code."""
    return number > 0 and bool(_is_traced(lines[number - 1]))


_is_telling_alone = re.compile(
    r"(?i)hmac|sha256|aws|boto|axios|fetch|sign|request|bedrock|api\.|client|crypto|digest|headers|date|secret|stamp|\bmac\b|key|canonical|amz|utc|yyyy|%Y|json|encode|credential"
)


def _counts(lines: list[str], first: int, last: int, sure: int) -> bool:
    return sure > 1 or (sure == 1 and any(_is_telling_alone.search(lines[number]) for number in range(first, last + 1)))
