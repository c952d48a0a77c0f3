"""The two texts of a side, read back into the recipe that wrote them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sigv4_explain.doctor.aspects import Aspect
from sigv4_explain.doctor.elided import is_cut_hash
from sigv4_explain.doctor.evidence import Texts
from sigv4_explain.doctor.forms import HashForm
from sigv4_explain.doctor.recipe import KeyDerivation, Recipe
from sigv4_explain.encoding import is_sha256
from sigv4_explain.readers.answers.strings import Completeness, recover_canonical_request

_are_names = re.compile(r"[a-z0-9-]++(?:;[a-z0-9-]++)*+").fullmatch

_FORMS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("signed_names", lambda line: _are_names(line) and any(map(_is_of_requests, line.split(";")))),
    ("method", re.compile(r"[A-Za-z]{3,10}").fullmatch),
    ("canonical_uri", re.compile(r"[/\\].*").fullmatch),
    ("hashed_payload", re.compile(r"[0-9A-Fa-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+").fullmatch),
    ("header", re.compile(r"[A-Za-z0-9-]+:.*").fullmatch),
    ("canonical_query_string", re.compile(r"[^\s:]+=[^\s]*").fullmatch),
)


def known_values(lines: Iterable[str]) -> dict[str, Any]:
    """Return the fields of a recipe that some lines tell, of each the first.

    >>> known_values(["/a%20b", "host:example.com", "host"])
    {'canonical_uri': '/a%20b', 'header_lines': (('host', 'example.com'),), 'signed_names': ('host',)}
    """
    values: dict[str, Any] = {}
    for kind, line in _recognised(lines):
        if kind == "header":
            name, _, value = line.partition(":")
            values["header_lines"] = (*values.get("header_lines", ()), (name, value))
        elif kind == "signed_names":
            values.setdefault(kind, tuple(line.split(";")))
        else:
            values.setdefault(kind, line)
    return values


def _recognised(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        kind = next((kind for kind, has_form in _FORMS if has_form(line)), None)
        if kind is not None:
            yield kind, line


def _is_of_requests(name: str) -> bool:
    """Tell whether a name is one that a list of signed headers has and no other word is: host, or with a dash."""
    return name == "host" or "-" in name[1:-1]


_FEWEST_LINES = 6
_FEWEST_TO_SIGN = 3
_NO_KEY = KeyDerivation(secret="", date="", region="", service="")

_UNKNOWN = Recipe(_NO_KEY, "", "", "", (), (), "")
"""What is known of a side that shows nothing."""

_PARTS = frozenset(
    ("method", "canonical_uri", "canonical_query_string", "hashed_payload", "line_break", "after_headers", "ending")
)

_ORDERS = frozenset(("header", "header order", "signed name", "signed order"))
_HEAD = frozenset(("algorithm", "date_time", "text_line_break", "scope"))


@dataclass(frozen=True, slots=True)
class Written:
    """What one side wrote, as far as it is known."""

    recipe: Recipe
    """Its values; what the texts do not show has the value of nothing."""
    shown: frozenset[str]
    """The kinds of aspects that the texts show."""
    hashed: str
    """The last line of the string to sign."""
    given: Texts
    """The texts as they were given."""
    names: frozenset[str] = field(init=False, repr=False, compare=False)
    """The headers that are known, also where others are not."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset([name for name, _ in self.recipe.header_lines]))

    @property
    def has_canonical_request(self) -> bool:
        """Whether the canonical request is known whole."""
        return self.shown >= _PARTS | _ORDERS

    @property
    def has_string_to_sign(self) -> bool:
        """Whether the string to sign is known."""
        return self.shown >= _HEAD

    @property
    def is_unread(self) -> bool:
        """Whether a text was given of which no line was recognised."""
        canonical_request, string_to_sign = self.given
        return bool((canonical_request and not self.shown & _PARTS) or (string_to_sign and not self.has_string_to_sign))

    @property
    def is_hashed(self) -> bool | None:
        """Whether the string to sign has the hash of the canonical request; None where one of the two is not known."""
        if not (self.has_canonical_request and self.hashed):
            return None
        return self.recipe.hash().decode("utf-8", "replace") == self.hashed

    def without(self, kinds: Iterable[str], headers: Iterable[str]) -> Written:
        """Return the side without kinds of aspects, and without the values of some headers."""
        hidden = frozenset(headers)
        kept = tuple([line for line in self.recipe.header_lines if line[0] not in hidden])
        kinds = frozenset(kinds) | (frozenset(("header",)) if hidden else frozenset())
        return Written(self.recipe._replace(header_lines=kept), self.shown - kinds, self.hashed, self.given)

    def at(self, date_time: str) -> Written:
        """Return the side as it would be at another time: the date in the scope and the header x-amz-date follow."""
        own, recipe = self.recipe.date_time, self.recipe
        lines = [(name, date_time if value == own else value) for name, value in recipe.header_lines]
        scope = tuple([date_time[:8] if word == own[:8] else word for word in recipe.scope[:1]]) + recipe.scope[1:]
        query = recipe.canonical_query_string.replace(own, date_time).replace(
            f"%2F{own[:8]}%2F", f"%2F{date_time[:8]}%2F"
        )
        moved = recipe._replace(
            date_time=date_time, header_lines=tuple(lines), scope=scope, canonical_query_string=query
        )
        return Written(moved, self.shown, self.hashed, self.given)

    def shows(self, aspect: Aspect) -> bool:
        """Tell whether the texts show an aspect."""
        return aspect.kind in self.shown or (aspect.kind == "header" and aspect.name in self.names)


def written(texts: Texts, completeness: Completeness = Completeness.WHOLE) -> Written | None:
    """Read the texts of one side, whole or a few lines of them; None when nothing of them can be read.

    What a paste added, a line break at the end or CR before each LF, is taken off, unless the hash in the string to
    sign says that it was signed. Of a text that was cut short the last line does not count.
    """
    lines, line_break = _lines_to_sign(texts.string_to_sign)
    hashed = lines[3].rstrip("\r\n") if len(lines) > 3 else ""
    text, form = _signed_text(texts.canonical_request, hashed)
    is_cut = completeness is Completeness.CUT_SHORT
    recipe = None if is_cut else _canonical_part(text or "")
    hashed = hashed if recipe is None else _whole_hash(hashed, recipe)
    known, shown = (_few(text or "", is_cut=is_cut)) if recipe is None else (recipe, _PARTS | _ORDERS)
    if len(lines) >= _FEWEST_TO_SIGN:
        algorithm, date_time, scope = lines[:3]
        known = known._replace(
            algorithm=algorithm,
            date_time=date_time,
            scope=tuple(scope.split("/")),
            text_line_break=line_break,
            hash_form=form,
        )
        shown |= _HEAD if recipe is None else _HEAD | {"hash_form"}
        shown -= set() if scope.strip() else {"scope"}  # the text was cut before it
    return Written(known, shown, hashed, texts) if shown or known.header_lines else None


_LEAST_OF_A_HASH = 8


def _is_beginning(hashed: str, whole: str) -> bool:
    """Tell whether a hash was cut short for the paste."""
    bare = hashed.rstrip(".…* ")
    return len(bare) >= _LEAST_OF_A_HASH and whole.startswith(bare)


def _whole_hash(hashed: str, recipe: Recipe) -> str:
    whole = recipe.hash().decode("utf-8", "replace")
    return whole if _is_beginning(hashed, whole) else hashed


def unread(texts: Texts) -> Written:
    """Return a side of which no line can be read; a known mistake may still have written its texts."""
    return Written(_UNKNOWN, frozenset(), "", texts)


def _few(text: str, *, is_cut: bool) -> tuple[Recipe, frozenset[str]]:
    """Read a few lines; which of the headers are there is not known then."""
    lines = text.splitlines()
    values = known_values(lines[:-1] if is_cut else lines)
    shown = frozenset(values) & _PARTS
    if "signed_names" in values:
        shown |= {"signed name", "signed order"}
    return _UNKNOWN._replace(**values), shown


def _lines_to_sign(string_to_sign: str | None) -> tuple[list[str], str]:
    """Return the first three lines, then whatever follows them: the hash, in whatever form; and the line break."""
    text = (string_to_sign or "").lstrip("\r\n")
    line_break = _line_break(text)
    return text.split(line_break, 3), line_break


def _line_break(text: str) -> str:
    """Return what stands between the lines of a text: of one line, a backslash and a letter, where it has these."""
    written_out = (r"\r\n", r"\n") if "\n" not in text.strip() else ()
    return next((each for each in (*written_out, "\r\n") if each in text), "\n")


def _signed_text(canonical_request: str | None, hashed: str) -> tuple[str | None, HashForm]:
    """Return the very text that was hashed, as the hash tells, and the form in which its hash was written."""
    if canonical_request is None:
        return None, HashForm.HEX
    for text in _spellings(canonical_request):
        for form in HashForm:
            if form.written(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape") == hashed:
                return text, form
        if _is_beginning(hashed, HashForm.HEX.written(text.encode("utf-8", "surrogateescape")).decode()):
            return text, HashForm.HEX
    is_hash = not hashed or is_sha256(hashed) or is_cut_hash(hashed)
    recovered, completeness = recover_canonical_request(canonical_request, None)
    if completeness is Completeness.WHOLE and recovered:
        return recovered, HashForm.HEX if is_hash else HashForm.RAW
    return canonical_request.strip("\r\n").replace("\r\n", "\n"), HashForm.HEX if is_hash else HashForm.RAW


def _spellings(text: str) -> Iterator[str]:
    """Return the text as pasted, and as it may have been before it was pasted."""
    bare = text.strip("\r\n")
    with_lf = bare.replace("\r\n", "\n")
    with_crlf = with_lf.replace("\n", "\r\n")
    yield from dict.fromkeys((text, bare, with_lf, with_crlf, f"{with_lf}\n", f"{with_crlf}\r\n"))
    recovered, completeness = recover_canonical_request(text, None)
    if completeness is Completeness.WHOLE and recovered:
        yield recovered


def _canonical_part(text: str) -> Recipe | None:
    """Read a canonical request, also one that is not put together right; None for what has too few lines."""
    line_break = _line_break(text)
    ending = line_break if text.endswith(line_break) and text.count(line_break) > _FEWEST_LINES else ""
    lines = text.removesuffix(ending).split(line_break)
    if len(lines) < _FEWEST_LINES:
        return None
    method, canonical_uri, canonical_query_string, *middle, signed_names, hashed_payload = lines
    after = next((place for place, line in enumerate(middle) if not line), len(middle))
    return _UNKNOWN._replace(
        method=method,
        canonical_uri=canonical_uri,
        canonical_query_string=canonical_query_string,
        header_lines=tuple([_header_line(line) for line in middle[:after]]),
        after_headers=tuple(middle[after:]),
        signed_names=tuple(signed_names.split(";")),
        hashed_payload=hashed_payload,
        line_break=line_break,
        ending=ending,
    )


def _header_line(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name, value
