"""What is shown of a tweetathon's figures: to everybody, so with no name of whoever did not agree to be named."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import ngettext

from tabard.occasions.tweetathon.accounts import counted_as
from tabard.occasions.tweetathon.counting.definitions import FIGURES
from tabard.occasions.tweetathon.in_words import day_said
from tabard.occasions.tweetathon.models import Figures, Registration, Tweetathon
from tabard.occasions.tweetathon.picture.checked import checked, public, words
from tabard.occasions.tweetathon.picture.view import About, Listened, Picture, picture_of
from tabard.occasions.tweetathon.picture.years import compared

HEADLINE = ("posts", "authors", "countries")
OF_FORCES = ("by_force", "accounts_by_force", "followers_by_force")


def figures_of(tweetathon: Tweetathon) -> Figures | None:
    """None before anything was counted."""
    return Figures.objects.filter(tweetathon=tweetathon).first()


def named_accounts(tweetathon: Tweetathon) -> set[tuple[str, str]]:
    """Of the forces that take part under their names: network and handle."""
    lists = Registration.objects.of(tweetathon).named().values_list("accounts", flat=True)
    return {counted for accounts in lists for account in accounts if (counted := counted_as(account))}


def shown(tweetathon: Tweetathon, figures: Figures) -> dict[str, Any]:
    """What was counted, without the names of forces that have withdrawn since or may not be named any more. One that
    only stands in the organiser's own table of accounts stays. Raises NotFigures."""
    unnamed = set(Registration.objects.of(tweetathon).not_named_any_more().values_list("name", flat=True))
    told = checked(figures.told)
    return told | {
        name: {force: number for force, number in told[name].items() if force not in unnamed} for name in OF_FORCES
    }


def picture_for(tweetathon: Tweetathon, figures: Figures) -> Picture:
    """Raises NotFigures."""
    told = shown(tweetathon, figures)
    return picture_of(
        told,
        About(tweetathon.name, tweetathon.hashtags, tweetathon.hidden_hashtags, day_said(tweetathon)),
        named=named_accounts(tweetathon),
        listened=[_listened(each) for each in figures.listened],
        counted_at=figures.counted_at,
        years=compared(told, tweetathon.year, tweetathon.earlier_years.all()),
    )


def told_to_all(tweetathon: Tweetathon, figures: Figures) -> dict[str, Any]:
    """What may be downloaded. Raises NotFigures."""
    return public(
        shown(tweetathon, figures),
        named_accounts(tweetathon),
        own=tweetathon.hashtags,
        hidden=tweetathon.hidden_hashtags,
    )


def headline_of(tweetathon: Tweetathon) -> list[tuple[str, int]]:
    """The first figures, each with its title; nothing before anything was counted."""
    figures = figures_of(tweetathon)
    told = checked(figures.told) if figures else {}
    return [(FIGURES[name].title, number) for name in HEADLINE if (number := told.get(name)) is not None]


def headline_said(tweetathon: Tweetathon) -> str:
    """In one line: “1,204 posts · 311 authors · 12 countries”; empty before anything was counted."""
    figures = figures_of(tweetathon)
    told = checked(figures.told) if figures else {}
    parts = {
        "posts": ngettext("%(count)s post", "%(count)s posts", told.get("posts") or 0),
        "authors": ngettext("%(count)s author", "%(count)s authors", told.get("authors") or 0),
        "countries": ngettext("%(count)s country", "%(count)s countries", told.get("countries") or 0),
    }
    return " · ".join(part % {"count": f"{told[name]:,}"} for name, part in parts.items() if told.get(name))


def _listened(told: Mapping[str, Any]) -> Listened:
    lag = told.get("lag_seconds")
    return Listened(
        name=words(told.get("name")),
        heard=int(told.get("heard") or 0),
        failures=int(told.get("failures") or 0),
        is_up=bool(told.get("is_up", True)),
        lag_seconds=None if lag is None else round(lag),
    )
