"""The number on a badge, in whatever words somebody at their door reads it out."""

import re
from dataclasses import dataclass

NUMBER = re.compile(r"[A-Z]{0,4}[- ]?[0-9]{2,8}[A-Z]?", re.IGNORECASE)
LEADING = re.compile(
    r"(?:(?:badge|collar|shoulder|warrant|number|num|no|nr|officer|constable|sergeant|sgt|pc|pcso|ps|sc)\b[.:#\s]*|#\s*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class AskedBadge:
    """`is_named_so`: they wrote “badge” or a rank before it, so that no other number can be meant."""

    digits: str
    is_named_so: bool

    @classmethod
    def read(cls, typed: str) -> "AskedBadge | None":
        """None where this is no badge's number. A bare number counts from three digits on."""
        text = typed.strip()
        leading = LEADING.match(text)
        number = text[leading.end() :].strip() if leading else text
        if not NUMBER.fullmatch(number):
            return None
        is_bare_number = number.isdigit() and len(number) > 2
        return cls(digits_of(number), is_named_so=leading is not None) if leading or is_bare_number else None


def digits_of(number: str) -> str:
    return "".join(character for character in number if character.isdigit())
