"""How much and how long a server bears, so that no client can take all of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process allows to all clients together, and to each."""

    connections: int = 200
    """At once; one more is told that there is no room."""
    held_bytes: int = 100_000_000
    """Of requests that have not arrived as a whole, and of answers that are not taken."""
    idle_seconds: float = 60
    """Before the first byte of a request."""
    request_seconds: float = 30
    """From the first byte of a request to the last, and for taking the answer."""
    linger_seconds: float = 5
    """For which bytes that nobody wants are read and dropped, so that the client still gets the answer."""
    function_seconds: float = 29
    """For a function of the user's own.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    """
    functions: int = 50
    """At work at once; one more waits."""
