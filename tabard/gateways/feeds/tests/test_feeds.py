import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from tabard.people.places.models import Neighbourhood
from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import make_officer, make_team
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.posts import actions
from tabard.voice.posts.models import Post, Voice
from tabard.voice.posts.tests.makers import make_draft, make_post, make_retracted, make_scheduled

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
SITE = "https://police.example"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings, tmp_path):
    settings.BASE_URL = SITE
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def team() -> Team:
    return make_team("Riverside", handle="riverside")


@pytest.fixture
def pat(team: Team) -> Officer:
    return make_officer("Pat Green", team=team)


def atom_of(client: Client, path: str = "/@riverside/feed.atom") -> Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return fromstring(response.content)


def rss_of(client: Client, path: str = "/@riverside/feed.rss") -> Element:
    response = client.get(path)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = fromstring(response.content).find("channel")
    assert channel is not None
    return channel


def json_of(client: Client, path: str = "/@riverside/feed.json") -> dict:
    response = client.get(path)
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    return json.loads(response.content)


def said(parent: Element | None, name: str) -> str:
    found = parent.find(name) if parent is not None else None
    assert found is not None, name
    return found.text or ""


def test_an_atom_feed_has_all_that_rfc_4287_asks_for(client, team, pat):
    make_post(team, pat, "Market on Friday. #Riverside @riverside <b>", now=NINE, language="cy")

    feed = atom_of(client)

    assert said(feed, f"{ATOM}id").startswith("tag:police.example,2026:")
    assert said(feed, f"{ATOM}title") == "Riverside"
    assert said(feed, f"{ATOM}updated") == "2026-03-02T09:00:00+00:00"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"{SITE}/@riverside/feed.atom", "alternate": f"{SITE}/@riverside/"}
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    post = Post.objects.get()
    assert said(entry, f"{ATOM}id") == f"tag:police.example,2026:/posts/{post.pk}"
    assert said(entry, f"{ATOM}published") == said(entry, f"{ATOM}updated") == "2026-03-02T09:00:00+00:00"
    assert said(entry, f"{ATOM}title") == "Market on Friday. #Riverside @riverside <b>"
    assert entry.get(LANGUAGE) == "cy"
    assert said(entry.find(f"{ATOM}author"), f"{ATOM}name") == "Riverside"
    assert said(entry.find(f"{ATOM}author"), f"{ATOM}uri") == f"{SITE}/@riverside/"
    assert [one.get("term") for one in entry.findall(f"{ATOM}category")] == ["riverside"]
    content = said(entry, f"{ATOM}content")
    assert f'<a href="{SITE}/tags/riverside/" class="mention hashtag" rel="tag">#Riverside</a>' in content
    assert f'<a href="{SITE}/@riverside/" class="u-url mention">@riverside</a>' in content
    assert "&lt;b&gt;" in content
    assert 'lang="cy"' in content


def test_an_rss_feed_says_the_same(client, team, pat):
    make_post(team, pat, "Market on Friday.", now=NINE)

    channel = rss_of(client)

    assert (said(channel, "title"), said(channel, "link")) == ("Riverside", f"{SITE}/@riverside/")
    assert said(channel, "description") == "Posts by Riverside"
    assert parsedate_to_datetime(said(channel, "lastBuildDate")) == NINE
    own = channel.find(f"{ATOM}link")
    assert own is not None
    assert (own.get("rel"), own.get("href")) == ("self", f"{SITE}/@riverside/feed.rss")
    item = channel.find("item")
    post = Post.objects.get()
    assert said(item, "guid") == f"tag:police.example,2026:/posts/{post.pk}"
    assert said(item, "link") == f"{SITE}/@riverside/{post.pk}/"
    assert parsedate_to_datetime(said(item, "pubDate")) == NINE
    assert said(item, f"{DC}creator") == "Riverside"
    assert "<p>Market on Friday.</p>" in said(item, "description")


def test_a_json_feed_says_the_same(client, team, pat):
    make_post(team, pat, "Market on Friday.", now=NINE)

    feed = json_of(client)

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{SITE}/@riverside/feed.json"
    (item,) = feed["items"]
    assert item["content_text"] == "Market on Friday."
    assert item["date_published"] == "2026-03-02T09:00:00+00:00"
    assert item["authors"] == [{"name": "Riverside", "url": f"{SITE}/@riverside/"}]
    assert item["id"] == f"tag:police.example,2026:/posts/{Post.objects.get().pk}"


def test_an_edit_moves_updated_and_keeps_the_id(client, team, pat):
    post = make_post(team, pat, "Market on Friday.", now=NINE)
    before = said(atom_of(client).find(f"{ATOM}entry"), f"{ATOM}id")
    actions.edit_post(post=post, by=pat, text="Market on Saturday.", content_notice="", language="en", now=TEN)

    entry = atom_of(client).find(f"{ATOM}entry")

    assert said(entry, f"{ATOM}id") == before
    assert said(entry, f"{ATOM}published") == "2026-03-02T09:00:00+00:00"
    assert said(entry, f"{ATOM}updated") == "2026-03-02T10:00:00+00:00"
    assert said(atom_of(client), f"{ATOM}updated") == "2026-03-02T10:00:00+00:00"
    assert json_of(client)["items"][0]["date_modified"] == "2026-03-02T10:00:00+00:00"
    assert said(rss_of(client).find("item"), f"{ATOM}updated") == "2026-03-02T10:00:00+00:00"


def test_a_picture_put_right_reaches_the_feeds(client, team, pat):
    picture = make_picture(alt="A bycicle")
    post = make_post(team, pat, "Found", pictures=(picture,), now=NINE)
    picture.alt = "A red bicycle"
    actions.edit_post(post=post, by=pat, text="Found", content_notice="", language="en", pictures=(picture,), now=TEN)

    (item,) = json_of(client)["items"]

    assert "A red bicycle" in item["content_html"]
    assert item["date_modified"] == "2026-03-02T10:00:00+00:00"


def test_only_what_is_public_is_in_a_feed(client, team, pat):
    make_draft(team, pat, "A draft")
    make_scheduled(team, pat, "Not yet")
    make_retracted(team, pat)
    make_post(team, pat, "Out")

    assert [item["content_text"] for item in json_of(client)["items"]] == ["Out"]


def test_a_retracted_post_vanishes_and_readers_notice(client, team, pat):
    post = make_post(team, pat, now=NINE)
    first = client.get("/@riverside/feed.atom")
    actions.retract_post(post=post, by=pat, reason="Found.", now=TEN)

    again = client.get("/@riverside/feed.atom", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert b"<entry" not in again.content
    assert again["Last-Modified"] == "Mon, 02 Mar 2026 10:00:00 GMT"


def test_who_has_it_already_gets_304_and_no_body(client, team, pat):
    make_post(team, pat, now=NINE)
    for path in ("/@riverside/feed.atom", "/@riverside/feed.rss", "/@riverside/feed.json"):
        first = client.get(path)

        by_tag = client.get(path, headers={"If-None-Match": first["ETag"]})
        by_date = client.get(path, headers={"If-Modified-Since": first["Last-Modified"]})

        assert (by_tag.status_code, by_tag.content, by_tag["ETag"]) == (304, b"", first["ETag"])
        assert by_date.status_code == 304
        assert not first.cookies


def test_pictures_come_with_their_words(client, team, pat):
    picture = make_picture(alt='A "red" bicycle <by the lock>')
    make_post(team, pat, pictures=(picture,))
    address = f"{SITE}{picture.src}"

    entry = atom_of(client).find(f"{ATOM}entry")
    item = rss_of(client).find("item")
    written = json_of(client)["items"][0]

    assert entry is not None
    enclosures = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "enclosure"]
    assert [(one.get("href"), one.get("type"), one.get("title")) for one in enclosures] == [
        (address, "image/jpeg", picture.alt)
    ]
    assert 'alt="A &quot;red&quot; bicycle &lt;by the lock&gt;"' in said(entry, f"{ATOM}content")
    assert item is not None
    enclosure, media = item.find("enclosure"), item.find(f"{MEDIA}content")
    assert enclosure is not None
    assert media is not None
    assert enclosure.get("url") == media.get("url") == address
    assert said(media, f"{MEDIA}description") == picture.alt
    assert written["image"] == address
    assert written["attachments"] == [{"url": address, "mime_type": "image/jpeg", "title": picture.alt}]
    assert client.get(picture.src).status_code == 200


def test_a_content_notice_stands_before_what_it_warns_of(client, team, pat):
    make_post(team, pat, "A sad find.", content_notice="Dead animal")

    entry, item = atom_of(client).find(f"{ATOM}entry"), json_of(client)["items"][0]

    assert said(entry, f"{ATOM}title") == "Content notice: Dead animal"
    assert said(entry, f"{ATOM}summary") == "Dead animal"
    content = said(entry, f"{ATOM}content")
    assert content.index("Content notice: Dead animal") < content.index("A sad find.")
    assert (item["title"], item["summary"]) == ("Content notice: Dead animal", "Dead animal")
    assert "sad" not in said(rss_of(client).find("item"), "title")


def test_a_team_speaks_with_its_officers_and_an_officer_for_themselves(client, team, pat):
    make_post(team, pat, "For the team")
    make_post(team, pat, "For myself", speaks_as=Voice.OFFICER)

    whole = [item["content_text"] for item in json_of(client)["items"]]
    own = json_of(client, f"/@{pat.handle.name}/feed.json")

    assert sorted(whole) == ["For myself", "For the team"]
    assert [item["content_text"] for item in own["items"]] == ["For myself"]
    assert own["items"][0]["authors"][0]["name"] == str(pat)


def test_a_neighbourhood_has_the_posts_of_its_team(client, team, pat):
    make_post(team, pat, "Here")
    other = make_team("Abbey", handle="abbey")
    make_post(other, make_officer("Sam Brown", team=other), "There")
    place = Neighbourhood.objects.get(name="Riverside")

    feed = json_of(client, f"/places/{place.slug}/feed.json")

    assert [item["content_text"] for item in feed["items"]] == ["Here"]
    assert feed["home_page_url"] == f"{SITE}/places/{place.slug}/"
    assert said(rss_of(client, f"/places/{place.slug}/feed.rss"), "title") == "Riverside"
    assert said(atom_of(client, f"/places/{place.slug}/feed.atom"), f"{ATOM}title") == "Riverside"


def test_an_empty_feed_is_a_whole_feed(client, team):
    assert said(atom_of(client), f"{ATOM}updated") == "2026-01-01T00:00:00+00:00"
    assert json_of(client)["items"] == []
    assert rss_of(client).find("item") is None


def test_no_character_breaks_the_document(client, team, pat):
    post = make_post(team, pat, "x")
    Post.objects.filter(pk=post.pk).update(text="a\x0b\ufffe]]>&<\u2028😀 end", content_notice="\x1b<![CDATA[")
    Team.objects.filter(pk=team.pk).update(name="River\x08side & <Co>")

    feed = atom_of(client)

    assert said(feed, f"{ATOM}title") == "Riverside & <Co>"
    assert "😀 end" in said(feed.find(f"{ATOM}entry"), f"{ATOM}content")
    assert said(rss_of(client), "title") == "Riverside & <Co>"
    assert json_of(client)["items"][0]["id"].startswith("tag:")


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_more_posts_cost_no_more_queries(client, team, pat, form, django_assert_num_queries):
    for number in range(3):
        make_post(team, pat, f"Post {number} by @riverside", pictures=(make_picture(),))
    with django_assert_num_queries(5):
        client.get(f"/@riverside/feed.{form}")

    for number in range(8):
        make_post(team, pat, f"More {number} by @riverside", speaks_as=Voice.OFFICER, pictures=(make_picture(),))
    with django_assert_num_queries(5):
        client.get(f"/@riverside/feed.{form}")


def test_the_newest_fifty_are_enough(client, team, pat):
    for number in range(52):
        make_post(team, pat, f"Post {number}", now=NINE + timedelta(minutes=number))

    texts = [item["content_text"] for item in json_of(client)["items"]]

    assert len(texts) == 50
    assert texts[0] == "Post 51"


@pytest.mark.parametrize(
    "path", ["/@nobody/feed.atom", "/@nobody/feed.rss", "/places/nowhere/feed.json", "/@riverside/feed.xml"]
)
def test_what_is_not_there_is_a_404(client, team, path):
    assert client.get(path).status_code == 404


def test_feeds_are_for_reading(client, team):
    assert client.post("/@riverside/feed.atom").status_code == 405
    assert client.head("/@Riverside/feed.atom").status_code == 200
