"""Takes posts over TLS on 127.0.0.1 and the addresses that it is told, throws them away, and says at /count how many.

/reset cuts all connections, so that whoever posts next opens them anew.
"""

import asyncio
import sys
from pathlib import Path

from tabard.lib.tests.inboxes import Inboxes, Posted, serve
from tabard.lib.tests.tls import Certificates


async def main(folder: Path, port: int, hosts: list[str]) -> None:
    count = 0

    def answer(posted: Posted) -> tuple[int, dict[str, str]]:
        nonlocal count
        if posted.path == "/count":
            return 200, {"X-Count": str(count)}
        if posted.path == "/reset":
            for transport in list(inboxes.lines):
                asyncio.get_running_loop().call_soon(transport.abort)
            return 200, {}
        count += 1
        return 202, {}

    inboxes = Inboxes(port=port, answer=answer, keeps=False)
    certificates = Certificates(folder / "authority.pem", folder / "server.pem", folder / "server-key.pem")
    await serve(inboxes, certificates, addresses=["127.0.0.1", *hosts])
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
