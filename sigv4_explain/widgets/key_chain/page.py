"""The key chain as HTML: the live page section by section, and the static twin as tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sigv4_explain.course.stolen_keys import Loot, Theft, Wish
from sigv4_explain.credentials import TERMINATOR, CredentialScope
from sigv4_explain.drawing.differences import flipped_bits, readable
from sigv4_explain.drawing.markup import LEFT, Html, cell, headed_table, join, row_head, tag
from sigv4_explain.drawing.pieces import PREFIX, label, visible
from sigv4_explain.trace.step import Step
from sigv4_explain.trace.trace import Trace

# Two key chains beside each other: what is drawn of them. No key is computed here.

_STEPS = ("date_key", "date_region_key", "date_region_service_key", "signing_key", "signature")
KEY_NAMES = {name: label(name) for name in _STEPS}
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
    bits = flipped_bits(before.text, after.text)
    return Box(KEY_NAMES[after.name], after.shown(), bits, _message(after), _message(before))


def _message(step: Step) -> str:
    if step.name == "signature":
        return str(step.inputs["string_to_sign"])
    return str(step.inputs[_MESSAGES[step.name]]) if step.name in _MESSAGES else TERMINATOR


# The key chain in words: what changed, by how many bits, and what a thief of each key gets.

_LONGEST = 22
LOOT_NAMES = {
    Loot.SECRET: "the secret access key",
    Loot.DATE_KEY: "kDate",
    Loot.DATE_REGION_KEY: "kRegion",
    Loot.DATE_REGION_SERVICE_KEY: "kService",
    Loot.SIGNING_KEY: "kSigning",
    Loot.SIGNATURE: "one signature",
}
"""What is stolen, as people call it."""


def compared(box: Box) -> str:
    """Say whether a box is another than before, and of a key by how many bits."""
    if not box.changed:
        return "same"
    return "changed" if not box.message else f"changed: {box.bits} of 256 bits"


def message_of(box: Box) -> str:
    """Return what is mixed in, on one line; the string to sign is named, not written out."""
    return "the string to sign" if "\n" in box.message else shortened(box.message)


def message_change(box: Box) -> str:
    """Say what was mixed in before, if that was something else."""
    if box.message == box.message_before:
        return ""
    return "another" if "\n" in box.message else f"was {shortened(box.message_before)}"


def shortened(text: str) -> str:
    """Cut a text to what a box has room for.

    >>> shortened("a" * 30)
    'aaaaaaaaaaaaaaaaaaaaa…'
    """
    text = readable(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def changed_sentence(view: ChainView) -> str:
    """Name the boxes that are others than before."""
    changed = [box.name for box in view.boxes if box.changed]
    if not changed:
        return "Nothing differs from the chain it is compared with."
    same = [box.name for box in view.boxes if not box.changed]
    bits = view.boxes[-1].bits
    kept = f" The same as before: {', '.join(same)}." if same else ""
    return f"Changed: {', '.join(changed)}.{kept} Of the signature's 256 bits {bits} differ."


def theft_sentence(theft: Theft, scope: CredentialScope) -> str:
    """Say what a thief can do."""
    place = f"in {shortened(scope.region)}"
    match theft.loot:
        case Loot.SECRET:
            return "Signs on any day, in any Region, for any service, until the key is taken back."
        case Loot.DATE_KEY:
            return f"Signs in any Region, for any service, what is dated {scope.date}."
        case Loot.DATE_REGION_KEY:
            return f"Signs for any service, {place} alone, what is dated {scope.date}."
        case Loot.DATE_REGION_SERVICE_KEY:
            return "As much as kSigning: the last word, aws4_request, is known to all."
        case Loot.SIGNING_KEY:
            return f"Signs any request to {shortened(scope.service)}, {place} alone, that is dated {scope.date}."
        case Loot.SIGNATURE:
            return "Signs nothing. The one request that it belongs to can be sent again while it is fresh."


def scope_of(view: ChainView) -> CredentialScope:
    """Return the scope of the chain on screen."""
    return CredentialScope.parse(view.after["credential_scope"].text)


# The key chain as a picture: keys in boxes, the words that are mixed in on the arrows between them.

_BROKEN_ANYWHERE = f"{LEFT}; word-break: break-all"
_TRIED = "Each was tried: signed with the stolen key alone, and judged by the server."


def key_chain_sections(view: ChainView) -> dict[str, Html]:
    """Draw the sections of the live page, by name."""
    return {
        "chain": tag("ol", map(_drawn, view.boxes), class_=f"{PREFIX}-boxes"),
        "thieves": join(tag("h3", "What a thief of each could do"), tag("p", _TRIED), _thieves(view)),
    }


def chain_status(view: ChainView, caution: str) -> Html:
    """Say what changed, and what to mind about the secret."""
    warned = tag("p", tag("strong", "Caution. "), caution) if caution else ""
    return tag("div", tag("p", changed_sentence(view)), warned, class_=f"{PREFIX}-status")


def _drawn(box: Box) -> Html:
    look = f"{PREFIX}-box-changed" if box.changed else None
    parts = tag("strong", box.name), tag("code", visible(box.value)), tag("span", compared(box) if box.changed else "")
    return tag("li", _arrow(box) if box.message else "", tag("div", parts, class_=f"{PREFIX}-box"), class_=look)


def _arrow(box: Box) -> Html:
    change = message_change(box)
    return tag("p", "↓ HMAC-SHA256 with ", tag("code", message_of(box)), f" ({change})" if change else "")


def key_chain_html(view: ChainView) -> Html:
    """Draw the whole as static HTML: tables in place of the picture."""
    heads = ("", "value, in hex", "made with the message", "compared")
    chain = headed_table(heads, map(_static_row, view.boxes), f"{PREFIX}-static")
    return join(tag("p", tag("strong", changed_sentence(view))), chain, tag("h4", _TRIED), _thieves(view))


def _static_row(box: Box) -> Html:
    change = message_change(box)
    message = f"{message_of(box)} ({change})" if change else message_of(box)
    cells = (
        tag("td", tag("code", readable(box.value)), style=_BROKEN_ANYWHERE),
        cell(tag("code", message) if box.message else ""),
        cell(compared(box)),
    )
    return tag("tr", row_head(box.name), cells)


def _thieves(view: ChainView) -> Html:
    """Draw what was stolen beside what each thief tried, and what follows."""
    wishes = [wish.value for wish in Wish]
    rows = (_thief(theft, theft_sentence(theft, scope_of(view))) for theft in view.thefts)
    return headed_table(("stolen", *wishes, "so"), rows, f"{PREFIX}-matrix {PREFIX}-thieves")


def _thief(theft: Theft, said: str) -> Html:
    tried = (_tried(is_granted=verdict.accepted) for verdict in theft.verdicts.values())
    return tag("tr", row_head(LOOT_NAMES[theft.loot]), tried, cell(said))


def _tried(*, is_granted: bool) -> Html:
    look = f"{PREFIX}-granted" if is_granted else f"{PREFIX}-denied"
    return cell("✓ yes" if is_granted else "✗ no", class_=look)
