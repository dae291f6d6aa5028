"""Posts that go on under another, and posts that belong together."""

import pytest

from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team
from tabard.voice.posts import actions, checking
from tabard.voice.posts.checking import MOST_BEFORE
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


# -- what a thread says together ---------------------------------------------------------------------------------------

ARREST = "We arrested a man on Mill Lane last night for the burglary."
NAME = "It was John Smith, 34, of Gaol Lane."


def test_a_name_that_goes_on_after_an_arrest_does_not_go_out(riverside, alice):
    first = make_post(riverside, alice, ARREST)
    middle = make_post(riverside, alice, "Thank you for your calls.", reply_to=first)
    second = make_draft(riverside, alice, text=NAME, reply_to=middle)

    with pytest.raises(actions.DraftRefused) as refused:
        actions.publish_post(post=second, by=alice, now=TEN)

    (finding,) = refused.value.verdict.findings
    assert (finding.rule, NAME[finding.start : finding.end]) == ("name-arrest", "John Smith")
    assert second.state == "draft"


def test_the_same_name_in_a_post_of_its_own_goes_out(riverside, alice):
    make_post(riverside, alice, ARREST)

    assert make_post(riverside, alice, NAME).is_public


def test_an_edit_of_a_later_post_is_read_after_the_earlier_ones(riverside, alice):
    first = make_post(riverside, alice, "Mill Lane, last night.", content_notice="An arrest for burglary")
    second = make_post(riverside, alice, "More on Monday.", reply_to=first)

    with pytest.raises(actions.DraftRefused):
        actions.edit_post(post=second, by=alice, text=NAME, content_notice="", language="en", now=TEN)


def test_what_was_taken_back_above_is_read_by_nobody(riverside, alice):
    first = make_post(riverside, alice, ARREST)
    second = make_post(riverside, alice, "More on Monday.", reply_to=first)
    actions.retract_post(post=first, by=alice, reason="The wrong street.", now=TEN)

    assert actions.edit_post(post=second, by=alice, text=NAME, content_notice="", language="en", now=TEN)
    second.refresh_from_db()
    assert second.text == NAME


def test_a_thread_of_many_posts_is_read_at_its_end_and_no_further_back_than_it_needs_to_be(
    riverside, alice, django_assert_max_num_queries
):
    last = make_post(riverside, alice, ARREST)
    for number in range(MOST_BEFORE + 5):
        last = make_post(riverside, alice, f"Bikes marked: {number}.", reply_to=last)
    draft = make_draft(riverside, alice, text=NAME, reply_to=last)

    with django_assert_max_num_queries(MOST_BEFORE + 15):
        assert not checking.check_post(Post.objects.get(pk=draft.pk), NINE).whole.findings
