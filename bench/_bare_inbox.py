"""An inbox that does the least that one may: it verifies RSA-2048 with a key that it has, and inserts one row."""

import re
import sqlite3
import sys
from base64 import b64decode
from pathlib import Path

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

SIGNATURE = re.compile(r'headers="([^"]*)",signature="([^"]*)"')


def application(pem: bytes, database: str) -> web.Application:
    key = load_pem_public_key(pem)
    assert isinstance(key, RSAPublicKey)
    rows = sqlite3.connect(database, isolation_level=None)
    rows.execute("PRAGMA journal_mode=WAL")
    rows.execute("PRAGMA synchronous=NORMAL")
    rows.execute("CREATE TABLE incoming (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")

    async def inbox(request: web.Request) -> web.Response:
        body = await request.read()
        found = SIGNATURE.search(request.headers["Signature"])
        assert found is not None
        target = f"post {request.path_qs}"
        lines = (f"{name}: {request.headers.get(name, target)}" for name in found[1].split())
        try:
            key.verify(b64decode(found[2]), "\n".join(lines).encode(), PKCS1v15(), SHA256())
        except InvalidSignature:
            return web.Response(status=401)
        rows.execute("INSERT INTO incoming (body) VALUES (?)", (body.decode(),))
        return web.Response(status=202)

    app = web.Application()
    app.router.add_post("/inbox", inbox)
    return app


if __name__ == "__main__":
    port, pem, database = sys.argv[1:]
    web.run_app(application(Path(pem).read_bytes(), database), host="127.0.0.1", port=int(port), access_log=None)
