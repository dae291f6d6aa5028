"""Application and CredentialApplication."""

from typing import Any

from tabard.gateways.mastodon_api.actions.push import public_key
from tabard.gateways.mastodon_api.models import App

Entity = dict[str, Any]


def application(app: App) -> Entity:
    addresses = app.application.redirect_uris.split()
    return {
        "id": str(app.pk),
        "name": app.application.name,
        "website": app.website or None,
        "scopes": app.scopes.split(),
        "redirect_uris": addresses,
        "redirect_uri": "\n".join(addresses),
        "vapid_key": public_key(),
    }


def credentials(app: App, secret: str) -> Entity:
    """With what the app signs in with; it is told once."""
    known = {"client_id": app.application.client_id, "client_secret": secret, "client_secret_expires_at": 0}
    return {**application(app), **known}
