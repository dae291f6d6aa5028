"""Clients that others wrote use a running server: Mastodon.py, and toot at a terminal."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import mastodon
import pytest
from mastodon import Mastodon

from tabard.front.sample.actions import PASSWORD
from tests.journeys.sites import Site, copy_of
from tests.journeys.steps import photograph
from tests.phone_apps import Browser
from tests.servers import free_port, site_settings, smtp_server, tabard, tabard_process, wait_until

SCOPES = ["read", "write", "follow", "push"]
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
WHO = """
from tabard.people.teams.models import Posting
from django.utils.timezone import now
held = Posting.objects.held_at(now()).filter(officer__user__is_sample=True, officer__user__role="officer")
posting = held.select_related("officer__user", "officer__handle", "team__handle").order_by("pk").first()
print("WHO", posting.officer.user.email, posting.officer.handle.name, posting.team.handle.name)
"""


@pytest.fixture(scope="module")
def site(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = copy_of(prepared_folder, tmp_path_factory.mktemp("phones")), free_port()
    url = f"http://127.0.0.1:{port}"
    with smtp_server() as mail:
        settings = site_settings(folder, BASE_URL=url, EMAIL_URL=mail.url)
        with tabard_process("run", settings, port=port) as running:
            yield Site(url=url, settings=settings, mail=mail, processes=[running])


@pytest.fixture(scope="module")
def officer(site: Site) -> tuple[str, str, str]:
    """Somebody of the sample force: e-mail address, their handle, their team's."""
    said = tabard("shell", "-c", WHO, env=site.settings)
    _word, email, own, team = next(line for line in said.splitlines() if line.startswith("WHO ")).split()
    return email, own, team


@pytest.fixture(scope="module")
def browser(site: Site, officer: tuple[str, str, str]) -> Browser:
    opened = Browser(site)
    opened.sign_in(officer[0], PASSWORD)
    return opened


def log_in(site: Site, browser: Browser, handle: str) -> Mastodon:
    ours: dict[str, Any] = {"api_base_url": site.url, "request_timeout": 60}
    client_id, secret = Mastodon.create_app("Mastodon.py", scopes=SCOPES, **ours)
    client = Mastodon(client_id=client_id, client_secret=secret, ratelimit_method="throw", **ours)
    url = client.auth_request_url(redirect_uris=OUT_OF_BAND, scopes=SCOPES, allow_http=True)
    code = browser.let_in(url, handle=handle)
    client.log_in(code=code, redirect_uri=OUT_OF_BAND, scopes=SCOPES, allow_http=True)
    return client


@pytest.fixture(scope="module", params=["as themselves", "as the team"])
def client(request, site, browser, officer) -> Mastodon:
    """Mastodon.py, let in by an officer."""
    _email, own, team = officer
    return log_in(site, browser, own if request.param == "as themselves" else team)


def ids(statuses: Any) -> list[Any]:
    return [status.id for status in statuses]


def test_mastodon_py_reads_who_it_speaks_as_and_what_the_server_takes(client, site, officer):
    me = client.me()

    assert me.username in officer
    assert me.group is (me.username == officer[2])
    assert client.app_verify_credentials().name == "Mastodon.py"
    assert client.instance().configuration.statuses.max_characters == 5000
    assert client.instance_v2().domain in site.url
    assert client.preferences()
    assert client.custom_emojis() == []
    assert client.announcements() == []
    assert client.trending_tags() == []
    assert client.follow_requests() == []


def test_mastodon_py_posts_a_picture_and_finds_it_in_every_timeline(client, tmp_path):
    picture = client.media_post(
        photograph(tmp_path).read_bytes(), "image/jpeg", description="A red bicycle by the lock"
    )
    words, key = f"Found by {client.me().username}: a red #bicycle.", f"key-{client.me().id}"

    posted = client.status_post(words, media_ids=[picture], idempotency_key=key, language="en")

    assert client.status_post(words, media_ids=[picture], idempotency_key=key, language="en").id == posted.id
    assert posted.media_attachments[0].description == "A red bicycle by the lock"
    wait_until(lambda: posted.id in ids(client.timeline_home()) or None, seconds=120, what="the post is at home")
    assert posted.id in ids(client.timeline_local())
    assert posted.id in ids(client.timeline_public())
    assert posted.id in ids(client.timeline_hashtag("bicycle"))
    assert posted.id in ids(client.account_statuses(client.me(), only_media=True))


def test_mastodon_py_pages_through_a_timeline_to_its_end(client):
    whole = ids(client.timeline_local(limit=40))
    page: Any = client.timeline_local(limit=7)
    seen: list[Any] = []
    while page and len(seen) < len(whole):
        seen += ids(page)
        page = client.fetch_next(page)

    assert seen[: len(whole)] == whole
    assert len(whole) > 14


def test_mastodon_py_is_told_why_something_is_refused(client, tmp_path):
    undescribed = client.media_post(photograph(tmp_path).read_bytes(), "image/jpeg")

    with pytest.raises(mastodon.MastodonAPIError, match="Describe the picture"):
        client.status_post("Found.", media_ids=[undescribed])
    with pytest.raises(mastodon.MastodonAPIError, match="public"):
        client.status_post("For my friends.", visibility="private")
    client.media_update(undescribed, description="The same bicycle")
    posted = client.status_post("Found.", media_ids=[undescribed])

    assert posted.media_attachments[0].description == "The same bicycle"
    client.status_delete(posted)


def test_mastodon_py_reads_the_rules_and_lists_what_waits_for_a_sergeant(client):
    words = f"£500 reward for information, says {client.me().username}."
    assert any("A sum for information" in rule.hint for rule in client.instance_rules())

    client.status_post(words)

    (waits,) = (each for each in client.scheduled_statuses() if each.params.text == words)
    client.scheduled_status_delete(waits)
    before = ids(client.scheduled_statuses())
    with pytest.raises(mastodon.MastodonAPIError, match="This does not go out as it is"):
        client.status_post("We searched 14 Gaol Lane this morning.")
    assert waits.id not in before
    assert ids(client.scheduled_statuses()) == before


def test_mastodon_py_replies_edits_and_deletes(client):
    posted = client.status_post("Market on Friday.")

    reply = client.status_reply(posted, "From nine.")
    edited = client.status_update(posted.id, "Market on Saturday.")

    assert reply.in_reply_to_id == posted.id
    assert ids(client.status_context(posted.id).descendants) == [reply.id]
    assert "Saturday" in edited.content
    assert len(client.status_history(posted.id)) == 2
    assert client.status_source(posted.id).text == "Market on Saturday."
    client.status_delete(reply)
    client.status_delete(posted)
    with pytest.raises(mastodon.MastodonNotFoundError):
        client.status(posted.id)


def test_mastodon_py_schedules(client):
    at = datetime.now(UTC) + timedelta(hours=1)

    scheduled = client.status_post("Surgery at the library.", scheduled_at=at)

    assert scheduled.id in ids(client.scheduled_statuses())
    put_off = client.scheduled_status_update(scheduled, at + timedelta(hours=1))
    assert put_off.scheduled_at > scheduled.scheduled_at
    client.scheduled_status_delete(scheduled)
    assert scheduled.id not in ids(client.scheduled_statuses())


def test_mastodon_py_likes_marks_and_follows(client, officer):
    me = client.me()
    posted = client.status_post("The bridge is open again.")
    other = client.account_lookup(next(handle for handle in officer[1:] if handle != me.username))

    assert client.status_favourite(posted).favourited is True
    assert client.status_bookmark(posted).bookmarked is True
    assert posted.id in ids(client.bookmarks())
    assert client.status_unbookmark(posted).bookmarked is False
    assert client.account_follow(other).following is True
    assert client.account_relationships(other)[0].following is True
    assert ids(client.account_following(me)) == [other.id]
    assert client.account_unfollow(other).following is False


def test_a_revoked_token_of_mastodon_py_is_dead(site, browser, officer):
    client = log_in(site, browser, officer[1])
    token = client.access_token

    client.revoke_access_token(allow_http=True)

    with pytest.raises(mastodon.MastodonUnauthorizedError):
        Mastodon(access_token=token, api_base_url=site.url, request_timeout=60).me()


def test_toot_does_a_shift(site, browser, officer, tmp_path):
    _email, own, _team = officer
    terminal = Toot(tmp_path)

    terminal.log_in(site, browser, own)
    assert own in terminal.run("whoami")
    posted = terminal.read("post", "Market on Friday.", "--media", str(photograph(tmp_path)), "-d", "The market cross")
    assert posted["media_attachments"][0]["description"] == "The market cross"
    assert posted["id"] in [each["id"] for each in terminal.read("timelines", "account", own, "--limit", "5")]
    assert posted["id"] in [each["id"] for each in terminal.read("timelines", "public", "--local", "--limit", "5")]
    wait_until(
        lambda: posted["id"] in [each["id"] for each in terminal.read("timelines", "home", "--limit", "5")] or None,
        seconds=120,
        what="the post is at home",
    )
    assert terminal.read("timelines", "tag", "market", "--limit", "5") is not None
    reply = terminal.read("post", "From nine.", "--reply-to", posted["id"])
    assert reply["in_reply_to_id"] == posted["id"]
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="seconds").replace("+00:00", "Z")
    scheduled = terminal.read("post", "Surgery at the library.", "--scheduled-at", later)
    assert scheduled["params"]["text"] == "Surgery at the library."
    assert "Market on Friday" in terminal.run("thread", posted["id"])
    terminal.run("favourite", posted["id"])
    terminal.run("delete", reply["id"])
    terminal.run("delete", posted["id"])
    assert posted["id"] not in [each["id"] for each in terminal.read("timelines", "public", "--local", "--limit", "5")]


class Toot:
    """toot with a configuration of its own."""

    def __init__(self, folder: Path) -> None:
        self._environment = {**os.environ, "XDG_CONFIG_HOME": str(folder), "NO_COLOR": "1", "PYTHONWARNINGS": "ignore"}

    def log_in(self, site: Site, browser: Browser, handle: str) -> None:
        command = [sys.executable, "-m", "toot", "login", "--instance", site.url]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self._environment
        ) as running:
            assert running.stdin
            assert running.stdout
            url = next(line.strip() for line in running.stdout if "/oauth/authorize" in line)
            code = browser.let_in(url, handle=handle)
            said, _none = running.communicate(f"n\n{code}\n", timeout=180)
        assert "Successfully logged in" in said, said

    def run(self, *words: str) -> str:
        command = [sys.executable, "-m", "toot", *words]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=180, check=False)
        assert done.returncode == 0, f"toot {words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def read(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))
