"""Posts that go on under another, and posts that belong together."""

import pytest

from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.voice.posts import actions
from tabard.voice.posts.models import Post
from tabard.voice.posts.tests.makers import make_draft, make_post

pytestmark = pytest.mark.django_db


def test_a_thread_goes_on_under_the_teams_own_public_post_only(riverside, alice):
    quarry = make_team("Quarry")
    theirs = make_post(quarry, make_officer("Charlie Cole", team=quarry))
    draft = make_draft(riverside, alice)

    for elsewhere in (theirs, draft):
        with pytest.raises(actions.ReplyElsewhere):
            make_draft(riverside, alice, reply_to=elsewhere)


def test_a_thread_does_not_go_on_under_a_post_that_was_taken_back(riverside, alice):
    first = make_post(riverside, alice)
    begun = make_draft(riverside, alice, text="And the lock.", reply_to=first)
    actions.retract_post(post=first, by=alice, reason="The wrong street.", now=TEN)

    with pytest.raises(actions.ReplyElsewhere):
        make_draft(riverside, alice, reply_to=first)
    with pytest.raises(actions.ReplyElsewhere):
        actions.publish_post(post=begun, by=alice, now=TEN)
    assert not Post.objects.public().exists()


def test_a_post_cannot_stand_in_another_teams_series(riverside, alice):
    quarry = make_team("Quarry")
    theirs = actions.start_series(team=quarry, by=make_officer("Charlie Cole", team=quarry), name="Stone", now=NINE)

    with pytest.raises(actions.SeriesElsewhere):
        make_draft(riverside, alice, series=theirs)


def test_a_series_of_the_same_name_is_the_same_series(riverside, alice, bob):
    first = actions.start_series(team=riverside, by=alice, name="Night", now=NINE)

    assert actions.start_series(team=riverside, by=bob, name="Night", now=TEN) == first


@pytest.mark.parametrize("name", ["", "  ", "n" * 101])
def test_a_series_has_a_name(riverside, alice, name):
    with pytest.raises(actions.SeriesNameRefused):
        actions.start_series(team=riverside, by=alice, name=name, now=NINE)
