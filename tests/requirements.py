"""What a test needs beside the package: absent, it is a reason to skip, or a failure where it was promised.

``SIGV4_REQUIRE=vectors,browser,clients`` names what must be there, so that a CI run cannot skip it in silence.
"""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def skip_or_fail(name: str, reason: str) -> NoReturn:
    """Skip the test for a reason that says what to install, or fail if SIGV4_REQUIRE names the thing."""
    required = {word.strip() for word in os.environ.get("SIGV4_REQUIRE", "").split(",")}
    if name in required:
        pytest.fail(f"{reason} (SIGV4_REQUIRE names {name!r})", pytrace=False)
    pytest.skip(reason)
