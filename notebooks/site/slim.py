"""Wheels without what no notebook needs: the models of AWS's other services alone are 14 MB."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

DROPPED: Mapping[str, str] = MappingProxyType(
    {
        "botocore": r"botocore/data/(?!sts/)[^/]+/",  # the models of all services but STS
        "jedi": r"jedi/third_party/(typeshed/stubs|django-stubs)/",  # what it knows of packages that are not here
        "ipywidgets": r"ipywidgets/(widgets/)?tests/",
    }
)
"""For each wheel that is made lighter, by the first word of its name: which of its files go."""
_NOTICE = """\
This copy of {name} is changed: it lacks the files whose names match {pattern}
All else is as it was published, but for being compiled. Its licence is beside this file.
"""


def slimmed(wheel: str, data: bytes) -> bytes:
    """Return a wheel without what is not needed; a file in it says so, as its licence may ask."""
    name = wheel.partition("-")[0]
    if name not in DROPPED:
        return data
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as full, ZipFile(out, "w", ZIP_DEFLATED) as few:
        for info in full.infolist():
            if not is_dropped(name, info.filename):
                few.writestr(info, full.read(info))
        folder = next(path for path in full.namelist() if path.endswith(".dist-info/METADATA")).rpartition("/")[0]
        few.writestr(ZipInfo(f"{folder}/CHANGED.txt"), _NOTICE.format(name=name, pattern=DROPPED[name]))
    return out.getvalue()


def is_dropped(name: str, path: str) -> bool:
    """Tell whether a file of a wheel goes.

    >>> [is_dropped("botocore", f"botocore/data/{path}") for path in ("endpoints.json", "sts/2011", "s3/2006")]
    [False, False, True]
    """
    return re.match(DROPPED[name], path) is not None
