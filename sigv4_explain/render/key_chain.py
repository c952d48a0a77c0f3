"""Two key chains beside each other: what is drawn of them. No key is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.trace.step import Step
from sigv4_explain.trace.trace import Trace
from sigv4_explain.verifying.thefts import Theft

KEY_NAMES = {
    "date_key": "kDate",
    "date_region_key": "kRegion",
    "date_region_service_key": "kService",
    "signing_key": "kSigning",
    "signature": "signature",
}
"""What the boxes of the chain are called, by the step that fills them."""
_MESSAGES = {"date_key": "date", "date_region_key": "region", "date_region_service_key": "service"}
_BITS = 256


class Box(NamedTuple):
    """A box of the chain: its name, what is in it, and what was mixed in on the way to it."""

    name: str
    value: str
    """As it may be shown: masked, unless it comes from a key that AWS published."""
    bits: int
    """How many of its 256 bits differ from those before; of the secret, 256 stands for any difference."""
    message: str
    """What goes into the HMAC that makes it; empty for the secret."""
    message_before: str

    @property
    def changed(self) -> bool:
        """Whether it is another than before."""
        return self.bits > 0


@dataclass(frozen=True, slots=True)
class ChainView:
    """What is on screen: the chain before, the chain now, and what thieves of its keys get."""

    before: Trace
    after: Trace
    thefts: tuple[Theft, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The secret, the four keys and the signature, in the order of the chain."""
        secrets = [trace["date_key"].inputs["secret_access_key"] for trace in (self.before, self.after)]
        shown = str(self.after["date_key"].shown_inputs()["secret_access_key"])
        first = Box("AWS4 + secret", f"AWS4{shown}", 0 if secrets[0] == secrets[1] else _BITS, "", "")
        return (first, *[_box(self.before[name], self.after[name]) for name in KEY_NAMES])


def _box(before: Step, after: Step) -> Box:
    bits = (int(before.text, 16) ^ int(after.text, 16)).bit_count()
    return Box(KEY_NAMES[after.name], after.shown(), bits, _message(after), _message(before))


def _message(step: Step) -> str:
    if step.name == "signature":
        return str(step.inputs["string_to_sign"])
    return str(step.inputs[_MESSAGES[step.name]]) if step.name in _MESSAGES else TERMINATOR
