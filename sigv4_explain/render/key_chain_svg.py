"""The key chain as a picture: keys in boxes, the words that are mixed in on the arrows between them."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.render.key_chain import Box, ChainView
from sigv4_explain.render.key_chain_words import changed_sentence, compared, message_change, message_of
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX

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
