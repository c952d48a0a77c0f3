"""What there is to try in the lab, and when it is done: a function of the form before and after an edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sigv4_explain.texts import records
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.signing_lab.input import LabInput, Placement, headers_of


@dataclass(frozen=True, slots=True)
class Task:
    """Something to try."""

    name: str
    text: str
    """One or two sentences, code between backticks."""


TASKS = records("sigv4_explain.widgets.signing_lab", "tasks.toml", Task, "name")
"""By name, in their order."""


def done_by(before: LabInput, after: LabInput, trace: Trace) -> frozenset[str]:
    """Return the names of the tasks that an edit does; the trace is that of the form after it.

    >>> from dataclasses import replace
    >>> from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS, trace_of
    >>> form = PRESETS[FIRST]
    >>> moved = replace(form, region="us-east-1")
    >>> sorted(done_by(form, moved, trace_of(moved)[0]))
    ['region']
    """
    return frozenset(name for name, is_done in _DONE.items() if is_done(before, after, trace))


def _region(before: LabInput, after: LabInput, _trace: Trace) -> bool:
    return before.region.strip() != after.region.strip()


def _body(before: LabInput, after: LabInput, _trace: Trace) -> bool:
    return before.body != after.body


def _unsigned_header(_before: LabInput, after: LabInput, trace: Trace) -> bool:
    signed = trace["signed_headers"].text.split(";")
    return any(name.strip().lower() not in signed for name, _ in headers_of(after.headers))


def _order(_before: LabInput, after: LabInput, trace: Trace) -> bool:
    sent = after.url.strip().partition("#")[0].partition("?")[2].split("&")
    signed = trace["canonical_query_string"].text.split("&")
    return sent != signed and sorted(sent) == sorted(signed)


def _one_path_two_rules(before: LabInput, after: LabInput, _trace: Trace) -> bool:
    services = {before.service.strip(), after.service.strip()}
    return before.url == after.url and "%20" in after.url and len(services) == 2 and "s3" in services


def _presigned(_before: LabInput, after: LabInput, _trace: Trace) -> bool:
    return after.placement is Placement.QUERY


_DONE: Mapping[str, Callable[[LabInput, LabInput, Trace], bool]] = MappingProxyType(
    {
        "region": _region,
        "body": _body,
        "unsigned-header": _unsigned_header,
        "order": _order,
        "one-path-two-rules": _one_path_two_rules,
        "presigned": _presigned,
    }
)
