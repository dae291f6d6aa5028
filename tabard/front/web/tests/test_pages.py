"""Every other page that a resident can open: people, posts, badges, tags, events, and the honest pages for errors."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import get_resolver
from django.utils.translation import gettext_lazy

from tabard.front.web.cards import moment
from tabard.front.web.telephone import telephone_link
from tabard.front.web.tests.makers import NINE, Town, furnish, index_all, make_meeting, read, say
from tabard.occasions.tweetathon.tests.event_makers import make_tweetathon
from tabard.people.places.tests import makers as places
from tabard.people.teams import actions as teams
from tabard.plant.design.templatetags.breaking import breakable
from tabard.services.events import actions as events
from tabard.services.events.access import NotCovering
from tabard.voice.posts.access import NotPosted, NotTheirVoice
from tabard.voice.posts.models import Voice

pytestmark = pytest.mark.django_db


# -- all neighbourhoods ------------------------------------------------------------------------------------------------


def test_a_long_list_of_neighbourhoods_can_be_entered_at_a_letter(town: Town):
    assert "#of-" not in read("/places/")

    for number in range(30):
        places.make_neighbourhood(town.force, name=f"Ŵern {number:02}")
    page = read("/places/")

    letters = re.findall(r'<li><a href="#(of-[^"]+)">(.)</a>', page)
    assert [letter for _, letter in letters] == ["O", "R", "W"]
    assert all(f'<h3 id="{target}">{letter}</h3>' in page for target, letter in letters)
    assert page.count('href="/places/') >= 32


# -- the first page ----------------------------------------------------------------------------------------------------


def test_the_first_page_names_a_tweetathon_until_people_have_seen_its_figures(town: Town, time_machine):
    time_machine.move_to(NINE, tick=False)
    assert "/tweetathon/" not in read("/")

    tweetathon = make_tweetathon(town.team, starts_at=NINE + timedelta(days=30))
    assert 'href="/tweetathon/polday/"' in read("/")

    time_machine.move_to(tweetathon.ends_at + timedelta(days=13), tick=False)
    assert 'href="/tweetathon/polday/"' in read("/")
    time_machine.move_to(tweetathon.ends_at + timedelta(days=14), tick=False)
    assert "/tweetathon/" not in read("/")


# -- teams and officers ------------------------------------------------------------------------------------------------


def test_a_team_says_whom_it_looks_after_and_who_is_in_it(town: Town):
    say(town, "Good morning")

    page = read("/@riverside/")

    assert 'href="/places/' in page
    assert "PC Alice Archer" in page
    assert "Good morning" in page


def test_an_officer_page_shows_what_they_say_in_their_own_name_only(town: Town):
    town.alice.languages = ["en", "bfi", "xx"]
    town.alice.save()
    say(town, "In my own name", speaks_as=Voice.OFFICER)
    say(town, "For the team")
    say(town, "Of somebody else", by=town.bethan, speaks_as=Voice.OFFICER)

    page = read(f"/@{town.alice.handle.name}/")

    assert "In my own name" in page
    assert "For the team" not in page
    assert "Of somebody else" not in page
    assert "Speaks English, British Sign Language, xx" in page
    assert 'href="/badge/4127/"' in page


def test_an_officer_who_left_stays_readable_and_says_so(town: Town):
    say(town, "My last word", speaks_as=Voice.OFFICER)
    teams.end_posting(posting=town.alice.postings.get(), now=NINE)

    page = read(f"/@{town.alice.handle.name}/")

    assert "Serves in no team here any more" in page
    assert "My last word" in page


def test_a_handle_in_capitals_leads_to_its_one_address(town: Town):
    answer = Client().get("/@RiverSide/")

    assert (answer.status_code, answer["Location"]) == (301, "/@riverside/")


def test_many_posts_come_page_by_page_in_a_fixed_number_of_queries(town: Town, django_assert_max_num_queries):
    for number in range(21):
        say(town, f"Post {number}", now=NINE - timedelta(hours=number))

    with django_assert_max_num_queries(9):
        first = read("/@riverside/")

    assert first.count("<article") == 20
    assert 'rel="next" href="?page=2"' in first
    assert read("/@riverside/?page=2").count("<article") == 1
    assert read("/@riverside/?page=nonsense").count("<article") == 20


# -- tags, events ------------------------------------------------------------------------------------------------------


def test_a_tag_gathers_posts_whatever_its_capitals(town: Town):
    say(town, "One #Café")
    say(town, "Two #CAFÉ")
    say(town, "Three #other")

    page = read("/tags/café/")

    assert page.count("<article") == 2
    assert Client().get("/tags/CAFÉ/")["Location"] == "/tags/caf%C3%A9/"
    assert "no such page" in read("/tags/!!!/", 404)
    assert "Nothing has been written" in read("/tags/unused/")


def test_an_event_says_when_and_where(town: Town):
    meeting = make_meeting(town)

    page = read(f"/events/{meeting.pk}/")

    assert "Thursday 5 November 2026, 09:00" in page
    assert "Quayside Library" in page


def test_an_event_of_several_days_says_on_which_it_ends(town: Town):
    starts_at = NINE + timedelta(days=3)
    meeting = make_meeting(town, starts_at=starts_at, ends_at=starts_at + timedelta(days=2, hours=7))

    assert "until Saturday 7 November 2026, 16:00" in words_of(read(f"/events/{meeting.pk}/"))
    assert "09:00–Sat 7 Nov 2026, 16:00" in words_of(read(f"/places/{town.riverside.slug}/"))


def test_an_event_of_one_day_says_its_day_once(town: Town):
    starts_at = NINE + timedelta(days=3)
    meeting = make_meeting(town, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))

    assert "Thursday 5 November 2026, 09:00 until 11:00" in words_of(read(f"/events/{meeting.pk}/"))
    assert "09:00–11:00 · Quayside Library" in words_of(read(f"/places/{town.riverside.slug}/"))


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_a_cancelled_event_warns(town: Town):
    meeting = make_meeting(town)
    events.cancel_event(event=meeting, by=town.alice, now=NINE)

    assert "Please do not come" in read(f"/events/{meeting.pk}/")


def test_a_past_event_says_so(town: Town, time_machine):
    meeting = make_meeting(town)
    time_machine.move_to(NINE + timedelta(days=30), tick=False)

    assert "This has taken place" in read(f"/events/{meeting.pk}/")


# -- forms -------------------------------------------------------------------------------------------------------------


def test_a_form_that_has_expired_says_what_to_do_and_whom_to_call():
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "alice@police.example"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This form has expired" in page
    assert "copy what you wrote" in page
    assert 'href="tel:999"' in page


# -- the house's own pages ---------------------------------------------------------------------------------------------


def test_the_home_page_has_one_field_and_the_latest_posts(town: Town):
    say(town, "Good morning")
    index_all()

    page = read("/")

    assert 'action="/find/"' in page
    assert "csrfmiddlewaretoken" not in page
    assert "Good morning" in page
    assert "all 2 neighbourhoods" in page


def test_the_notice_says_how_long_an_address_is_kept_and_why_longer():
    page = words_of(read("/privacy/"))

    assert "30 days after your last follow has ended, and after 7 days if you never confirm" in page
    assert "We keep it longer only if you asked us never to write to it" in page


def test_the_notice_does_not_deny_the_cookie_of_a_form():
    assert "These pages set no cookie before you open a form" in words_of(read("/privacy/"))


def test_a_new_server_says_what_is_to_be_done():
    assert "tabard import-places" in read("/")
    assert "tabard import-places" in read("/places/")


@pytest.mark.parametrize("address", ["/", "/places/", "/search/", "/privacy/", "/accessibility/", "/emergency/", "/no"])
def test_every_page_says_whom_to_call_in_an_emergency(town: Town, address: str):
    page = read(address, 404 if address == "/no" else 200)

    assert 'href="tel:999"' in page
    assert page.count("<h1") == 1
    assert '<html lang="en-gb" dir="ltr">' in page


@override_settings(EMERGENCY_NUMBER="112", EMERGENCY_TEXT_URL="https://112.example/text")
def test_another_country_has_another_number():
    page = read("/emergency/")

    assert 'href="tel:112"' in page
    assert "999" not in page
    assert 'href="https://112.example/text"' in page


def test_robots_keep_out_of_what_is_not_for_them():
    assert "Disallow: /desk/" in read("/robots.txt")


def test_the_icon_is_found_where_browsers_look_for_it():
    assert Client().get("/favicon.ico")["Location"].endswith("design/icon.svg")


def test_security_txt_stands_when_the_force_says_whom_to_tell():
    assert Client().get("/.well-known/security.txt").status_code == 404

    with override_settings(SECURITY_CONTACT="mailto:security@police.example"):
        text = read("/.well-known/security.txt")

    assert "Contact: mailto:security@police.example\n" in text
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("refusal", "says"),
    [
        (PermissionDenied(gettext_lazy("This page is for sergeants.")), "This page is for sergeants."),
        (NotTheirVoice(12, 5), "Only they can change it."),
        (NotPosted(12, 5), "You are not posted to this team now"),
        (NotCovering(12, 5), "You are not posted to the team of this neighbourhood now."),
        (PermissionDenied(12, 5), "Perhaps you are signed in as somebody who may not open it"),
        (PermissionDenied(), "Perhaps you are signed in as somebody who may not open it"),
    ],
)
def test_a_refusal_is_told_in_words(rf, refusal: PermissionDenied, says: str):
    answer = get_resolver().resolve_error_handler(403)(rf.get("/"), refusal)

    assert answer.status_code == 403
    assert says in answer.content.decode()
    assert "(12, 5)" not in answer.content.decode()


def test_when_all_is_broken_the_page_still_comes_without_the_database(rf):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(refuse):
        page = get_resolver().resolve_error_handler(500)(rf.get("/")).content.decode()

    assert "The fault is ours" in page
    assert 'href="tel:999"' in page


def test_a_request_for_another_host_is_refused_politely():
    answer = Client(headers={"host": "other.example"}, raise_request_exception=False).get("/")

    assert answer.status_code == 400
    assert "makes no sense" in answer.content.decode()


def test_no_link_leads_nowhere(town: Town):
    """From the home page on, every address of this server that a page names answers."""
    furnish(town)
    index_all()
    waiting, seen = ["/"], set()

    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = Client().get(address)
        assert answer.status_code in {200, 302}, address
        if answer["Content-Type"].startswith("text/html"):
            named = re.findall(r'(?:href|src)="(/[^"#]*)', answer.content.decode())
            found = {unescape(each) for each in named if not each.startswith(("/static/", "/pictures/"))}
            waiting += sorted(found - seen - set(waiting))

    kinds = {re.sub(r"[a-z_]*[0-9]+", "0", address.split("?")[0]) for address in seen}
    assert {"/follow/", "/badge/0/", "/tags/bikes/", "/events/0/", "/events/0.ics", "/privacy/"} <= kinds
    assert any(address.endswith("/events.ics") for address in seen)
    assert any(address.endswith("/feed.atom") for address in seen)


# -- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=2), "today, 07:00"),
        (timedelta(hours=10), "yesterday, 23:00"),
        (timedelta(days=30), "3 October 2026, 10:00"),
        (timedelta(minutes=-5), "today, 09:05"),
    ],
)
def test_times_are_said_as_one_would(ago: timedelta, words: str):
    assert moment(NINE - ago, NINE) == words


@pytest.mark.parametrize(
    ("shown", "link"),
    [
        ("101 ext. 4127", "tel:101;ext=4127"),
        ("01632 960 000", "tel:01632960000"),
        ("+44 (0)1632 960000 x12", "tel:+441632960000;ext=12"),
        ("ask at the desk", ""),
        ("", ""),
    ],
)
def test_a_number_is_a_link_that_a_phone_understands(shown: str, link: str):
    assert telephone_link(shown) == link


# -- on a phone --------------------------------------------------------------------------------------------------------


def test_the_way_to_follow_stands_before_the_posts(town: Town):
    say(town, "Good morning")

    for address in ("/@riverside/", f"/@{town.alice.handle.name}/", f"/places/{town.riverside.slug}/"):
        page = read(address)

        assert page.index('href="#follow"') < page.index("<h2")
        assert '<h2 id="follow">' in page
        assert "Feed readers" in page
        assert not re.search(r"> Atom</a>", page)


def test_the_code_for_the_badge_is_folded_away_from_residents(town: Town):
    page = read("/badge/4127/")

    assert page.index("<details") < page.index("For officers") < page.index("qr.svg") < page.index("</details>")


def test_an_address_of_mail_breaks_at_its_dots_only(town: Town):
    town.riverside.email = "riverside@peelborough.example"
    town.riverside.save()

    assert ">riverside@<wbr>peelborough.<wbr>example</a>" in read(f"/places/{town.riverside.slug}/")
    assert breakable("<b>@x.y") == "&lt;b&gt;@<wbr>x.<wbr>y"
