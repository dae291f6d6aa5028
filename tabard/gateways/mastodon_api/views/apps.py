"""Registering an app, and what it is told of itself."""

from tabard.gateways.mastodon_api import limits
from tabard.gateways.mastodon_api.actions.apps import register_app
from tabard.gateways.mastodon_api.calls import Answer, Call
from tabard.gateways.mastodon_api.refusals import TokenNotValid, TooMany
from tabard.gateways.mastodon_api.render import apps


def register(call: Call) -> Answer:
    if not limits.may_register(call.request.META.get("REMOTE_ADDR", ""), now=call.now):
        raise TooMany(limits.HOUR_SECONDS)
    addresses = [address for text in call.given.texts("redirect_uris") for address in text.split()]
    registered = register_app(
        name=call.given.text("client_name"),
        redirect_uris=addresses,
        scopes=call.given.text("scopes"),
        website=call.given.text("website"),
        now=call.now,
    )
    return apps.credentials(registered.app, registered.secret)


def verify(call: Call) -> Answer:
    if call.caller is None:
        raise TokenNotValid
    return apps.application(call.caller.application.app)
