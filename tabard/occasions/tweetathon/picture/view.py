"""What stands in the picture: every number with what it means and what it rests on, every bar with its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tabard.occasions.tweetathon.counting.definitions import FIGURES
from tabard.occasions.tweetathon.countries import country_name
from tabard.occasions.tweetathon.in_words import hours_said
from tabard.occasions.tweetathon.picture.checked import Named, Told, checked, public
from tabard.occasions.tweetathon.picture.years import Comparison
from tabard.occasions.tweetathon.saying import BLUESKY, MASTODON, X
from tabard.people.teams.languages import language_name

HEADLINE = ("posts", "originals", "reposts", "replies", "authors", "countries", "languages")
NETWORKS = {X: "X", BLUESKY: "Bluesky", MASTODON: "Mastodon"}
MOST_ROWS = 40
MOST_COUNTRIES = 300
MOST_HOURS = 96
RIM = 0.005
"""Of the posts at either end: hours further out belong to clocks that go wrong, and are told in words."""


@dataclass(frozen=True)
class Total:
    """One number with its definition. `number` is None where it cannot be told; `note` says what it rests on."""

    name: str
    title: str
    sentence: str
    number: int | None
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """One line of a figure. `percent` is its length beside the longest."""

    item: str
    label: str
    number: int
    percent: float
    given: int
    inferred: int


@dataclass(frozen=True)
class Bars:
    name: str
    title: str
    sentence: str
    bars: list[Bar]
    left_out: int = 0
    """How many lines there are besides."""
    hidden: int = 0
    """And how many of the most used may not be shown."""


@dataclass(frozen=True)
class Hour:
    at: datetime
    number: int
    x: float
    y: float
    height: float
    width: float


@dataclass(frozen=True)
class Shared:
    """A post that was often repeated. Words and author stand here only where its force takes part under its name."""

    number: int
    text: str = ""
    who: str = ""
    url: str = ""


@dataclass(frozen=True)
class Listened:
    """One source and how it did."""

    name: str
    heard: int
    failures: int = 0
    is_up: bool = True
    lag_seconds: int | None = None


@dataclass(frozen=True)
class About:
    """What the figures are of. `when` says the day with its hours and their zone; where it is not known, the hours that
    were counted are told. The hashtags `hidden` are counted only."""

    title: str
    hashtags: Sequence[str] = ()
    hidden: Sequence[str] = ()
    when: str = ""


@dataclass(frozen=True)
class Picture:
    title: str
    hashtags: list[str]
    when: str
    totals: list[Total]
    reach: list[Total]
    missing: list[Total]
    countries: Bars
    hours: list[Hour]
    outside: int
    lists: list[Bars]
    shared: list[Shared]
    listened: list[Listened]
    counted_at: datetime | None = None
    years: Comparison | None = None

    @property
    def posts(self) -> int:
        return self.totals[0].number or 0

    @property
    def quoted(self) -> list[Shared]:
        return [post for post in self.shared if post.who]

    @property
    def not_quoted(self) -> list[Shared]:
        return [post for post in self.shared if not post.who]

    @property
    def busiest(self) -> Hour | None:
        """The first of those with the most posts."""
        return max(self.hours, key=lambda hour: hour.number, default=None)

    @property
    def lag_seconds(self) -> int | None:
        """Of the slowest of the sources that are there."""
        lags = [each.lag_seconds for each in self.listened if each.is_up and each.lag_seconds is not None]
        return max(lags, default=None)


def picture_of(
    given: object,
    about: About,
    *,
    named: Named = (),
    listened: Iterable[Listened] = (),
    counted_at: datetime | None = None,
    years: Comparison | None = None,
) -> Picture:
    """`given` is what `Counted.as_json` tells; whoever is not `named` stands in it without words. Raises NotFigures."""
    told = public(checked(given), named, own=about.hashtags, hidden=about.hidden)
    hours, outside = _hours(told["by_hour"])
    bars = [
        *(_bars(told, "by_language", language_name), _bars(told, "hashtags", lambda tag: f"#{tag}")),
        _bars(told, "by_force"),
        _bars(told, "by_network", lambda network: NETWORKS.get(network, network)),
        *(_bars(told, name) for name in ("by_device", "links")),
    ]
    return Picture(
        title=about.title,
        hashtags=list(about.hashtags),
        when=about.when or _hours_said(hours),
        totals=[_total(told, name) for name in HEADLINE],
        reach=[_total(told, name) for name in ("combined_followers", "estimated_audience")],
        missing=[_total(told, name) for name in ("authors_without_followers", "posts_without_author")],
        countries=_bars(told, "by_country", country_name, most=MOST_COUNTRIES),
        hours=hours,
        outside=outside,
        lists=[each for each in bars if each.bars or each.hidden],
        shared=[_shared(line) for line in told["most_shared"]],
        listened=list(listened),
        counted_at=counted_at,
        years=years,
    )


def _total(told: Told, name: str) -> Total:
    definition = FIGURES[name]
    basis = told["basis"].get(name, {}).get("all")
    note = _rests_on(basis["given"], basis["inferred"]) if basis and basis["inferred"] else ""
    return Total(name, definition.title, definition.sentence, told[name], note)


def _rests_on(given: int, inferred: int) -> str:
    return _("%(given)s told by the networks, %(inferred)s worked out by us") % {
        "given": f"{given:,}",
        "inferred": f"{inferred:,}",
    }


def _bars(told: Told, name: str, label: Any = str, *, most: int = MOST_ROWS) -> Bars:
    definition, lines = FIGURES[name], told[name]
    numbers = [(each["item"], each["posts"]) for each in lines] if isinstance(lines, list) else list(lines.items())
    longest = max((number for _item, number in numbers), default=0) or 1
    basis = told["basis"].get(name, {})
    bars = [
        Bar(
            item=item,
            label=label(item),
            number=number,
            percent=round(100 * number / longest, 2),
            given=basis.get(item, {}).get("given", number),
            inferred=basis.get(item, {}).get("inferred", 0),
        )
        for item, number in numbers[:most]
    ]
    hidden = told["hidden"].get(name, 0)
    return Bars(name, definition.title, definition.sentence, bars, len(numbers) - len(bars), hidden)


def _hours(by_hour: Mapping[str, int]) -> tuple[list[Hour], int]:
    """One after the other without a gap, and how many posts lie outside of them."""
    numbers = {at: number for hour, number in by_hour.items() if (at := _moment(hour)) is not None and number}
    if not numbers:
        return [], sum(by_hour.values())
    first, last = _span(numbers)
    count = int((last - first) / timedelta(hours=1)) + 1
    most, width = max(numbers.values()), 100 / count
    hours = []
    for nth in range(count):
        at = first + timedelta(hours=nth)
        height = 100 * numbers.get(at, 0) / most
        hours.append(Hour(at, numbers.get(at, 0), nth * width, 100 - height, height, width * 0.86))
    return hours, sum(by_hour.values()) - sum(hour.number for hour in hours)


def _hours_said(hours: Sequence[Hour]) -> str:
    return hours_said(hours[0].at, hours[-1].at + timedelta(hours=1)) if hours else ""


def _span(numbers: Mapping[datetime, int]) -> tuple[datetime, datetime]:
    """From the first hour to the last, without the rims; of more than MOST_HOURS the last of them."""
    total, so_far, inside = sum(numbers.values()), 0, []
    for at, number in sorted(numbers.items()):
        if so_far + number > total * RIM and so_far < total * (1 - RIM):
            inside.append(at)
        so_far += number
    return max(inside[0], inside[-1] - timedelta(hours=MOST_HOURS - 1)), inside[-1]


def _moment(hour: str) -> datetime | None:
    try:
        return datetime.strptime(hour, "%Y-%m-%dT%H:00Z").replace(tzinfo=UTC)
    except ValueError:
        return None


def _shared(line: Mapping[str, Any]) -> Shared:
    if not line["handle"]:
        return Shared(line["posts"])
    return Shared(line["posts"], line["text"] or "", f"@{line['handle']}", _web(line["url"] or ""))


def _web(address: str) -> str:
    """Addresses come from anybody: only one of the web becomes a link."""
    return address if address.startswith("https://") else ""


def coverage_sentences(picture: Picture) -> list[str]:
    """What this picture cannot show, in plain words."""
    told = [
        _("Nobody can see all of it: what was said on servers that were not asked, in closed groups, or was deleted"
          " before it was heard, is missing. How large that share is cannot be known."),
    ]  # fmt: skip
    silent = sum(1 for each in picture.listened if not each.heard)
    if picture.listened:
        told.insert(0, ngettext(
            "One source was listened to.", "%(count)s sources were listened to.", len(picture.listened)
        ) % {"count": len(picture.listened)})  # fmt: skip
    if silent:
        told.append(
            ngettext("One of them told nothing.", "%(count)s of them told nothing.", silent) % {"count": silent}
        )
    if picture.outside:
        told.append(ngettext(
            "One post is dated outside of the hours shown.",
            "%(count)s posts are dated outside of the hours shown, or carry no time that can be read.",
            picture.outside,
        ) % {"count": f"{picture.outside:,}"})  # fmt: skip
    return told
