"""AWS's published cases, read from the folder they are in; they are not part of this project."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sigv4_explain import GENERIC, S3, Credentials, Request, SigningRules

VECTORS = Path(os.environ.get("SIGV4_VECTORS") or Path(__file__).parents[2] / ".." / "shared" / "vectors").resolve()
CASES = sorted(path.name for path in (VECTORS / "v4").glob("*") if path.is_dir())
MISSING = (
    f"AWS's published cases are not in {VECTORS}: set SIGV4_VECTORS to a folder whose v4/ holds the signing test suite "
    "of awslabs/aws-c-auth"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One published case: what to sign, with what, and the texts that must come out."""

    folder: Path
    request: Request
    credentials: Credentials
    region: str
    service: str
    at: datetime
    expires: int
    normalize: bool
    sign_body: bool

    def published(self, name: str) -> str:
        """Return the text that AWS publishes for this case, such as ``header-string-to-sign``."""
        return (self.folder / f"{name}.txt").read_text(encoding="utf-8")

    def rules(self, *, in_header: bool) -> SigningRules:
        """Return the case's rules: S3's path unless normalized, a payload header when the body is signed."""
        path = GENERIC if self.normalize else S3
        body = S3 if self.sign_body and in_header else GENERIC
        return SigningRules(
            path_encoding=path.path_encoding,
            path_normalization=path.path_normalization,
            content_sha256=body.content_sha256,
        )


def read_case(name: str) -> Case:
    """Read one case's folder."""
    folder = VECTORS / "v4" / name
    context = json.loads((folder / "context.json").read_text(encoding="utf-8"))
    keys = context["credentials"]
    return Case(
        folder,
        read_request((folder / "request.txt").read_text(encoding="utf-8")),
        Credentials(keys["access_key_id"], keys["secret_access_key"], keys.get("token")),
        context["region"],
        context["service"],
        datetime.fromisoformat(context["timestamp"]),
        context["expiration_in_seconds"],
        context["normalize"],
        context["sign_body"],
    )


def read_request(text: str) -> Request:
    """Read a request as the suite writes it: the target may hold spaces, a header may go on on the next line."""
    head, _, body = text.partition("\n\n")
    first, *lines = head.splitlines()
    method, _, target = first.removesuffix(" HTTP/1.1").partition(" ")
    headers = [(name, value) for name, _, value in (line.partition(":") for line in lines)]
    host = next(value for name, value in headers if name.lower() == "host")
    return Request(method, f"https://{host}{target}", headers, body)
