"""A post on its own page, and who is seen to say it."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tabard.front.web.tests.makers import NINE, Town, address_of, read, say
from tabard.people.teams import actions as teams
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.posts import actions as posts
from tabard.voice.posts.models import Voice
from tabard.voice.posts.wording import Words

pytestmark = pytest.mark.django_db


def test_an_edited_post_shows_what_it_said_before(town: Town):
    post = say(town, "A red bicycle", now=NINE - timedelta(hours=5))
    posts.edit_post(post=post, by=town.alice, text="A <i>blue</i> one", content_notice="", language="en", now=NINE)

    page = read(address_of(post))

    history = page[page.index("what it said before") :]
    assert "A &lt;i&gt;blue&lt;/i&gt; one" in page
    assert "A red bicycle" in history
    assert "A red bicycle" not in page[: page.index("what it said before")]


def test_a_post_says_under_which_version_of_the_guideline_it_went_out(town: Town):
    post = say(town, "A red bicycle")

    page = read(address_of(post))

    assert "Written under our guideline, version 1" in page
    assert 'href="/guidelines/1/"' in page


def test_a_post_taken_back_is_gone_and_says_why(town: Town):
    post = say(town, "The wrong street")
    posts.retract_post(post=post, by=town.alice, reason="It named the wrong street.", now=NINE)

    page = read(address_of(post), 410)

    assert "It named the wrong street." in page
    assert "The wrong street<" not in page
    assert post.text not in page.replace("It named the wrong street.", "")


def test_an_officer_who_lets_the_team_speak_is_named_nowhere(town: Town):
    picture = make_picture(alt="PC Archer smiles", now=NINE)
    teams.change_officer(officer=town.alice, picture=picture, now=NINE)
    first = say(town, "We seek a witness #towpath", now=NINE - timedelta(hours=1))
    say(town, "Still nobody", reply_to=first)
    teams.end_posting(posting=town.alice.postings.get(), now=NINE)

    pages = ["/", "/@riverside/", address_of(first), "/search/?q=witness", "/tags/towpath/"]

    for page in map(read, pages):
        assert "We seek a witness" in re.sub(r"</?mark>", "", page)
        assert "Riverside team" in page
        for trace in ("Archer", "4127", f"@{town.alice.handle.name}", picture.key):
            assert trace not in page


def test_a_draft_is_not_there(town: Town):
    draft = posts.save_draft(team=town.team, by=town.alice, words=Words(text="Not yet"), now=NINE)

    assert "no such page" in read(f"/@riverside/{draft.pk}/", 404)


def test_a_thread_is_shown_before_and_after(town: Town):
    first = say(town, "First", now=NINE - timedelta(hours=3))
    second = say(town, "Second", reply_to=first, now=NINE - timedelta(hours=2))
    say(town, "Third", reply_to=second, now=NINE - timedelta(hours=1))

    page = read(address_of(second))

    assert page.index("First") < page.index("Second", page.index("<main")) < page.index("Third")
    assert "What came before" in page
    assert "What came after" in page


def test_the_posts_of_a_series_stand_together_behind_a_link(town: Town):
    series = posts.start_series(team=town.team, by=town.alice, name="A night <with> us", now=NINE)
    first = say(town, "Nine o'clock", series=series, now=NINE - timedelta(hours=1), speaks_as=Voice.OFFICER)
    say(town, "Ten past nine", series=series)
    say(town, "Something else")
    address = f"/@riverside/series/{series.pk}/"

    page = read(address)

    assert all(f'href="{address}"' in read(each) for each in ("/@riverside/", address_of(first)))
    assert "A night &lt;with&gt; us" in page
    assert "Riverside team" in page
    assert page.count("<article") == 2
    assert page.index("Ten past nine") < page.index("Nine o")
    assert Client().get(f"/@{town.alice.handle.name}/series/{series.pk}/")["Location"] == address


def test_a_series_is_not_there_before_its_first_public_post(town: Town):
    series = posts.start_series(team=town.team, by=town.alice, name="A secret operation", now=NINE)
    posts.save_draft(team=town.team, by=town.alice, words=Words(text="Not yet", series=series), now=NINE)

    assert "secret" not in read(f"/@riverside/series/{series.pk}/", 404)


def test_a_post_under_another_handle_leads_to_its_one_address(town: Town):
    post = say(town, "Hello")

    answer = Client().get(f"/@{town.alice.handle.name}/{post.pk}/")

    assert (answer.status_code, answer["Location"]) == (301, address_of(post))


def test_pictures_have_their_words_and_their_size_so_that_nothing_jumps(town: Town):
    picture = make_picture(alt='A "red" bicycle', now=NINE)
    post = say(town, "Found", pictures=(picture,))

    page = read(address_of(post))

    found = re.search(r'<img class="post__picture"[^>]*>', page)
    assert found
    assert 'alt="A &quot;red&quot; bicycle"' in found[0]
    assert 'width="800" height="600"' in found[0]
