"""What people and programs put in the place of a value before they paste it: masks, cuts and placeholders."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

_words = (
    "redacted|removed|masked?|sensitive|filtered|omitted|snip(?:ped)?|censored|truncated|anonymi[sz]ed|obfuscated|elided|"
    "saniti[sz]ed|confidential|scrubbed|stripped|hidden|cut|secure|private|value[ _-]?hidden|not[ _-]?shown|replaced|"
    "省略|已?脱敏|已?隐藏|скрыто|удалено|oculto|masqué|verborgen|伏せ字|非表示"
)
_ALONE = (
    r"[Rr]edacted|REDACTED|Sensitive|SENSITIVE|[Mm]asked|MASKED|[Cc]ensored|CENSORED|[Oo]mitted|OMITTED|Hidden|HIDDEN|"
    r"REMOVED|FILTERED|Filtered|[Ss]nip(?:ped)?|[Oo]bfuscated|[Aa]nonymi[sz]ed|"
    r"(?:[Rr]edacted|REDACTED)[_ -][\w -]{1,40}|省略|已?脱敏|已?隐藏|скрыто|oculto|masqué|(?:blah){2,}|foobar|"
    r"(?:[Ss]ome |[Hh]ex )?Value|[Ss]ome value|[Hh]ex value|HASH|[Hh]ash|TOKEN|Token|TIMESTAMP|[Tt]imestamp|"
    r"REGION|[Rr]egion|"
    r"SERVICE|[Ss]ervice|DATE|[Dd]ate|[Yy]{4}[Mm]{2}[Dd]{2}(?:[Tt][Hh]{2}[Mm]{2}[Ss]{2}[Zz])?"
)
_SECRETS = r"(?:access|secret|key|token|signature|sig|credentials?|hash|password|id)"
_RUN = (
    r"(?:\*{3,}|[xX]{3,}|\.{3,}|\u2026|[\u2022\u25cf\u00b7]{2,}|\#{3,}|_{4,}|-{4,}|\?{3,}|~{4,}|={4,}"
    r"|[\u2588\u2591-\u2593]+)"
)
_is_run = re.compile(rf"(?:{_RUN}+[ .:/-]?)++", re.VERBOSE).fullmatch
_is_placeholder = re.compile(
    rf"""
      [*\#!_=-]{{2,20}} [ ]? (?i:sensitive[ ]data[ ])? (?i:{_words}) [ ]? [*\#!_=-]{{2,20}}
    | [<«‹\[({{%$*（【_-]+ [^<>«»\[\](){{}}"':,;=\\/]{{0,60}} (?i:{_words})
      [^<>\[\](){{}}"';=\\]{{0,60}} [>»›\])}}%*）】_-]+
    | [<\[({{%$]+ (?! (?:none|null|nil|empty|undefined|true|false) [>\])}}])
      (?: [=\ ]* [^\W\d][\w .-]{{0,60}} | \.{{2,}} | \u2026 ) [>\])}}%]+
    | \$\{{? [A-Za-z_]\w{{0,60}} \}}?
    | {_ALONE}
    | (?i: (?:your|my|some|the) [ _-]? (?:[A-Za-z0-9]{{1,20}}[ _-]){{0,4}} {_SECRETS}
      (?:[ _-][A-Za-z0-9]{{1,20}}){{0,3}})
    | (?i: [\w-]{{0,20}} {_SECRETS} [ _-]here)
    | (?: [A-Z0-9]{{1,20}} [_-] ){{0,4}} (?:KEY|TOKEN|SECRET|SIGNATURE|PASSWORD|ACCOUNT|BUCKET|HOST|(?<=_)ID)
    """,
    re.VERBOSE,
).fullmatch
_is_of_a_token = re.compile(r"(?:[\w+/=%.*\u2026\u2022\u25cf\u2588-]|[<\[(][\w .\u2026-]{0,40}[>\])])++").fullmatch
_tells = re.compile(r"[0-9A-Z*\u2026\u2022\u25cf\u2588]").search
_cut = re.compile(
    r"\*{3}|\.{3}|\u2026|[xX]{4}|[\u2022\u25cf]{3}|\u2588{2}"
    rf"|[<\[(](?i:[\w -]{{0,20}}(?:{_words}|{_SECRETS})[\w -]{{0,20}}|\.{{2,9}}|\u2026)[>\])]"
).search


def _is_cut(plain: str) -> bool:
    """Tell whether a part of a token is left out: nothing but a token's characters, and a mark among them."""
    return bool(_cut(plain) and _is_of_a_token(plain) and _tells(plain))


_LONGEST, _LONGEST_PLACEHOLDER = 1_000, 120


def is_elided(value: str) -> bool:
    """Tell whether a mask, a cut or a placeholder stands in the place of a value, or of a part of it.

    >>> [is_elided(text) for text in ("*****", "<redacted>", "3f2a…", "AKIA****", "$TOKEN", "Sensitive", "AKIDEXAMPLE")]
    [True, True, True, True, True, True, False]
    """
    plain = html.unescape(unquote(value)).strip(" \t\"',;")
    if not 0 < len(plain) <= _LONGEST:
        return False
    return bool(_is_run(plain) or (len(plain) <= _LONGEST_PLACEHOLDER and _is_placeholder(plain)) or _is_cut(plain))


_is_less_than_a_hash = re.compile(r"(?=.*[0-9])(?=.*[a-f])[0-9a-f]{16,63}").fullmatch
_OF_OTHERS = (32, 40, 56)
"""The lengths of MD5, SHA-1 and SHA-224."""


def is_cut_hash(word: str) -> bool:
    """Tell whether a word is what a wrap or a cut left of a hash.

    >>> is_cut_hash("e3b0c44298fc1c149afb"), is_cut_hash("e3b0c442")
    (True, False)
    """
    return len(word) not in _OF_OTHERS and _is_less_than_a_hash(word) is not None
