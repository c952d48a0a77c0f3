"""Where the site's builder reads and writes."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
"""The pins: package.json for npm, wheels.txt for pip."""
PROJECT = Path(__file__).parents[2]
"""A clone of the project: the notebooks are beside the package."""
CACHE = PROJECT / ".cache" / "site"
"""What was fetched or compiled once."""
SITE = PROJECT / "dist" / "site"
"""What is built."""
