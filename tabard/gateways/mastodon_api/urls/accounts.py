from django.urls import path
from django.utils.translation import gettext_lazy

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.views import accounts, lists, relations, server

ONE = "api/v1/accounts/<key:pk>"
ACTS = {
    "follow": relations.follow,
    "unfollow": relations.unfollow,
    "remove_from_followers": relations.remove_from_followers,
    "block": relations.block,
    "unblock": relations.unblock,
    "mute": relations.mute,
    "unmute": relations.unmute,
    "note": relations.note,
    "pin": relations.endorse,
    "unpin": relations.endorse,
    "endorse": relations.endorse,
    "unendorse": relations.endorse,
}
NO_FACELESS = server.refuse(gettext_lazy("Taking the picture of a profile away"), "write:accounts")

urlpatterns = [
    path("api/v1/accounts", door(GET=accounts.read_several, POST=server.sign_up)),
    path("api/v1/accounts/verify_credentials", door(GET=accounts.me)),
    path("api/v1/accounts/update_credentials", door(PATCH=accounts.change_me)),
    path("api/v1/profile/avatar", door(DELETE=NO_FACELESS)),
    path("api/v1/profile/header", door(DELETE=NO_FACELESS)),
    path("api/v1/accounts/lookup", door(GET=accounts.lookup)),
    path("api/v1/accounts/search", door(GET=accounts.search)),
    path("api/v1/accounts/relationships", door(GET=accounts.relationships)),
    path("api/v1/accounts/familiar_followers", door(GET=accounts.familiar_followers)),
    path(ONE, door(GET=accounts.read)),
    path(f"{ONE}/statuses", door(GET=accounts.said_by)),
    path(f"{ONE}/followers", door(GET=relations.followers)),
    path(f"{ONE}/following", door(GET=relations.following)),
    path(f"{ONE}/lists", door(GET=lists.lists_with)),
    path(f"{ONE}/featured_tags", door(GET=server.nothing_about)),
    path(f"{ONE}/identity_proofs", door(GET=server.nothing_about)),
    path(f"{ONE}/endorsements", door(GET=server.nothing_about)),
    *[path(f"{ONE}/{name}", door(POST=view)) for name, view in ACTS.items()],
    path("api/v1/blocks", door(GET=relations.blocks)),
    path("api/v1/mutes", door(GET=relations.mutes)),
    path(
        "api/v1/domain_blocks",
        door(GET=server.nothing_of_yours, POST=relations.block_domain, DELETE=relations.block_domain),
    ),
    path("api/v1/follow_requests", door(GET=relations.asked)),
    path("api/v1/follow_requests/<key:pk>/authorize", door(POST=relations.accept)),
    path("api/v1/follow_requests/<key:pk>/reject", door(POST=relations.reject)),
]
