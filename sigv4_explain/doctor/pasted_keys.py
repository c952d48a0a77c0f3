"""Keys that stand in a paste: exported variables, a profile, the settings of a program."""

from __future__ import annotations

import re
import warnings

from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import CredentialsWarning, InvalidInput

_WORD = r"[\"']?\]?\s{0,4}(?::=|=>|[:=]|\()\s{0,4}[\"'`]?"
_key_id = re.compile(rf"access[_ -]?key(?:[_ -]?id)?{_WORD}([A-Z0-9]{{8,128}})\b", re.IGNORECASE)
_secret = re.compile(
    rf"secret(?:[_ -]?(?:access))?(?:[_ -]?key)?{_WORD}([A-Za-z0-9/+]{{40}}={{0,2}}|[A-Za-z0-9/+]{{16,64}})(?![\w/+])",
    re.IGNORECASE,
)
_token = re.compile(rf"session[_ -]?token{_WORD}([A-Za-z0-9/+=]{{60,4096}})", re.IGNORECASE)


def keys_in(paste: str) -> Credentials | None:
    r"""Return the keys that a paste shows, whole; None where one of the two is not there or is masked.

    >>> keys_in("access_key = AKIDEXAMPLE\nsecret_key = wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").access_key_id
    'AKIDEXAMPLE'
    """
    key_id, secret = _key_id.search(paste), _secret.search(paste)
    if key_id is None or secret is None or (not re.search("[0-9]", secret[1]) and "/" not in secret[1]):
        return None
    token = _token.search(paste)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CredentialsWarning)
        try:
            return Credentials(key_id[1], secret[1], token[1] if token else None)
        except InvalidInput:
            return None
