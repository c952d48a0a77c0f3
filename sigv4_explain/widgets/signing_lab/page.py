"""The values of the live page: the canonical request, the hashes, the string to sign, the chain, the result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from sigv4_explain.drawing.differences import flipped_bits
from sigv4_explain.drawing.markup import Html, join, link, shortened, tag
from sigv4_explain.drawing.numbered import changed_lines, lines_words, named, new_mark, numbered
from sigv4_explain.drawing.pieces import PREFIX, View, copy_button, label, lines_of, piece_html, pieces_html, visible
from sigv4_explain.drawing.request_text import curl_command, raw_http
from sigv4_explain.errors import InvalidInput, UnreadableText
from sigv4_explain.trace.catalogue import CATALOGUE
from sigv4_explain.trace.provenance import INPUT_PARTS
from sigv4_explain.trace.step import OutputOrigin, Piece
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.signing_lab.cause import GROUPS, SaidCause
from sigv4_explain.widgets.signing_lab.input import LabInput
from sigv4_explain.widgets.signing_lab.link import LONGEST, left_out, link_to
from sigv4_explain.widgets.signing_lab.paste import PastedForm


def canonical_request_value(view: View) -> Html:
    """Draw the canonical request line by line, each line with what it is."""
    return numbered(view, "canonical_request", _canonical_names(view.trace))


def _canonical_names(trace: Trace) -> tuple[str, ...]:
    header_lines = trace["canonical_request"].text.count("\n") + 1 - _OTHER_LINES
    return ("method", "path", "query", *["header"] * header_lines, "", "signed headers", "body hash")


_OTHER_LINES = 6  # method, path, query, the empty line, the names of the headers, the hash
_STRING_NAMES = ("algorithm", "time", "scope", "hash of ①")


def string_to_sign_value(view: View) -> Html:
    """Draw the four lines."""
    return numbered(view, "string_to_sign", _STRING_NAMES)


# The chain of keys as a strip: each chip is a key, each arrow the word that is mixed in.

_LINKS = (
    ("date_key", "date"),
    ("date_region_key", "region"),
    ("date_region_service_key", "service"),
    ("signing_key", None),
)
_FEW_DIGITS = 5


def key_chain_value(view: View) -> Html:
    """Draw the chain: each link takes the key before it and a word, and gives the key after it."""
    trace, reveal, previous = view
    secret = str(trace["date_key"].shown_inputs(reveal=reveal)["secret_access_key"])
    changed = () if previous is None else trace.changed_steps(previous)
    drawn = [_chip("secret", "AWS4", Piece(secret, "secret"), is_new=_has_new_secret(view))]
    for name, word in _words_of(trace):
        drawn += [_arrow(word), _chip(label(name), "", trace[name].pieces(reveal=reveal)[0], is_new=name in changed)]
    return tag("div", drawn, class_=f"{PREFIX}-chain")


def _words_of(trace: Trace) -> Iterator[tuple[str, Piece]]:
    """Yield each key's step with the word that is mixed in."""
    for name, message in _LINKS:
        yield name, Piece(trace[name].inputs[message], INPUT_PARTS[message]) if message else _TERMINATOR


_TERMINATOR = Piece("aws4_request", "terminator")


def _has_new_secret(view: View) -> bool:
    traces = (trace for trace in (view.trace, view.previous) if trace)
    return len({trace["date_key"].inputs["secret_access_key"] for trace in traces}) > 1


def _chip(name: str, before: str, key: Piece, *, is_new: bool) -> Html:
    digits = _FEW_DIGITS - len(before) // 4
    short = key._replace(text="•••" if "•" in key.text else f"{key.text[:digits]}…")
    values = (
        tag("code", before, piece_html(piece, -1), class_=f"{PREFIX}-{size}")
        for size, piece in (("short", short), ("full", key))
    )
    looks = f"{PREFIX}-chip{f' {PREFIX}-new-chip' if is_new else ''}"
    return tag("div", tag("strong", name), *values, class_=looks)


def _arrow(word: Piece) -> Html:
    return tag("div", tag("code", piece_html(word, -1)), tag("i", "→"), class_=f"{PREFIX}-arrow-of-chain")


def signature_value(view: View) -> Html:
    """Draw the signature large, with a mark on each digit that the last edit changed."""
    pieces = view.trace["signature"].pieces(reveal=view.reveal)
    digits = pieces[0] if pieces else Piece("", "yours")  # a reader's own may have any length, or none
    before = view.previous.signature if view.previous else digits.text
    runs = groupby(zip(digits.text, before.ljust(len(digits.text)), strict=False), lambda pair: pair[0] != pair[1])
    drawn = ((is_new, "".join(digit for digit, _ in pairs)) for is_new, pairs in runs)
    marks = join(new_mark(text) if is_new else text for is_new, text in drawn)
    return tag("code", piece_html(digits, -1, marks), class_=f"{PREFIX}-signature")


def destination_value(view: View) -> Html:
    """Draw the Authorization header or the presigned URL, with a mark on each piece that the last edit changed."""
    name = view.trace.steps[-1].name
    pieces = view.trace[name].pieces(reveal=view.reveal)
    known = view.previous is not None and name in view.previous
    before = view.previous[name].pieces(reveal=view.reveal) if view.previous and known else pieces
    drawn = (piece_html(piece, -1, new_mark(piece.text) if piece not in before else None) for piece in pieces)
    return tag("code", drawn, class_=f"{PREFIX}-destination {PREFIX}-of-{name}")


def finished_value(view: View) -> Html:
    """Draw the finished request twice: as it travels, and as a command; one click selects all of either."""
    trace, reveal, _ = view
    texts = {
        "Raw HTTP": raw_http(trace.signed_request, reveal=reveal),
        "curl": curl_command(trace.signed_request, reveal=reveal),
    }
    masked = texts["Raw HTTP"] != raw_http(trace.signed_request, reveal=True)
    advice = " To copy a request that works, reveal what you typed, or take lab.trace.signed_request."
    note = tag("p", tag("strong", "The session token is masked."), advice)
    drawn = [
        (
            tag("h4", name, " ", copy_button(f"{PREFIX}-of-{number}")),
            tag("pre", visible(text), class_=f"{PREFIX}-copy {PREFIX}-of-{number}"),
        )
        for number, (name, text) in enumerate(texts.items())
    ]
    return join(note if masked else "", *(part for pair in drawn for part in pair))


class Section(NamedTuple):
    """A part of the live page."""

    title: str
    intro: str
    steps: tuple[str, ...]
    """The steps whose words the head offers; what changed in the first is told beside the title."""
    value: Callable[[View], Html]
    """Draws the section's value."""


def head_html(number: str, section: Section, *folds: Html) -> Html:
    """Draw a section's heading and, folded away, each step's formula, why and reference."""
    whys = (
        (
            tag("h4", info.title),
            tag("p", info.why),
            tag("p", tag("code", info.formula), " ", link("Read it at AWS", info.reference)),
        )
        for info in map(CATALOGUE.__getitem__, section.steps)
    )
    changed = (tag("span", class_=f"{PREFIX}-changed {PREFIX}-changed-{name}") for name in section.steps[:1])
    why = tag("details", tag("summary", "why"), *(part for parts in whys for part in parts), class_=f"{PREFIX}-why")
    heading = tag("h3", tag("span", number, class_=f"{PREFIX}-number"), section.title)
    note = tag("small", section.intro)
    return tag("div", heading, *changed, note, *folds, why if section.steps else "", class_=f"{PREFIX}-head")


SECTIONS: Mapping[str, Section] = {
    "canonical_request": Section(
        "Canonical request",
        "the spelling that both sides agree on",
        (
            "canonical_request",
            "canonical_uri",
            "canonical_query_string",
            "canonical_headers",
            "signed_headers",
            "hashed_payload",
        ),
        canonical_request_value,
    ),
    "string_to_sign": Section(
        "String to sign",
        "line 4 is the SHA-256 of ①",
        ("string_to_sign", "request_date_time", "credential_scope", "hashed_canonical_request"),
        string_to_sign_value,
    ),
    "key_chain": Section(
        "Signing key",
        "each arrow is an HMAC with one more word",
        ("signing_key", "date_key", "date_region_key", "date_region_service_key"),
        key_chain_value,
    ),
    "signature": Section("Signature", "= HMAC-SHA256(③, ②) in hex", ("signature",), signature_value),
    "authorization_header": Section(
        "Authorization header", "what joins the request", ("authorization_header",), destination_value
    ),
    "presigned_url": Section("Presigned URL", "what you hand on", ("presigned_url",), destination_value),
    "finished": Section("The finished request", "click once to select it all, then copy", (), finished_value),
}
"""The live page from top to bottom; of the authorization header and the presigned URL, a trace has one."""
NUMBERS = {
    "canonical_request": "1",
    "string_to_sign": "2",
    "key_chain": "3",
    "signature": "4",
    "authorization_header": "5",
    "presigned_url": "5",
}
"""The number of each value that follows from the one before."""


# The lab as a picture: static HTML for a saved notebook, without a style sheet.

_WRAPPED = "white-space: pre-wrap; overflow-wrap: anywhere"


def static_lab(trace: Trace) -> Html:
    """Draw the values as they stand in the lab, line by line with numbers; secrets are masked."""
    last = trace.steps[-1].name
    secret = str(trace["date_key"].shown_inputs()["secret_access_key"])
    keys = [("secret", ["AWS4", secret])]
    keys += [(label(name), [trace[name].shown(), f"  ← {word.text}"]) for name, word in _words_of(trace)]
    blocks = {
        "canonical_request": _static_lines(trace, "canonical_request", _canonical_names(trace)),
        "string_to_sign": _static_lines(trace, "string_to_sign", _STRING_NAMES),
        "key_chain": [join(f"{name:10}", *parts) for name, parts in keys],
        "signature": [pieces_html(trace["signature"].pieces())],
        last: [pieces_html(trace[last].pieces())],
    }
    drawn = [
        join(tag("h4", _numbered_title(name)), tag("pre", Html("\n".join(lines)), style=_WRAPPED))
        for name, lines in blocks.items()
    ]
    yours = ", ".join([step.title for step in trace if step.origin is not OutputOrigin.COMPUTED])
    return tag(
        "div",
        tag("p", tag("mark", f"Yours, not computed: {yours}.")) if yours else "",
        drawn,
        class_=f"{PREFIX}-static",
    )


def _numbered_title(name: str) -> str:
    return f"{GROUPS[SECTIONS[name].steps[0]]} {SECTIONS[name].title}"


def _static_lines(trace: Trace, name: str, names: tuple[str, ...]) -> list[Html]:
    lines = named(lines_of(trace[name].pieces()), names)
    return [join(f"{number:2}  {what:16}", pieces_html(line)) for number, (what, line) in enumerate(lines, 1)]


def change_words(view: View) -> dict[str, str]:
    """Say of each step that a head tells of what the last edit changed in it."""
    trace, _, previous = view
    if previous is None:
        return {}
    changed = trace.changed_steps(previous)
    keys = [label(name) for name, _ in _LINKS if name in changed]
    last = trace.steps[-1].name
    words = {name: lines_words(changed_lines(view, name)) for name in ("canonical_request", "string_to_sign")}
    words |= {
        "signing_key": f"{', '.join(keys)} changed" if keys else "",
        "signature": _flipped_words(previous.signature, trace.signature),
        last: "changed" if last in changed and last in previous else "",
    }
    return {name: said for name, said in words.items() if said}


def _flipped_words(before: str, after: str) -> str:
    if before == after:
        return ""
    if not (_is_signature(before) and _is_signature(after)):
        return "changed"
    return f"{flipped_bits(before, after)} of 256 bits flipped"


_is_signature = re.compile("[0-9a-f]{64}").fullmatch


def status_html(said: SaidCause, changed: Iterable[str], signature: str, cautions: Iterable[str]) -> Html:
    """Say what was changed and what followed, and what to mind; a narrow page has the five groups as a strip."""
    groups = {GROUPS[name] for name in changed if name in GROUPS}
    marks = (tag("span", group, class_=f"{PREFIX}-on" if group in groups else None) for group in _STRIP)
    begin = tag("code", f"{signature[:_SHORT_SIGNATURE]}…")
    strip = tag("p", marks, " ", begin, class_=f"{PREFIX}-strip", aria_hidden="true")
    sentence = tag("p", tag("strong", said.done), " ", said.followed)
    warned = (tag("p", tag("strong", "Caution. "), caution) for caution in cautions)
    return tag("div", sentence, strip, warned, class_=f"{PREFIX}-status")


_STRIP = tuple(dict.fromkeys(GROUPS.values()))
_SHORT_SIGNATURE = 16


# A link to the request: what it leaves out is told to whoever sends it, and to whoever opens it.

_LINK = f"{PREFIX}-link-text"


def link_html(form: LabInput) -> Html:
    """Draw a button that copies a link to the form's request, and what the link leaves out.

    On the site that is a page's address; elsewhere nobody knows where a site is, and it is the line of Python.
    """
    try:
        _, _, page = link_to(form, "").rpartition("/")
    except InvalidInput:
        return tag("p", tag("small", f"Too long for a link: {LONGEST} characters at most."))
    request = page.partition("=")[2]
    text = f'from sigv4_explain.widgets import SigningLab\nSigningLab.from_link("{request}")'
    hidden = tag("span", text, class_=_LINK, data_page=page, hidden="hidden")
    without = left_out(form)
    told = tag("small", f"It leaves out {', '.join(without)}." if without else "It has the whole request.")
    return tag("p", copy_button(_LINK, "Copy link"), hidden, " ", told)


def received_html(without: str) -> Html:
    """Tell whoever opened a link what it left out."""
    if not without:
        return Html("")
    told = f"This request came by a link that leaves out {shortened(without, _LONGEST_TOLD)}: its signature is another."
    return tag("p", tag("small", told))


_LONGEST_TOLD = 200


# A request that was pasted: what was read of it, and whether this secret gives its signature.


def pasted_html(pasted: PastedForm, trace: Trace) -> Html:
    """Tell what a paste filled and left out, and whether the signature is the one that came with it."""
    compared = pasted.compared(trace)
    sign = "✓" if trace.signature == pasted.signature else "✗"
    verdict = tag("strong", f"{sign} {compared} ") if compared else ""
    return tag("p", verdict, tag("small", str(pasted)), class_=f"{PREFIX}-pasted")


def unread_html(error: UnreadableText) -> Html:
    """Tell that a paste shows no request, and what would."""
    told = f"Read: {error.received}; expected {error.expected}."
    return tag("p", tag("strong", "Nothing was filled. "), told)
