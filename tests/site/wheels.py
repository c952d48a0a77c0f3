"""Wheels to test with."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZipFile


def wheel(name: str, files: Mapping[str, str], *headers: str) -> bytes:
    """Return a wheel of version 1.0 with these files and these lines in its METADATA."""
    metadata = "\n".join(("Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *headers, ""))
    about = {"METADATA": metadata, "RECORD": "stale,,\n", "licenses/LICENSE": f"The licence of {name}."}
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for path, text in {**files, **{f"{name}-1.0.dist-info/{file}": text for file, text in about.items()}}.items():
            archive.writestr(path, text)
    return out.getvalue()
