"""The percent-encodings of other languages, each told by the reserved characters that it leaves as they are."""

from __future__ import annotations

ENCODERS = (
    ("as JavaScript's encodeURI", ";,/?:@&=+$!*'()#"),
    ("as JavaScript's encodeURIComponent", "!*'()"),
    ("as Java's URLEncoder, which keeps the asterisk", "*"),
    ("as Go's URL.EscapedPath", "$&+,/:;=@"),
    ("as RFC 3986 permits in a path", "!$&'()*+,;=:@/"),
)
"""How each is called, and what it keeps beside ``A-Z a-z 0-9 - . _ ~``.

Sources: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/encodeURI,
https://docs.oracle.com/javase/8/docs/api/java/net/URLEncoder.html, https://pkg.go.dev/net/url#URL.EscapedPath,
RFC 3986 section 3.3.
"""
