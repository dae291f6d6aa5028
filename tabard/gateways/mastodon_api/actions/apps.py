"""Registering apps, letting them speak, and taking that back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.generators import generate_client_id, generate_client_secret
from oauth2_provider.models import AccessToken, Application, Grant

from tabard.gateways.mastodon_api.models import App, GrantedCode, GrantedToken, GrantedTokenQuerySet
from tabard.gateways.mastodon_api.refusals import Refused
from tabard.gateways.mastodon_api.scopes import ALL, DEFAULT
from tabard.people.accounts.models import User
from tabard.people.teams.models import Officer
from tabard.plant.audit.actions import write_audit
from tabard.voice.network.models import Actor

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
UNSAFE_SCHEMES = {"about", "blob", "data", "file", "ftp", "javascript", "vbscript", "view-source", "ws", "wss"}
MOST_ADDRESSES, LONGEST_ADDRESS, LONGEST_NAME = 10, 2000, 60
USE_NOTED_EVERY = timedelta(minutes=1)
KEEP_UNUSED_APPS = timedelta(days=1)


# -- apps --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Registered:
    """`secret` is told once: only its hash is kept."""

    app: App
    secret: str


@transaction.atomic
def register_app(*, name: str, redirect_uris: list[str], scopes: str, website: str, now: datetime) -> Registered:
    """Raises Refused."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Refused(_("client_name must have 1 to %(most)s characters.") % {"most": LONGEST_NAME})
    if not 1 <= len(redirect_uris) <= MOST_ADDRESSES or not all(map(_may_be_led_to, redirect_uris)):
        raise Refused(_("Each redirect URI must be https, http on this device, the app’s own scheme, or out of band."))
    if website and (urlsplit(website).scheme not in {"https", "http"} or len(website) > LONGEST_ADDRESS):
        raise Refused(_("website must be a web address."))
    wanted = scopes.split() or [DEFAULT]
    if unknown := sorted(set(wanted) - set(ALL)):
        raise Refused(_("These scopes are not known here: %(scopes)s") % {"scopes": ", ".join(unknown)[:200]})
    secret = generate_client_secret()
    application = Application.objects.create(
        client_id=generate_client_id(),
        client_secret=secret,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=" ".join(redirect_uris),
        name=name,
    )
    app = App.objects.create(application=application, website=website, scopes=" ".join(wanted), registered_at=now)
    return Registered(app, secret)


def _may_be_led_to(uri: str) -> bool:
    """Whether a browser may be sent there with a code: no address that runs in it, and none that others can read."""
    if uri == OUT_OF_BAND:
        return True
    try:
        parts = urlsplit(uri)
        host = parts.hostname
    except ValueError:
        return False
    if not parts.scheme or len(uri) > LONGEST_ADDRESS or "#" in uri or "@" in parts.netloc or len(uri.split()) != 1:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(host) and (parts.scheme == "https" or host in LOOPBACK)
    return parts.scheme not in UNSAFE_SCHEMES


@transaction.atomic
def forget_unused(*, now: datetime) -> None:
    """Apps of yesterday that nobody let in, and what is over."""
    long_ago = now - KEEP_UNUSED_APPS
    Application.objects.filter(app__registered_at__lt=long_ago, accesstoken=None, grant=None).delete()
    Grant.objects.filter(expires__lt=now).delete()
    AccessToken.objects.filter(expires__lt=now).delete()


# -- tokens ------------------------------------------------------------------------------------------------------------


def keep_code(*, grant: Grant, actor: Actor) -> None:
    GrantedCode.objects.create(grant=grant, actor=actor)


@transaction.atomic
def keep_token(*, token: AccessToken, code: str, now: datetime) -> None:
    """An app has exchanged its code: from now on it speaks as whom the person chose."""
    granted = GrantedCode.objects.select_related("actor", "grant__user__officer").get(grant__code=code)
    officer = granted.grant.user.officer
    GrantedToken.objects.create(token=token, actor=granted.actor, officer=officer, granted_at=now)
    detail = {"app": token.application.name, "scopes": token.scope}
    write_audit(
        actor=token.user, act="apps.let_in", subject=officer, on_behalf_of=granted.actor, detail=detail, now=now
    )


@transaction.atomic
def note_use(*, token: AccessToken, now: datetime) -> None:
    """So that its owner sees when the app last spoke; to the minute is enough, and spares the database."""
    AccessToken.objects.filter(pk=token.pk, updated__lt=now - USE_NOTED_EVERY).update(updated=now)


@transaction.atomic
def end_apps(*, user: User, before: datetime, now: datetime, by: User | None = None) -> None:
    """Shut out all that speaks for them since before then. Codes on the way are good no more."""
    Grant.objects.filter(user=user, created__lte=before).delete()
    _shut_out_all(GrantedToken.objects.filter(token__user=user, granted_at__lte=before), by=by, now=now)


@transaction.atomic
def end_apps_of_posting(*, officer: Officer, posting_id: int, ended_at: datetime, now: datetime) -> None:
    """Shut out what spoke by the posting that ended then: a new posting, or the same taken up again, asks anew."""
    Grant.objects.filter(user=officer.user_id, created__lte=ended_at).delete()
    _shut_out_all(GrantedToken.objects.of_officer(officer).ended_with(posting_id, ended_at), by=None, now=now)


def _shut_out_all(ended: GrantedTokenQuerySet, *, by: User | None, now: datetime) -> None:
    for granted in ended.with_people().order_by("pk"):
        shut_out(granted=granted, by=by, now=now)


@transaction.atomic
def shut_out(*, granted: GrantedToken, by: User | None, now: datetime) -> None:
    """The app speaks for them no more."""
    detail = {"app": granted.token.application.name}
    write_audit(
        actor=by, act="apps.shut_out", subject=granted.officer, on_behalf_of=granted.actor, detail=detail, now=now
    )
    granted.token.delete()
