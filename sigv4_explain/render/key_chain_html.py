"""The key chain as HTML: the live page section by section, and the static twin as tables."""

from __future__ import annotations

from sigv4_explain.render.characters import readable
from sigv4_explain.render.inline import LEFT
from sigv4_explain.render.key_chain import Box, ChainView
from sigv4_explain.render.key_chain_svg import key_chain_svg
from sigv4_explain.render.key_chain_words import (
    LOOT_NAMES,
    changed_sentence,
    compared,
    message_change,
    message_of,
    scope_of,
    theft_sentence,
)
from sigv4_explain.render.markup import Html, escaped, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.tables import row, table
from sigv4_explain.verifying.thefts import Theft, Wish

_BROKEN_ANYWHERE = f"{LEFT}; word-break: break-all"
_TRIED = "Each was tried: signed with the stolen key alone, and judged by the server."


def key_chain_sections(view: ChainView, caution: str = "") -> dict[str, Html]:
    """Draw the sections of the live page, by name; ``caution`` is what to mind about the secret."""
    warned = tag("p", tag("strong", "Caution. "), caution) if caution else ""
    said = tag("div", tag("p", changed_sentence(view)), warned, class_=f"{PREFIX}-status", role="status")
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
    return tag("thead", tag("tr", (tag("th", name, scope="col", style=LEFT) for name in names)))


def _static_row(box: Box) -> Html:
    change = message_change(box)
    message = f"{message_of(box)} ({change})" if change else message_of(box)
    cells = (
        tag("td", tag("code", readable(box.value)), style=_BROKEN_ANYWHERE),
        tag("td", tag("code", message) if box.message else "", style=LEFT),
        tag("td", compared(box), style=LEFT),
    )
    return tag("tr", tag("th", box.name, scope="row", style=LEFT), cells)


def _static_theft(view: ChainView, theft: Theft) -> Html:
    tried = (tag("td", "✓ yes" if verdict.accepted else "✗ no", style=LEFT) for verdict in theft.verdicts.values())
    said = tag("td", theft_sentence(theft, scope_of(view)), style=LEFT)
    return tag("tr", tag("th", LOOT_NAMES[theft.loot], scope="row", style=LEFT), tried, said)
