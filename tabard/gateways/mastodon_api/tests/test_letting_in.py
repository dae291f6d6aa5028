"""From registering an app to its token, and the end of it."""

import base64
import hashlib
import json
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from oauth2_provider.models import AccessToken, Application

from tabard.gateways.mastodon_api import limits
from tabard.gateways.mastodon_api.actions.apps import OUT_OF_BAND
from tabard.gateways.mastodon_api.models import GrantedToken
from tabard.gateways.mastodon_api.tests.makers import make_phone, make_serving_officer
from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user, sign_in
from tabard.people.teams.tests.makers import make_team
from tabard.plant.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
ELK = "https://elk.example/oauth/callback"
ME = "/api/v1/accounts/verify_credentials"
HOME = "/api/v1/timelines/home"


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


def register(client, **fields):
    known = {"client_name": "Elk", "redirect_uris": ELK, "scopes": "read write", "website": "https://elk.example"}
    return client.post("/api/v1/apps", {**known, **fields}, content_type="application/json")


def authorize_page(app, **more):
    known = {"client_id": app["client_id"], "redirect_uri": ELK, "response_type": "code", "scope": "read write"}
    return f"/oauth/authorize?{urlencode({**known, **more})}"


def exchange(client, app, code, **more):
    known = {"grant_type": "authorization_code", "code": code, "redirect_uri": ELK}
    known |= {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    return client.post("/oauth/token", {**known, **more})


def code_in(response):
    return parse_qs(urlsplit(response["Location"]).query)["code"][0]


@pytest.mark.parametrize("kind", ["application/json", "form"])
def test_an_app_registers_with_json_or_a_form(client, kind):
    words = {"client_name": "Elk", "redirect_uris": ELK, "scopes": "read write"}
    more = {"content_type": kind} if kind != "form" else {}

    answer = client.post("/api/v1/apps", words, **more)

    told = answer.json()
    assert answer.status_code == 200
    assert (told["name"], told["redirect_uris"], told["scopes"]) == ("Elk", [ELK], ["read", "write"])
    assert told["client_id"]
    assert told["client_secret"]
    assert Application.objects.get().client_secret != told["client_secret"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uris": "javascript:alert(1)"},
        {"redirect_uris": "data:text/html,x"},
        {"redirect_uris": "http://elk.example/callback"},
        {"redirect_uris": "https://elk.example/#x"},
        {"redirect_uris": "https://police@elk.example/"},
        {"redirect_uris": ""},
        {"redirect_uris": 7},
        {"client_name": ""},
        {"client_name": {"first": "Elk"}},
        {"scopes": "admin:read"},
        {"website": "javascript:alert(1)"},
    ],
)
def test_an_app_that_could_do_harm_is_not_registered(client, wrong):
    answer = register(client, **wrong)

    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not Application.objects.exists()


def test_one_network_registers_only_so_many_apps_in_an_hour(client, monkeypatch):
    monkeypatch.setattr(limits, "APPS_PER_HOUR", 2)

    codes = [register(client).status_code for _ in range(3)]

    assert codes == [200, 200, 429]


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_first(client):
    app = register(client).json()

    answer = client.get(authorize_page(app))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=")


def test_a_session_without_a_second_factor_lets_no_app_in(client):
    officer, _team = make_serving_officer()
    app = register(client).json()
    sign_in(client, officer.user, second_factor="")

    answer = client.get(authorize_page(app))

    assert answer.status_code == 302
    assert "second-factor" in answer["Location"]


@pytest.mark.parametrize("role", [Role.LEAD, Role.SAFEGUARDING])
def test_whoever_is_no_officer_is_told_that_apps_speak_for_officers(client, role):
    app = register(client).json()
    sign_in(client, make_user(role=role))

    answer = client.get(authorize_page(app))

    assert answer.status_code == 403
    assert "Apps speak for officers, and your account does not belong to an officer." in answer.content.decode()


def test_the_page_says_which_app_what_it_may_do_and_as_whom(client):
    officer, team = make_serving_officer()
    app = register(client).json()
    sign_in(client, officer.user)

    page = client.get(authorize_page(app))

    words = unescape(page.content.decode())
    assert page.status_code == 200
    assert "Let Elk in?" in words
    assert "read timelines" in words
    assert f"as me, @{officer.handle.name}" in words
    assert f"as the team {team.name}, @{team.handle.name}" in words
    assert "you are led to <strong>elk.example</strong>" in words
    assert "https://elk.example" in page["Content-Security-Policy"]


def test_of_an_app_on_the_phone_no_address_is_shown(client):
    officer, _team = make_serving_officer()
    app = register(client, redirect_uris="tusky://callback").json()
    sign_in(client, officer.user)

    page = client.get(authorize_page(app, redirect_uri="tusky://callback"))

    assert "you are led to" not in page.content.decode()
    assert "tusky:" in page["Content-Security-Policy"]


@pytest.mark.parametrize("as_team", [False, True])
def test_the_token_speaks_as_whom_the_officer_chose(client, as_team):
    officer, team = make_serving_officer()
    voice = (team if as_team else officer).handle.name
    app = register(client).json()
    sign_in(client, officer.user)

    agreed = client.post(authorize_page(app, state="xyz"), {"voice": voice})
    told = exchange(Client(), app, code_in(agreed)).json()

    assert agreed["Location"].startswith(ELK)
    assert "state=xyz" in agreed["Location"]
    assert told["token_type"] == "Bearer"
    assert set(told["scope"].split()) == {"read", "write"}
    assert told["created_at"]
    assert "refresh_token" not in told
    granted = GrantedToken.objects.get()
    assert granted.actor.name == voice
    assert granted.officer == officer
    assert AuditEntry.objects.filter(act="apps.let_in", actor_id=officer.user.pk).exists()


def test_the_token_itself_is_not_kept(client):
    officer, _team = make_serving_officer()
    app = register(client).json()
    sign_in(client, officer.user)
    agreed = client.post(authorize_page(app), {"voice": officer.handle.name})

    token = exchange(Client(), app, code_in(agreed)).json()["access_token"]

    assert AccessToken.objects.get().token == ""
    assert client.get(HOME, headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_out_of_band_the_code_is_shown_to_be_copied(client):
    officer, _team = make_serving_officer()
    app = register(client, redirect_uris=OUT_OF_BAND).json()
    sign_in(client, officer.user)

    page = client.post(authorize_page(app, redirect_uri=OUT_OF_BAND), {"voice": officer.handle.name})

    code = re.search(r'<code id="code">([^<]+)</code>', page.content.decode())[1]
    assert exchange(Client(), app, code, redirect_uri=OUT_OF_BAND).status_code == 200


def test_an_officer_who_says_no_sends_the_app_away_with_nothing(client):
    officer, _team = make_serving_officer()
    app = register(client).json()
    sign_in(client, officer.user)

    answer = client.post(authorize_page(app), {"refuse": "1"})

    assert "error=access_denied" in answer["Location"]
    assert "code=" not in answer["Location"]


def test_nobody_lets_an_app_speak_as_a_team_that_they_are_not_posted_to(client):
    officer, _team = make_serving_officer()
    other = make_team("Hillside")
    app = register(client).json()
    sign_in(client, officer.user)

    answer = client.post(authorize_page(app), {"voice": other.handle.name})

    assert answer.status_code == 422
    assert b"Select a valid choice" in answer.content


@pytest.mark.parametrize(
    ("wrong", "word"), [({"redirect_uri": "https://evil.example/"}, "redirect"), ({"client_id": "x"}, "client")]
)
def test_a_request_that_may_not_come_from_the_app_leads_nowhere(client, wrong, word):
    officer, _team = make_serving_officer()
    app = register(client).json()
    sign_in(client, officer.user)

    answer = client.get(authorize_page(app, **wrong))

    assert answer.status_code == 400
    assert word in answer.content.decode().lower()


def test_an_app_that_asks_for_more_than_it_registered_for_is_told_so(client):
    officer, _team = make_serving_officer()
    app = register(client, scopes="read").json()
    sign_in(client, officer.user)

    answer = client.get(authorize_page(app, scope="write"))

    assert "error=invalid_scope" in answer["Location"]


@pytest.mark.parametrize("uri", [OUT_OF_BAND, ELK])
@pytest.mark.parametrize(
    ("wrong", "error", "word"),
    [
        ({"scope": "admin:read"}, "invalid_scope", "more than it registered for"),
        ({"response_type": "token"}, "unsupported_response_type", "other than a code"),
        ({"code_challenge": "x" * 43, "code_challenge_method": "plain"}, "invalid_request", "S256"),
        ({"code_challenge": "x" * 43}, "invalid_request", "S256"),
    ],
)
def test_what_the_app_asks_wrongly_is_named_before_anybody_decides(client, uri, wrong, error, word):
    """To the app, or where it has no address to the person."""
    officer, _team = make_serving_officer()
    app = register(client, redirect_uris=uri).json()
    sign_in(client, officer.user)

    answer = client.get(authorize_page(app, redirect_uri=uri, **wrong))

    if uri == ELK:
        assert f"error={error}" in answer["Location"]
    else:
        assert answer.status_code == 400
        assert word in unescape(answer.content.decode())
        assert "The app was not let in" not in answer.content.decode()


def test_out_of_band_an_officer_who_says_no_reads_that_nothing_has_changed(client):
    officer, _team = make_serving_officer()
    app = register(client, redirect_uris=OUT_OF_BAND).json()
    sign_in(client, officer.user)

    page = client.post(authorize_page(app, redirect_uri=OUT_OF_BAND), {"refuse": "1"})

    assert page.status_code == 403
    assert "The app was not let in" in page.content.decode()


def test_with_pkce_only_whoever_began_gets_the_token(client):
    officer, _team = make_serving_officer()
    app = register(client).json()
    sign_in(client, officer.user)
    verifier = "correct-horse-battery-staple-correct-horse-battery"
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    page = authorize_page(app, code_challenge=challenge, code_challenge_method="S256")

    code = code_in(client.post(page, {"voice": officer.handle.name}))

    assert exchange(Client(), app, code).status_code == 400
    assert exchange(Client(), app, code, code_verifier="x" * 50).status_code == 400
    assert exchange(Client(), app, code, code_verifier=verifier).status_code == 200


def test_a_code_is_good_once(client):
    officer, _team = make_serving_officer()
    app = register(client).json()
    sign_in(client, officer.user)
    code = code_in(client.post(authorize_page(app), {"voice": officer.handle.name}))

    assert exchange(Client(), app, code).status_code == 200
    assert exchange(Client(), app, code).status_code == 400


def test_a_web_client_may_ask_with_json_from_its_own_origin(client):
    officer, _team = make_serving_officer()
    app = register(client).json()
    sign_in(client, officer.user)
    code = code_in(client.post(authorize_page(app), {"voice": officer.handle.name}))
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": ELK}
    asked |= {"client_id": app["client_id"], "client_secret": app["client_secret"]}

    answer = Client().post("/oauth/token", json.dumps(asked), content_type="application/json")

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert Client().options("/api/v1/statuses")["Access-Control-Allow-Headers"].startswith("Authorization")


def test_an_app_has_a_token_of_its_own_that_reads_no_home(client):
    app = register(client).json()
    asked = {"grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"]}

    told = client.post("/oauth/token", {**asked, "scope": "read"}).json()

    headers = {"Authorization": f"Bearer {told['access_token']}"}
    assert client.get("/api/v1/apps/verify_credentials", headers=headers).json()["name"] == "Elk"
    assert client.get(HOME, headers=headers).status_code == 403


@pytest.mark.parametrize("grant_type", ["password", "refresh_token", "implicit"])
def test_passwords_are_never_exchanged_for_tokens(client, grant_type):
    app = register(client).json()
    asked = {"grant_type": grant_type, "username": "a@b.example", "password": "x", "refresh_token": "x"}
    asked |= {"client_id": app["client_id"], "client_secret": app["client_secret"]}

    assert client.post("/oauth/token", asked).status_code == 400


def test_a_revoked_token_is_dead(client):
    officer, _team = make_serving_officer()
    app = register(client).json()
    sign_in(client, officer.user)
    agreed = client.post(authorize_page(app), {"voice": officer.handle.name})
    token = exchange(Client(), app, code_in(agreed)).json()["access_token"]
    known = {"client_id": app["client_id"], "client_secret": app["client_secret"]}

    answer = client.post("/oauth/revoke", {"token": token, **known})

    assert answer.status_code == 200
    assert client.get(HOME, headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.parametrize("header", ["Bearer ", "Bearer nonsense", "Bearer \u00e9", "bearer x y"])
def test_an_unknown_token_is_refused_also_where_none_is_needed(client, header):
    answer = client.get("/api/v1/timelines/public", headers={"Authorization": header})

    assert answer.status_code == 401


def test_a_token_does_no_more_than_was_allowed():
    phone = make_phone(scopes="read:accounts")

    answer = phone.get(HOME)

    assert answer.status_code == 403
    assert answer.json() == {"error": "This action is outside the authorized scopes"}


def test_what_the_server_says_of_its_doors_is_where_they_are(client):
    told = client.get("/.well-known/oauth-authorization-server").json()

    assert told["authorization_endpoint"].endswith("/oauth/authorize")
    assert told["code_challenge_methods_supported"] == ["S256"]
