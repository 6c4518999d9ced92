"""A small OpenID Connect server, as an organisation would have one: it signs everybody in as `person`."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt

CLIENT = "golden-thread"
SECRET = "between the two"


class IdentityProvider:
    """What it says: `person` are the claims about whoever signs in, `issuer` who it claims to be."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.issuer = ""
        self.address = ""
        self.asked: list[dict[str, str]] = []
        """What was sent to the token endpoint."""

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, sent: dict[str, str]) -> dict[str, Any]:
        self.asked.append(sent)
        now = int(time.time())
        claims = {
            "iss": self.issuer or self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            **self.person,
        }
        signed = jwt.encode(claims, "a key of our own, long enough for HS256", algorithm="HS256")
        return {"access_token": "access", "token_type": "Bearer", "id_token": signed}


@contextmanager
def serving() -> Iterator[IdentityProvider]:
    """An identity provider that listens until the block ends."""
    provider = IdentityProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {
                "/.well-known/openid-configuration": provider.configuration,
                "/userinfo": lambda: provider.person,
            }
            self._answer(pages[self.path]())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _answer(self, content: dict[str, Any]) -> None:
            written = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield provider
        server.shutdown()
