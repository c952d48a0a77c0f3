# FOUNDER: read FOUNDER_READ_ME.md beside this file before you go on.
"""HTTP/1.1 as bytes, in and out, without a socket: what arrives is kept as it was sent.

Tornado's own parser writes header names its own way and puts repeats together; a signature has to be checked against
what was sent.
"""

from sigv4_explain.gateway.wire.body import TooLarge
from sigv4_explain.gateway.wire.head import Head, NotHttp, read_head
from sigv4_explain.gateway.wire.reader import Received, RequestReader, TooManyHeaders
from sigv4_explain.gateway.wire.writing import Persistence, written

__all__ = [
    "Head",
    "NotHttp",
    "Persistence",
    "Received",
    "RequestReader",
    "TooLarge",
    "TooManyHeaders",
    "read_head",
    "written",
]
