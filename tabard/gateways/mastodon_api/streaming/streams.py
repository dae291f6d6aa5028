"""The streams that there are, what feeds each, and who may listen."""

from dataclasses import dataclass

from tabard.gateways.mastodon_api.scopes import allows
from tabard.lib.text import tag_key
from tabard.voice.network.models import Actor
from tabard.voice.timelines import live
from tabard.voice.timelines.models import List

PUBLIC = {"public": (live.PUBLIC,), "public:local": (live.LOCAL,), "public:remote": (live.REMOTE,)}
OF_OWNER = {"user", "user:notification", "direct"}


class NoSuchStream(Exception):
    """The words say why, to whoever asked."""


class ListIsNotYours(NoSuchStream):
    pass


@dataclass(frozen=True)
class Stream:
    """`name` is what an app is told of where an event comes from: with the hashtag or list, where there is one."""

    name: tuple[str, ...]
    topics: frozenset[str]
    is_media_only: bool = False

    @property
    def kind(self) -> str:
        return self.name[0]

    @property
    def list_id(self) -> int | None:
        return int(self.name[1]) if self.kind == "list" else None

    def hears(self, event: str, scopes: list[str]) -> bool:
        """Whether an app with `scopes` is told of `event` here."""
        if event == live.NOTICE:
            return allows(scopes, "read:notifications")
        if self.kind == "user:notification":
            return False
        return event == live.FILTERS or allows(scopes, "read:statuses")


def stream_named(kind: str, actor: Actor, *, tag: str = "", list_id: str = "") -> Stream:
    """Asks the database for a list. Raises NoSuchStream."""
    plain = kind.removesuffix(":media")
    if plain in PUBLIC:
        return Stream((kind,), frozenset({*PUBLIC[plain], live.GONE}), is_media_only=kind != plain)
    if kind in OF_OWNER:
        return Stream((kind,), frozenset({live.topic_of(actor.pk)} if kind != "direct" else ()))
    if kind in {"hashtag", "hashtag:local"}:
        key = tag_key(tag)
        if not key:
            raise NoSuchStream("No tag for stream provided")
        return Stream((kind, tag), frozenset({live.topic_of_tag(key, is_local=kind == "hashtag:local"), live.GONE}))
    if kind == "list":
        if not _owns(actor, list_id):
            raise ListIsNotYours("No such list")
        return Stream((kind, list_id), frozenset({live.topic_of_list(int(list_id)), live.GONE}))
    raise NoSuchStream("Unknown stream type")


def _owns(actor: Actor, list_id: str) -> bool:
    is_id = list_id.isascii() and list_id.isdigit() and len(list_id) <= 18
    return is_id and List.objects.filter(owner=actor, pk=int(list_id)).exists()
