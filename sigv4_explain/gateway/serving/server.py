"""The sockets: one front at one port. Everything worth reading about a request happens behind ``Gateway.handle``."""

from __future__ import annotations

from tornado.iostream import IOStream
from tornado.tcpserver import TCPServer

from sigv4_explain.gateway.gateway import Gateway
from sigv4_explain.gateway.serving.connection import Connection
from sigv4_explain.gateway.serving.house import House


class FrontServer(TCPServer):
    """Takes connections to one front."""

    def __init__(self, gateway: Gateway, house: House) -> None:
        super().__init__(max_buffer_size=1_000_000)
        self._gateway = gateway
        self._house = house

    async def handle_stream(self, stream: IOStream, address: tuple[str, int]) -> None:
        """Serve one connection; tornado calls it for each."""
        await Connection(stream, address[0], self._gateway, self._house).serve()
