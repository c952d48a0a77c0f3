"""What there is to try in the lab, and when it is done: a function of the form before and after an edit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sigv4_explain.drawing.markup import Html, tag, with_code
from sigv4_explain.drawing.pieces import PREFIX
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


NO_TASKS: Mapping[str, Task] = MappingProxyType({})
"""For a lab that stands for itself."""


def tasks_html(tasks: Mapping[str, Task], done: Collection[str]) -> Html:
    """Draw the first task that is not done yet, and how far one is; all of them in a fold."""
    if not tasks:
        return Html("")
    items = (
        tag("li", tag("strong", "✓ " if name in done else "○ "), with_code(task.text), class_=f"{PREFIX}-task")
        for name, task in tasks.items()
    )
    left = next((task for name, task in tasks.items() if name not in done), None)
    count = f"{sum(name in done for name in tasks)} of {len(tasks)} done. "
    first = with_code(left.text) if left else "You tried them all."
    summary = tag("summary", tag("strong", "Try: " if left else "✓ "), first, " ", tag("small", count))
    return tag("details", summary, tag("ul", items), class_=f"{PREFIX}-tasks")


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
