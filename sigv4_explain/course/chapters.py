"""The notebooks of the course, in their order: what each is for, how long it takes, what it builds on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A notebook of the course."""

    number: str
    title: str
    minutes: int
    """How long it takes to read, predict and try."""
    exercise_minutes: int = 0
    """How long its exercises take on top of that."""
    goals: tuple[str, ...]
    """What the reader is able to do afterwards."""
    after: tuple[str, ...] = ()
    """The numbers of the notebooks that it builds on."""

    @property
    def file(self) -> str:
        """The notebook's file name."""
        return f"{self.number}-{self.title.lower().replace(' ', '-').replace(':', '').replace(',', '')}.ipynb"


_CHAPTERS = (
    Chapter(
        number="00",
        title="Sign a request",
        minutes=10,
        goals=("sign a request and see every value of its signature", "read a step: its inputs, its output, why"),
    ),
    Chapter(
        number="01",
        title="Why sign",
        minutes=20,
        exercise_minutes=5,
        goals=(
            "say what a signature gives, and what it does not",
            "say why the secret never travels",
            "tell a hash from a keyed hash",
        ),
    ),
    Chapter(
        number="02",
        title="Method, path and query",
        minutes=20,
        exercise_minutes=15,
        goals=(
            "write the first three lines of a canonical request",
            "say when a path is encoded once, and when twice",
            "sort and encode a query as AWS does",
        ),
    ),
    Chapter(
        number="03",
        title="Headers and payload",
        minutes=25,
        exercise_minutes=15,
        goals=(
            "write the canonical headers, and choose which to sign",
            "hash a body, an empty one too",
            "put a whole canonical request together",
        ),
        after=("02",),
    ),
    Chapter(
        number="04",
        title="String to sign and scope",
        minutes=20,
        exercise_minutes=10,
        goals=("write a string to sign", "read a credential scope", "say when a signature is too old or too new"),
        after=("03",),
    ),
    Chapter(
        number="05",
        title="The signing key and the signature",
        minutes=20,
        exercise_minutes=10,
        goals=(
            "derive a signing key in four steps",
            "compute a signature with the standard library alone",
            "say what a thief of each key could do",
        ),
        after=("04",),
    ),
    Chapter(
        number="06",
        title="On the wire",
        minutes=20,
        exercise_minutes=10,
        goals=(
            "write an Authorization header",
            "make a presigned URL, and say when it expires",
            "send a session token in the right place",
        ),
        after=("05",),
    ),
    Chapter(
        number="07",
        title="Call an IAM-protected API",
        minutes=20,
        exercise_minutes=5,
        goals=(
            "call an API behind IAM by hand, with requests and with botocore",
            "tell AWS's refusals apart by their words",
        ),
        after=("00",),
    ),
    Chapter(
        number="08",
        title="Temporary credentials",
        minutes=15,
        exercise_minutes=5,
        goals=("assume a role in another account with boto3", "say what a session token is for"),
        after=("07",),
    ),
    Chapter(
        number="09",
        title="Be the server",
        minutes=20,
        exercise_minutes=10,
        goals=(
            "verify a signature as AWS does, in its order",
            "say which change on the way is noticed, and which is not",
            "choose the headers to sign",
        ),
        after=("06",),
    ),
    Chapter(
        number="10",
        title="Debug a failing signature",
        minutes=25,
        exercise_minutes=10,
        goals=(
            "name the cause of a refusal, and the line where it shows",
            "let the doctor do the four steps with whatever you can paste",
            "see what boto3 really sends",
        ),
        after=("07",),
    ),
    Chapter(
        number="11",
        title="The same request from other clients",
        minutes=20,
        exercise_minutes=5,
        goals=(
            "write a request as code for other clients",
            "say where clients differ, and what that does to you",
            "write a URL that few signers can get wrong",
        ),
        after=("10",),
    ),
)

CHAPTERS: Mapping[str, Chapter] = MappingProxyType({chapter.number: chapter for chapter in _CHAPTERS})
"""By number, in their order."""
