"""One learner at a hub: pulls the course, opens notebook 00, runs it, edits a request, saves; by REST and websocket."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

NOTEBOOK = "course/notebooks/00-sign-a-request.ipynb"
PAUSE = 0.5
"""Seconds between two letters that are typed; each waits for its signature."""


@dataclass(slots=True)
class Learner:
    """Talks to the hub and to a server of its own; ``seconds`` holds how long each thing took."""

    hub: str
    name: str
    token: str
    repository: str
    seconds: dict[str, float] = field(default_factory=dict)
    keystrokes: list[float] = field(default_factory=list)

    async def attend(self, letters: int) -> None:
        """Do the whole notebook, and type some letters into the URL."""
        started = perf_counter()
        await self._start()
        self.seconds["server"] = perf_counter() - started
        pull = {"repo": self.repository, "targetpath": "course"}
        pulled = await self._ask("GET", f"/user/{self.name}/git-pull/api?{urlencode(pull)}")
        if b'"phase": "finished"' not in pulled:
            raise ValueError(f"nbgitpuller: {pulled[-300:]!r}")
        self.seconds["pull"] = perf_counter() - started
        page = json.loads(await self._ask("GET", f"/user/{self.name}/api/contents/{NOTEBOOK}"))
        await self._ask("GET", f"/user/{self.name}/lab/tree/{NOTEBOOK}")
        kernel = await self._kernel()
        try:
            lab = await self._run(kernel, page["content"]["cells"], started)
            for number in range(letters):
                await asyncio.sleep(PAUSE)
                await self._type(kernel, lab, number)
        finally:
            kernel.close()
        content = json.dumps({"type": "notebook", "content": page["content"]})
        await self._ask("PUT", f"/user/{self.name}/api/contents/{NOTEBOOK}", content)

    async def _start(self) -> None:
        await self._ask("POST", f"/hub/api/users/{self.name}", "")
        await self._ask("POST", f"/hub/api/users/{self.name}/server", "")
        while not json.loads(await self._ask("GET", f"/hub/api/users/{self.name}"))["servers"].get("", {}).get("ready"):
            await asyncio.sleep(0.5)

    async def _kernel(self) -> WebSocketClientConnection:
        asked = {"path": NOTEBOOK, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        session = json.loads(await self._ask("POST", f"/user/{self.name}/api/sessions", json.dumps(asked)))
        channels = f"/user/{self.name}/api/kernels/{session['kernel']['id']}/channels"
        address = f"{self.hub}{channels}".replace("http:", "ws:")
        return await websocket_connect(HTTPRequest(address, headers=self._headers, request_timeout=300))

    async def _run(self, kernel: WebSocketClientConnection, cells: list[dict[str, Any]], started: float) -> str:
        """Run every cell; return the widget that holds the URL."""
        urls = []
        for cell in (cell for cell in cells if cell["cell_type"] == "code"):
            code = "".join(cell["source"])
            content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
            for answer in await self._send(kernel, "execute_request", content):
                if answer["msg_type"] == "error":
                    raise ValueError(f"{self.name}: {answer['content']}")
                state = answer["content"].get("data", {}).get("state", {}) if answer["msg_type"] == "comm_open" else {}
                if str(state.get("description", "")).startswith("URL"):
                    urls.append(answer["content"]["comm_id"])
            self.seconds.setdefault("first cell", perf_counter() - started)
        self.seconds["all cells"] = perf_counter() - started
        return str(urls[0])

    async def _type(self, kernel: WebSocketClientConnection, lab: str, number: int) -> None:
        """Edit the URL as the browser does; the answer must hold new pieces of the page."""
        value = f"https://abc123.execute-api.eu-central-1.amazonaws.com/default?letter={number}"
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        before = perf_counter()
        answers = await self._send(kernel, "comm_msg", {"comm_id": lab, "data": data})
        self.keystrokes.append(perf_counter() - before)
        if not any(f"letter={number}" in json.dumps(answer["content"]) for answer in answers):
            raise ValueError(f"{self.name}: nothing was drawn for the letter {number}")

    async def _send(self, kernel: WebSocketClientConnection, kind: str, content: Any) -> list[dict[str, Any]]:
        """Send a message to the kernel; return what it says until it is idle again."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": self.name, "session": self.name}
        header |= {"version": "5.3", "date": "2015-08-30T12:36:00Z"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await kernel.write_message(json.dumps(message | {"channel": "shell", "buffers": []}))
        answers: list[dict[str, Any]] = []
        while not (answers and answers[-1]["content"].get("execution_state") == "idle"):
            text = await asyncio.wait_for(kernel.read_message(), 300)
            answer = json.loads(text or "{}")
            if answer["parent_header"].get("msg_id") == header["msg_id"]:
                answers.append(answer | {"msg_type": answer["header"]["msg_type"]})
        return answers

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"token {self.token}"}

    async def _ask(self, method: str, path: str, body: str | None = None) -> bytes:
        request = HTTPRequest(f"{self.hub}{path}", method, self._headers, body, request_timeout=300)
        return (await AsyncHTTPClient().fetch(request)).body
