"""What can be wrong with an argument: a small tree of errors, each with its evidence.

A rejected signature is not an error, it is a verdict; only misuse raises.
"""

from __future__ import annotations


class SigV4Error(Exception):
    """Anything this package raises on purpose."""


class InvalidInput(SigV4Error, ValueError):
    """An argument that cannot be signed: which field, what came, what was expected.

    >>> error = InvalidInput("region", "''", "a Region such as eu-central-1")
    >>> print(error)
    region: received '', expected a Region such as eu-central-1
    """

    def __init__(self, field: str, received: str, expected: str) -> None:
        super().__init__(f"{field}: received {received}, expected {expected}")
        self.field = field
        """The argument's name, as the caller wrote it."""
        self.received = received
        """What came, described; never the text of a secret."""
        self.expected = expected
        """What would have been accepted."""


class InvalidRequest(InvalidInput):
    """The method, URL, headers or body cannot be sent over HTTP as given."""


class InvalidCredentials(InvalidInput):
    """The access key id, secret access key or session token cannot be a key."""


class InvalidScope(InvalidInput):
    """The Region, service, date or lifetime cannot stand in a credential scope."""


class UnreadableText(InvalidInput):
    """A pasted text is neither the raw HTTP, the curl command nor the JSON it was taken for."""

    def _render_traceback_(self) -> list[str]:
        """Tell a notebook's cell the sentence alone: where the package stopped reading helps nobody with the text."""
        return [f"{type(self).__name__}: {self}"]


class MissingDependency(SigV4Error, ImportError):
    """An optional library is not installed; the message says how to install it."""


class CredentialsWarning(UserWarning):
    """The credentials can be used, yet look like a copying mistake."""


def check_kind(
    field: str, value: object, kind: type | tuple[type, ...], expected: str, error: type[InvalidInput] = InvalidInput
) -> None:
    """Raise the error unless a value is of a kind; what came is told by its type alone, for it may be a secret."""
    if not isinstance(value, kind):
        raise error(field, type(value).__name__, expected)


def describe(value: object, limit: int = 80) -> str:
    """Return a value's repr, cut to ``limit`` characters, or its type if it is no text.

    >>> describe("https://")
    "'https://'"
    >>> describe(None)
    'NoneType'
    """
    if not isinstance(value, (str, int)):
        return type(value).__name__
    try:
        text = repr(value)
    except ValueError:  # more digits than Python writes
        return type(value).__name__
    return text if len(text) <= limit else f"{text[:limit]}… ({len(str(value))} characters)"
