"""Whose mail domain it is: anybody's, a force's by its look, or one that the organiser must decide about.

All domains here are in ASCII and lower case, as `lib.mail.addresses` gives them: a look-alike letter of another script
shows as `xn--`, and no end of a domain matches within a label, so that `evilpolice.uk` is not `police.uk`.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import idna

ANY_COUNTRY = ".*"
KNOWN_ALONE = frozenset({"gov", "mil", "int"})  # top-level domains that are kept for states
USUAL_SUFFIXES = (
    *("police.uk", "gov", "gov.*", "gob.*", "gouv.*", "go.*", "govt.nz", "gc.ca", "gv.at", "gub.uy"),
    *("politie.nl", "police.belgium.eu", "polisen.se", "politi.dk", "politiet.no", "poliisi.fi", "politsei.ee"),
    *("garda.ie", "polizei.bund.de", "polizei.bayern.de", "polizei.nrw.de", "policia.es", "guardiacivil.es"),
    *("poliziadistato.it", "psp.pt"),
)


class SuffixRefused(ValueError):
    """The text is no end of a domain, or one that anybody can have."""


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def is_public_mail(domain: str) -> bool:
    """Whether anybody can open a mailbox there."""
    return any(end in _listed("public_mail.txt") for end in _ends(domain))


def is_official(domain: str, suffixes: Iterable[str]) -> bool:
    """Whether `domain` is one of `suffixes` or lies below one. `gov.*` is every gov.xx that its registry keeps for the
    state: elsewhere anybody may own a domain of that name."""
    wanted = set(suffixes)
    state = {end for end in _listed("state_domains.txt") if f"{end.partition('.')[0]}{ANY_COUNTRY}" in wanted}
    return any(end in wanted or end in state for end in _ends(domain))


def checked_suffix(text: str) -> str:
    """The end of a domain in the form in which it is kept: `@police.uk`, `*.police.uk` and `.Police.UK` are one.

    Raises SuffixRefused.
    """
    bare = text.strip().lower().removeprefix("@").removeprefix("*").removeprefix(".")
    if bare.endswith(ANY_COUNTRY):
        if not any(end.startswith(bare[:-1]) for end in _listed("state_domains.txt")):
            raise SuffixRefused(text)
        return bare
    try:
        domain = idna.encode(bare, uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError, IndexError) as error:
        raise SuffixRefused(text) from error
    if ("." not in domain and domain not in KNOWN_ALONE) or is_public_mail(domain):
        raise SuffixRefused(text)
    return domain


def _ends(domain: str) -> Iterator[str]:
    """`a.police.uk`, `police.uk`, `uk`."""
    labels = domain.split(".")
    return (".".join(labels[start:]) for start in range(len(labels)))


@cache
def _listed(name: str) -> frozenset[str]:
    lines = (files("tabard.occasions.tweetathon") / "data" / name).read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
