"""A registry on loopback: a real HTTP server whose answers a test scripts."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as the server got it."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: Any = None


@dataclass(frozen=True)
class Reply:
    """An answer; `cut` sends fewer bytes than the header promises, `stall` none until the test is over."""

    body: str | bytes = ""
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    stall: bool = False


Answer = Callable[[Asked], Reply | None]


def as_json(value: object, **more: Any) -> Reply:
    return Reply(json.dumps(value), **more)


@dataclass
class Server:
    """The running server: `answers` are asked in turn until one replies."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        found = (answer(asked) for answer in self.answers)
        return next((reply for reply in found if reply), Reply("no such page", 404, "text/plain"))

    def first(self, answer: Answer) -> None:
        self.answers.insert(0, answer)

    def once(self, *replies: Reply, where: str = "/studies") -> None:
        """Give these replies first, one a request for a path that starts so."""
        waiting = list(replies)
        self.first(lambda asked: waiting.pop(0) if waiting and asked.path.startswith(where) else None)

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body leave in one packet; two would wait for each other.
        wbufsize = -1
        disable_nagle_algorithm = True

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            params = {name: values[0] for name, values in parse_qs(parts.query).items()}
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            reply = server.reply(Asked(self.command, parts.path, params, dict(self.headers), body))
            if reply.stall:
                server.over.wait(30)
                self.close_connection = True
                return
            content = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(content)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content[: len(content) - reply.cut])
            self.close_connection = self.close_connection or reply.cut > 0

        do_GET = do_POST = _answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


@contextmanager
def serving() -> Iterator[Server]:
    """A server on a free port of the loopback interface, until the block ends."""
    server = Server()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    httpd.daemon_threads = True
    server.url = f"http://127.0.0.1:{httpd.server_address[1]}"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        httpd.shutdown()
        httpd.server_close()
        thread.join()
