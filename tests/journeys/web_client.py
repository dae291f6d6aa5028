"""A web client that stands on an origin of its own: the page of tests/peers/web_client with npm's masto."""

import contextlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from tests.servers import ROOT

PEERS = ROOT / "tests/peers"


class Files(SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        pass


@contextlib.contextmanager
def web_client() -> Iterator[str]:
    """Its address, at `localhost`: another site than 127.0.0.1 for a browser's cookies, too."""
    assert (PEERS / "node_modules/masto").is_dir(), "npm's masto is missing. This brings it: scripts/set_up.py dev"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(PEERS)))
    thread = threading.Thread(target=server.serve_forever, name="web client", daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/web_client/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
