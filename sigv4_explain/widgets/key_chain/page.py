"""The key chain as HTML: the live page section by section, and the static twin as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sigv4_explain.course.stolen_keys import Loot, Theft, Wish
from sigv4_explain.credentials import TERMINATOR, CredentialScope
from sigv4_explain.drawing.differences import flipped_bits, readable
from sigv4_explain.drawing.markup import LEFT, Html, cell, escaped, join, row_head, tag
from sigv4_explain.drawing.pieces import PREFIX, label, row, table
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

_WIDTH, _BOX, _ARROW, _EDGE = 350, 50, 48, 4
_SHAFT = 30
"""Where the arrows stand, from the left."""
_DIGITS = 36


def key_chain_svg(view: ChainView) -> Html:
    """Draw the chain from the secret at the top to the signature at the bottom."""
    boxes = view.boxes
    height = len(boxes) * (_BOX + _ARROW) - _ARROW + 2 * _EDGE
    drawn = [part for number, box in enumerate(boxes) for part in _drawn(box, _EDGE + number * (_BOX + _ARROW))]
    return tag(
        "svg",
        tag("title", "The key chain, from the secret to the signature"),
        tag("desc", f"{changed_sentence(view)} The table beside the picture has every value."),
        drawn,
        viewBox=f"0 0 {_WIDTH} {height}",
        class_=f"{PREFIX}-picture",
        role="img",
    )


def _drawn(box: Box, top: int) -> Iterator[Html]:
    if box.message:
        yield _arrow(box, top - _ARROW)
    look = f"{PREFIX}-box-changed" if box.changed else f"{PREFIX}-box-same"
    yield tag("rect", x=_EDGE, y=top, width=_WIDTH - 2 * _EDGE, height=_BOX, rx=8, class_=look)
    yield _text(box.name, 16, top + 20, f"{PREFIX}-box-name")
    yield _text(compared(box), _WIDTH - 16, top + 20, f"{PREFIX}-box-word")
    value = box.value if len(box.value) <= _DIGITS else f"{box.value[:_DIGITS]}…"
    yield _text(value, 16, top + 39, f"{PREFIX}-box-value")


def _arrow(box: Box, top: int) -> Html:
    end = top + _ARROW
    return join(
        tag("path", d=f"M{_SHAFT} {top + 2}V{end - 4}m-5 -6l5 6l5 -6", class_=f"{PREFIX}-arrow"),
        _text("HMAC-SHA256, message", _SHAFT + 16, top + 20, f"{PREFIX}-arrow-words"),
        _text(message_of(box), _SHAFT + 16, top + 37, f"{PREFIX}-arrow-message"),
        _text("changed", _WIDTH - 16, top + 37, f"{PREFIX}-box-word") if message_change(box) else "",
    )


def _text(words: str, x: int, y: int, look: str) -> Html:
    return tag("text", words, x=x, y=y, class_=look)


_BROKEN_ANYWHERE = f"{LEFT}; word-break: break-all"
_TRIED = "Each was tried: signed with the stolen key alone, and judged by the server."


def key_chain_sections(view: ChainView, caution: str = "") -> dict[str, Html]:
    """Draw the sections of the live page, by name; ``caution`` is what to mind about the secret."""
    warned = tag("p", tag("strong", "Caution. "), caution) if caution else ""
    said = tag("div", tag("p", changed_sentence(view)), warned, class_=f"{PREFIX}-status")
    values = tag("div", tag("h3", "Every value"), table(map(_value_row, view.boxes)), class_=f"{PREFIX}-beside")
    return {
        "status": said,
        "chain": tag("div", key_chain_svg(view), values, class_=f"{PREFIX}-chain-page"),
        "thieves": join(tag("h3", "What a thief of each could do"), tag("p", _TRIED), _thieves(view)),
    }


def key_chain_html(view: ChainView) -> Html:
    """Draw the whole as static HTML: tables in place of the picture."""
    heads = ("", "value, in hex", "made with the message", "compared")
    chain = tag("table", _head(heads), tag("tbody", map(_static_row, view.boxes)), class_=f"{PREFIX}-static")
    wishes = _head(("stolen", *(wish.value for wish in Wish), "so"))
    thieves = tag("table", wishes, tag("tbody", (_static_theft(view, theft) for theft in view.thefts)))
    return join(tag("p", tag("strong", changed_sentence(view))), chain, tag("h4", _TRIED), thieves)


def _value_row(box: Box) -> Html:
    change = message_change(box)
    return row(
        box.name,
        escaped(readable(box.value)),
        f"{compared(box)}; its message {_changed(change)}" if change else compared(box),
    )


def _changed(change: str) -> str:
    return f"{change} before" if change.startswith("was ") else f"is {change}"


def _thieves(view: ChainView) -> Html:
    return tag("ul", (_thief(view, theft) for theft in view.thefts), class_=f"{PREFIX}-thieves")


def _thief(view: ChainView, theft: Theft) -> Html:
    name, said = tag("strong", LOOT_NAMES[theft.loot]), theft_sentence(theft, scope_of(view))
    tried = tag("ul", (_wish(theft, wish) for wish in theft.verdicts))
    return tag("li", tag("p", name, f": {said[0].lower()}{said[1:]}"), tried)


def _wish(theft: Theft, wish: Wish) -> Html:
    accepted = theft.verdicts[wish].accepted
    look = f"{PREFIX}-granted" if accepted else f"{PREFIX}-denied"
    return tag("li", f"{'✓ accepted' if accepted else '✗ refused'}: {wish.value}", class_=look)


def _head(names: tuple[str, ...]) -> Html:
    drawn = (tag("th", name, scope="col", style=LEFT) if name else tag("td", "") for name in names)
    return tag("thead", tag("tr", drawn))


def _static_row(box: Box) -> Html:
    change = message_change(box)
    message = f"{message_of(box)} ({change})" if change else message_of(box)
    cells = (
        tag("td", tag("code", readable(box.value)), style=_BROKEN_ANYWHERE),
        cell(tag("code", message) if box.message else ""),
        cell(compared(box)),
    )
    return tag("tr", row_head(box.name), cells)


def _static_theft(view: ChainView, theft: Theft) -> Html:
    tried = (cell("✓ yes" if verdict.accepted else "✗ no") for verdict in theft.verdicts.values())
    return tag("tr", row_head(LOOT_NAMES[theft.loot]), tried, cell(theft_sentence(theft, scope_of(view))))
