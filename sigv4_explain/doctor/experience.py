"""What was the cause in threads like this one: suspicions by who answered, who signed and what people say of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import islice
from typing import NamedTuple

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import CAUSES, suspected
from sigv4_explain.doctor.compare.texts import written
from sigv4_explain.doctor.finding import Finding
from sigv4_explain.doctor.servers import fronts_of, server_of
from sigv4_explain.doctor.signers import signer_of
from sigv4_explain.encoding import uri_decode, uri_encode
from sigv4_explain.texts import records


class Said(Enum):
    """What an answer says, as far as threads tell it apart."""

    MISMATCH = "the signature differs"
    SERVICE = "another service is named"
    REGION = "another Region is wanted"
    UNREADABLE = "Authorization could not be read"
    FORBIDDEN = "forbidden"
    UNSIGNED = "no signature arrived"
    KEY = "the key or its token is unknown"
    TOKEN = "the token is damaged"  # noqa: S105 -- no token
    OTHER = "other"


class Contrast(Enum):
    """Whether somebody says that some of his requests work."""

    SOME = "some work"
    ANY = "nothing of it"


class Twins(Enum):
    """What the requests of a paste show by how they are written, most of them beside each other."""

    PATH = "the path, otherwise encoded"
    QUERY = "the query, otherwise encoded"
    ORDER = "the query, in another order"
    UNSORTED = "no more than its query, which is not sorted"
    RESORTED = "the query, whose names sort otherwise once they are encoded"
    ANY = "nothing of it"


class Standing(Enum):
    """When a row is told."""

    ALWAYS = "always"
    ALONE = "where nothing else is known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """What threads of one pattern had in common."""

    name: str
    told: Standing = Standing.ALWAYS
    answers: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    pasted: tuple[str, ...] = ()
    unlike: str = ""
    contrast: Contrast = Contrast.ANY
    twins: Twins = Twins.ANY
    method: str = ""
    path: str = ""
    query: str = ""
    headers: str = ""
    causes: tuple[str, ...]
    """The commonest first."""
    so: int = 0
    """In how many threads the first of them, or one of its kind, was the cause."""
    of: int = 0
    """Of how many with a known cause; 0 where nobody counted."""
    judged: int = 0
    """How much to expect of it in per cent, where nobody counted; that is not told."""
    tells: str
    otherwise: str = ""
    """What it was in the rest of them."""

    @property
    def weight(self) -> float:
        """How much to expect: ``(so + 1) / (of + 2)`` trusts few threads less than many; what this case shows adds."""
        own = (self.path, self.query, self.headers, self.contrast is Contrast.SOME, self.twins is not Twins.ANY)
        others = (self.servers, self.signers)
        judged = self.judged / 100 or _JUDGED
        counted = (self.so + 1) / (self.of + 2) if self.of and self.told is Standing.ALWAYS else judged
        return counted + _STEP * sum(map(bool, own)) + _STEP / 3 * sum(map(bool, others))

    def says(self, slug: str) -> str:
        """Return what is told of one of its causes; the count is that of the first."""
        counted = self.of and slug == self.causes[0]
        count = f" So it was in {self.so} of {self.of} threads like this one." if counted else ""
        rest = f" Else: {self.otherwise}" if counted and self.otherwise else ""
        return f"{self.tells}{count}{rest}"


EXPERIENCES = tuple(records("sigv4_explain.doctor", "experience.toml", Experience, "name").values())
"""Every pattern of threads."""


class Pattern(NamedTuple):
    """What of a case threads are told apart by."""

    answers: frozenset[str]
    servers: frozenset[str]
    signers: frozenset[str]
    text: str
    contrast: Contrast
    targets: tuple[tuple[str, str, str], ...]
    """Method, path and query of what is asked for."""
    headers: str
    signer: str
    usual: tuple[str, ...]
    """What goes wrong with this client, the commonest first."""


NOBODY = "nobody known"


def experienced(case: Case) -> tuple[Finding, ...]:
    """Return what was the cause in threads like this one, the likeliest first; told as experience, never as shown.

    >>> from sigv4_explain.doctor.case import case_of
    >>> from sigv4_explain.doctor.evidence import Evidence
    >>> smtp = "SMTP: 535 Authentication Credentials Invalid"
    >>> [finding.cause for finding in experienced(case_of(Evidence(pasted=smtp)))]
    ['smtp-password-for-secret']
    """
    return ordered((), case)


def ordered(seen: Sequence[Finding], case: Case, raised: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """Put what was the cause in threads like this one and what the request shows in one order, the likeliest first.

    What threads of this pattern had counts by their number, more if the request shows it too; what the request alone
    shows counts by how often it is the cause at all, more if it is usual for who signed. A proxy that nobody speaks of
    comes last. ``raised``: suspicions that the answer raised, which count as much as most patterns, or a line of code,
    which counts more.
    """
    pattern = _pattern(case)
    held = [row for row in EXPERIENCES if _holds(row, pattern)]
    firm = [row for row in held if row.told is Standing.ALWAYS]
    if not (firm or seen or raised or _shows_a_text(case)):
        firm = held
    rows = sorted(firm, key=lambda row: -row.weight)[:_MOST_ROWS]
    is_code_beside_a_text = case.evidence.code is not None and _shows_a_text(case)
    if not (rows or seen or raised or is_code_beside_a_text) and Said.MISMATCH.value in pattern.answers:
        usual = pattern.usual[:_MOST_USUAL]
        return tuple([suspected(slug, f"This is common with {pattern.signer}.") for slug in usual])
    told = [(row.weight - _STEP * rank, row, slug) for row in rows for rank, slug in enumerate(row.causes)]
    own = {finding.cause for finding in (*seen, *raised)}
    weighed = [(weight + _STEP * (slug in own), suspected(slug, row.says(slug))) for weight, row, slug in told]
    weighed += [(_read_weight(finding, pattern) if finding.where else _RAISED, finding) for finding in raised]
    weighed += [(_weight(finding, pattern, case), finding) for finding in seen]
    weighed.sort(key=lambda each: -each[0])
    return tuple([finding for _, finding in weighed])


def _read_weight(finding: Finding, pattern: Pattern) -> float:
    """Put a wrong time behind what else the code shows: where it is far enough off, the answer speaks of the time."""
    is_of_the_time = finding.cause == "local-time-not-utc" and Said.MISMATCH.value in pattern.answers
    return _READ - _STEP / 3 if is_of_the_time else _READ


def _shows_a_text(case: Case) -> bool:
    """Tell whether a canonical request or a string to sign is there whole, so that it can be compared."""
    sides = [side for side in map(written, (case.evidence.server, case.evidence.client)) if side is not None]
    return any(side.has_canonical_request or side.has_string_to_sign for side in sides)


def _weight(habit: Finding, pattern: Pattern, case: Case) -> float:
    if habit.cause in _BLAMES_A_PROXY and not fronts_of(case):
        return 0.0
    often = min(CAUSES[habit.cause].seen, _OFTEN) / 100
    return _UNCOUNTED + often + (_STEP if habit.cause in pattern.usual[:_MOST_USUAL] else 0)


_MOST_ROWS, _MOST_USUAL, _OFTEN = 3, 4, 15
_STEP, _UNCOUNTED, _RAISED, _READ = 0.15, 0.4, 0.85, 1.0
_JUDGED = 0.35
"""A judgement that nobody counted weighs less than what the request itself shows."""
_BLAMES_A_PROXY = ("proxy-changed-host", "proxy-rewrote-path", "redirect-followed-with-old-signature")


def _holds(row: Experience, pattern: Pattern) -> bool:
    """Tell whether all that a row names is so; the cheapest is looked at first."""
    is_so = (
        (not row.answers or not pattern.answers.isdisjoint(row.answers))
        and (not row.servers or not pattern.servers.isdisjoint(row.servers))
        and (not row.signers or not pattern.signers.isdisjoint(row.signers))
        and (row.contrast is Contrast.ANY or pattern.contrast is Contrast.SOME)
        and (not row.headers or bool(_compiled(row.headers).search(pattern.headers)))
    )
    return (
        is_so
        and (row.twins is Twins.ANY or row.twins in _twins(pattern.targets))
        and _any_target(row, pattern.targets)
        and all(_compiled(part).search(pattern.text) for part in row.pasted)
        and not (row.unlike and _compiled(row.unlike).search(pattern.text))
    )


def _any_target(row: Experience, targets: tuple[tuple[str, str, str], ...]) -> bool:
    wanted = (row.method, row.path, row.query)
    if not any(wanted):
        return True
    return any(
        all(_compiled(part).search(given) for part, given in zip(wanted, target, strict=True) if part)
        for target in targets
    )


def _twins(targets: Sequence[tuple[str, str, str]]) -> frozenset[Twins]:
    """Return what two of some requests have in common but for its writing."""
    kinds = (
        (Twins.PATH, 1, uri_decode),
        (Twins.QUERY, 2, uri_decode),
        (Twins.ORDER, 2, lambda query: sorted(query.split("&"))),
    )
    written = {kind: {target[place]: read(target[place]) for target in targets} for kind, place, read in kinds}
    same = {kind for kind, texts in written.items() if any(count > 1 for count in _counts(texts.values()))}
    names = [[pair.partition("=")[0] for pair in target[2].split("&")] for target in targets]
    unsorted = any(each != sorted(each) for each in names)
    decoded = [[uri_decode(name) for name in each] for each in names]
    resorted = any(sorted(each) != sorted(each, key=uri_encode) for each in decoded)
    alone = {Twins.UNSORTED: unsorted, Twins.RESORTED: resorted}
    return frozenset(same | {kind for kind, holds in alone.items() if holds})


def _counts(values: Iterable[object]) -> Iterable[int]:
    return Counter(map(str, values)).values()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_AT_FIRST, _AT_LAST = 5_000, 3_000
"""Characters of a paste in which people say what fails: its beginning and its end."""


def _pattern(case: Case) -> Pattern:
    server, signer = server_of(case), signer_of(case)
    pasted = case.evidence.pasted
    text = pasted if len(pasted) <= _AT_FIRST + _AT_LAST else f"{pasted[:_AT_FIRST]}\n{pasted[-_AT_LAST:]}"
    text = _edge.sub("", text)
    return Pattern(
        frozenset(said.value for said in said_by(case)),
        frozenset({server.name, server.speaks}) if server else frozenset({NOBODY}),
        frozenset({signer.name, signer.manner.value}) if signer else frozenset({NOBODY}),
        text,
        Contrast.SOME if _some_work.search(text) else Contrast.ANY,
        tuple(_targets(case)),
        _header_names(case),
        signer.name if signer else NOBODY,
        signer.usual if signer else (),
    )


_edge = re.compile(r"(?im)^[^\n:]{0,40}\b(?:x-cache|x-amz-cf-\w{2,3}|via)['\"]?: ?[^\n]{0,200}$")
"""API Gateway's own edge, which each of its answers shows, is no proxy of anybody's."""
_mismatch = re.compile(
    r"SignatureDoesNotMatch|InvalidSignature|signature we calculated|[Ii]nvalid signature"
    r"|[Ss]ignature validation failed"
    r"|[Ss]ignatures? (?:is|was)(?:n['’]t| not)? (?:as expected|valid|right|correct|accepted|wrong|invalid|refused)"
    r"|(?:[Ww]rong|[Bb]ad|[Ii]ncorrect|[Ff]ailed) signature|[Ss]ignature (?:error|fail\w*)"
    r"|[Ss]ignatures? (?:mis-?match|(?:does|do|did)(?: not|n['’]t) match)|mismatch"
    r"|签名不匹配|署名が一致|firma no coincide"
)
_SAYS = (
    (Said.SERVICE, re.compile(r"scoped to (?:the )?correct service|incorrect service")),
    (Said.REGION, re.compile(r"scoped to a valid region|region is wrong|incorrect region")),
    (
        Said.UNREADABLE,
        re.compile(r"requires '(?:Credential|Signature)' parameter|(?:not a valid|Invalid) key=value pair"),
    ),
    (Said.UNSIGNED, re.compile(r"[Mm]issing Authentication ?Token")),
    (
        Said.KEY,
        re.compile(
            r"InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|AuthFailure"
            r"|Access Key Id you provided does not|(?i:security token included in the request is invalid)"
        ),
    ),
    (Said.TOKEN, re.compile(r"\bInvalidToken\b|token is malformed|(?i:security token included .{0,20} is invalid)")),
    (Said.FORBIDDEN, re.compile(r"\bForbidden(?:Exception)?\b|\b403\b")),
)
_some_work = re.compile(
    r"\b(?:works?|worked|fine|o\.?k\.?|okay|accepted|stored|goes (?:through|out)|answered|no (?:trouble|problems?)"
    r"|succeeds?|stopp?ed|goes away|went away|disappear\w*|no longer|200|except|exchange|replac\w+|locally|otherwise)\b"
    r"|\b(?:only|every|all|names|keys|values|with|has|have|contain\w*|a) (?:a |an |any )?"
    r"(?:blank|space|bracket|parenthes|colon|umlaut|special|non-?ascii|accent)"
    r"|\b(?:only|except) (?:for|when|if|with|in|on)\b"
    r"|\b(?:objects?|keys?|files?|names?|paths?|values?|requests?|urls?)"
    r" (?:with|that|whose|which|containing|such as|like|named|called)\b",
    re.IGNORECASE,
)


_NAMED_BY_A_MISMATCH = (Said.SERVICE, Said.REGION)
"""What answers name whose code is the same as that of a plain mismatch."""


def said_by(case: Case) -> tuple[Said, ...]:
    """Return what the answer says, or what somebody says that it says."""
    text = "\n".join([case.code, case.words, case.evidence.pasted])
    says = tuple([said for said, pattern in _SAYS if pattern.search(text)])
    if case.is_mismatch:
        return tuple([said for said in says if said in _NAMED_BY_A_MISMATCH]) or (Said.MISMATCH,)
    if says and set(says) != {Said.FORBIDDEN}:
        return tuple([said for said in says if said is not Said.FORBIDDEN])
    if _mismatch.search(text):
        return (Said.MISMATCH,)
    is_number_alone = says and not re.search(r"\bForbidden", case.words)
    return (*says, Said.MISMATCH) if is_number_alone else says or (Said.OTHER,)


_LETTER = r"(?:<[\w-]{1,40}>|[^\s?#'\"<>`])"  # or the name of what was left out
_QUERY = rf"(?:\?(?P<query>{_LETTER}{{0,2000}}))?"
_TARGETS = (
    re.compile(
        r"(?P<method>(?!))?\b(?:https?|wss?)://(?:<[\w-]{1,40}>|[^\s/?#'\"<>`]){1,253}"
        rf"(?P<path>/{_LETTER}{{0,2000}})?{_QUERY}"
    ),
    re.compile(rf"(?P<method>(?!))?(?<![\w<>.)\]/?])(?P<path>(?!))?\?(?P<query>[\w.~%-]{{1,80}}={_LETTER}{{0,2000}})"),
    re.compile(rf"\b(?P<method>GET|POST|PUT|DELETE|HEAD|PATCH)[ \n](?P<path>/{_LETTER}{{0,2000}}){_QUERY}"),
    re.compile(
        r"(?P<method>(?!))?[\"'`](?P<path>(?![a-z]{2,5}:)/?[^\s\"'`?]{0,300}/[^\s\"'`?]{0,300})"
        rf"{_QUERY}[\"'`]"
    ),
)
_MOST_TARGETS = 20


def _targets(case: Case) -> Iterator[tuple[str, str, str]]:
    """Return what is asked for: by the request, by both sides' texts, by the URLs of the paste."""
    if case.has_request:
        request = case.request
        yield request.method, request.path, request.query
    for text in (case.evidence.server.canonical_request, case.evidence.client.canonical_request):
        lines = (text or "").split("\n")
        if len(lines) > 1:
            yield lines[0], lines[1], "".join(lines[2:3])
    for pattern in _TARGETS:
        for match in islice(pattern.finditer(case.evidence.pasted), _MOST_TARGETS):
            yield match["method"] or "", match["path"] or "/", match["query"] or ""


def _header_names(case: Case) -> str:
    """Return the names of the signed headers, as either side has them."""
    if case.signed_names:
        return ";".join(case.signed_names).lower()
    for text in (case.evidence.client.canonical_request, case.evidence.server.canonical_request):
        lines = (text or "").rstrip("\n").split("\n")
        if len(lines) > 5:
            return lines[-2].lower()
    written = _list_of_names.search(case.evidence.pasted)
    return written[0].lower() if written else ""


_list_of_names = re.compile(r"(?<![\w;-])(?:[A-Za-z][\w-]{1,60};){1,40}[A-Za-z][\w-]{1,60}(?![\w;=-])")
