"""`tabard legal-hold`: keep posts from being deleted, and let them go again."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tabard.voice.posts import actions
from tabard.voice.posts.models import LegalHold, Post, PostQuerySet
from tabard.voice.posts.records import NoSuchAuthor, all_of_days, authors_called, posts_between


class Command(BaseCommand):
    help = "Keep posts from being deleted for a court or a request for records. Says what is kept, and lets go again."

    def add_arguments(self, parser: CommandParser) -> None:
        doing = parser.add_subparsers(dest="do", required=True)
        doing.add_parser("list", help="what is kept now, and why")
        place = doing.add_parser("place", help="keep one or several posts, or all of some days")
        place.add_argument(
            "--post", type=_number_of("post"), action="append", default=[], metavar="NUMBER", help="may be repeated"
        )
        day: Any = date.fromisoformat
        place.add_argument("--from", dest="first", type=day, metavar="DAY", help="2026-01-31: first day")
        place.add_argument("--to", dest="last", type=day, metavar="DAY", help="the last day, included")
        place.add_argument(
            "--author",
            action="append",
            default=[],
            metavar="WHO",
            help="an officer's number, handle, e-mail address or name: theirs alone; may be repeated",
        )
        place.add_argument("--reason", required=True, help="stands in the record")
        release = doing.add_parser("release", help="let go what no other hold keeps")
        release.add_argument("hold", type=_number_of("hold"), metavar="NUMBER", help="as list names it")
        release.add_argument("--reason", required=True, help="stands in the record")

    def handle(self, *args: Any, **options: Any) -> None:
        {"list": self._list, "place": self._place, "release": self._release}[options["do"]](options)

    def _list(self, _options: dict[str, Any]) -> None:
        holds = list(LegalHold.objects.open().for_lists().newest_first())
        for hold in holds:
            who, count = hold.placed_by or "this command", hold.posts.count()
            self.stdout.write(f"{hold.pk}  {count:,} posts, since {hold.placed_at:%Y-%m-%d} by {who}: {hold.reason}")
        if not holds:
            self.stdout.write("Nothing is on hold.")

    def _place(self, options: dict[str, Any]) -> None:
        try:
            hold = actions.place_hold(posts=_wanted(options), by=None, reason=options["reason"], now=timezone.now())
        except actions.NothingToHold:
            raise CommandError("There is no such post, or its words are erased already.") from None
        except actions.ReasonIsMissing:
            raise CommandError("Give a --reason of 1 to 500 characters.") from None
        self.stdout.write(f"Hold {hold.pk}: {hold.posts.count():,} posts are kept until it is released.")

    def _release(self, options: dict[str, Any]) -> None:
        hold = LegalHold.objects.filter(pk=options["hold"]).first()
        if hold is None:
            raise CommandError(f"There is no hold {options['hold']}. `tabard legal-hold list` names them.")
        try:
            actions.release_hold(hold=hold, by=None, reason=options["reason"], now=timezone.now())
        except actions.HoldIsReleased:
            raise CommandError(f"Hold {hold.pk} has been released already.") from None
        except actions.ReasonIsMissing:
            raise CommandError("Give a --reason of 1 to 500 characters.") from None
        self.stdout.write(f"Hold {hold.pk} is released. What is older than its time is erased within the hour.")


def _wanted(options: dict[str, Any]) -> PostQuerySet:
    first, last, typed = options["first"], options["last"], options["author"]
    if options["post"]:
        if first or last or typed:
            raise CommandError("Give --post, or --from and --to.")
        return Post.objects.filter(pk__in=options["post"])
    if first is None or last is None:
        raise CommandError("Give --post, or --from and --to.")
    if last < first:
        raise CommandError("--to is before --from.")
    try:
        authors = authors_called(typed)
    except NoSuchAuthor as nobody:
        raise CommandError(str(nobody)) from None
    return posts_between(*all_of_days(first, last), authors)


def _number_of(what: str) -> Callable[[str], int]:
    """Of a row: greater ones than the database can hold are nobody's."""

    def read(typed: str) -> int:
        if not (typed.isascii() and typed.isdecimal() and 0 < int(typed) < 2**63):
            raise ArgumentTypeError(f"no {what} has the number {typed}")
        return int(typed)

    return read
