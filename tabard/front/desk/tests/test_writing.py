"""Writing a post on the street: what is typed is published once, or kept; nothing is lost."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tabard.front.desk.tests.makers import Fields, seat
from tabard.people.accounts.tests.makers import sign_in
from tabard.people.teams import actions as teams
from tabard.people.teams.models import Posting
from tabard.people.teams.tests.makers import make_posting, make_team
from tabard.plant.media.models import Picture
from tabard.plant.media.tests.makers import make_picture, picture_file
from tabard.voice.posts import actions as posts
from tabard.voice.posts.models import Audience, Post, Series
from tabard.voice.posts.tests.makers import make_draft, make_post, make_scheduled
from tabard.voice.posts.wording import Poll

pytestmark = pytest.mark.django_db
WRITE = "/desk/write/"


def typed(browser, address=WRITE, **more):
    """The opened form with `more` typed into it."""
    return {**Fields(browser.get(address).content.decode()).sent, **more}


def photo(name="street.jpg"):
    return SimpleUploadedFile(name, picture_file(), "image/jpeg")


def form_of(answer):
    return answer.context["form"]


def test_a_draft_whose_thread_was_taken_back_can_still_be_finished(browser, alice, riverside):
    first = make_post(riverside, alice)
    draft = make_draft(riverside, alice, text="And the lock.", reply_to=first)
    posts.retract_post(post=first, by=alice, reason="The wrong street.", now=timezone.now())
    address = f"/desk/posts/{draft.pk}/draft/"

    browser.post(address, typed(browser, address, do="publish"))

    draft.refresh_from_db()
    assert (draft.state, draft.reply_to) == ("published", None)


def test_the_form_opens_ready_to_write(browser, riverside):
    answer = browser.get(WRITE)

    sent = Fields(answer.content.decode()).sent
    assert (sent["team"], sent["speaks_as"], sent["language"]) == (str(riverside.pk), "team", "en-GB")
    assert len(sent["token"]) == 32


def test_a_preview_tells_what_the_guidelines_find_and_keeps_nothing(browser):
    more = {"kind": "post", "new_series": "Letters from the mill", "do": "preview"}

    page = browser.post(WRITE, typed(browser, text="Who has seen AB12 CDE?", **more)).content.decode()

    assert "A vehicle’s registration" in page
    assert "This plate is what we are looking for" in page
    assert not Post.objects.exists()
    assert not Series.objects.exists()


def test_the_form_opens_with_the_voice_that_was_last_chosen_also_on_another_phone(browser, alice, riverside):
    for voice in ("officer", "team", "officer"):
        browser.post(WRITE, typed(browser, text=f"Hello from the {voice}", speaks_as=voice, do="draft"))

        elsewhere = Client()
        sign_in(elsewhere, alice.user)
        assert typed(elsewhere)["speaks_as"] == voice

    _, bobs = seat(riverside, "Bob Baker")
    assert typed(bobs)["speaks_as"] == "team"


def test_words_alone_are_published_for_the_team(browser, alice, riverside):
    answer = browser.post(WRITE, typed(browser, text="Found: a red bicycle.\r\nWhose is it?", do="publish"))

    post = Post.objects.public().get()
    assert answer.headers["Location"] == f"/desk/posts/{post.pk}/"
    assert (post.text, post.team, post.officer) == ("Found: a red bicycle.\nWhose is it?", riverside, alice)
    assert (post.speaks_as, post.language) == ("team", "en-GB")


def test_going_back_to_write_another_publishes_both_and_shows_each(browser):
    sent = typed(browser, text="First", do="publish")

    places = [browser.post(WRITE, {**sent, "text": text}).headers["Location"] for text in ("First", "First", "Second")]

    assert places[0] == places[1] != places[2]
    assert {post.text for post in Post.objects.public()} == {"First", "Second"}


def test_a_post_with_everything_on_it(browser, alice, riverside):
    before = make_post(riverside, alice)
    sent = typed(
        browser,
        f"{WRITE}?reply_to={before.pk}",
        text="Bore da",
        speaks_as="officer",
        content_notice="A sad story",
        language="cy",
        new_series="A night with us",
        picture_1=photo(),
        alt_1="The lock at dawn",
        picture_3=photo(),
        alt_3="A heron",
        do="publish",
    )

    browser.post(WRITE, sent)

    post = Post.objects.public().exclude(pk=before.pk).get()
    assert (post.speaks_as, post.officer, post.language, post.content_notice) == ("officer", alice, "cy", "A sad story")
    assert (post.reply_to, post.series) == (before, Series.objects.get(name="A night with us"))
    assert [place.picture.alt for place in post.pictures.order_by("position")] == ["The lock at dawn", "A heron"]


def test_a_double_click_publishes_once(browser):
    sent = typed(browser, text="Hello", do="publish")

    answers = [browser.post(WRITE, sent) for _ in range(2)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Post.objects.count() == 1


def test_a_draft_may_be_empty_and_is_not_public(browser):
    browser.post(WRITE, typed(browser, do="draft"))

    assert Post.objects.get().state == "draft"


def test_a_form_sent_without_a_button_is_only_looked_at(browser):
    answer = browser.post(WRITE, typed(browser, text="Hello"))

    assert answer.status_code == 200
    assert not Post.objects.exists()


def test_a_preview_shows_links_and_pictures_and_publishes_nothing(browser):
    sent = typed(browser, text="See #market", picture_1=photo(), alt_1="The stalls", do="preview")

    page = browser.post(WRITE, sent).content.decode()

    assert '<a href="/tags/market/" class="mention hashtag" rel="tag">#market</a>' in page
    assert 'alt="The stalls"' in page
    assert not Post.objects.exists()
    again = {**Fields(page).sent, "do": "publish"}
    browser.post(WRITE, again)
    assert [place.picture.alt for place in Post.objects.public().get().pictures.all()] == ["The stalls"]


def test_markup_in_a_text_is_shown_as_words(browser):
    page = browser.post(WRITE, typed(browser, text="<script>alert(1)</script>", do="preview")).content.decode()

    assert "<script>alert" not in page


# -- nothing is lost ---------------------------------------------------------------------------------------------------


def test_a_text_that_is_too_long_stays_in_the_form_and_so_do_the_pictures(browser):
    text = "x" * 5001
    sent = typed(browser, text=text, picture_2=photo(), alt_2="A heron", content_notice="Birds", do="publish")

    answer = browser.post(WRITE, sent)

    page = answer.content.decode()
    assert "The text has 5001 characters. Shorten it to 5000." in page
    back = Fields(page).sent
    assert (back["text"], back["alt_2"], back["content_notice"]) == (text, "A heron", "Birds")
    browser.post(WRITE, {**back, "text": "Short", "do": "publish"})
    assert [place.picture.alt for place in Post.objects.public().get().pictures.all()] == ["A heron"]
    assert Picture.objects.count() == 1


def test_a_picture_without_a_description_is_kept_until_it_has_one(browser):
    answer = browser.post(WRITE, typed(browser, text="Hello", picture_1=photo(), do="publish"))

    page = answer.content.decode()
    assert "Say in a sentence what picture 1 shows." in page
    assert not Post.objects.exists()
    browser.post(WRITE, {**Fields(page).sent, "alt_1": "The lock", "do": "publish"})
    assert Post.objects.public().get().pictures.get().picture.alt == "The lock"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"MZ\x90\x00" + b"\0" * 200, "This is a program, whatever its name says."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "SVG drawings can carry programs"),
        (b"", "The file is empty."),
        (b"\xff\xd8\xff\xe0 not a picture", "picture"),
    ],
)
def test_a_file_that_is_no_safe_picture_is_refused_with_the_reason_and_the_text_stays(browser, content, told):
    file = SimpleUploadedFile("street.jpg", content, "image/jpeg")

    answer = browser.post(WRITE, typed(browser, text="Hello", picture_1=file, alt_1="A street", do="publish"))

    assert told in " ".join(form_of(answer).errors["picture_1"])
    assert Fields(answer.content.decode()).sent["text"] == "Hello"
    assert not Post.objects.exists()


def test_a_time_that_is_past_is_refused_and_the_text_stays(browser):
    sent = typed(browser, text="Hello", publish_at="2020-01-01T09:00", do="schedule")

    page = browser.post(WRITE, sent).content.decode()

    assert "This time is past." in page
    assert Fields(page).sent["text"] == "Hello"
    assert not Post.objects.exists()


def test_a_time_that_the_clocks_skip_is_refused(browser):
    # the last Sunday of March 2099 in London has no half past one
    answer = browser.post(WRITE, typed(browser, text="Hello", publish_at="2099-03-29T01:30", do="schedule"))

    assert "publish_at" in form_of(answer).errors


def test_a_schedule_without_a_time_asks_for_it(browser):
    answer = browser.post(WRITE, typed(browser, text="Hello", do="schedule"))

    assert form_of(answer).errors["publish_at"] == ["Choose the day and the time."]


def test_a_time_is_meant_in_the_forces_own_time_zone(browser):
    browser.post(WRITE, typed(browser, text="Hello", publish_at="2099-07-01T09:00", do="schedule"))

    post = Post.objects.get()
    assert (post.state, post.publish_at.isoformat()) == ("scheduled", "2099-07-01T08:00:00+00:00")


def test_a_posting_that_ended_while_the_form_was_open_refuses_and_keeps_the_words(browser, alice, riverside):
    quarry = make_team("Quarry")
    make_posting(alice, quarry)
    sent = typed(browser, text="Hello", team=str(quarry.pk), do="publish")
    teams.end_posting(posting=Posting.objects.get(officer=alice, team=quarry), now=timezone.now())

    answer = browser.post(WRITE, sent)

    assert answer.status_code == 200
    assert "You are not posted to this team now." in form_of(answer).errors["team"][0]
    assert Fields(answer.content.decode()).sent["text"] == "Hello"
    assert not Post.objects.exists()


# -- other people's things ---------------------------------------------------------------------------------------------


def test_nobody_writes_for_a_team_that_is_not_theirs(browser):
    quarry = make_team("Quarry")

    browser.post(WRITE, typed(browser, text="Hello", team=str(quarry.pk), do="publish"))

    assert not Post.objects.exists()


def test_a_word_for_a_picture_is_of_use_to_its_own_officer_only(riverside, browser):
    _, bobs = seat(riverside, "Bob Baker")
    page = bobs.post(WRITE, typed(bobs, text="", picture_1=photo(), alt_1="Bob’s", do="publish")).content.decode()
    word = Fields(page).sent["kept_1"]

    answer = browser.post(WRITE, typed(browser, text="Hello", kept_1=word, alt_1="Mine now", do="publish"))

    assert "This picture is no longer here." in answer.content.decode()
    assert not Post.objects.exists()


@pytest.mark.parametrize("word", ["1", "made-up", "WzEsMV0:1abc:x", "\x00", "é" * 50])
def test_a_forged_word_for_a_picture_is_refused(browser, word):
    portrait = make_picture(alt="A portrait")

    answer = browser.post(WRITE, typed(browser, text="Hello", kept_1=word, alt_1="Stolen", do="publish"))

    assert answer.status_code == 200
    portrait.refresh_from_db()
    assert portrait.alt == "A portrait"
    assert not Post.objects.exists()


def test_a_thread_cannot_be_begun_under_another_teams_post(browser, riverside):
    quarry = make_team("Quarry")
    charlie, _ = seat(quarry, "Charlie Cole")
    theirs = make_post(quarry, charlie)

    answer = browser.post(WRITE, typed(browser, text="Hello", reply_to=str(theirs.pk), do="publish"))

    assert not form_of(answer).is_valid()
    assert Post.objects.get() == theirs


@pytest.mark.parametrize("asked", ["x", "-1", "0", "9" * 30, "1e3", "²"])
def test_an_odd_address_opens_a_plain_form(browser, asked):
    assert browser.get(WRITE, {"reply_to": asked}).status_code == 200


# -- going on ----------------------------------------------------------------------------------------------------------


def test_a_draft_is_opened_with_all_that_it_has_and_can_lose_a_picture(browser, alice, riverside):
    pictures = (make_picture(alt="First"), make_picture(alt="Second"))
    post = make_draft(riverside, alice, "Half a", pictures=pictures, content_notice="Notice", language="cy")
    address = f"/desk/posts/{post.pk}/draft/"

    sent = typed(browser, address, text="Half a sentence", drop_1="on", alt_2="Second, described better", do="publish")
    browser.post(address, sent)

    post.refresh_from_db()
    assert (post.state, post.text, post.content_notice, post.language) == (
        "published",
        "Half a sentence",
        "Notice",
        "cy",
    )
    assert [place.picture.alt for place in post.pictures.all()] == ["Second, described better"]


def test_a_new_file_takes_the_place_of_the_old_one(browser, alice, riverside):
    old = make_picture(alt="Old")
    post = make_draft(riverside, alice, "Text", pictures=(old,))
    address = f"/desk/posts/{post.pk}/draft/"

    browser.post(address, typed(browser, address, picture_1=photo(), alt_1="New", do="draft"))

    kept = post.pictures.get().picture
    assert (kept != old, kept.alt) == (True, "New")


def test_who_is_asked_about_the_words_of_a_scheduled_post_answers_by_sending_them_again(browser, alice, riverside):
    at = timezone.now() + timedelta(hours=5)
    post = make_scheduled(riverside, alice, at=at)
    address = f"/desk/posts/{post.pk}/draft/"
    swore = "Sixty bikes marked in the bloody rain."

    asked = browser.post(address, typed(browser, address, text=swore, do="draft"))
    assert "Children read this, too." in [finding.advice for finding in asked.context["findings"]]
    browser.post(address, typed(browser, address, text=swore, do="draft"))

    post.refresh_from_db()
    assert (post.state, post.text, post.publish_at) == ("scheduled", swore, at)


def test_a_scheduled_posts_words_are_changed_without_losing_its_time(browser, alice, riverside):
    at = timezone.now() + timedelta(days=1)
    post = make_scheduled(riverside, alice, at=at)
    address = f"/desk/posts/{post.pk}/draft/"

    browser.post(address, typed(browser, address, text="Market on Saturday.", do="draft"))

    post.refresh_from_db()
    assert (post.state, post.text, post.publish_at) == ("scheduled", "Market on Saturday.", at)


def test_a_published_post_is_not_opened_as_a_draft(browser, alice, riverside):
    post = make_post(riverside, alice)

    answer = browser.post(f"/desk/posts/{post.pk}/draft/", {"text": "Other", "do": "publish"})

    assert answer.headers["Location"] == f"/desk/posts/{post.pk}/"
    post.refresh_from_db()
    assert post.text == "Found: a red bicycle."


def test_a_large_picture_of_a_phone_is_taken(browser):
    out = io.BytesIO(picture_file((4000, 3000)))
    file = SimpleUploadedFile("IMG_0001.JPG", out.getvalue(), "image/jpeg")

    browser.post(WRITE, typed(browser, text="Hello", picture_4=file, alt_4="The square", do="publish"))

    assert Post.objects.public().get().pictures.count() == 1


def test_a_draft_of_an_app_keeps_what_the_desk_has_no_field_for(browser, alice, riverside):
    asked = Poll(("Monday", "Friday"), 24 * 3600, is_multiple=True)
    kept = {"answers": "https://far.example/notes/1", "audience": Audience.QUIET, "poll": asked}
    draft = make_draft(riverside, alice, "When?", **kept)
    address = f"/desk/posts/{draft.pk}/draft/"

    opened = browser.get(address).content.decode()
    browser.post(address, typed(browser, address, text="When shall we meet?", do="publish"))

    draft.refresh_from_db()
    assert (draft.state, draft.text) == ("published", "When shall we meet?")
    assert (draft.answers, draft.audience, draft.poll) == (kept["answers"], "unlisted", asked.kept())
    assert all(words in opened for words in ("Monday", "https://far.example/notes/1", "Quiet:"))
