from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from sigv4_explain.widgets import KeyChain
from tests.widgets.apps import bundle, shown
from tests.widgets.parts import CHANGES, KEY_NAMES, START, Wish, trace_of

SECRET = "MARKEDSECRET/with+chars"
BOXES = ("AWS4 + secret", *KEY_NAMES.values())

# Each entry of the menu, and the first box that it changes; all below it change too.
FIRST_CHANGED = {
    "nothing": None,
    "the time: one second later": "signature",
    "the day: the next one": "kDate",
    "one letter of the Region": "kRegion",
    "the service: s3": "kService",
    "one bit of the secret": "AWS4 + secret",
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_reaches_all_that_is_below_it(name: str) -> None:
    """From the box where a word goes in to the signature; what is above stays. Each is marked with a word."""
    chain = KeyChain()
    chain.form.change.value = name
    first = FIRST_CHANGED[name]
    changed = () if first is None else BOXES[BOXES.index(first) :]

    assert tuple(box.name for box in chain.view.boxes if box.changed) == changed
    assert chain.sections["chain"].value.count("sigv4-box-changed") == len(changed)
    for box in chain.view.boxes[1:]:
        assert (90 < box.bits < 166) == box.changed  # half of 256, give or take; none if it is the same


def test_one_digit_of_the_region_changes_so_many_bits_as_the_notebook_says() -> None:
    """116 of kRegion's 256, and as many on the way back."""
    chain = KeyChain()
    chain.form.change.value = "one letter of the Region"
    there = chain.view.boxes[2].bits
    chain.compare_from_here()
    chain.form.region.value = "eu-central-1"

    assert (there, chain.view.boxes[2].bits) == (116, 116)


def test_keys_are_those_of_the_trace() -> None:
    """Each box shows the step's output, and each arrow what went in."""
    chain = KeyChain(replace(START, region="us-east-1", service="iam", at="20150830T123600Z"))
    trace = chain.view.after

    assert chain.view.boxes[4].value == trace["signing_key"].text
    assert trace["signing_key"].text.startswith("c4afb1cc5771d871")
    assert [box.message for box in chain.view.boxes[1:5]] == ["20150830", "us-east-1", "iam", "aws4_request"]
    for box in chain.view.boxes:
        assert box.value in unescape(chain.sections["chain"].value)
        assert box.value in repr(chain)


def test_a_secret_of_ones_own_is_never_shown_nor_a_key_made_of_it() -> None:
    """Masked on the page, in the picture, in the text and in the twin; the signature is public."""
    chain = KeyChain()
    chain.form.secret_access_key.value = SECRET
    trace = trace_of(replace(START, secret_access_key=SECRET))[0]

    views = shown(chain)
    assert chain.view.after.signature == trace.signature
    assert trace.signature in views
    assert SECRET not in views
    assert [name for name in KEY_NAMES if name != "signature" and trace[name].text[:16] in views] == []
    chain.compare_from_here()
    chain.form.change.value = "nothing"
    assert SECRET not in shown(chain)


def test_blanks_around_a_secret_are_told() -> None:
    """They count, and were most likely copied by mistake; no warning goes astray."""
    chain = KeyChain()
    chain.form.secret_access_key.value = f"{SECRET} "

    assert "Caution." in chain.status.value
    assert SECRET not in chain.status.value


def test_what_thieves_get_is_what_the_server_granted() -> None:
    """Each wish stands beside its verdict, on the page and in the twin."""
    chain = KeyChain()
    views = chain.sections["thieves"].value, bundle(chain)["text/html"]
    granted = sum(len(theft.granted) for theft in chain.view.thefts)
    tried = len(chain.view.thefts) * len(Wish)

    for view in views:
        assert (view.count("✓ yes"), view.count("✗ no")) == (granted, tried - granted) == (17, 13)


def test_comparing_from_here_makes_all_the_same() -> None:
    """What is on screen becomes what the next change is compared with."""
    chain = KeyChain()
    chain.form.region.value = "us-east-1"
    chain.form.compare_from_here.click()
    assert not any(box.changed for box in chain.view.boxes)
    assert "Nothing differs" in chain.status.value

    chain.form.region.value = "eu-central-1"
    assert chain.view.boxes[2].message_before == "us-east-1"
    assert "(was us-east-1)" in chain.sections["chain"].value


def test_long_words_are_cut_on_the_arrows() -> None:
    """4 KB of service stand whole in the scope alone."""
    chain = KeyChain()
    chain.form.service.value = "s" * 4096

    assert "s" * 23 not in chain.sections["chain"].value
    assert chain.view.after["credential_scope"].text.count("s") > 4096
