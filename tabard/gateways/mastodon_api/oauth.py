"""How django-oauth-toolkit is bent to Mastodon's ways (RFC 6749 §4.1 and §4.4, RFC 7636, RFC 7009).

Every app may use the authorization code, and a token of its own (client credentials). There are no refresh tokens: a
token lasts a year, and is dead at once when the posting that it stands on has ended.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from oauth2_provider.models import AccessToken, Grant
from oauth2_provider.oauth2_backends import OAuthLibCore
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2 import (
    AuthorizationCodeGrant,
    AuthorizationEndpoint,
    BearerToken,
    ClientCredentialsGrant,
    RevocationEndpoint,
    TokenEndpoint,
)
from oauthlib.oauth2.rfc6749.grant_types.authorization_code import code_challenge_method_s256

from tabard.gateways.mastodon_api import given
from tabard.gateways.mastodon_api.actions import apps
from tabard.gateways.mastodon_api.refusals import NotUnderstood

GRANT_TYPES = ("authorization_code", "client_credentials")


class Validator(OAuth2Validator):
    def validate_grant_type(self, client_id: str, grant_type: str, *_args: Any, **_more: Any) -> bool:
        return grant_type in GRANT_TYPES

    def _create_authorization_code(self, request: Any, code: dict[str, str], expires: datetime | None = None) -> Grant:
        """`request.actor` is whom the person chose to let the app speak as."""
        grant = super()._create_authorization_code(request, code, expires)
        apps.keep_code(grant=grant, actor=request.actor)
        return grant

    def _create_access_token(
        self, expires: datetime, request: Any, token: dict[str, Any], source_refresh_token: None = None
    ) -> AccessToken:
        made = super()._create_access_token(expires, request, token, source_refresh_token)
        if request.grant_type == "authorization_code":
            apps.keep_token(token=made, code=request.code, now=timezone.now())
        return made


class CodeGrant(AuthorizationCodeGrant):
    """With PKCE only by S256: `plain` is refused before the person is asked, and not after (RFC 9700 §2.1.1)."""

    _code_challenge_methods = {"S256": code_challenge_method_s256}


class Server(AuthorizationEndpoint, TokenEndpoint, RevocationEndpoint):
    def __init__(self, validator: Validator, token_expires_in: int | None = None, **_more: Any) -> None:
        code = CodeGrant(validator, refresh_token=False)
        own = ClientCredentialsGrant(validator)
        bearer = BearerToken(validator, expires_in=token_expires_in)
        AuthorizationEndpoint.__init__(self, "code", bearer, {"code": code})
        TokenEndpoint.__init__(self, "authorization_code", bearer, dict(zip(GRANT_TYPES, (code, own), strict=True)))
        RevocationEndpoint.__init__(self, validator)


class Backend(OAuthLibCore):
    """Reads JSON as well as forms: Elk and others send it."""

    def extract_body(self, request: HttpRequest) -> list[tuple[str, str]]:
        if request.content_type != "application/json":
            form: list[tuple[str, str]] = super().extract_body(request)
            return form
        try:
            found = given.json_object(request.body)
        except NotUnderstood:
            return []
        return [(name, value) for name, value in found.items() if isinstance(value, str)]

    def _get_extra_credentials(self, request: HttpRequest) -> dict[str, int]:
        return {"created_at": int(timezone.now().timestamp())}
