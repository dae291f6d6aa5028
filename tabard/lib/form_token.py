"""The word that an opened form carries, so that a double click does once what it asks for."""

import hashlib


def bound(token: str, words: object) -> str:
    """32 characters, the same for one form sent twice, others once other words stand in it.

    Whoever goes back in the browser and writes something else sends the same `token`: that is a second thing, not the
    first again. `words` must have the same repr() whenever they say the same.
    """
    return hashlib.sha256(f"{token}\n{words!r}".encode("utf-8", "backslashreplace")).hexdigest()[:32]
