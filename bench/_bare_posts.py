"""The floor: signs one body for each address of a file with one RSA-2048 key, and posts it with aiohttp. Nothing else.

    python _bare_posts.py ADDRESSES BODY KEY AUTHORITY

prints the seconds that it took.
"""

import asyncio
import base64
import hashlib
import ssl
import sys
import time
from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

AT_ONCE = 64
TYPE = "application/activity+json"


def signed(url: str, digest: str, key: RSAPrivateKey) -> dict[str, str]:
    parts = urlsplit(url)
    date = formatdate(usegmt=True)
    base = f"(request-target): post {parts.path}\nhost: {parts.netloc}\ndate: {date}\ndigest: {digest}\n"
    base += f"content-type: {TYPE}"
    made = base64.b64encode(key.sign(base.encode(), PKCS1v15(), SHA256())).decode()
    names = "(request-target) host date digest content-type"
    signature = f'keyId="https://floor.example/#main-key",algorithm="rsa-sha256",headers="{names}",signature="{made}"'
    return {"Host": parts.netloc, "Date": date, "Digest": digest, "Content-Type": TYPE, "Signature": signature}


async def main(addresses: list[str], body: bytes, key: RSAPrivateKey, authority: str) -> None:
    trust = ssl.create_default_context(cafile=authority)
    digest = "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
    waiting = iter(addresses)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE, ssl=trust)) as session:

        async def one_line() -> None:
            for url in waiting:
                async with session.post(url, data=body, headers=signed(url, digest, key)) as response:
                    assert response.status == 202

        started = time.perf_counter()
        await asyncio.gather(*(one_line() for _ in range(AT_ONCE)))
        print(time.perf_counter() - started)


if __name__ == "__main__":
    files = [Path(name) for name in sys.argv[1:]]
    private = load_pem_private_key(files[2].read_bytes(), password=None)
    assert isinstance(private, RSAPrivateKey)
    asyncio.run(main(files[0].read_text().split(), files[1].read_bytes(), private, str(files[3])))
