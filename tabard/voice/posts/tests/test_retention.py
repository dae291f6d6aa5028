"""How long the words of a post are kept, and what is left of it."""

from datetime import timedelta

import pytest

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user
from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.plant.audit.actions import verify_chain
from tabard.plant.audit.models import AuditEntry, AuditReason
from tabard.plant.changes.models import RecordedChange
from tabard.plant.media.actions import delete_bytes
from tabard.plant.media.models import Picture
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.posts import actions, jobs
from tabard.voice.posts.access import on_desk_of
from tabard.voice.posts.models import Post, Retention, Review, ReviewState, State
from tabard.voice.posts.tests.makers import (
    REFUSED,
    REWARD,
    approve,
    make_draft,
    make_held,
    make_post,
    make_retracted,
    make_scheduled,
    make_sergeant,
    review_of,
)
from tabard.voice.posts.wording import Poll, Words

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)


@pytest.fixture
def team():
    return make_team("Riverside")


@pytest.fixture
def alice(team):
    return make_officer(team=team)


@pytest.fixture
def lead(team):
    return make_officer("Lena Lead", team=team, user=make_user("Lena Lead", role=Role.LEAD))


def edit(post, by, text):
    actions.edit_post(post=post, by=by, text=text, content_notice="", language="en", now=NINE + timedelta(minutes=5))


def erase(now):
    return [actions.erase_next_expired(now=now) for _ in range(2)]


def everything_kept_of(post):
    """What every row says that belongs to the post."""
    rows = [post.versions, post.reviews, post.tags, post.mentions, post.pictures]
    reasons = AuditReason.objects.filter(entry__subject=f"posts.post:{post.pk}")
    entries = AuditEntry.objects.filter(subject=f"posts.post:{post.pk}")
    return str([Post.objects.filter(pk=post.pk).values().get(), *(list(each.values()) for each in rows)]) + str(
        [list(reasons.values()), list(entries.values())]
    )


def test_when_its_time_is_over_the_words_go_and_a_tombstone_stays(team, alice):
    post = make_post(team, alice, "Found by the lock.")
    edit(post, alice, "Found, and gone home.")
    hashes = list(post.versions.order_by("number").values_list("sha256", flat=True))
    assert erase(NINE + 6 * YEAR) == [False, False]

    assert erase(NINE + 7 * YEAR) == [True, False]

    post.refresh_from_db()
    assert (post.state, post.text, post.erased_at) == (State.RETRACTED, "", NINE + 7 * YEAR)
    assert post.retraction_reason == "The time for which posts are kept is over."
    assert list(post.versions.order_by("number").values_list("text", flat=True)) == ["", ""]
    assert list(post.versions.order_by("number").values_list("sha256", flat=True)) == hashes
    assert RecordedChange.objects.filter(name__endswith="PostRetracted").exists()


def test_the_class_of_a_post_says_when(team, alice, lead):
    short, kept = make_post(team, alice), make_post(team, alice, "The bridge opened.")
    with pytest.raises(actions.OnlyLeadShortens):
        actions.keep_post_for(post=short, by=alice, retention=Retention.SHORT, now=NINE)
    actions.keep_post_for(post=short, by=lead, retention=Retention.SHORT, now=NINE)
    actions.keep_post_for(post=kept, by=alice, retention=Retention.KEPT, now=NINE)

    assert erase(NINE + YEAR) == [True, False]
    assert erase(NINE + 100 * YEAR) == [False, False]

    assert set(Post.objects.exclude(erased_at=None)) == {short}


def test_what_was_taken_back_before_loses_its_words_and_keeps_its_reason(team, alice):
    post = make_retracted(team, alice)

    erase(NINE + 7 * YEAR)

    post.refresh_from_db()
    assert (post.text, post.retraction_reason) == ("", "The owner was found.")


def test_no_word_is_left_in_any_row_and_the_chain_is_whole(team, alice):
    """An override, its reasons, a question to the public, an edit that was returned: all that can be said of a post."""
    sally = make_sergeant(team)
    words = Words(text=f"{REFUSED} #Lantern @Quillon", content_notice="Zephyr", poll=Poll(("Marigold", "Teasel"), 3600))
    post = actions.save_draft(team=team, by=alice, words=words, now=NINE, token="a" * 32)
    actions.ask_override(post=post, by=alice, reason="The coroner begged.", now=NINE)
    actions.return_review(review=review_of(post), by=sally, reason="Ask Ptolemy.", now=NINE)
    actions.ask_override(post=post, by=alice, reason="Ptolemy agreed.", now=NINE)
    approve(review_of(post), sally, reason="Wolfram signed.")
    edit(post, alice, f"{REWARD} Xylophone.")
    actions.return_review(review=review_of(post), by=sally, reason="Nobody pays Fenwick.", now=NINE)
    told = ["Gaol", "lantern", "quillon", "Zephyr", "Marigold", "coroner", "Ptolemy", "Wolfram", "Xylophone", "Fenwick"]
    before = everything_kept_of(post)
    assert [word for word in told if word not in before] == []

    erase(NINE + 8 * YEAR)

    after = everything_kept_of(post)
    assert [word for word in told if word in after] == []
    assert post.reviews.filter(state=ReviewState.APPROVED).get().decided_by == sally
    verify_chain()


@pytest.mark.parametrize("make", [make_draft, make_held])
def test_what_never_went_out_lapses_a_year_after_it_was_last_changed(make, team, alice):
    post = make(team, alice)
    assert erase(NINE + timedelta(days=364)) == [False, False]

    assert erase(NINE + YEAR) == [True, False]

    post.refresh_from_db()
    assert (post.state, post.text, post.published_at) == (State.LAPSED, "", None)
    assert not Review.objects.waiting().exists()
    assert not RecordedChange.objects.filter(name__endswith="PostRetracted").exists()
    assert not Post.objects.gone_or_public().exists()
    assert not on_desk_of(alice, NINE).exists()
    assert AuditEntry.objects.get(act="posts.erased").detail["retention"] == "unsent"
    verify_chain()


def test_a_draft_that_somebody_still_works_on_stays(team, alice):
    post = make_draft(team, alice)
    later = NINE + timedelta(days=200)
    actions.change_draft(post=post, by=alice, words=Words(text="Market on Friday."), now=later)

    assert erase(NINE + YEAR) == [False, False]
    assert erase(later + YEAR) == [True, False]


def test_what_waits_for_a_time_to_come_does_not_lapse(team, alice):
    far = NINE + 3 * YEAR
    scheduled, held = make_scheduled(team, alice, at=far), make_held(team, alice, at=far)

    assert erase(NINE + 2 * YEAR) == [False, False]

    assert {scheduled.state, held.state} == {State.SCHEDULED, State.HELD}


def test_a_draft_that_is_kept_for_good_stays(team, alice):
    post = make_draft(team, alice)
    actions.keep_post_for(post=post, by=alice, retention=Retention.KEPT, now=NINE)

    assert erase(NINE + 90 * YEAR) == [False, False]


def test_nobody_goes_on_with_a_draft_that_has_lapsed(team, alice):
    post, stale = make_draft(team, alice), None
    stale = Post.objects.get(pk=post.pk)
    erase(NINE + YEAR)

    for act in (
        lambda: actions.change_draft(post=stale, by=alice, words=Words(text="Back."), now=NINE + YEAR),
        lambda: actions.publish_post(post=stale, by=alice, now=NINE + YEAR),
        lambda: actions.discard_draft(post=stale, by=alice, now=NINE + YEAR),
    ):
        with pytest.raises(actions.MoveNotAllowed):
            act()


# -- pictures ----------------------------------------------------------------------------------------------------------


def finish_removals():
    for picture in Picture.objects.removed():
        delete_bytes(picture=picture)


def test_the_description_of_a_picture_goes_with_its_bytes(team, alice):
    make_post(team, alice, pictures=(make_picture(alt="The lock at noon, seen from Verity Steps"),))

    erase(NINE + 8 * YEAR)
    finish_removals()

    assert "Verity" not in str(list(Picture.objects.values()))


def test_the_same_photo_in_another_post_stays(team, alice):
    make_post(team, alice, pictures=(make_picture(alt="The lock"),))
    later = make_post(team, alice, "Opened.", now=NINE + YEAR, pictures=(make_picture(alt="The lock, again"),))

    erase(NINE + 7 * YEAR)
    finish_removals()

    picture = later.pictures.get().picture
    assert picture.is_kept
    assert picture.sizes
    assert picture.alt == "The lock, again"


def test_a_picture_stands_in_one_post_alone_so_that_it_can_go_with_it(team, alice):
    picture = make_picture()
    make_post(team, alice, pictures=(picture,))

    with pytest.raises(actions.PostRefused):
        make_draft(team, alice, "Opened.", pictures=(picture,))


# -- many --------------------------------------------------------------------------------------------------------------


def test_hundreds_of_posts_expire_at_once(team, alice):
    one = make_post(team, alice)
    row = Post.objects.filter(pk=one.pk).values().get()
    Post.objects.bulk_create(
        Post(**{**row, "id": None, "text": f"Bicycle {number}.", "token": None}) for number in range(299)
    )

    jobs.erase_expired(NINE + 8 * YEAR)

    assert not Post.objects.exclude(text="").exists()
    assert AuditEntry.objects.filter(act="posts.erased").count() == 300
    verify_chain()
