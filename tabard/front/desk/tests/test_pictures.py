"""The pictures of a post at the desk: one place for them or up to four, and put right once the post is out."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tabard.front.desk.tests.makers import Fields, seat
from tabard.people.teams.tests.makers import make_team
from tabard.plant.changes.models import RecordedChange
from tabard.plant.media.tests.makers import make_picture, picture_file
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import make_draft, make_post
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


# -- one picture, or up to four ----------------------------------------------------------------------------------------


def open_places(page):
    return [int(number) for number, shut in re.findall(r'id="place-(\d)" data-slot( hidden)?', page) if not shut]


def test_one_place_for_a_picture_stands_open_and_each_further_one_when_asked_for(browser):
    page = browser.get(WRITE).content.decode()
    assert open_places(page) == [1]

    for number in (2, 3, 4):
        page = browser.post(WRITE, {**Fields(page).sent, "do": "another"}).content.decode()
        assert open_places(page) == list(range(1, number + 1))

    assert "Add another picture" not in page


def test_asking_for_another_picture_keeps_what_was_typed_and_sent_and_complains_of_nothing(browser):
    sent = typed(browser, text="Found: a heron", picture_1=photo(), content_notice="Birds", do="another")

    answer = browser.post(WRITE, sent)

    page = answer.content.decode()
    assert not form_of(answer).errors
    assert open_places(page) == [1, 2]
    assert not Post.objects.exists()
    back = {**Fields(page).sent, "alt_1": "The lock", "picture_2": photo(), "alt_2": "A heron", "do": "publish"}
    browser.post(WRITE, back)
    post = Post.objects.public().get()
    assert (post.text, post.content_notice) == ("Found: a heron", "Birds")
    assert [place.picture.alt for place in post.pictures.order_by("position")] == ["The lock", "A heron"]


def test_another_picture_can_be_asked_for_before_a_word_is_written(browser):
    answer = browser.post(WRITE, typed(browser, do="another"))

    assert not form_of(answer).errors
    assert open_places(answer.content.decode()) == [1, 2]


@pytest.mark.parametrize("places", ["", "0", "5", "-1", "²", "9" * 40])
def test_an_odd_number_of_places_opens_the_plain_form(browser, places):
    page = browser.post(WRITE, typed(browser, text="Hello", places=places, do="preview")).content.decode()

    assert open_places(page) == [1]


def test_a_draft_opens_with_a_place_for_each_of_its_pictures(browser, alice, riverside):
    post = make_draft(riverside, alice, pictures=(make_picture(), make_picture()))

    assert open_places(browser.get(f"/desk/posts/{post.pk}/draft/").content.decode()) == [1, 2]


# -- of a published post -----------------------------------------------------------------------------------------------


def edit_of(post):
    return f"/desk/posts/{post.pk}/edit/"


def alts_of(post):
    return [place.picture.alt for place in post.pictures.order_by("position")]


def test_a_published_picture_is_described_anew_and_what_was_said_before_stays_readable(browser, alice, riverside):
    post = make_post(riverside, alice, pictures=(make_picture(alt="A bycicle"),))

    answer = browser.post(edit_of(post), typed(browser, edit_of(post), alt_1="A red bicycle"))

    assert answer.headers["Location"] == f"/desk/posts/{post.pk}/"
    assert alts_of(post) == ["A red bicycle"]
    post.refresh_from_db()
    assert post.edited_at
    assert RecordedChange.objects.get(name="posts.PostEdited").payload == {"post_id": post.pk, "version": 2}
    for address in (f"/desk/posts/{post.pk}/", f"/@riverside/{post.pk}/"):
        page = browser.get(address).content.decode()
        assert "A bycicle" in page[page.index("hat it said before") :]


def test_a_published_picture_is_left_out_and_its_bytes_are_no_longer_shown(browser, alice, riverside):
    wrong, right = make_picture(alt="A face"), make_picture(alt="The lock")
    post = make_post(riverside, alice, pictures=(wrong, right))

    browser.post(edit_of(post), typed(browser, edit_of(post), drop_1="on"))

    assert alts_of(post) == ["The lock"]
    wrong.refresh_from_db()
    assert not wrong.is_kept


def test_another_picture_takes_the_place_of_a_published_one(browser, alice, riverside):
    old = make_picture(alt="Too dark")
    post = make_post(riverside, alice, pictures=(old,))

    browser.post(edit_of(post), typed(browser, edit_of(post), picture_1=photo(), alt_1="The lock by day"))

    assert alts_of(post) == ["The lock by day"]
    old.refresh_from_db()
    assert not old.is_kept


def test_a_picture_is_added_to_a_published_post_by_its_own_team_only(browser, alice, riverside):
    post = make_post(riverside, alice)
    sent = typed(browser, edit_of(post), picture_1=photo(), alt_1="The lock")
    _, stranger = seat(make_team("Quarry"), "Sam Stone")

    assert stranger.post(edit_of(post), {**sent, "picture_1": photo()}).status_code == 404
    browser.post(edit_of(post), sent)

    assert alts_of(post) == ["The lock"]


def test_room_for_another_picture_is_made_while_editing_and_nothing_changes_yet(browser, alice, riverside):
    post = make_post(riverside, alice, pictures=(make_picture(alt="First"),))
    sent = typed(browser, edit_of(post), text="Other words", picture_2=photo(), places="2", do="another")

    page = browser.post(edit_of(post), sent).content.decode()

    assert open_places(page) == [1, 2, 3]
    assert alts_of(post) == ["First"]
    browser.post(edit_of(post), {**Fields(page).sent, "alt_2": "Second"})
    assert alts_of(post) == ["First", "Second"]
    post.refresh_from_db()
    assert post.text == "Other words"


def test_a_published_picture_keeps_a_description(browser, alice, riverside):
    post = make_post(riverside, alice, pictures=(make_picture(alt="The lock"),))

    answer = browser.post(edit_of(post), typed(browser, edit_of(post), alt_1=" "))

    assert form_of(answer).errors["alt_1"] == ["Say in a sentence what picture 1 shows."]
    assert alts_of(post) == ["The lock"]


def test_a_file_that_is_no_picture_is_refused_while_editing_and_the_words_stay(browser, alice, riverside):
    post = make_post(riverside, alice)
    file = SimpleUploadedFile("street.jpg", b"MZ\x90\x00" + b"\0" * 200, "image/jpeg")

    answer = browser.post(edit_of(post), typed(browser, edit_of(post), text="Better", picture_1=file, alt_1="A street"))

    assert "This is a program" in form_of(answer).errors["picture_1"][0]
    assert Fields(answer.content.decode()).sent["text"] == "Better"
    assert not post.pictures.exists()


def test_nothing_changed_is_no_edit_though_the_post_has_pictures(browser, alice, riverside):
    post = make_post(riverside, alice, pictures=(make_picture(alt="First"), make_picture(alt="Second")))

    browser.post(edit_of(post), typed(browser, edit_of(post)))

    post.refresh_from_db()
    assert (post.edited_at, post.versions.count(), alts_of(post)) == (None, 1, ["First", "Second"])


def test_a_question_to_residents_gets_no_picture(browser, alice, riverside):
    post = make_post(riverside, alice, "When?", poll=Poll(("Monday", "Friday"), 24 * 3600))

    assert "place-1" not in browser.get(edit_of(post)).content.decode()
    answer = browser.post(edit_of(post), typed(browser, edit_of(post), picture_1=photo(), alt_1="The lock"))

    assert "no pictures" in form_of(answer).non_field_errors()[0]
    assert not Post.objects.get(pk=post.pk).pictures.exists()
