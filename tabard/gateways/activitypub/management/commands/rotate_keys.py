"""`tabard rotate-keys HANDLE`: teams, officers or the server sign with a new key from now on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tabard.gateways.activitypub.actions import keys
from tabard.voice.network.models import Actor


class Command(BaseCommand):
    help = "Give actors new keys, when an old one may be in other hands; whoever follows them is told."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("handles", nargs="*", metavar="HANDLE", help="of a team or officer; `server` for our own")
        parser.add_argument("--all", action="store_true", help="of all that have a key")

    def handle(self, *args: Any, **options: Any) -> None:
        names = [handle.removeprefix("@").lower() for handle in options["handles"]]
        if bool(names) == options["all"]:
            raise CommandError("Name the handles whose keys are to be changed, or say --all.")
        chosen = Actor.objects.local().filter(signing_keys__isnull=False).distinct().order_by("name")
        actors = list(chosen if options["all"] else chosen.filter(name__in=names))
        unknown = set(names) - {actor.name for actor in actors}
        if unknown:
            raise CommandError(f"These have no key here: {', '.join(sorted(unknown))}. Nothing was changed.")
        for actor in actors:
            made = keys.rotate_key(actor, now=timezone.now())
            self.stdout.write(f"{actor.name} signs with {made.uri}")
