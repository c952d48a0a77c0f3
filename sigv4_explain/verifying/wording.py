"""AWS changed the words of its refusals: both are here."""

from __future__ import annotations

from enum import Enum


class Wording(Enum):
    """Which of AWS's two wordings a refusal has."""

    CURRENT = "seen since about 2023: what the caller sent is hashed or left out"
    CLASSIC = "seen until about 2023: what the caller sent is repeated"
