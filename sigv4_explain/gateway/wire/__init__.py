"""HTTP/1.1 as bytes, in and out, without a socket: what arrives is kept as it was sent.

Tornado's own parser writes header names its own way and puts repeats together, and answers what it refuses by itself;
h11, which every Jupyter install has, leaves both to us.
"""

from sigv4_explain.gateway.wire.reader import Head, NotHttp, Received, RequestReader, TooLarge, TooManyHeaders
from sigv4_explain.gateway.wire.writing import Persistence, written

__all__ = [
    "Head",
    "NotHttp",
    "Persistence",
    "Received",
    "RequestReader",
    "TooLarge",
    "TooManyHeaders",
    "written",
]
