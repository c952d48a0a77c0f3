"""A request in a link, for “look at this one”: what is asked, of whom; no keys, no body, no private name."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import unquote

from sigv4_explain.errors import InvalidInput, UnreadableText, describe
from sigv4_explain.json_text import read_json
from sigv4_explain.masking import holds_private
from sigv4_explain.widgets.signing_lab.input import LabInput, headers_of

LONGEST = 6000
"""Characters of the request in a link; chats and servers cut longer ones."""
PAGE = "open.html"
"""The page of the static site that opens the lab with it."""
_FIELDS = ("method", "url", "headers", "region", "service")
_LEFT_OUT = "left_out"
_OTHERS = (
    ("the body", ("body",)),
    ("the keys", ("access_key_id", "secret_access_key")),
    ("the session token", ("session_token",)),
    ("the time", ("at",)),
    ("that the URL is presigned", ("placement",)),
    ("which headers are signed", ("signed_headers",)),
)
"""What no link has, and the fields of it."""


def link_to(form: LabInput, base: str) -> str:
    """Return a link to the lab of the site at ``base``, with the form's request in it. Raises InvalidInput.

    >>> link = link_to(LabInput(url="https://h.example/a", headers="X-Api-Key: mine"), "https://site.example/course/")
    >>> link.partition("=")[0]
    'https://site.example/course/open.html?request'
    >>> form_of(link.partition("=")[2]).headers
    ''
    """
    said = {name: getattr(form, name) for name in _FIELDS}
    said["url"] = _without_secrets(form.url.strip())
    said["headers"] = "\n".join(
        f"{name}: {value}" for name, value in headers_of(form.headers) if not _is_secret(name, value)
    )
    if without := left_out(form):
        said[_LEFT_OUT] = ", ".join(without)
    text = urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")
    if len(text) > LONGEST:
        raise InvalidInput("url and headers", f"{len(text)} characters of a link", f"at most {LONGEST}")
    return f"{base.rstrip('/')}/{PAGE}?request={text}"


def form_of(text: str) -> LabInput:
    """Return the form that the value of ``request`` in a link says. Raises UnreadableText: a link can be cut."""
    said = _said_in(text)
    method, url, headers, region, service = (said[name] for name in _FIELDS)
    return LabInput(method=method, url=url, headers=headers, region=region, service=service)


def left_out_of(text: str) -> str:
    """Return what whoever made the link was told that it leaves out; empty for nothing. Raises UnreadableText."""
    return _said_in(text).get(_LEFT_OUT, "")


def left_out(form: LabInput) -> tuple[str, ...]:
    """Name what a link leaves out of a form, without its value.

    >>> left_out(LabInput(url="https://h.example/", headers="X-Api-Key: mine", body="{}"))
    ('the header X-Api-Key', 'the body')
    """
    plain = LabInput(url="")
    differs = {words: any(getattr(form, name) != getattr(plain, name) for name in names) for words, names in _OTHERS}
    url = ("what in the URL lets somebody in",) if _without_secrets(form.url.strip()) != form.url.strip() else ()
    headers = (f"the header {name}" for name, value in headers_of(form.headers) if _is_secret(name, value))
    return (*url, *dict.fromkeys(headers), *(words for words, is_other in differs.items() if is_other))


def _said_in(text: str) -> dict[str, str]:
    expected = "all that follows request= in a link of the lab; a mail or a chat may have cut it"
    if len(text) > LONGEST:
        raise UnreadableText("request", f"{len(text)} characters", expected)
    try:
        said = read_json(urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode())
    except ValueError as error:
        raise UnreadableText("request", describe(text), expected) from error
    if (
        not isinstance(said, dict)
        or said.keys() - {_LEFT_OUT} != set(_FIELDS)
        or not all(isinstance(v, str) for v in said.values())
    ):
        raise UnreadableText("request", "another content", f"the texts {', '.join(_FIELDS)}")
    return dict(said)


def _is_secret(name: str, value: str = "") -> bool:
    return (
        holds_private(name, value) or unquote(name).lower() == "x-amz-date"
    )  # without its signature, a date says nothing


def _without_secrets(url: str) -> str:
    """Leave out the parameters that may let somebody in, also those of a path's segment, and what is never sent."""
    path, mark, query = url.partition("#")[0].partition("?")
    path = "/".join([";".join(_public(segment.split(";"), 1)) for segment in path.split("/")])
    kept = "&".join(_public(query.split("&"), 0))
    return f"{path}{mark if kept else ''}{kept}"


def _public(pieces: list[str], first: int) -> list[str]:
    return [*pieces[:first], *(one for one in pieces[first:] if not _is_secret(*one.split("=", 1)))]
