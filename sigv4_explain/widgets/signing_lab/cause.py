"""What you changed, and what followed, in one sentence: the groups ① to ⑤ are those of the page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sigv4_explain.rules import SigningRules
from sigv4_explain.url import UrlParts
from sigv4_explain.widgets.signing_lab.input import LabInput, headers_of

GROUPS = {
    "canonical_request": "①",
    "string_to_sign": "②",
    "signing_key": "③",
    "signature": "④",
    "authorization_header": "⑤",
    "presigned_url": "⑤",
}
"""The last step of each group, and the group's number on the page."""
UNTOUCHED = "Change anything: what follows from it is said here."
_NOT_CHANGED = (
    ("④", "the signature did not"),
    ("③", "the keys did not"),
    ("②", "what is signed did not"),
    ("①", "the canonical request did not"),
)
_WORDS = {
    "method": "the method",
    "body": "the body",
    "access_key_id": "the access key id",
    "secret_access_key": "the secret",
    "session_token": "the session token",
    "region": "the Region",
    "service": "the service",
    "placement": "where the signature goes",
    "expires": "the seconds",
    "signed_headers": "which headers are signed",
}
_LONGEST_NAME = 24
_MOST_NAMED = 2


class SaidCause(NamedTuple):
    """What was done, and what followed: two sentences, or one."""

    done: str
    followed: str = ""

    def __str__(self) -> str:
        return f"{self.done} {self.followed}".strip()


class _Part(NamedTuple):
    """A part of the form in the form's words; whether all of it is left out of the signature."""

    words: str
    is_unsigned: bool = False


def cause(before: LabInput | None, after: LabInput, changed: Collection[str], loaded: str = "") -> SaidCause:
    """Say what was changed in the form, and which groups followed; ``changed`` are the steps with another output.

    >>> form = LabInput(url="https://h.example/?a=1")
    >>> edited = LabInput(url="https://h.example/?a=2")
    >>> print(cause(form, edited, ["canonical_request", "string_to_sign", "signature", "authorization_header"]))
    You changed the query. So ① ② ④ ⑤ changed; the keys did not.
    """
    if loaded:
        return SaidCause(f"Loaded: {_cut(loaded, 60)}.", "Everything below is of this request.")
    if before is None:
        return SaidCause(UNTOUCHED)
    parts = list(_changed_parts(before, after))
    followed = consequence(changed)
    has_waited = before.at is None and after.at is None and "string_to_sign" in changed
    if not parts:
        other = "Time went on." if has_waited else "Other keys sign now." if "signing_key" in changed else ""
        return SaidCause(other or "Nothing changed.", followed if other else "")
    done = f"You changed {_listed([part.words for part in parts])}{', and time went on' if has_waited else ''}."
    return SaidCause(done, followed or _why_nothing(parts))


def consequence(changed: Collection[str]) -> str:
    """Say which groups changed, and the most telling one that did not; nothing where none did.

    >>> consequence(["signature", "authorization_header"]), consequence(["presigned_url"])
    ('So ④ ⑤ changed; the keys did not.', 'So ⑤ changed; the signature did not.')
    """
    groups = list(dict.fromkeys([number for step, number in GROUPS.items() if step in changed]))
    if not groups:
        return ""
    same = next((words for number, words in _NOT_CHANGED if number not in groups), None)
    return f"So {' '.join(groups)} changed; {same}." if same else "So everything changed, ① to ⑤."


def _why_nothing(parts: list[_Part]) -> str:
    if all(part.is_unsigned for part in parts):
        return f"{'It is' if len(parts) == 1 else 'They are'} not signed, so nothing changed."
    return "What is signed of it is the same, so nothing changed."


def _changed_parts(before: LabInput, after: LabInput) -> Iterator[_Part]:
    if before.method.upper() != after.method.upper():
        yield _Part(_WORDS["method"])
    yield from _of_url(before.url, after.url)
    yield from _of_headers(before, after)
    for name, words in _WORDS.items():
        if name != "method" and getattr(before, name) != getattr(after, name):
            yield _Part(words, is_unsigned=name == "body")
    if when := _of_time(before.at, after.at):
        yield _Part(when)


def _of_url(before: str, after: str) -> Iterator[_Part]:
    one, other = UrlParts.of(before.strip()), UrlParts.of(after.strip())
    if one.scheme != other.scheme:
        yield _Part("the scheme", is_unsigned=True)
    if one.authority != other.authority:
        yield _Part("the host")
    if one.path != other.path:
        yield _Part("the path")
    if one.query != other.query:
        yield _Part("the query")
    if before.partition("#")[2] != after.partition("#")[2]:
        yield _Part("what follows #", is_unsigned=True)


def _of_headers(before: LabInput, after: LabInput) -> Iterator[_Part]:
    """Name the headers that are new or have another value, else those that are gone; a name is typed key by key."""
    one, other = headers_of(before.headers), headers_of(after.headers)
    names = [pair[0].lower() for pair in other if other.count(pair) > one.count(pair)]
    names = names or [pair[0].lower() for pair in one if one.count(pair) > other.count(pair)]
    unsigned = SigningRules.for_service(after.service.strip()).never_signed
    yield from (_Part(f"the header {_cut(name, _LONGEST_NAME)}", name in unsigned) for name in dict.fromkeys(names))
    if not names and one != other:
        yield _Part("the order of the headers")


def _of_time(before: str | None, after: str | None) -> str:
    if before is None or after is None:
        return "" if before is after else "the time"
    before, after = before.strip(), after.strip()
    parts = ((before[:8] != after[:8], "the date"), (before[8:] != after[8:], "the time"))
    return " and ".join(words for is_other, words in parts if is_other)


def _listed(words: list[str]) -> str:
    if len(words) <= _MOST_NAMED:
        return " and ".join(words)
    return f"{', '.join(words[:_MOST_NAMED])} and {len(words) - _MOST_NAMED} more"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
