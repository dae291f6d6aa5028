"""`tabard export-blocks`: who is kept out, as Mastodon reads it: servers, or the actors that one of ours blocks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tabard.gateways.activitypub import block_lists
from tabard.voice.network.models import Actor, Block, HostBlock


class Command(BaseCommand):
    help = (
        "Print the servers that are kept out in Mastodon's CSV format; with --for, the actors that one of ours blocks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--for", dest="handle", default="", help="the handle of the team or officer that blocks")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["handle"]:
            self.stdout.write(block_lists.write_hosts(HostBlock.objects.order_by("host")), ending="")
            return
        blocker = Actor.objects.local().named(options["handle"].removeprefix("@"), "").first()
        if blocker is None:
            raise CommandError("Nobody here has this handle.")
        blocked = Block.objects.filter(actor=blocker).select_related("target").order_by("pk")
        self.stdout.write(block_lists.write_handles(block.target.handle for block in blocked), ending="")
