"""Whatever the public will read is checked, whichever way it takes."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from tabard.people.accounts.models import Role
from tabard.people.teams.tests.makers import NINE, TEN, make_officer, make_team, make_user
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.guidelines import actions as guidelines
from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.checking.findings import Decision, Kind, Severity
from tabard.voice.posts import actions, checking, jobs, questions
from tabard.voice.posts.models import Post, Review
from tabard.voice.posts.tests.makers import (
    ASKED,
    FOUND,
    MARKET,
    NOON,
    REFUSED,
    REWARD,
    approve,
    make_draft,
    make_post,
    make_scheduled,
    make_sergeant,
    review_of,
)
from tabard.voice.posts.wording import Poll, Words

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user("Lena Lead", role=Role.LEAD)


def publish(post, by, now=NINE):
    actions.publish_post(post=post, by=by, now=now)


# -- what is checked ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        {"content_notice": REFUSED},
        {"poll": Poll(options=("Monday", REFUSED), seconds=3600)},
        {"pictures": "described"},
        {"series": "named"},
    ],
    ids=["notice", "poll", "picture", "series"],
)
def test_nothing_that_the_public_reads_goes_out_unchecked(riverside, alice, words):
    if "pictures" in words:
        words = {"pictures": (make_picture(alt=REFUSED),)}
    if "series" in words:
        words = {"series": actions.start_series(team=riverside, by=alice, name=REFUSED, now=NINE)}
    post = make_draft(riverside, alice, FOUND, **words)

    with pytest.raises(actions.DraftRefused) as refused:
        publish(post, alice)

    assert {finding.rule for finding in refused.value.verdict.findings} == {"address"}


def test_the_text_stands_first_so_that_spans_are_its_own(riverside, alice):
    post = make_draft(riverside, alice, REFUSED, content_notice="Search")

    verdict = checking.check_post(post, NINE).verdict

    finding = verdict.of(Severity.REFUSE)[0]
    assert post.text[finding.start : finding.end].startswith("14 Gaol Lane")


def test_a_handle_at_another_server_is_no_mail_address(riverside, alice):
    make_post(riverside, alice, "@carys@far.example Not mine.")

    with pytest.raises(actions.DraftAsks):
        publish(make_draft(riverside, alice, "Mail carys@far.example"), alice)


def test_an_answer_to_somebody_elsewhere_is_checked_as_one(riverside, alice):
    post = make_draft(riverside, alice, answers="https://far.example/1")

    assert checking.draft_of(checking.words_of(post)).kind == Kind.REPLY


def test_other_pictures_are_another_fingerprint(riverside, alice):
    post = make_draft(riverside, alice, REWARD, pictures=(make_picture(alt="A dog"),))
    before = checking.check_post(post, NINE).fingerprint
    words = Words(text=REWARD, pictures=(make_picture(alt="A dog"),))

    actions.change_draft(post=post, by=alice, words=words, now=NINE)

    assert checking.check_post(post, NINE).fingerprint != before


# -- asking ------------------------------------------------------------------------------------------------------------


def test_the_same_words_again_answer_what_was_asked_for_ten_minutes(riverside, alice):
    post = make_draft(riverside, alice, ASKED)

    for moment in (NINE, NINE + timedelta(minutes=11)):
        with pytest.raises(actions.DraftAsks), questions.kept(alice.user, moment):
            publish(post, alice, moment)
    publish(post, alice, NINE + timedelta(minutes=20))

    assert post.state == "published"
    assert [finding["rule"] for finding in post.versions.get().findings] == ["phone"]


def test_the_answer_counts_for_these_words_and_this_author_only(riverside, alice):
    bob = make_officer("Bob Baker", team=riverside, user=make_user("Bob Baker"))
    post = make_draft(riverside, alice, ASKED)
    with pytest.raises(actions.DraftAsks), questions.kept(alice.user, NINE):
        publish(post, alice)

    with pytest.raises(actions.DraftAsks):
        publish(post, bob)
    actions.change_draft(post=post, by=alice, words=Words(text="Call Dan on 07700 900456."), now=NINE)
    with pytest.raises(actions.DraftAsks):
        publish(post, alice)


def test_what_was_answered_when_it_was_scheduled_is_not_asked_when_its_time_comes_or_changes(riverside, alice):
    post = make_draft(riverside, alice, ASKED)
    with pytest.raises(actions.DraftAsks), questions.kept(alice.user, NINE):
        actions.schedule_post(post=post, by=alice, publish_at=TEN, now=NINE)
    actions.schedule_post(post=post, by=alice, publish_at=TEN, now=NINE)
    later = NINE + timedelta(minutes=30)
    actions.schedule_post(post=post, by=alice, publish_at=NOON, now=later)

    jobs.publish_due(NOON)

    assert Post.objects.public().get() == post


@pytest.mark.parametrize(("text", "raised"), [(ASKED, actions.DraftAsks), (REFUSED, actions.DraftRefused)])
def test_other_words_for_a_scheduled_post_are_checked_at_once(riverside, alice, text, raised):
    post = make_scheduled(riverside, alice)

    with pytest.raises(raised):
        actions.change_draft(post=post, by=alice, words=Words(text=text), now=NINE)

    assert Post.objects.get(pk=post.pk).text == MARKET


def test_refusing_goes_before_reviewing_and_that_before_asking(riverside, alice):
    with pytest.raises(actions.DraftRefused):
        publish(make_draft(riverside, alice, f"{ASKED} {REWARD} {REFUSED}"), alice)
    held = make_draft(riverside, alice, f"{ASKED} {REWARD}")
    publish(held, alice)
    assert held.state == "held"


def test_what_an_approver_saw_is_not_asked_of_the_author_too(riverside, alice):
    post = make_draft(riverside, alice, f"{ASKED} {REWARD}")
    publish(post, alice)

    approve(review_of(post), make_sergeant(riverside))

    assert Post.objects.public().get() == post


# -- the rules of the moment -------------------------------------------------------------------------------------------


def test_what_is_refused_when_its_time_comes_goes_back_to_the_desk_and_says_why(riverside, alice, lead):
    post = make_scheduled(riverside, alice, MARKET)
    words = guidelines.LexiconWords("Markets", "market", Severity.REFUSE, "No markets here.")
    guidelines.save_lexicon(by=lead, words=words, now=NINE)

    jobs.publish_due(TEN)

    post.refresh_from_db()
    assert (post.state, post.officer) == ("draft", alice)
    assert "the guidelines refused this. No markets here." in post.returned_because


def test_what_must_be_looked_at_when_its_time_comes_is_held(riverside, alice, lead):
    post = make_scheduled(riverside, alice, MARKET)
    words = guidelines.LexiconWords("Markets", "market", Severity.REVIEW, "Ask first.")
    guidelines.save_lexicon(by=lead, words=words, now=NINE)

    jobs.publish_due(TEN)

    post.refresh_from_db()
    review = review_of(post)
    assert (post.state, review.wants_at, review.due_at) == ("held", TEN, TEN + Review.ANSWERED_WITHIN)
    approve(review, make_sergeant(riverside), now=NOON)
    post.refresh_from_db()
    assert post.state == "draft"  # its time has passed


def test_an_approval_does_not_cover_what_a_newer_rule_finds(riverside, alice, lead):
    post = make_draft(riverside, alice, f"{REWARD} {MARKET}")
    actions.schedule_post(post=post, by=alice, publish_at=TEN, now=NINE)
    approve(review_of(post), make_sergeant(riverside))
    words = guidelines.LexiconWords("Markets", "market", Severity.REVIEW, "Ask first.")
    guidelines.save_lexicon(by=lead, words=words, now=NINE)

    jobs.publish_due(TEN)

    assert Post.objects.get(pk=post.pk).state == "held"


# -- edits with pictures -----------------------------------------------------------------------------------------------


def test_words_to_look_at_and_pictures_are_changed_one_after_the_other(riverside, alice):
    post = make_post(riverside, alice, MARKET)
    change = {"content_notice": "", "language": "", "now": TEN}

    with pytest.raises(actions.WordsAndPicturesAtOnce):
        actions.edit_post(post=post, by=alice, text=REWARD, pictures=(make_picture(alt="A shed"),), **change)
    with pytest.raises(actions.DescriptionNeedsReview):
        actions.edit_post(post=post, by=alice, text=MARKET, pictures=(make_picture(alt=REWARD),), **change)
    assert actions.edit_post(post=post, by=alice, text=REWARD, **change) is actions.Edited.WAITS


# -- the property ------------------------------------------------------------------------------------------------------

REFUSING = sorted(
    {
        example.text
        for rule in RULES.values()
        if rule.severity == Severity.REFUSE and Kind.POST in rule.kinds
        for example in rule.fires
        if not example.draft and not example.context
    }
)
STEPS = ["publish", "schedule", "reword", "edit", "due", "approve", "override", "return"]


class TestNoWayOut(TestCase):
    """Whatever is done in whatever order, nothing that the guidelines refuse is read by the public without an override
    of these very words."""

    @hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        text=some.sampled_from(REFUSING),
        notice=some.booleans(),
        steps=some.lists(some.sampled_from(STEPS), min_size=3, max_size=8),
    )
    def test_nothing_refused_goes_out(self, text, notice, steps):
        team = make_team()
        alice, sally = make_officer(team=team, user=make_user()), make_sergeant(team)
        words = Words(text=FOUND, content_notice=text[:200]) if notice else Words(text=text)
        post = actions.save_draft(team=team, by=alice, words=Words(text=FOUND), now=NINE)
        now = NINE
        for step in steps:
            now += timedelta(minutes=20)
            post.refresh_from_db()
            try:
                self._take(step, post, (alice, sally), words, now)
            except (actions.PostRefused, actions.DraftRefused):
                continue
        self._check(post)

    def _take(self, step, post, officers, words, now):
        alice, sally = officers
        review = post.reviews.newest_first().first() or Review(post=post)
        later = now + timedelta(minutes=10)
        edit = {"text": words.text, "content_notice": words.content_notice, "language": ""}
        steps = {
            "publish": lambda: publish(post, alice, now),
            "schedule": lambda: actions.schedule_post(post=post, by=alice, publish_at=later, now=now),
            "reword": lambda: actions.change_draft(post=post, by=alice, words=words, now=now),
            "edit": lambda: actions.edit_post(post=post, by=alice, now=now, **edit),
            "due": lambda: jobs.publish_due(now),
            "override": lambda: actions.ask_override(post=post, by=alice, reason="Really", now=now),
            "approve": lambda: review.pk and approve(review, sally, now=now, reason="Yes"),
            "return": lambda: review.pk and actions.return_review(review=review, by=sally, reason="No", now=now),
        }
        steps[step]()

    def _check(self, post):
        for version in post.versions.all():
            refused = Decision.REFUSE.value in {finding["severity"] for finding in version.findings}
            assert not refused or (version.review.kind, version.review.state) == ("override", "approved")
