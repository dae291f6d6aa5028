"""What the server is, and lists that it never fills: apps ask for them, and break where they are missing."""

from django.conf import settings
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import access
from tabard.gateways.mastodon_api.calls import Answer, Call, View, with_scope
from tabard.gateways.mastodon_api.refusals import not_supported
from tabard.gateways.mastodon_api.render import instance


def instance_v1(call: Call) -> Answer:
    return instance.v1(call.now)


def instance_v2(call: Call) -> Answer:
    return instance.v2(call.now)


def peers(_call: Call) -> Answer:
    return instance.peers()


def rules(_call: Call) -> Answer:
    return instance.rules()


def extended_description(_call: Call) -> Answer:
    return instance.extended_description()


def nothing(_call: Call) -> Answer:
    """A list that anybody may ask for, and that is empty here."""
    return []


def no_pairs(_call: Call) -> Answer:
    """Languages between which anything is translated."""
    return {}


@with_scope("read")
def nothing_of_yours(_call: Call) -> Answer:
    return []


@with_scope("read:accounts")
def preferences(_call: Call) -> Answer:
    return {
        "posting:default:visibility": "public",
        "posting:default:sensitive": False,
        "posting:default:language": settings.LANGUAGE_CODE.partition("-")[0],
        "posting:default:quote_policy": "public",
        "reading:expand:media": "default",
        "reading:expand:spoilers": False,
        "reading:autoplay:gifs": False,
    }


@with_scope("read:statuses")
def conversations(_call: Call) -> Answer:
    """Nothing is said here in private. What others address to one of ours alone stands among the notifications."""
    return []


def languages(_call: Call) -> Answer:
    return instance.languages()


def privacy_policy(_call: Call) -> Answer:
    return instance.privacy_policy()


def unknown(_call: Call, **_path: str) -> Answer:
    raise Http404


def refuse(what: Promise, scope: str) -> View:
    """A view that says that `what` is not supported."""

    @with_scope(scope)
    def refused(_call: Call, **_ids: int) -> Answer:
        raise not_supported(str(what))

    return refused


def sign_up(_call: Call) -> Answer:
    raise not_supported(_("Signing up: the force invites its officers, and it"))


def nothing_about(_call: Call, pk: int) -> Answer:
    access.actor_to_see(pk)
    return []
