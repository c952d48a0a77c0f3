"""The values of the live page: the canonical request, the hashes, the string to sign, the chain, the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from sigv4_explain.clients.client import Client, Language
from sigv4_explain.drawing.markup import Html, join, link, tag
from sigv4_explain.drawing.pieces import (
    PREFIX,
    View,
    labelled,
    lines_of,
    piece_html,
    pieces_html,
    request_echo,
    row,
    table,
    visible,
)
from sigv4_explain.drawing.request_text import curl_command, raw_http
from sigv4_explain.trace.catalogue import CATALOGUE
from sigv4_explain.trace.provenance import INPUT_PARTS
from sigv4_explain.trace.step import Piece
from sigv4_explain.trace.trace import Trace


def canonical_request_value(view: View) -> Html:
    """Draw the canonical request line by line, each line with its name in AWS's words."""
    trace, reveal = view
    step = trace["canonical_request"]
    lines = list(lines_of(step.pieces(reveal=reveal)))
    header_lines = len(lines) - 6
    names = [
        "HTTPMethod",
        "CanonicalUri",
        "CanonicalQueryString",
        *["CanonicalHeaders"] * header_lines,
        "(empty line)",
        "SignedHeaders",
        "HashedPayload",
    ]
    rows = []
    for number, (name, line) in enumerate(zip(names, lines, strict=True)):
        end = tag("span", "", class_=f"{PREFIX}-end") if number < len(lines) - 1 else ""
        content = pieces_html(line, -1) if line else tag("em", "empty", class_=f"{PREFIX}-nothing")
        rows.append(row(name, join(content, end)))
    return table(rows)


def hashes_value(view: View) -> Html:
    """Draw the two hashes side by side: of the body, and of the canonical request."""
    trace, reveal = view
    rows = [
        row("HashedPayload", pieces_html(trace["hashed_payload"].pieces(reveal=reveal), -1), _payload_note(trace)),
        row(
            "HashedCanonicalRequest",
            pieces_html(trace["hashed_canonical_request"].pieces(reveal=reveal), -1),
            f"SHA-256 of {len(trace['canonical_request'].text.encode())} bytes",
        ),
    ]
    return table(rows)


def _payload_note(trace: Trace) -> str:
    inputs = trace["hashed_payload"].inputs
    declared = inputs["declared"]
    if declared is not None and len(declared) != 64:
        return "declared, not computed: the body is not signed"
    return f"SHA-256 of {len(inputs['body'])} bytes" + (", also sent as a header" if declared else "")


def string_to_sign_value(view: View) -> Html:
    """Draw the four lines, each piece with its label."""
    trace, reveal = view
    names = ("Algorithm", "RequestDateTime", "CredentialScope", "HashedCanonicalRequest")
    lines = lines_of(trace["string_to_sign"].pieces(reveal=reveal))
    return tag("div", table([row(*pair) for pair in zip(names, map(_labelled_line, lines), strict=True)]))


def _labelled_line(line: tuple[Piece, ...]) -> Html:
    return labelled(pieces_html(line, -1))


def key_chain_value(view: View) -> Html:
    """Draw the chain: each link takes the key above it and a message, and gives the key below it."""
    trace, reveal = view
    links = (
        ("date_key", "kDate", "date"),
        ("date_region_key", "kRegion", "region"),
        ("date_region_service_key", "kService", "service"),
        ("signing_key", "kSigning", None),
    )
    secret = str(trace["date_key"].shown_inputs(reveal=reveal)["secret_access_key"])
    drawn = [_key("“AWS4” + secret access key", join("AWS4", piece_html(Piece(secret, "secret"), -1)))]
    for name, key_name, message in links:
        text = (
            Piece(trace[name].inputs[message], INPUT_PARTS[message]) if message else Piece("aws4_request", "terminator")
        )
        drawn += [_link(piece_html(text, -1)), _key(key_name, pieces_html(trace[name].pieces(reveal=reveal), -1))]
    return tag("div", drawn, class_=f"{PREFIX}-chain")


def _key(name: str, value: Html) -> Html:
    return tag("div", tag("span", name, class_=f"{PREFIX}-key-name"), tag("code", value), class_=f"{PREFIX}-key")


def _link(message: Html) -> Html:
    words = tag("span", "HMAC-SHA256 with the message ", class_=f"{PREFIX}-words")
    return tag("div", words, tag("code", message), class_=f"{PREFIX}-link")


def signature_value(view: View) -> Html:
    """Draw the signature large."""
    trace, reveal = view
    return tag("code", pieces_html(trace["signature"].pieces(reveal=reveal), -1), class_=f"{PREFIX}-signature")


def destination_value(view: View) -> Html:
    """Draw the Authorization header or the presigned URL, each piece with its label."""
    trace, reveal = view
    return tag("code", labelled(pieces_html(trace.steps[-1].pieces(reveal=reveal), -1)), class_=f"{PREFIX}-destination")


def finished_value(view: View) -> Html:
    """Draw the finished request twice: as it travels, and as a command; one click selects all of either."""
    trace, reveal = view
    texts = {
        "Raw HTTP": raw_http(trace.signed_request, reveal=reveal),
        "curl": curl_command(trace.signed_request, reveal=reveal),
    }
    masked = any("•••" in text for text in texts.values())
    advice = " To copy a request that works, reveal what you typed, or take lab.trace.signed_request."
    note = tag("p", tag("strong", "The session token is masked."), advice)
    drawn = [(tag("h4", name), tag("pre", visible(text), class_=f"{PREFIX}-copy")) for name, text in texts.items()]
    return join(note if masked else "", *(part for pair in drawn for part in pair))


class Section(NamedTuple):
    """A part of the live page."""

    title: str
    intro: str
    steps: tuple[str, ...]
    """The steps whose words the head offers, and whose changes mark it."""
    value: Callable[[View], Html]
    """Draws the section's value."""


def head_html(number: int, section: Section) -> Html:
    """Draw a section's heading and, folded away, each step's formula, why and reference."""
    marks = (tag("span", "changed", class_=f"{PREFIX}-changed {PREFIX}-changed-{name}") for name in section.steps[:1])
    folds = (
        tag(
            "details",
            tag("summary", info.title),
            tag("p", info.why),
            tag("p", tag("code", info.formula)),
            link("Read it at AWS", info.reference),
        )
        for info in map(CATALOGUE.__getitem__, section.steps)
    )
    heading = tag("h3", tag("span", str(number), class_=f"{PREFIX}-number"), section.title, *marks)
    return join(heading, tag("p", section.intro, class_=f"{PREFIX}-intro"), tag("div", folds, class_=f"{PREFIX}-folds"))


SECTIONS: Mapping[str, Section] = {
    "request": Section(
        "Your request",
        "As it will travel. Point at a piece, or Tab to it, and see every place it goes.",
        (),
        request_echo,
    ),
    "canonical_request": Section(
        "Canonical request",
        "The request in the one spelling that both sides agree on.",
        ("canonical_request", "canonical_uri", "canonical_query_string", "canonical_headers", "signed_headers"),
        canonical_request_value,
    ),
    "hashes": Section(
        "Two hashes",
        "Of the body, and of the whole canonical request.",
        ("hashed_canonical_request", "hashed_payload"),
        hashes_value,
    ),
    "string_to_sign": Section(
        "String to sign",
        "Four lines: how, when, where, what.",
        ("string_to_sign", "request_date_time", "credential_scope"),
        string_to_sign_value,
    ),
    "key_chain": Section(
        "Key chain",
        "The secret never travels. Each link mixes one more word into the key; keys are bytes, shown here in hex.",
        ("signing_key", "date_key", "date_region_key", "date_region_service_key"),
        key_chain_value,
    ),
    "signature": Section(
        "Signature", "HMAC-SHA256 of the string to sign with kSigning, in hex.", ("signature",), signature_value
    ),
    "authorization_header": Section(
        "Authorization header", "What joins the request.", ("authorization_header",), destination_value
    ),
    "presigned_url": Section("Presigned URL", "What you hand on.", ("presigned_url",), destination_value),
    "finished": Section("The finished request", "Click once to select it all, then copy.", (), finished_value),
}
"""The live page from top to bottom; of the authorization header and the presigned URL, a trace has one."""


def avalanche_html(before: str, after: str) -> Html:
    """Tell how many of the signature's bits the last edit flipped: about half, whatever was edited."""
    flipped = (int(before, 16) ^ int(after, 16)).bit_count()
    return join(f"{flipped} of the signature's {4 * len(after)} bits flipped ({flipped * 25 // len(after)} %)")


# The same request from another client: what the menu says, what to install, and the code.

_LANGUAGES = {Language.PYTHON: "Python", Language.JAVASCRIPT: "JavaScript", Language.SHELL: "shell"}
_INSTALLERS = {Language.PYTHON: "pip install", Language.JAVASCRIPT: "npm install"}


def menu_entry(client: Client) -> str:
    """Return what the menu calls a client: the language first, and last that it is deprecated.

    >>> from sigv4_explain.clients.export import CLIENTS
    >>> [menu_entry(client) for client in CLIENTS if client.name in ("python-stdlib", "request")]
    ['Python, every step by hand', 'JavaScript: request, with its option aws (deprecated)']
    """
    language = _LANGUAGES[client.language]
    title = client.title if client.title.startswith(language) else f"{language}: {client.title}"
    return f"{title} (deprecated)" if client.deprecated else title


def export_html(client: Client, code: str) -> Html:
    """Draw what to install, and the code: one click selects all of either, and a link saves the code."""
    warning = tag("p", tag("strong", "Deprecated. "), client.deprecated) if client.deprecated else ""
    file = f"signed-request{client.language.value}"
    # The address holds the file, so that saving it needs neither a server nor a script.
    save = tag("a", f"save it as {file}", href=f"data:text/plain;charset=utf-8,{quote(code)}", download=file)
    copy = tag("p", "Click it, then Ctrl+C or ⌘C; or ", save, ".")
    return join(warning, _installing(client), tag("h4", "Code"), copy, _copied_with_a_click(code))


def _installing(client: Client) -> Html:
    if not client.packages:
        return tag("p", "Nothing to install.")
    installer = _INSTALLERS.get(client.language)
    if installer is None:
        return tag("p", f"It runs {' and '.join(client.packages)}.")
    return join(tag("h4", "Install"), _copied_with_a_click(" ".join((installer, *client.packages))))


def _copied_with_a_click(text: str) -> Html:
    return tag("pre", text, class_=f"{PREFIX}-copy")
