"""The key chain as text."""

from __future__ import annotations

from sigv4_explain.render.characters import readable
from sigv4_explain.render.key_chain import ChainView
from sigv4_explain.render.key_chain_words import (
    LOOT_NAMES,
    changed_sentence,
    compared,
    message_change,
    message_of,
    scope_of,
    theft_sentence,
)


def key_chain_text(view: ChainView) -> str:
    """Write each box with what was mixed in on the way to it, then what a thief of each gets."""
    lines = [changed_sentence(view), ""]
    for box in view.boxes:
        if box.message:
            change = message_change(box)
            lines.append(f"    HMAC-SHA256, message {message_of(box)}{f' ({change})' if change else ''}")
        lines.append(f"{box.name:14} {readable(box.value)}  {compared(box)}")
    lines.append("")
    for theft in view.thefts:
        granted = "; ".join(
            f"{'✓' if verdict.accepted else '✗'} {wish.value}" for wish, verdict in theft.verdicts.items()
        )
        lines += [f"{LOOT_NAMES[theft.loot]}: {theft_sentence(theft, scope_of(view))}", f"    {granted}"]
    return "\n".join(lines)
