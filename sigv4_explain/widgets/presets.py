"""The preset menu: requests from the story, signed with the keys that AWS publishes in its documentation."""

from __future__ import annotations

from sigv4_explain.texts import records
from sigv4_explain.widgets.lab_input import LabInput

PRESETS = records("sigv4_explain.widgets", "presets.toml", LabInput)
"""What the menu offers, by the name it shows."""

FIRST = next(iter(PRESETS))
