"""What the attacker's bench begins with: a request worth an attack, and two attacks of its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.widgets.lab_input import LabInput
from sigv4_explain.widgets.presets import PRESETS
from sigv4_explain.widgets.tampering import Tampering, edit, header_added
from sigv4_explain.widgets.tamperings import TAMPERINGS

_TRANSFER = LabInput(
    method="POST",
    url="https://abc123.execute-api.eu-central-1.amazonaws.com/default/transfers?from=alice&to=bob",
    headers="Content-Type: application/json\nX-Tenant: alice\nx-api-key: example\nUser-Agent: python-requests/2.32.5",
    body='{"amount": 10}',
    region="eu-central-1",
)

ATTACKED: Mapping[str, LabInput] = MappingProxyType({"API Gateway: POST a transfer": _TRANSFER, **PRESETS})
"""What the menu offers, by the name it shows. The API trusts the header ``X-Tenant``."""

_UNTOUCHED = next(iter(TAMPERINGS))

ATTACKS: Mapping[str, Tampering] = MappingProxyType(
    {
        _UNTOUCHED: TAMPERINGS[_UNTOUCHED],
        "Another tenant is put in": edit("headers", r"^x-tenant: .*$", "X-Tenant: mallory"),
        **TAMPERINGS,
        "A header is added that an API may obey": header_added("X-HTTP-Method-Override: DELETE"),
    }
)
"""What the menu offers, by the name it shows."""
