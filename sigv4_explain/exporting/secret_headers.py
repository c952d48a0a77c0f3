"""Headers whose value logs somebody in: the code takes it from the environment, as it does with keys."""

from __future__ import annotations

import re

from sigv4_explain.masking import is_private

_not_in_a_variable = re.compile(r"[^A-Z0-9]+")


def environment_variable(name: str) -> str | None:
    """Return the environment variable that holds a header's value; None for a header that may be read by anybody.

    >>> environment_variable("x-api-key"), environment_variable("Cookie"), environment_variable("Accept")
    ('API_KEY', 'COOKIE', None)
    """
    if not is_private(name):
        return None
    variable = _not_in_a_variable.sub("_", name.upper().removeprefix("X-")).strip("_")
    return f"HEADER_{variable}" if variable[0].isdigit() else variable
