"""What an officer may do with a post, and what the public then sees of it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange
from tabard.plant.media.actions import remove_picture
from tabard.plant.media.models import Picture
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.posts import actions, wording
from tabard.voice.posts.models import LONGEST_TEXT, Post, Voice
from tabard.voice.posts.pictures import PictureInUse, PictureIsGone
from tabard.voice.posts.tests.makers import (
    NOON,
    acts_on,
    changes_of,
    make_draft,
    make_post,
    make_retracted,
    make_scheduled,
)
from tabard.voice.posts.wording import Words

pytestmark = pytest.mark.django_db


# -- drafts ------------------------------------------------------------------------------------------------------------


def test_a_draft_is_not_public(riverside, alice):
    post = make_draft(riverside, alice)

    assert post not in Post.objects.public()
    assert changes_of(post) == []


def test_a_draft_may_have_no_text_yet(riverside, alice):
    assert make_draft(riverside, alice, text="").text == ""


def test_a_draft_keeps_all_that_its_author_chose(riverside, alice):
    series = actions.start_series(team=riverside, by=alice, name=" A night  with us ", now=NINE)
    before = make_post(riverside, alice)
    pictures = (make_picture(alt="First"), make_picture(alt="Second"))
    words = Words(
        text="Bore da\r\nbawb",
        speaks_as=Voice.OFFICER,
        content_notice="A  sad\nstory",
        language="CY-gb",
        pictures=pictures,
        reply_to=before,
        series=series,
    )

    post = actions.save_draft(team=riverside, by=alice, words=words, now=NINE)

    kept = Post.objects.for_lists().get(pk=post.pk)
    assert (kept.text, kept.content_notice, kept.language) == ("Bore da\nbawb", "A sad story", "cy-GB")
    assert [place.picture.alt for place in kept.pictures.all()] == ["First", "Second"]
    assert (kept.speaker, kept.reply_to, kept.series) == (alice, before, series)
    assert series.name == "A night with us"


def test_a_colleague_goes_on_with_a_draft_in_the_teams_name(riverside, alice, bob):
    post = make_draft(riverside, alice)

    actions.change_draft(post=post, by=bob, words=Words(text="Found: two bicycles."), now=TEN)

    post.refresh_from_db()
    assert (post.text, post.officer, post.saved_at) == ("Found: two bicycles.", alice, TEN)


def test_changing_a_draft_replaces_its_pictures(riverside, alice):
    first, second = make_picture(), make_picture()
    post = make_draft(riverside, alice, pictures=(first,))

    actions.change_draft(post=post, by=alice, words=Words(text="x", pictures=(second, first)), now=TEN)

    assert [place.picture for place in post.pictures.order_by("position")] == [second, first]


def test_a_picture_that_was_removed_stands_in_no_post(riverside, alice):
    picture = make_picture()
    remove_picture(picture=picture, by=None, now=NINE)

    with pytest.raises(PictureIsGone):
        make_draft(riverside, alice, pictures=(picture,))


def test_a_picture_stands_in_one_post_only(riverside, alice):
    picture = make_picture()
    make_draft(riverside, alice, pictures=(picture,))

    with pytest.raises(PictureInUse):
        make_draft(riverside, alice, pictures=(picture,))


def test_a_discarded_draft_is_gone_and_written_down(riverside, alice):
    post = make_draft(riverside, alice)
    pk = post.pk

    actions.discard_draft(post=post, by=alice, now=TEN)

    assert not Post.objects.filter(pk=pk).exists()
    assert AuditEntry.objects.about(f"posts.post:{pk}").newest_first()[0].act == "posts.discarded"


@pytest.mark.parametrize("make", [make_post, make_retracted])
def test_what_was_public_can_be_neither_discarded_nor_changed_as_a_draft(riverside, alice, make):
    post = make(riverside, alice)

    with pytest.raises(actions.MoveNotAllowed):
        actions.discard_draft(post=post, by=alice, now=TEN)
    with pytest.raises(actions.MoveNotAllowed):
        actions.change_draft(post=post, by=alice, words=Words(text="Other words"), now=TEN)


def test_a_double_click_makes_one_post_and_publishes_it_once(riverside, alice):
    words = Words(text="Found: a red bicycle.")

    for _ in range(2):
        post = actions.save_draft(team=riverside, by=alice, words=words, now=NINE, token="form-1")
        actions.publish_post(post=post, by=alice, now=NINE)

    assert Post.objects.get() == post
    assert changes_of(post) == ["PostPublished"]
    assert post.versions.count() == 1


def test_going_back_and_writing_another_loses_neither(riverside, alice):
    first = actions.save_draft(team=riverside, by=alice, words=Words(text="First"), now=NINE, token="form-1")
    actions.publish_post(post=first, by=alice, now=NINE)

    for _ in range(2):
        second = actions.save_draft(team=riverside, by=alice, words=Words(text="Second"), now=TEN, token="form-1")
        actions.publish_post(post=second, by=alice, now=TEN)

    assert {post.text for post in Post.objects.public()} == {"First", "Second"}
    assert Post.objects.count() == 2


def test_a_second_draft_from_the_same_form_leaves_the_first_as_it_was(riverside, alice):
    for text in ("First", "Second"):
        actions.save_draft(team=riverside, by=alice, words=Words(text=text), now=NINE, token="form-1")

    assert set(Post.objects.values_list("text", flat=True)) == {"First", "Second"}


def test_a_form_sent_again_after_its_draft_was_changed_publishes_what_stands_in_the_form(riverside, alice):
    first = actions.save_draft(team=riverside, by=alice, words=Words(text="First"), now=NINE, token="form-1")
    actions.change_draft(post=first, by=alice, words=Words(text="Not yet"), now=NINE)

    again = actions.save_draft(team=riverside, by=alice, words=Words(text="First"), now=TEN, token="form-1")
    actions.publish_post(post=again, by=alice, now=TEN)

    assert [post.text for post in Post.objects.public()] == ["First"]
    assert Post.objects.open_work().get().text == "Not yet"


def test_a_double_click_with_a_picture_makes_one_post(riverside, alice):
    for _ in range(2):
        words = Words(text="The lock", pictures=(make_picture(alt="The lock at dawn"),))
        actions.save_draft(team=riverside, by=alice, words=words, now=NINE, token="form-1")

    assert Post.objects.get().pictures.count() == 1


def test_two_officers_forms_never_meet_whatever_their_token(riverside, alice, bob):
    hers = actions.save_draft(team=riverside, by=alice, words=Words(text="Hers"), now=NINE, token="form-1")
    his = actions.save_draft(team=riverside, by=bob, words=Words(text="His"), now=NINE, token="form-1")

    assert hers != his


# -- words -------------------------------------------------------------------------------------------------------------


def test_a_text_has_at_most_5000_characters(riverside, alice):
    post = make_post(riverside, alice, "é" * LONGEST_TEXT)

    with pytest.raises(wording.TextTooLong):
        actions.edit_post(post=post, by=alice, text="é" * 5001, content_notice="", language="", now=TEN)


@pytest.mark.parametrize("text", ["", " \n\t", "\u202e\u2066"])
def test_nothing_is_published_without_words(riverside, alice, text):
    post = make_draft(riverside, alice, text)

    with pytest.raises(wording.TextIsEmpty):
        actions.publish_post(post=post, by=alice, now=NINE)
    with pytest.raises(wording.TextIsEmpty):
        actions.schedule_post(post=post, by=alice, publish_at=TEN, now=NINE)


def test_a_fifth_picture_is_refused(riverside, alice):
    with pytest.raises(wording.TooManyPictures):
        make_draft(riverside, alice, pictures=tuple(make_picture() for _ in range(5)))


def test_a_notice_has_at_most_200_characters(riverside, alice):
    with pytest.raises(wording.NoticeTooLong):
        make_draft(riverside, alice, content_notice="n" * 201)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", "en-GB"), ("CY", "cy"), ("zh-hant-tw", "zh-Hant-TW"), ("es_419", "es-419"), ("sl-rozaj", "sl-rozaj")],
)
def test_a_language_is_kept_in_its_usual_capitals(typed, kept):
    assert wording.checked_language(typed) == kept


@pytest.mark.parametrize("typed", ["e", "english!", "en-", "123", "en-GB'--", "x" * 4000])
def test_what_is_no_language_is_refused(typed):
    with pytest.raises(wording.UnknownLanguage):
        wording.checked_language(typed)


@given(some.text())
def test_any_text_is_kept_the_same_when_it_is_kept_twice(text):
    once = wording.checked_text(text[:4000])

    assert wording.checked_text(once) == once
    assert "\x00" not in once


# -- publication -------------------------------------------------------------------------------------------------------


def test_a_published_post_is_public_with_its_first_version(riverside, alice):
    post = make_post(riverside, alice)

    assert post in Post.objects.public().by_team(riverside)
    assert [version.text for version in post.versions.all()] == ["Found: a red bicycle."]
    assert (changes_of(post), acts_on(post)) == (["PostPublished"], ["posts.saved", "posts.published"])


def test_hashtags_and_mentions_are_found_without_reading_texts(riverside, alice):
    post = make_post(riverside, alice, "#Café at @Riverside with #CAFÉ cake, see example.com#no")

    assert list(Post.objects.public().tagged("#café")) == [post]
    assert list(Post.objects.public().mentioning("@RIVERSIDE")) == [post]
    assert not Post.objects.tagged("no").exists()
    assert not Post.objects.tagged("").exists()


def test_an_edit_keeps_the_former_words_readable(riverside, alice):
    post = make_post(riverside, alice, "Found #bike")

    edited = actions.edit_post(post=post, by=alice, text="Found #trike", content_notice="", language="", now=TEN)

    assert edited is actions.Edited.DONE
    assert list(post.versions.order_by("number").values_list("number", "text", "shown_from")) == [
        (1, "Found #bike", NINE),
        (2, "Found #trike", TEN),
    ]
    assert post.edited_at == TEN
    assert not Post.objects.tagged("bike").exists()
    assert Post.objects.tagged("trike").get() == post
    assert RecordedChange.objects.get(name="posts.PostEdited").payload == {"post_id": post.pk, "version": 2}


def test_an_edit_that_changes_nothing_is_no_edit(riverside, alice):
    post = make_post(riverside, alice, "Found")

    edited = actions.edit_post(post=post, by=alice, text=" Found\r\n", content_notice="", language="en-gb", now=TEN)

    assert edited is actions.Edited.NOTHING
    assert post.edited_at is None
    assert changes_of(post) == ["PostPublished"]


def test_describing_a_picture_anew_is_an_edit_whose_former_words_stay_readable(riverside, alice):
    picture = make_picture(alt="A bycicle")
    post = make_post(riverside, alice, "Found", pictures=(picture,))
    picture.alt = "A red bicycle"

    edited = actions.edit_post(
        post=post, by=alice, text="Found", content_notice="", language="", pictures=(picture,), now=TEN
    )

    assert edited is actions.Edited.DONE
    assert [version.descriptions for version in post.versions.order_by("number")] == [["A bycicle"], ["A red bicycle"]]
    picture.refresh_from_db()
    assert picture.alt == "A red bicycle"


@pytest.mark.parametrize("make", [make_draft, make_scheduled, make_retracted])
def test_only_what_is_public_can_be_edited(riverside, alice, make):
    post = make(riverside, alice)

    with pytest.raises(actions.MoveNotAllowed):
        actions.edit_post(post=post, by=alice, text="Other", content_notice="", language="", now=TEN)


def test_a_retracted_post_is_gone_from_the_public_with_its_tags_and_says_why(riverside, alice, bob):
    post = make_post(riverside, alice, "Found #bike")

    actions.retract_post(post=post, by=bob, reason="  The owner\nwas found. ", now=TEN)

    assert post not in Post.objects.public()
    assert post in Post.objects.gone_or_public()
    assert not Post.objects.tagged("bike").exists()
    assert (post.retracted_at, post.retraction_reason) == (TEN, "The owner was found.")
    assert changes_of(post) == ["PostPublished", "PostRetracted"]


def test_a_retraction_twice_is_one_retraction(riverside, alice):
    post = make_retracted(riverside, alice)

    actions.retract_post(post=post, by=alice, reason="Again", now=NOON)

    assert post.retraction_reason == "The owner was found."
    assert changes_of(post).count("PostRetracted") == 1


@pytest.mark.parametrize("reason", ["", " \n ", "r" * 501])
def test_a_retraction_needs_a_reason(riverside, alice, reason):
    post = make_post(riverside, alice)

    with pytest.raises(actions.ReasonIsMissing):
        actions.retract_post(post=post, by=alice, reason=reason, now=TEN)


@pytest.mark.parametrize("act", ["discard", "retract"])
def test_the_pictures_of_what_is_taken_away_are_taken_away_too(riverside, alice, act):
    picture = make_picture()

    if act == "discard":
        actions.discard_draft(post=make_draft(riverside, alice, pictures=(picture,)), by=alice, now=TEN)
    else:
        post = make_post(riverside, alice, pictures=(picture,))
        actions.retract_post(post=post, by=alice, reason="Wrong house", now=TEN)

    assert picture not in Picture.objects.kept()
    assert RecordedChange.objects.get(name="media.PictureRemoved").payload == {"picture_id": picture.pk}


# -- reading -----------------------------------------------------------------------------------------------------------


def test_a_keyset_walks_the_whole_list_even_where_times_are_equal(riverside, alice):
    posts = [
        make_post(riverside, alice, f"Post {number}", now=NINE + timedelta(hours=number // 3)) for number in range(8)
    ]

    seen, page = [], list(Post.objects.public().newest_first()[:3])
    while page:
        seen += page
        page = list(Post.objects.public().older_than(page[-1]).newest_first()[:3])

    assert seen == list(reversed(posts))


def test_a_list_of_posts_costs_the_same_however_long_it_is(riverside, alice, django_assert_num_queries):
    for number in range(20):
        voice = Voice.OFFICER if number % 2 else Voice.TEAM
        make_post(riverside, alice, f"Post {number}", speaks_as=voice, pictures=(make_picture(),))

    with django_assert_num_queries(2):
        shown = [
            (post.team.name, post.team.force.name, str(post.officer), post.handle_name, post.series, place.picture.key)
            for post in Post.objects.public().for_lists().newest_first()[:20]
            for place in post.pictures.all()
        ]

    assert len(shown) == 20


def test_a_neighbourhood_hears_its_team_and_its_teams_officers(riverside, alice):
    quarry = make_team("Quarry")
    make_post(quarry, make_officer("Charlie Cole", team=quarry))
    team, own = make_post(riverside, alice), make_post(riverside, alice, speaks_as=Voice.OFFICER)

    heard = Post.objects.public().in_neighbourhood(riverside.covers.get().neighbourhood)

    assert set(heard) == {team, own}
    assert list(Post.objects.public().by_officer(alice)) == [own]
