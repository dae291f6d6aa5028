"""Every address that the apps in use ask for is answered, if only with an empty list or a sentence."""

import pytest
from django.urls import resolve

from tabard.gateways.mastodon_api.tests.makers import make_phone, upload, write

pytestmark = pytest.mark.django_db
# as Tusky, Phanpy, Elk and toot ask; {} is an id
ASKED = """
POST /api/v1/apps
GET /api/v1/apps/verify_credentials
GET /oauth/authorize
POST /oauth/token
POST /oauth/revoke
GET /api/v1/instance
GET /api/v2/instance
GET /api/v1/accounts/verify_credentials
GET /api/v1/preferences
GET /api/v1/custom_emojis
GET /api/v1/announcements
GET /api/v1/accounts/{}
GET /api/v1/accounts/lookup
GET /api/v1/accounts/search
GET /api/v1/accounts/relationships
GET /api/v1/accounts/familiar_followers
GET /api/v1/accounts/{}/statuses
GET /api/v1/accounts/{}/followers
GET /api/v1/accounts/{}/following
GET /api/v1/accounts/{}/lists
GET /api/v1/accounts/{}/featured_tags
POST /api/v1/accounts/{}/follow
POST /api/v1/accounts/{}/unfollow
POST /api/v1/accounts/{}/block
POST /api/v1/accounts/{}/unblock
POST /api/v1/accounts/{}/mute
POST /api/v1/accounts/{}/unmute
POST /api/v1/accounts/{}/note
POST /api/v1/accounts/{}/remove_from_followers
PATCH /api/v1/accounts/update_credentials
GET /api/v1/blocks
GET /api/v1/mutes
GET /api/v1/domain_blocks
POST /api/v1/domain_blocks
DELETE /api/v1/domain_blocks
GET /api/v1/follow_requests
POST /api/v1/follow_requests/{}/authorize
POST /api/v1/follow_requests/{}/reject
GET /api/v1/timelines/home
GET /api/v1/timelines/public
GET /api/v1/timelines/tag/bridge
GET /api/v1/timelines/list/{}
GET /api/v1/timelines/link
GET /api/v1/markers
POST /api/v1/markers
GET /api/v1/lists
POST /api/v1/lists
GET /api/v1/lists/{}
PUT /api/v1/lists/{}
DELETE /api/v1/lists/{}
GET /api/v1/lists/{}/accounts
POST /api/v1/lists/{}/accounts
DELETE /api/v1/lists/{}/accounts
GET /api/v1/filters
POST /api/v1/filters
PUT /api/v1/filters/{}
DELETE /api/v1/filters/{}
GET /api/v2/filters
POST /api/v2/filters
GET /api/v2/filters/{}
PUT /api/v2/filters/{}
DELETE /api/v2/filters/{}
POST /api/v2/filters/{}/keywords
PUT /api/v2/filters/keywords/{}
DELETE /api/v2/filters/keywords/{}
POST /api/v2/filters/{}/statuses
DELETE /api/v2/filters/statuses/{}
GET /api/v1/followed_tags
GET /api/v1/tags/bridge
POST /api/v1/tags/bridge/follow
POST /api/v1/tags/bridge/unfollow
POST /api/v1/tags/bridge/feature
GET /api/v1/featured_tags
POST /api/v1/featured_tags
GET /api/v1/trends/tags
GET /api/v1/trends/statuses
GET /api/v1/trends/links
GET /api/v1/conversations
GET /api/v1/bookmarks
GET /api/v1/favourites
POST /api/v1/statuses
GET /api/v1/statuses
GET /api/v1/statuses/{}
PUT /api/v1/statuses/{}
DELETE /api/v1/statuses/{}
GET /api/v1/statuses/{}/source
GET /api/v1/statuses/{}/context
GET /api/v1/statuses/{}/history
GET /api/v1/statuses/{}/reblogged_by
GET /api/v1/statuses/{}/favourited_by
POST /api/v1/statuses/{}/reblog
POST /api/v1/statuses/{}/unreblog
POST /api/v1/statuses/{}/favourite
POST /api/v1/statuses/{}/unfavourite
POST /api/v1/statuses/{}/bookmark
POST /api/v1/statuses/{}/unbookmark
POST /api/v1/statuses/{}/pin
POST /api/v1/statuses/{}/unpin
POST /api/v1/statuses/{}/mute
POST /api/v1/statuses/{}/unmute
POST /api/v1/statuses/{}/translate
GET /api/v1/scheduled_statuses
GET /api/v1/scheduled_statuses/{}
PUT /api/v1/scheduled_statuses/{}
DELETE /api/v1/scheduled_statuses/{}
GET /api/v1/polls/{}
POST /api/v1/polls/{}/votes
POST /api/v1/media
POST /api/v2/media
GET /api/v1/media/{}
PUT /api/v1/media/{}
DELETE /api/v1/media/{}
GET /api/v1/notifications
GET /api/v1/notifications/{}
POST /api/v1/notifications/clear
POST /api/v1/notifications/{}/dismiss
GET /api/v1/notifications/requests
GET /api/v1/notifications/policy
GET /api/v2/notifications
GET /api/v2/notifications/unread_count
GET /api/v2/notifications/policy
PATCH /api/v2/notifications/policy
GET /api/v1/push/subscription
POST /api/v1/push/subscription
PUT /api/v1/push/subscription
DELETE /api/v1/push/subscription
GET /api/v2/search
POST /api/v1/reports
GET /api/v1/suggestions
GET /api/v2/suggestions
GET /api/v1/directory
GET /api/v1/endorsements
GET /api/v1/instance/peers
GET /api/v1/instance/rules
GET /api/v1/instance/extended_description
GET /api/v1/instance/privacy_policy
GET /api/v1/instance/languages
"""


@pytest.mark.parametrize("asked", ASKED.strip().splitlines())
def test_whatever_apps_ask_for_has_its_place(client, asked):
    method, path = asked.split()
    path = path.replace("{}", "1")

    answer = client.generic(method, path)

    assert resolve(path).route != "^api/v[0-9]+(?:/.*)?$"
    assert answer.status_code != 405


@pytest.mark.parametrize("path", ["/api/v1/conversations", "/api/v1/timelines/direct"])
def test_nobody_speaks_in_private_here(client, path):
    assert make_phone().get(path).json() == []
    assert make_phone(scopes="write").get(path).status_code == 403
    assert client.get(path).status_code == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/api/v1/accounts"),
        ("post", "/api/v1/domain_blocks"),
        ("delete", "/api/v1/domain_blocks"),
        ("post", "/api/v1/featured_tags"),
        ("post", "/api/v1/tags/bridge/feature"),
        ("delete", "/api/v1/profile/avatar"),
        ("delete", "/api/v1/profile/header"),
    ],
)
def test_what_is_not_supported_says_so(method, path):
    answer = getattr(make_phone(), method)(path)

    assert answer.status_code == 422
    assert "not supported" in answer.json()["error"]


def test_the_server_says_which_languages_it_speaks_and_where_it_tells_of_privacy(client):
    assert client.get("/api/v1/instance/languages").json() == [{"code": "en", "name": "English"}]
    assert "/privacy/" in client.get("/api/v1/instance/privacy_policy").json()["content"]


def test_a_picture_that_no_post_took_is_thrown_away():
    phone = make_phone()
    media = upload(phone, description="A bicycle").json()
    path = f"/api/v1/media/{media['id']}"

    assert phone.delete(path).json() == {}

    assert phone.get(path).status_code == 404
    assert phone.client.get(media["url"].partition("8000")[2]).status_code == 404


def test_a_picture_of_a_post_is_not():
    phone = make_phone()
    media = upload(phone, description="A bicycle").json()
    write(phone, media_ids=[media["id"]])

    assert phone.delete(f"/api/v1/media/{media['id']}").status_code == 422
    assert phone.get(f"/api/v1/media/{media['id']}").status_code == 200
