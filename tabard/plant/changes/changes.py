"""The base of every Change: a frozen dataclass in the past tense that carries ids only."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """Something that happened. Subclasses hold ids and short codes (int or str), never objects or people's words."""

    @classmethod
    def name(cls) -> str:
        """The name under which the change is kept: `posts.PostPublished`."""
        return f"{cls.__module__.split('.')[-2]}.{cls.__name__}"

    def payload(self) -> dict[str, Any]:
        return asdict(self)
