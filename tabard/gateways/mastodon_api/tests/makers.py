"""Officers with phone apps."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Grant

from tabard.gateways.mastodon_api.access import checksum
from tabard.gateways.mastodon_api.actions import apps
from tabard.gateways.mastodon_api.actions.apps import OUT_OF_BAND, Registered
from tabard.people.accounts.tests.makers import make_user
from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.plant.media.tests.makers import picture_file
from tabard.voice.network.actions.actors import open_actor
from tabard.voice.network.models import Actor

ALL_SCOPES = "read write follow push"
STATUSES = "/api/v1/statuses"


@dataclass
class Phone:
    """An app that an officer let in. Each method sends one request with its token, and asks for no cookie."""

    client: Client
    token: str
    officer: Officer
    team: Team
    actor: Actor

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(path, query, headers=self.headers)

    def post(self, path: str, data: Any = None, *, headers: dict[str, str] | None = None, **more: Any) -> Any:
        return self._send("post", path, data, headers, more)

    def put(self, path: str, data: Any = None, **more: Any) -> Any:
        return self._send("put", path, data, None, more)

    def patch(self, path: str, data: Any = None, **more: Any) -> Any:
        return self._send("patch", path, data, None, more)

    def delete(self, path: str, data: Any = None, **more: Any) -> Any:
        return self._send("delete", path, data, None, more)

    def upload(self, path: str, **form: Any) -> Any:
        """A form with files."""
        return self.client.post(path, form, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def _send(self, method: str, path: str, data: Any, headers: dict[str, str] | None, more: dict[str, Any]) -> Any:
        send = getattr(self.client, method)
        data = {} if data is None else data
        return send(path, data, content_type="application/json", headers={**self.headers, **(headers or {})}, **more)


def make_app(*, name: str = "Tusky", uri: str = OUT_OF_BAND, scopes: str = ALL_SCOPES) -> Registered:
    return apps.register_app(name=name, redirect_uris=[uri], scopes=scopes, website="", now=timezone.now())


def make_serving_officer(team: Team | None = None) -> tuple[Officer, Team]:
    team = team or make_team()
    return make_officer(team=team, user=make_user()), team


def make_phone(
    *, as_team: bool = False, scopes: str = ALL_SCOPES, officer: Officer | None = None, team: Team | None = None
) -> Phone:
    """A phone of an officer (a new one, in a new team, unless one is given), as themselves or as the team."""
    if officer is None:
        officer, team = make_serving_officer(team)
    assert team is not None
    actor = open_actor(team if as_team else officer, now=NINE)
    token = f"token-of-{officer.pk}-{as_team}-{scopes.replace(' ', '-')}"
    made = make_token(officer, actor, token=token, scopes=scopes)
    return Phone(client=Client(), token=made, officer=officer, team=team, actor=actor)


def write(phone: Phone, text: str = "Found: a red bicycle.", *, headers: Any = None, **more: Any) -> Any:
    return phone.post(STATUSES, {"status": text, **more}, headers=headers)


def upload(phone: Phone, *, path: str = "/api/v2/media", colour: str = "gold", **form: Any) -> Any:
    file = SimpleUploadedFile("bicycle.jpg", picture_file(colour=colour), content_type="image/jpeg")
    return phone.upload(path, file=file, **form)


def make_token(officer: Officer, actor: Actor, *, token: str, scopes: str = ALL_SCOPES) -> str:
    """As the exchange of a code leaves it."""
    application = make_app(scopes=scopes).app.application
    now = timezone.now()
    later = now + timedelta(days=1)
    common = {"user": officer.user, "application": application, "scope": scopes, "expires": later}
    grant = Grant.objects.create(code=f"code-{token}", redirect_uri=OUT_OF_BAND, **common)
    apps.keep_code(grant=grant, actor=actor)
    kept = AccessToken(token="", **common)
    kept._raw_token = token
    kept.save()
    apps.keep_token(token=kept, code=grant.code, now=now)
    assert kept.token_checksum == checksum(token)
    return token
