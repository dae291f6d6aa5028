"""`tabard import-blocks`: take over a list of servers to keep out, or of actors that one of ours blocks."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.timezone import now

from tabard.gateways.activitypub import block_lists
from tabard.gateways.activitypub.asking import FetchFailed
from tabard.gateways.activitypub.block_lists import Handle, ListUnreadable, Trouble
from tabard.gateways.activitypub.fetch import actor_by_handle
from tabard.gateways.activitypub.receive.refusals import Refused
from tabard.voice.network.actions.keeping_out import HostRule, block_actor, block_host
from tabard.voice.network.models import Actor, Block, HostBlock

LARGEST_BYTES = 10_000_000
MOST_TOLD = 50


class Command(BaseCommand):
    help = "Keep out the servers of a list in Mastodon's CSV format; with --for, let a team or officer block actors."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="domain_blocks.csv or blocked_accounts.csv of a Mastodon server")
        parser.add_argument("--for", dest="handle", default="", help="the handle of the team or officer that blocks")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        text = _read(options["file"])
        try:
            if options["handle"]:
                done, known, troubles = self._block_actors(text, options)
            else:
                done, known, troubles = self._block_hosts(text, options)
        except ListUnreadable as error:
            raise CommandError(str(error)) from None
        what = "actors" if options["handle"] else "servers"
        self.stdout.write(f"{done} {what} blocked, {known} were blocked like that before, {len(troubles)} left out.")
        for trouble in troubles[:MOST_TOLD]:
            self.stdout.write(f"  line {trouble.line}: {trouble.why}")
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was changed.")

    @transaction.atomic
    def _block_hosts(self, text: str, options: dict[str, Any]) -> tuple[int, int, list[Trouble]]:
        found = list(block_lists.read_hosts(text))
        rules = {rule.host: rule for rule in found if isinstance(rule, HostRule)}
        fresh = [rule for rule in rules.values() if not _is_held(rule)]
        if not options["dry_run"]:
            for rule in fresh:
                block_host(rule, by=None, now=now())
        return len(fresh), len(rules) - len(fresh), [trouble for trouble in found if isinstance(trouble, Trouble)]

    def _block_actors(self, text: str, options: dict[str, Any]) -> tuple[int, int, list[Trouble]]:
        blocker = Actor.objects.local().named(options["handle"].removeprefix("@"), "").first()
        if blocker is None:
            raise CommandError("Nobody here has this handle.")
        found = list(block_lists.read_handles(text))
        troubles = [trouble for trouble in found if isinstance(trouble, Trouble)]
        fresh = known = 0
        for handle in (each for each in found if isinstance(each, Handle)):
            try:
                target = actor_by_handle(handle.name, handle.host, now=now())
            except (FetchFailed, Refused):
                troubles.append(Trouble(handle.line, "nobody was found under this handle"))
                continue
            is_held = target == blocker or Block.objects.filter(actor=blocker, target=target).exists()
            known, fresh = known + is_held, fresh + (not is_held)
            if not is_held and not options["dry_run"]:
                block_actor(actor=blocker, target=target, now=now())
        return fresh, known, sorted(troubles, key=lambda trouble: trouble.line)


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise CommandError("The file is too large for a list of blocks.")
        return file.read_text(encoding="utf-8")
    except OSError:
        raise CommandError("There is no such file that Tabard may read.") from None
    except UnicodeDecodeError:
        raise CommandError("The file is no text in UTF-8.") from None


def _is_held(rule: HostRule) -> bool:
    held = HostBlock.objects.filter(host=rule.host, severity=rule.severity, reject_media=rule.reject_media)
    same = held.filter(reject_reports=rule.reject_reports, obfuscate=rule.obfuscate)
    return same.filter(public_comment=rule.public_comment).exists()
