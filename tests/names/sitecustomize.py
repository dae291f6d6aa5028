"""Python takes this up at its start where this folder stands in PYTHONPATH: the names in TEST_HOSTS are this machine,
as a hosts file would say that nobody here may write. The network itself is the real one."""

import os
import socket
from typing import Any

_asked = socket.getaddrinfo
_here = frozenset(os.environ.get("TEST_HOSTS", "").split())


def _getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
    return _asked("127.0.0.1" if host in _here else host, *rest, **more)


socket.getaddrinfo = _getaddrinfo
