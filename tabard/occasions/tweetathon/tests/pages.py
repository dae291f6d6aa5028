"""Reading a page as somebody without a cookie."""

from html import unescape

from django.test import Client


def read(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    assert answer.cookies == {}
    return unescape(answer.content.decode())
