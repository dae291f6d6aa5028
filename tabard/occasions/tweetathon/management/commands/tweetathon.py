"""`tabard tweetathon count|import|render|...`: the figures of a day on which police everywhere tell of their work.

What each subcommand needs is heavy and an extra of its own, so its module is imported when it is called.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

COMMANDS = "tabard.occasions.tweetathon.commands"
MODULES = {
    "collect": "collect_posts",
    "count": "count_posts",
    "destroy-key": "destroy_event_key",
    "import": "import_posts",
    "render": "render_picture",
    "resolve-places": "answer_lines",
    "identify-languages": "answer_lines",
}
EXTRA = "This needs packages that are not installed: pip install 'tabard[tweetathon]'"


class Command(BaseCommand):
    requires_system_checks = []  # they load every page of the site, and nothing here shows one
    help = "Collect the posts of an event or import them from files, count them, and make pictures of the figures."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="subcommand", required=True, metavar="COMMAND")
        for describe in (_count_and_import, _collect, _render):
            describe(commands)
        for name, help_text in (
            ("resolve-places", "the country of each line, as people type their place"),
            ("identify-languages", "the language of each line"),
        ):
            answer = _parser(commands, name, help_text)
            answer.add_argument("file", metavar="FILE", help="one text a line; - for standard input")
        destroy = _parser(commands, "destroy-key", "after an event: nobody can find out any more who wrote what")
        destroy.add_argument("--event", required=True, metavar="NAME", help="the event: its code at the desk")
        destroy.add_argument("--yes", action="store_true", help="it cannot be undone, and I am sure")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            command = import_module(f"{COMMANDS}.{MODULES[options['subcommand']]}")
        except ModuleNotFoundError as missing:
            if str(missing.name).startswith("tabard"):
                raise
            raise CommandError(EXTRA) from None
        command.run(self.stdout, self.stderr, options)


def _parser(commands: Any, name: str, does: str) -> CommandParser:
    """`does` stands in the list of commands, and above the options of its own."""
    parser: CommandParser = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")
    return parser


def _count_and_import(commands: Any) -> None:
    count = _parser(commands, "count", "print the figures of files, or of an event's store")
    count.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files of posts, or a store's folder")
    count.add_argument("--hashtag", default="", help="count only posts with it; capitals make no difference")
    count.add_argument("--json", action="store_true", help="print JSON with the definition of each figure")
    count.add_argument("--csv", type=Path, metavar="FILE", help="write the figures as a table too")
    count.add_argument("--top", type=int, default=20, help="how long the lists are (20)")
    count.add_argument("--follows", type=Path, metavar="FILE", help="CSV of who follows: network,author,follower")
    count.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb", help="what counts (duckdb)")
    count.add_argument("--master", default="local[*]", help="where Spark runs (local[*])")
    count.add_argument("--keep", action="store_true", help="show the figures on the page of the event")
    take = _parser(commands, "import", "take files of posts into an event's store; again is harmless")
    take.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files of posts")
    for each in (count, take):
        each.add_argument("--event", default="", metavar="NAME", help="the event whose store is meant: poltwt-2027")
        each.add_argument("--registered", type=Path, metavar="FILE", help="CSV of accounts: network,account,force")
        each.add_argument(
            "--map", action="append", default=[], metavar="FIELD=COLUMN", help="which column of a CSV is a field"
        )


def _collect(commands: Any) -> None:
    collect = _parser(commands, "collect", "listen for an event's posts while it lasts, and count them")
    collect.add_argument("--event", required=True, metavar="NAME", help="the event: its code at the desk")
    collect.add_argument("--hashtag", action="append", default=[], help="listen for it too")
    collect.add_argument("--server", action="append", default=[], metavar="URL", help="ask this server too")
    collect.add_argument("--jetstream", action="append", default=[], metavar="URL", help="wss://…, of Bluesky")
    collect.add_argument("--since", default="", metavar="TIME", help="instead of its begin: 2027-03-22T11:00Z")
    collect.add_argument("--until", default="", metavar="TIME", help="instead of its end")
    collect.add_argument("--poll", type=_seconds, default=30.0, metavar="SECONDS", help="how often to ask (30)")
    collect.add_argument("--every", type=_seconds, default=30.0, metavar="SECONDS", help="how often to count (30)")


def _render(commands: Any) -> None:
    render = _parser(commands, "render", "make the map and its page as files, from figures that were counted")
    render.add_argument("--event", default="", metavar="NAME", help="the event; its page offers the files too")
    render.add_argument(
        "--figures", type=Path, metavar="FILE", help="what `count --json` printed, in place of an event"
    )
    render.add_argument("--title", default="", help="what stands above (the event’s name, or the hashtag)")
    render.add_argument("--output", type=Path, metavar="FOLDER", help="where the files go")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0.1 <= seconds <= 3600:
        raise ValueError
    return seconds
