"""What people and programs put in the place of a value before they paste it: masks, cuts and placeholders."""

from __future__ import annotations

import re
from urllib.parse import unquote

_words = (
    "redacted|removed|masked|sensitive|filtered|omitted|snip(?:ped)?|censored|truncated|anonymi[sz]ed|obfuscated|elided|"
    "sanitized|confidential|scrubbed|value[ _-]?hidden|not[ _-]?shown"
)
_is_elided = re.compile(
    rf"""
      (?:\*{{3,}} | x{{3,}} | \.{{3,}} | \u2026 | \u2022{{2,}} | \#{{3,}} | _{{4,}} | -{{4,}} | \?{{3,}} | \u2588+)+
    | [<\[({{%$]+ [^<>\[\](){{}}]{{0,60}} [>\])}}%]+
    | \$\{{? [A-Za-z_]\w{{0,60}} \}}?
    | (?:[<\[({{*_-]*) (?:{_words}) (?:[>\])}}*_-]*)
    | (?:your|my|some|the)[ _-][\w -]{{1,40}}
    """,
    re.IGNORECASE | re.VERBOSE,
).fullmatch
_is_cut = re.compile(
    r"[\w+/=%.-]{0,400}"
    r"(?:\*{3,}|\.{3}|\u2026|[xX]{4,}|\u2022{3,}|\u2588{2,}|<[^<>\s]{1,40}>|\[[^\[\]]{1,40}\])"
    r"[\w+/=%.-]{0,400}"
).fullmatch
_LONGEST = 1_000


def is_elided(value: str) -> bool:
    """Tell whether a mask, a cut or a placeholder stands in the place of a value, or of a part of it.

    >>> [is_elided(text) for text in ("*****", "<redacted>", "3f2a…", "AKIA****", "$TOKEN", "Sensitive", "AKIDEXAMPLE")]
    [True, True, True, True, True, True, False]
    """
    plain = unquote(value).strip(" \t\"',;")
    return 0 < len(plain) <= _LONGEST and bool(_is_elided(plain) or _is_cut(plain))
