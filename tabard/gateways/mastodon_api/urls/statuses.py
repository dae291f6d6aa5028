from django.urls import path

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.views import media, quotes, reactions, scheduled, statuses

ONE = "api/v1/statuses/<key:pk>"
ACTS = {
    "reblog": reactions.reblog,
    "unreblog": reactions.unreblog,
    "favourite": reactions.favourite,
    "unfavourite": reactions.unfavourite,
    "bookmark": reactions.bookmark,
    "unbookmark": reactions.unbookmark,
    "mute": reactions.mute,
    "unmute": reactions.unmute,
    "pin": reactions.pin,
    "unpin": reactions.unpin,
    "translate": statuses.translate,
}

urlpatterns = [
    path("api/v1/statuses", door(GET=statuses.read_several, POST=statuses.create)),
    path(ONE, door(GET=statuses.read, PUT=statuses.edit, DELETE=statuses.delete)),
    path(f"{ONE}/source", door(GET=statuses.source)),
    path(f"{ONE}/history", door(GET=statuses.history)),
    path(f"{ONE}/context", door(GET=statuses.context)),
    path(f"{ONE}/card", door(GET=statuses.card)),
    path(f"{ONE}/quotes", door(GET=quotes.quoting)),
    path(f"{ONE}/quotes/<key:quoting>/revoke", door(POST=quotes.revoke)),
    path(f"{ONE}/interaction_policy", door(PUT=quotes.set_policy)),
    path(f"{ONE}/reblogged_by", door(GET=reactions.reblogged_by)),
    path(f"{ONE}/favourited_by", door(GET=reactions.favourited_by)),
    *[path(f"{ONE}/{name}", door(POST=view)) for name, view in ACTS.items()],
    path("api/v1/bookmarks", door(GET=reactions.bookmarks)),
    path("api/v1/favourites", door(GET=reactions.favourites)),
    path("api/v1/scheduled_statuses", door(GET=scheduled.listed)),
    path(
        "api/v1/scheduled_statuses/<key:pk>",
        door(GET=scheduled.read, PUT=scheduled.put_off, DELETE=scheduled.cancel),
    ),
    path("api/v1/media", door(POST=media.upload)),
    path("api/v2/media", door(POST=media.upload)),
    path("api/v1/media/<key:pk>", door(GET=media.read, PUT=media.describe, DELETE=media.discard)),
]
