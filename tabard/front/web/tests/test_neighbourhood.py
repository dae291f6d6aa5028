"""The neighbourhood's page: who polices it, what they say, and how to reach them."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from tabard.front.web.neighbourhood import page_of
from tabard.front.web.tests.makers import NINE, Town, furnish, make_meeting, make_priority, make_town, say
from tabard.lib.geo.reading import read_places
from tabard.people.places.tests import makers as places
from tabard.people.teams import actions as teams
from tabard.services.events import actions as events
from tabard.voice.posts.models import Voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def visit(time_machine, town: Town):
    """The page as a stranger reads it on the morning of 2 November, without cookies and without script."""
    time_machine.move_to(NINE, tick=False)

    def read(slug: str = "") -> str:
        answer = Client().get(f"/places/{slug or town.riverside.slug}/")
        assert answer.status_code == 200
        assert not answer.cookies
        return answer.content.decode()

    return read


def test_the_officers_stand_on_the_page_by_name_with_a_badge_to_check(town: Town, visit):
    page = visit()

    assert "PC Alice Archer" in page
    assert "PC Bethan Ŵyn" in page
    assert 'href="/badge/4127/"' in page
    assert "2 officers look after it" in page


def test_an_officer_known_by_number_is_nowhere_named(town: Town, visit):
    town.alice.is_name_public = False
    town.alice.save()

    assert "PC 4127" in visit()
    assert "Archer" not in visit()


def test_whoever_has_left_is_not_shown(town: Town, visit):
    teams.end_posting(posting=town.alice.postings.get(), now=NINE)

    assert "Alice" not in visit()


def test_a_full_page_takes_at_most_twelve_queries(town: Town, visit, django_assert_max_num_queries):
    furnish(town)

    with django_assert_max_num_queries(12):
        page = visit()

    assert page.count("<article") == 10
    assert page.count('class="leaf"') == 3


def test_posts_stand_newest_first_with_links_made_and_words_escaped(town: Town, visit):
    say(town, "Older", now=NINE.replace(hour=7))
    say(town, "<script>alert(1)</script> #Bikes @riverside @nobody https://a.example", now=NINE.replace(hour=8))

    page = visit()

    assert "&lt;script&gt;alert(1)" in page
    assert page.index("&lt;script&gt;") < page.index("Older")
    assert '<a href="/tags/bikes/" class="mention hashtag" rel="tag">#Bikes</a>' in page
    assert '<a href="/@riverside/" class="u-url mention">@riverside</a>' in page
    assert " @nobody " in page
    assert "today, 08:00" in page


def test_a_post_says_who_speaks(town: Town, visit):
    say(town, "For all of us")
    say(town, "For myself", by=town.bethan, speaks_as=Voice.OFFICER)

    posts = [re.sub(r"<[^>]*>|\s+", " ", post) for post in re.findall(r"<article.*?</article>", visit(), re.DOTALL)]

    assert "PC Bethan Ŵyn" in posts[0]
    assert "Riverside team" not in posts[0]
    assert "Riverside team" in posts[1]
    assert "Archer" not in posts[1]


def test_a_content_notice_folds_the_text_away(town: Town, visit):
    say(town, "The details", content_notice="About a crash")

    page = visit()

    assert re.search(r"<details.*?About a crash.*?The details.*?</details>", page, re.DOTALL)


def test_what_was_done_is_told_and_what_was_long_forgotten_is_flagged(town: Town, visit):
    make_priority(town, issue="Mopeds", days_ago=10)
    make_priority(town, issue="Parcels", days_ago=91)
    make_priority(town, issue="Litter", days_ago=90, action="")

    page = visit()

    assert "We did: Two patrols" in page
    assert page.count("more than 90 days ago") == 1
    assert "Not looked at since 3 August 2026" in page
    assert "We have not reported what we did about it yet." in page


def test_the_next_meeting_is_shown_and_a_cancelled_one_says_so(town: Town, visit):
    meeting = make_meeting(town, title="Beat meeting")
    events.cancel_event(event=meeting, by=town.alice, now=NINE)

    page = visit()

    assert "Beat meeting" in page
    assert "Cancelled" in page


def test_an_empty_page_says_what_will_stand_there(town: Town, visit):
    page = visit(town.old_quay.slug)

    assert "No team has been put in charge here" in page
    assert "No meeting is planned" in page
    assert "No priorities have been agreed" in page
    assert "Call 101" in page
    assert "data-live" not in page


def test_contact_details_come_from_the_force_and_nothing_but_web_links_is_linked(town: Town, visit):
    town.riverside.email = "riverside@police.example"
    town.riverside.links = [{"title": "Towpath watch", "url": "https://watch.example/"}, {"title": "Gone", "url": None}]
    town.riverside.save()
    town.force.telephone = "01632 960000"
    town.force.engagement_methods = [
        {"title": "Report online", "url": "https://police.example/report"},
        {"title": "Trick", "url": "javascript:alert(1)"},
        {"title": "", "url": "https://police.example/untitled"},
    ]
    town.force.save()

    page = visit()

    assert 'href="mailto:riverside@police.example"' in page
    assert 'href="tel:01632960000"' in page
    assert 'href="https://police.example/report"' in page
    assert '<a href="https://watch.example/">Towpath watch</a>' in page
    assert "Gone" not in page
    assert "javascript:" not in page
    assert "untitled" not in page


def test_every_way_that_the_team_gave_is_read_on_the_page(town: Town, visit):
    town.riverside.contact = {
        "mobile": "07700 900123",
        "address": "1 High Street",
        "facebook": "https://facebook.example/riverside/",
        "twitter": "javascript:alert(1)",
        "e-messaging": "https://messages.example",
        "web": "",
    }
    town.riverside.locations = [
        {
            "name": "Bridge House",
            "address": "2 Bridge Lane",
            "postcode": "PB1 1AA",
            "latitude": None,
            "type": "station",
        },
        {"name": "", "address": "3 Quay Street", "postcode": ""},
        {"name": "", "address": None},
    ]
    town.riverside.save()

    page = visit()

    assert '<a href="tel:07700900123">' in page
    assert "<p>Postal address<br>1 High Street</p>" in page
    assert '<p>Facebook<br><a href="https://facebook.example/riverside/">' in page
    assert "<p>X (Twitter)<br>javascript:alert(1)</p>" in page
    assert '<p>E messaging<br><a href="https://messages.example">' in page
    assert "Web site" not in page
    assert "<li>Bridge House<br>2 Bridge Lane<br>PB1 1AA</li><li>3 Quay Street</li>" in page


def test_a_long_description_can_be_read_to_its_end(town: Town, visit):
    town.riverside.description = "The river runs by. " * 30 + "\n\n<b>The end.</b>"
    town.riverside.save()

    page = visit()

    assert "<p>&lt;b&gt;The end.&lt;/b&gt;</p>" in page
    assert "All about Riverside" in page


def test_the_map_shows_what_lies_around_with_names_links_and_a_scale(town: Town, visit):
    svg = re.findall(r"<svg viewBox.*?</svg>", visit(), re.DOTALL)[0]

    assert svg.count('class="map__own"') == 1
    assert re.search(rf'<a href="/places/{town.old_quay.slug}/" tabindex="-1"><title>Old Quay</title><path d="M', svg)
    assert re.search(r'<text class="map__name" x="\d+" y="\d+">Riverside</text>', svg)
    assert re.search(r">2 km</text>", svg)


def test_the_map_has_a_text_that_says_the_same(town: Town, visit):
    page = visit()

    assert 'aria-label="Map of Riverside and what lies around it; the text below says the same"' in page
    assert "square kilometres" in page
    assert f'<li>To the east: <a href="/places/{town.old_quay.slug}/">Old Quay</a></li>' in page
    assert "drawn for a test" in page


def test_the_map_of_a_real_neighbourhood_weighs_less_than_ten_kilobytes(shared_data: Path, time_machine):
    time_machine.move_to(NINE, tick=False)
    features = read_places(shared_data / "places/south_wales/neighbourhoods.geojson")
    places.make_live(places.make_force("south-wales"), features, now=NINE)

    page = Client().get("/places/gower/").content.decode()

    svg = re.findall(r"<svg viewBox.*?</svg>", page, re.DOTALL)[0]
    assert len(svg.encode()) < 10_000
    assert svg.count("<a href") > 10


def test_a_retired_neighbourhood_says_so_and_helps_to_find_the_new_one(town: Town):
    places.make_live(town.force, [places.feature("Q1", places.square(-2.9, 51, 0.1), "Old Quay")], now=NINE)

    answer = Client().get(f"/places/{town.riverside.slug}/")

    assert answer.status_code == 410
    assert 'action="/find/"' in answer.content.decode()


def test_no_style_and_no_script_stands_in_the_page(town: Town, visit):
    furnish(town)

    page = visit()

    assert not re.search(r"<[^>]*\s(?:style|on[a-z]+)=", page)
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert not re.search(r"""(?:src|srcset|<link[^>]*href)=["'](?:https?:)?//""", page)


def test_officers_are_read_once_however_many_there_are(town: Town, django_assert_num_queries):
    furnish(town)
    page_of(town.riverside, NINE)
    place = type(town.riverside).objects.select_related("force", "cover__team__handle").get(pk=town.riverside.pk)

    with django_assert_num_queries(8):
        page_of(place, NINE)


def test_the_search_can_be_made_anew_by_command(town: Town, capsys):
    call_command("rebuild_search")

    assert "The search knows 4 things." in capsys.readouterr().out


def test_a_page_asks_for_few_pictures_and_links_to_the_rest(town: Town, visit):
    furnish(town)

    page = visit()

    assert page.count("<img") == 6
    assert len(re.findall(r"</svg>\s*1 picture</a>", page)) == 4
