"""Which headers a client signs, and the request again when it chooses others. No widget in here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from types import MappingProxyType

from sigv4_explain.doctor.header_advice import Whether, header_advice
from sigv4_explain.rules import NEVER_SIGNED, SigningRules
from sigv4_explain.widgets.server_view.arrival import ArrivalForm, Sent, sent_of, untouched
from sigv4_explain.widgets.server_view.tampering import TAMPERINGS, Tampering, edit, header_added
from sigv4_explain.widgets.signing_lab.input import PRESETS, LabInput, headers_of, trace_of


class HeadersSigned(Enum):
    """The client's choice."""

    LEAST = "only what must be signed"
    USUAL = "all but User-Agent and the like"
    ALL = "every header that is sent"

    def left_out(self, headers: Iterable[tuple[str, str]]) -> frozenset[str]:
        """Return the names that are not signed of these headers, in lower case."""
        match self:
            case HeadersSigned.LEAST:
                names = {name.lower() for name, _ in headers}
                return frozenset(name for name in names if header_advice(name).whether is not Whether.MUST)
            case HeadersSigned.USUAL:
                return frozenset(NEVER_SIGNED)
            case HeadersSigned.ALL:
                return frozenset({"authorization"})


def sent_with(form: LabInput, choice: HeadersSigned) -> Sent:
    """Sign a request, and with it the headers that are chosen."""
    rules = replace(SigningRules.for_service(form.service), never_signed=choice.left_out(headers_of(form.headers)))
    return sent_of(trace_of(form, rules=rules)[0])


def carried_over(arrival: ArrivalForm, before: Sent, after: Sent) -> ArrivalForm:
    """Make the same changes to the request as it was signed anew: what the attacker left alone is sent as it is now."""
    old, new = untouched(before), untouched(after)
    headers = _replaced(arrival.headers, old.headers, new.headers, "\n")
    return replace(arrival, headers=headers, target=_replaced(arrival.target, old.target, new.target, "&"))


def _replaced(text: str, old: str, new: str, between: str) -> str:
    now = dict(zip(old.split(between), new.split(between), strict=True))
    return between.join(now.get(piece, piece) for piece in text.split(between))


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
