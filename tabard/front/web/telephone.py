"""Telephone numbers as links."""

import re

EXTENSION = re.compile(r"(?:ext(?:ension)?\.?|x|#)\s*([0-9]{1,10})\s*$", re.IGNORECASE)


def telephone_link(shown: str) -> str:
    """`tel:` with the number as RFC 3966 §3 wants it, `tel:101;ext=4127` for "101 ext. 4127"; empty without digits."""
    extension = EXTENSION.search(shown)
    number = shown[: extension.start()] if extension else shown
    plus = "+" if number.strip().startswith(("+", "(+")) else ""
    number = re.sub(r"[^0-9]", "", number.replace("(0)", "") if plus else number)
    if not number:
        return ""
    return f"tel:{plus}{number}" + (f";ext={extension[1]}" if extension else "")
