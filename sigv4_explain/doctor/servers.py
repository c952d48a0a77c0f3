"""Who answered, and who stands before it: how each is known, its rules, and what it never shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.hosts import place_in_text
from sigv4_explain.texts import records


class ServerTexts(Enum):
    """Where a server shows what it signed."""

    ANSWER = "in its answer"
    LOG = "in its log"
    NEVER = "never"


_NOTHING = "(?!)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerKind:
    """A server, or a make of servers."""

    name: str
    answer: str = _NOTHING
    """What its answer or its log alone has: a pattern."""
    host: str = _NOTHING
    """Its names, with a port that is its own: a pattern."""
    services: tuple[str, ...] = ()
    """Its signing names."""
    called: str = _NOTHING
    """What people call it: a pattern."""
    speaks: str = ""
    """Whose protocol it speaks, where many do."""
    shows: ServerTexts
    """Where it shows what it signed."""
    rules: str
    """What is special to it."""
    ask: str = ""
    """What it or its owner can give beyond the answer; nothing where only the client's own texts help."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intermediary:
    """Something between a client and the server."""

    name: str
    seen: str
    """How it shows in a paste: a pattern."""
    does: str
    """What it does to a request."""
    ask: str
    """What to look at."""


SERVERS = tuple(records("sigv4_explain.doctor", "servers.toml", ServerKind, "name").values())
"""Every server that is known; who is known by more than a name stands first."""

FRONTS = tuple(records("sigv4_explain.doctor", "fronts.toml", Intermediary, "name").values())
"""Who may stand before a server."""

_BY_WORDING = SERVERS[-2:]
"""Any of many servers has their wording, so a name tells more."""

_MOST_HOSTS = 30
_host_in_text = re.compile(
    r"(?:\b[Hh]ost: |\bn?host:|://)[\"']?([A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)|\b([a-z0-9.-]{1,200}\.amazonaws\.com)\b"
)
_service_in_text = re.compile(
    r"/([a-z0-9-]{2,40})/aws4_request\b|\baws:amz:[^:\s]{0,40}:([a-z0-9-]{2,40})\b"
    r"|\b[Ss]ervice(?:Name|_name)?[\"']?[ \t]{0,20}(?:=>?|:)[ \t]{0,20}[\"']([a-z0-9-]{2,40})[\"']"
    r"|\bAWSService\([\"']([a-z0-9-]{2,40})[\"']"
    r"|[(,][ \t]{0,4}[\"'](iotdevicegateway|execute-api|neptune-db|appsync|aoss|es|dynamodb|kinesis|bedrock)[\"']"
    r"[ \t]{0,4}[,)]"
)


def server_of(case: Case) -> ServerKind | None:
    """Return who answered, or would: known by its answer, else by its name, by the service, by what people call it.

    >>> from sigv4_explain.doctor.case import case_of
    >>> from sigv4_explain.doctor.evidence import Evidence
    >>> server_of(case_of(Evidence(service="sts"))).name
    'STS'
    """
    text = _answer_text(case)
    by_answer = next((server for server in SERVERS if re.search(server.answer, text)), None)
    if by_answer is not None and by_answer not in _BY_WORDING:
        return by_answer
    by_host = (server for host in hosts_of(case) for server in SERVERS if _has_name(server, host))
    service = service_of(case)
    by_service = (server for server in SERVERS if service in server.services)
    by_word = (server for server in SERVERS if re.search(server.called, case.evidence.pasted))
    return next(by_host, None) or next(by_service, None) or next(by_word, None) or by_answer


def has_answered(case: Case, server: ServerKind) -> bool:
    """Tell whether the paste has what this server's answer or log alone has."""
    return server not in _BY_WORDING and bool(re.search(server.answer, _answer_text(case)))


def service_of(case: Case) -> str | None:
    """Return the signing name of the service: as the evidence has it, else as a scope, program or host in the paste."""
    if case.evidence.service or not case.evidence.pasted:
        return case.evidence.service
    found = _service_in_text.search(case.evidence.pasted)
    return next(filter(None, found.groups())) if found else place_in_text(case.evidence.pasted)[1]


def fronts_of(case: Case) -> tuple[Intermediary, ...]:
    """Return who shows as standing between the client and the server."""
    text = case.evidence.pasted
    return tuple([front for front in FRONTS if re.search(front.seen, text)])


def hosts_of(case: Case) -> Iterator[str]:
    """Return the hosts that are called, in lower case: that of the request, of both sides' texts, and of the URLs."""
    if case.has_request:
        yield case.request.host.lower()
    texts = [case.evidence.server.canonical_request, case.evidence.client.canonical_request, case.evidence.pasted]
    seen: dict[str, None] = {}
    for text in filter(None, texts):
        for match in _host_in_text.finditer(text):
            seen.setdefault((match[1] or match[2]).lower().strip("."))
            if len(seen) >= _MOST_HOSTS:
                break
    yield from seen


def _answer_text(case: Case) -> str:
    answer = case.evidence.answer
    fields = [f"<{name}>{value}</{name}>" for name, value in answer.details] if answer else []
    return "\n".join([case.evidence.pasted, case.words, *fields])


@cache
def _name_of(server: ServerKind) -> re.Pattern[str]:
    return re.compile(server.host, re.IGNORECASE)


def _has_name(server: ServerKind, host: str) -> bool:
    """A port is looked at where it is the server's own."""
    return bool(_name_of(server).search(host) or _name_of(server).search(host.partition(":")[0]))
