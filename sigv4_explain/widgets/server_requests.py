"""What the client can have signed: the lab's presets, the first of them with a header that is not signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from sigv4_explain.widgets.lab_input import LabInput
from sigv4_explain.widgets.presets import FIRST, PRESETS

GIVEN = "the trace that was given"
"""What the menu calls a trace that came from Python."""

_GET = replace(PRESETS[FIRST], headers="x-api-key: example\nUser-Agent: python-requests/2.32.5")
_PAGED = replace(_GET, url=f"{_GET.url}&page=2")

REQUESTS: Mapping[str, LabInput] = MappingProxyType(
    {FIRST: _GET, "API Gateway: GET, two parameters": _PAGED, **{n: f for n, f in PRESETS.items() if n != FIRST}}
)
"""What the menu offers, by the name it shows."""
