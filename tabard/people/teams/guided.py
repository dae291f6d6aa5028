"""What stands on the pages of teams and officers in their own words is checked as a post is, by the check that
wiring.py names: the guidelines live on a floor above. So is what these say of their places and of the force."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from tabard.people.accounts.models import User
from tabard.people.teams.models import Officer
from tabard.plant.changes.registry import wiring


class WordsStopped(Exception):
    """The guidelines refuse the words; or they ask, and the same words sent again within ten minutes are the answer."""

    def __init__(self, advice: list[str], remember: Callable[[], None] | None = None) -> None:
        super().__init__(advice)
        self.advice, self.remember = advice, remember

    def __str__(self) -> str:
        """For whoever wrote them."""
        told = " ".join(self.advice)
        if self.remember is None:
            return _("The guidelines refuse this as it is. %(advice)s") % {"advice": told}
        return _("Is this what you mean? %(advice)s Send it again within ten minutes if it is.") % {"advice": told}


def meant_so(*texts: str, by: User | None, now: datetime, where: str = "") -> dict[str, list[str]]:
    """For the audit chain: the rules that asked about these words and were answered, if any. Raises WordsStopped. What
    nobody here wrote (`by` is None) is asked nothing, and empty texts need no check. `where` says where residents may
    come to: it may hold an address, and nothing else that the other texts may not."""
    text = "\n".join(filter(None, texts))
    rules = wiring().CHECK_WORDS(text, by=by, now=now, where=where) if text or where else []
    return {"meant_so": rules} if rules else {}


def advice_on(*texts: str, now: datetime, where: str = "") -> tuple[list[str], list[str]]:
    """For whoever takes over what others wrote: what is refused in it, and what an author here would be asked."""
    text = "\n".join(filter(None, texts))
    told: tuple[list[str], list[str]] = wiring().ADVICE_ON_WORDS(text, now=now, where=where)
    return told


def new_words(officer: Officer, fields: Mapping[str, object]) -> Iterator[str]:
    """What the public is to read of an officer, and could not read before."""
    for name in ("name", "rank", "bio"):
        if fields.get(name, getattr(officer, name)) != getattr(officer, name):
            yield str(fields[name])
    contact = cast("Mapping[str, str]", fields.get("contact", officer.contact))
    yield from (value for name, value in contact.items() if value != officer.contact.get(name))


@contextmanager
def asking() -> Iterator[None]:
    """Around what may raise WordsStopped, outside every transaction: what was asked is written down."""
    try:
        yield
    except WordsStopped as stopped:
        if stopped.remember is not None:
            stopped.remember()
        raise
