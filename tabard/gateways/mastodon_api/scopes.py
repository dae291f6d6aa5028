"""What an app may be allowed to do, as Mastodon names it: `read` holds `read:statuses`, and so on."""

from typing import Any

from django.utils.translation import gettext_lazy
from oauth2_provider.scopes import BaseScopes

_PARTS = {
    "read": (
        *("accounts", "blocks", "bookmarks", "favourites", "filters", "follows", "lists", "mutes", "notifications"),
        *("search", "statuses"),
    ),
    "write": (
        *("accounts", "blocks", "bookmarks", "conversations", "favourites", "filters", "follows", "lists", "media"),
        *("mutes", "notifications", "reports", "statuses"),
    ),
}
WHOLE = {
    "read": gettext_lazy("read timelines, notifications and lists"),
    "write": gettext_lazy("write, change and take back posts, and change profile and lists"),
    "follow": gettext_lazy("follow, mute and block others"),
    "push": gettext_lazy("send notifications to the device"),
    "profile": gettext_lazy("see whom it speaks for"),
}
OF_FOLLOW = {"blocks", "follows", "mutes"}
ALL = (*WHOLE, *(f"{whole}:{part}" for whole, parts in _PARTS.items() for part in parts))
DEFAULT = "read"


def allows(granted: list[str], wanted: str) -> bool:
    """Whether one of `granted` is or holds `wanted`."""
    whole, _, part = wanted.partition(":")
    return wanted in granted or whole in granted or ("follow" in granted and part in OF_FOLLOW)


def in_words(scopes: list[str]) -> list[str]:
    """What the person is asked to allow, one sentence for each kind."""
    wholes = {scope.partition(":")[0] for scope in scopes}
    return [str(words) for scope, words in WHOLE.items() if scope in wholes]


class Scopes(BaseScopes):
    """For django-oauth-toolkit: an app asks for what it registered for, or for part of it."""

    def get_all_scopes(self) -> dict[str, str]:
        return dict.fromkeys(ALL, "")

    def get_available_scopes(self, application: Any = None, **_more: Any) -> list[str]:
        if application is None:
            return list(ALL)
        registered = application.app.scopes.split()
        return [scope for scope in ALL if allows(registered, scope)]

    def get_default_scopes(self, application: Any = None, **_more: Any) -> list[str]:
        return [DEFAULT]
