"""`tabard tweetathon collect`: listens while the day lasts, keeps what it hears and counts it for the event's page."""

import asyncio
import fcntl
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper
from django.db import Error as DatabaseFailed
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tabard.lib import net
from tabard.lib.text import tag_key
from tabard.occasions.tweetathon.actions.counted import keep_figures
from tabard.occasions.tweetathon.collecting.collection import Collection, Plan
from tabard.occasions.tweetathon.collecting.dids import with_dids
from tabard.occasions.tweetathon.columns import spool
from tabard.occasions.tweetathon.commands import render_picture
from tabard.occasions.tweetathon.commands.events import day_of, event_if_any
from tabard.occasions.tweetathon.counting.count import count
from tabard.occasions.tweetathon.counting.engines import engine
from tabard.occasions.tweetathon.export import counted_accounts
from tabard.occasions.tweetathon.keeping.pseudonyms import KeyIsGone
from tabard.occasions.tweetathon.keeping.store import NoStore, Store, store_of
from tabard.occasions.tweetathon.models import Registration, Tweetathon
from tabard.occasions.tweetathon.registered import NotARegister
from tabard.occasions.tweetathon.sources import SourceRefused, checked_source, is_jetstream

BACK = timedelta(days=1)


def run(stdout: OutputWrapper, stderr: OutputWrapper, options: Mapping[str, Any]) -> None:
    _plan(options, event_if_any(options["event"]))
    try:
        store = Store.made(store_of(options["event"]))
    except (KeyIsGone, NoStore, NotARegister, OSError) as error:
        raise CommandError(str(error)) from None
    with _alone(store.folder), _as_said():
        while _listen(stdout, stderr, options, store):
            stdout.write("The day was changed at the desk.")


def _listen(stdout: OutputWrapper, stderr: OutputWrapper, options: Mapping[str, Any], store: Store) -> bool:
    """True where the day was changed meanwhile. Raises CommandError where it was cancelled."""
    tweetathon = event_if_any(options["event"])
    plan = _plan(options, tweetathon)
    hashtags = " ".join(f"#{each}" for each in plan.hashtags)
    until = f" until {plan.until:%d %B %Y, %H:%M %Z}" if plan.until else ""
    stdout.write(f"Listening for {hashtags}{until}. Ctrl+C ends it; what was kept stays.")
    told = _Told(tweetathon, plan, stdout, stderr)
    collection = asyncio.run(_collect(plan, store, told))
    stdout.write(f"Took in {collection.taken:,} things; {collection.unreadable:,} could not be read.")
    if tweetathon is not None:
        render_picture.run(stdout, stderr, {"event": tweetathon.slug, "figures": None, "output": None, "title": ""})
    return told.is_changed.is_set()


@dataclass(frozen=True)
class _Told:
    """Counts for the event's page, and says so at the terminal."""

    tweetathon: Tweetathon | None
    plan: Plan
    stdout: OutputWrapper
    stderr: OutputWrapper
    is_changed: threading.Event = field(default_factory=threading.Event)
    """The day, at the desk, since it was read."""

    def count(self, store: Store, listened: Sequence[Mapping[str, Any]]) -> None:
        with TemporaryDirectory(prefix="tabard-count-") as scratch, engine("duckdb", "", Path(scratch)) as duckdb:
            if not (parts := store.parts()):
                spool((), nothing := Path(scratch) / "nothing.parquet")
                parts = [nothing]
            day = day_of(self.tweetathon)
            told = count(duckdb, parts, day=day, registered=store.registered, aliases=store.aliases()).as_json()
        up = sum(each["is_up"] for each in listened)
        self.stdout.write(f"{told['posts']:,} posts of {told['authors']:,} authors; {up} of {len(listened)} sources up")
        for each in listened:
            if not each["is_up"] and each["last_failure"]:
                self.stderr.write(f"  {each['name']}: {each['last_failure']}")
        if self.tweetathon is not None:
            with self._database("The figures are not on the page yet"):
                keep_figures(tweetathon=self.tweetathon, told=told, listened=listened, now=timezone.now())

    def register(self, store: Store, fetcher: net.Fetcher, loop: asyncio.AbstractEventLoop) -> None:
        if self.tweetathon is None:
            return
        with self._database("Who has registered since is not known yet"):
            named = Registration.objects.of(self.tweetathon).named().by_country()
            accounts = counted_accounts(named)
            known = set(store.registered)  # with the name of the force, which may have changed
            new = [account for account in accounts if account not in known]
            if new:
                store.register(asyncio.run_coroutine_threadsafe(with_dids(fetcher, new), loop).result())
            if not Tweetathon.objects.filter(pk=self.tweetathon.pk, revision=self.tweetathon.revision).exists():
                self.is_changed.set()

    @contextmanager
    def _database(self, otherwise: str) -> Iterator[None]:
        """It may be away for a while: the day goes on."""
        close_old_connections()
        try:
            yield
        except (DatabaseFailed, NotARegister) as failure:
            self.stderr.write(f"{otherwise}: {type(failure).__name__}")
        finally:
            connection.close()


@contextmanager
def _as_said() -> Iterator[None]:
    """Somebody destroyed the key while the day was heard. Raises CommandError."""
    try:
        yield
    except KeyIsGone as error:
        raise CommandError(str(error)) from None


async def _collect(plan: Plan, store: Store, told: _Told) -> Collection:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    policy = net.Policy(
        user_agent=f"Tabard/{settings.VERSION} (+{settings.BASE_URL}/)",
        allows_private=settings.ALLOW_PRIVATE_ADDRESSES,
        attempts=3,
        ca_file=settings.CA_FILE,
    )
    async with net.Fetcher(policy) as fetcher:

        def register() -> None:
            told.register(store, fetcher, loop)
            if told.is_changed.is_set():
                loop.call_soon_threadsafe(stop.set)

        collection = Collection(plan, store, fetcher, count=told.count, register=register)
        await collection.run(stop)
    return collection


def _plan(options: Mapping[str, Any], tweetathon: Tweetathon | None) -> Plan:
    """Raises CommandError."""
    if tweetathon is not None and tweetathon.is_cancelled:
        raise CommandError("This tweetathon is cancelled")
    hashtags = [*(tweetathon.hashtags if tweetathon else ()), *options["hashtag"]]
    hashtags = list({tag_key(hashtag.lstrip("#")): hashtag.lstrip("#") for hashtag in hashtags}.values())
    if not hashtags or not all(map(tag_key, hashtags)):
        raise CommandError("Nobody at the desk has made a tweetathon of this name: say what to listen for by --hashtag")
    try:
        typed = [*(tweetathon.sources if tweetathon else ()), *options["server"], *options["jetstream"]]
        sources = list(dict.fromkeys(map(checked_source, typed)))
    except SourceRefused as error:
        raise CommandError(f"{error} is no address of a server: https://… or wss://…") from None
    now = timezone.now()
    plan = Plan(
        hashtags=hashtags,
        since=tweetathon.starts_at if tweetathon else now - BACK,
        until=tweetathon.ends_at if tweetathon else None,
        servers=[each for each in sources if not is_jetstream(each)],
        jetstreams=[each for each in sources if is_jetstream(each)],
        poll_seconds=options["poll"],
        own_poll_seconds=min(options["poll"], Plan.own_poll_seconds),
        count_seconds=options["every"],
    )
    since, until = (_moment(options[name]) if options[name] else None for name in ("since", "until"))
    return replace(plan, since=since or plan.since, until=until or plan.until)


def _moment(text: str) -> datetime:
    """Raises CommandError."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"“{text[:40]}” is no moment: write 2027-03-22T11:00Z")
    return moment if moment.tzinfo else timezone.make_aware(moment)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two that collect the same day would count it right, and ask every server twice. Raises CommandError."""
    with (folder / "collecting.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError("This event is being collected already") from None
        yield
