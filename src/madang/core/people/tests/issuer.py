"""An OpenID Connect issuer on a real socket whose ID tokens a test can bend: the adversary of the link attacks."""

from __future__ import annotations

import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

Bend = Callable[[dict[str, Any]], dict[str, Any]]


class Issuer:
    """Answers any authorisation request with one code; `bend` changes the claims, `key` and `headers` the signature."""

    def __init__(self) -> None:
        self.key = self.published = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.algorithm = "RS256"
        self.bend: Bend = lambda claims: claims
        self.requests: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def authorise(self, location: str) -> tuple[str, str]:
        """What the issuer's page would do after consent: (code, state) for the request in `location`."""
        request = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        code = f"code-{len(self.requests)}"
        self.requests[code] = request
        return code, request["state"]

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        request = self.requests.pop(form.get("code", ""), None)
        if request is None or form.get("client_secret") != "test-secret":
            return None
        proof = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if request["code_challenge"] != proof:
            return None
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": request["client_id"],
            "sub": "pseudonym-1",
            "iat": now,
            "exp": now + 300,
            "nonce": request["nonce"],
            "acr": "urn:madang:simulated",
            "national_number": "900101-2000001",
            "name": "Ari",
        }
        key = self.key if self.algorithm == "RS256" else "" if self.algorithm == "none" else "shared-secret" * 4
        signed = jwt.encode(self.bend(claims), key, algorithm=self.algorithm, headers={"kid": "1"})
        return {"access_token": "opaque", "token_type": "Bearer", "expires_in": 60, "id_token": signed}

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.published.public_key()))
        return {"keys": [{**public, "kid": "1", "alg": "RS256", "use": "sig"}]}

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(issuer.keys() if self.path == "/keys" else issuer.configuration())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer(issuer.token({name: values[0] for name, values in parse_qs(body).items()}))

            def _answer(self, content: dict[str, Any] | None) -> None:
                body = json.dumps(content or {"error": "invalid_grant"}).encode()
                self.send_response(200 if content else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        return Handler
