"""Further ways of reaching a team or an officer, under the names that data.police.uk gives them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.plant.design.fields import EmailField

WAYS = {
    "web": gettext_lazy("Web site"),
    "email": gettext_lazy("E-mail address"),
    "telephone": gettext_lazy("Telephone"),
    "mobile": gettext_lazy("Mobile telephone"),
    "address": gettext_lazy("Postal address"),
    "facebook": gettext_lazy("Facebook"),
    "twitter": gettext_lazy("X (Twitter)"),
    "youtube": gettext_lazy("YouTube"),
}
LINK_WAYS = {"web", "facebook", "twitter", "youtube"}
HOSTS = {
    "facebook": ("facebook.com", "fb.com", "fb.me"),
    "twitter": ("x.com", "twitter.com"),
    "youtube": ("youtube.com", "youtu.be"),
}
"""Only under these may a link stand under the name of each."""
CALL_WAYS = {"telephone", "mobile"}
TEAM_WAYS = ("web", "mobile", "address", "facebook", "twitter", "youtube")
"""Those of a place beside its own e-mail address and telephone."""
OFFICER_WAYS = ("email", "telephone", "mobile", "web", "facebook", "twitter", "youtube")


def own_links(contact: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The pages elsewhere that are a team's or an officer's own, each with what it is: what no import has spoilt."""
    given = [(name, str(contact.get(name) or "")) for name in WAYS if name in LINK_WAYS]
    return [(str(WAYS[name]), url) for name, url in given if _is_page(url)]


def _is_page(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"https", "http"} and bool(urlsplit(url).hostname)
    except ValueError:
        return False


@dataclass(frozen=True)
class AddressAt:
    """Refuses a link that leads to none of these hosts, nor to one below them: www.facebook.com, m.facebook.com."""

    hosts: tuple[str, ...]

    def __call__(self, url: str) -> None:
        if not _is_below((urlsplit(url).hostname or "").rstrip("."), self.hosts):
            raise forms.ValidationError(_("Write an address at %(host)s.") % {"host": self.hosts[0]})


def is_shared(host: str) -> bool:
    """Whether it is one of the networks, on which everybody publishes."""
    return any(_is_below(host, hosts) for hosts in HOSTS.values())


def _is_below(host: str, hosts: Iterable[str]) -> bool:
    return any(host == own or host.endswith(f".{own}") for own in hosts)


def way_field(name: str, help_text: str = "") -> forms.CharField:
    options: dict[str, Any] = {"label": WAYS[name], "required": False, "help_text": help_text}
    if name == "email":
        return EmailField(**options)
    if name in LINK_WAYS:
        checks = [AddressAt(HOSTS[name])] if name in HOSTS else []
        return forms.URLField(max_length=500, assume_scheme="https", validators=checks, **options)
    if name in CALL_WAYS:
        return forms.CharField(max_length=50, widget=forms.TextInput(attrs={"type": "tel"}), **options)
    return forms.CharField(max_length=500, **options)


def with_ways(before: Mapping[str, str], given: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """The ways as they are to be: `given` for those `names`; what a form does not know, as from an import, stays."""
    ways = {**before, **{name: given[name] for name in names}}
    return {name: value for name, value in ways.items() if value}
