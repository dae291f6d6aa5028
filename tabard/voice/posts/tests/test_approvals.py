"""An approval holds for what the approver saw: the words, who says them, in which language, and after what."""

import pytest

from tabard.people.teams.tests.makers import NINE, TEN
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.posts import actions
from tabard.voice.posts.checking import check_review
from tabard.voice.posts.models import Audience, Post, Series, Voice
from tabard.voice.posts.tests.makers import NOON, REWARD, approve, change, make_held, make_post, review_of
from tabard.voice.posts.wording import Words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "beside", ["nothing", "voice", "language", "series", "audience", "answers", "thread", "notice"]
)
def test_the_approved_words_elsewhere_than_approved_need_a_review_of_their_own(riverside, alice, sally, beside):
    """What a sergeant agreed to is who says it, in which language, after what, and what folds it away."""
    above = make_post(riverside, alice)
    post = make_held(riverside, alice, "Mill fire.\n" + REWARD, at=TEN)
    approve(review_of(post), sally, now=NOON)
    other = {
        "nothing": {},
        "voice": {"speaks_as": Voice.OFFICER},
        "language": {"language": "cy"},
        "series": {"series": Series.objects.create(team=riverside, name="A night with us", started_at=NINE)},
        "audience": {"audience": Audience.QUIET},
        "answers": {"answers": "https://far.example/1"},
        "thread": {"reply_to": above},
        "notice": {"text": "Mill fire.", "content_notice": REWARD},
    }[beside]

    actions.change_draft(post=post, by=alice, words=Words(**{"text": post.text} | other), now=NOON)
    actions.publish_post(post=post, by=alice, now=NOON)

    assert post.state == ("published" if beside == "nothing" else "held")


def test_another_part_of_an_approved_picture_is_looked_at_again(riverside, alice, sally):
    picture = make_picture(alt="A mill")
    post = make_held(riverside, alice, pictures=(picture,), at=TEN)
    approve(review_of(post), sally, now=NOON)
    picture.focus_x = 0.5

    change(post, alice, REWARD, pictures=(picture,), now=NOON)
    actions.publish_post(post=post, by=alice, now=NOON)

    assert post.state == "held"


def test_a_voice_that_changed_since_the_approver_looked_is_not_approved(riverside, alice, sally):
    post = make_held(riverside, alice)
    seen = check_review(review_of(post), NINE).fingerprint
    change(post, alice, REWARD, speaks_as=Voice.OFFICER)

    with pytest.raises(actions.ReviewHasChanged):
        actions.approve_review(review=review_of(post), by=sally, fingerprint=seen, now=TEN)

    assert not Post.objects.public().exists()


def test_a_scheduled_post_that_changes_its_language_after_the_approval_is_held_when_its_time_comes(
    riverside, alice, sally
):
    post = make_held(riverside, alice, at=NOON)
    approve(review_of(post), sally, now=NINE)

    change(post, alice, REWARD, language="cy")

    assert post.state == "held"
