"""What waits for a sergeant: what she reads of it before she decides, and what she is offered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tabard.front.desk.tests.makers import seat, words
from tabard.people.accounts.models import Role
from tabard.people.teams.tests.makers import make_team
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.guidelines.tests.makers import make_lexicon
from tabard.voice.posts import actions
from tabard.voice.posts.models import Audience, Review, State, Voice
from tabard.voice.posts.tests.makers import BOY, change, edit, make_held, make_post, review_of
from tabard.voice.posts.wording import Poll

pytestmark = pytest.mark.django_db
REWARD = "A reward of £500 is offered for information on the mill fire."


@pytest.fixture
def alice(seated):
    return seated


def decide(desk, review, act, **more):
    return desk.post(f"/desk/reviews/{review.pk}/{act}/", {"fingerprint": review.fingerprint, **more}, follow=True)


def test_the_queue_shows_the_words_that_were_found_and_what_to_do_about_them(alice, sally, riverside):
    make_held(riverside, alice[0], BOY)
    edited = make_post(
        riverside, alice[0], "The mill burned <b>last</b> night.", now=timezone.now() - timedelta(hours=1)
    )
    actions.edit_post(
        post=edited, by=alice[0], text="Hello.", content_notice="A £500 reward", language="", now=timezone.now()
    )

    queue = words(sally[1].get("/desk/reviews/"))

    assert "<q>15-year-old boy</q>" in queue
    assert "Nothing that could tell who a child is" in queue
    assert "In the content notice: <q>reward</q>" in queue
    assert "Guideline, sentence" in queue


def test_a_sergeant_reads_all_that_her_approval_is_about(alice, sally, riverside):
    above = make_post(riverside, alice[0], "The mill burned last night.", now=timezone.now() - timedelta(hours=1))
    series = actions.start_series(team=riverside, by=alice[0], name="A night <b>with</b> us", now=timezone.now())
    picture = make_picture(alt="A mill on fire")
    make_held(riverside, alice[0], series=series, reply_to=above, language="cy", pictures=(picture,))
    poll = Poll(("Last <b>week</b>", "Never"), 3600)
    to = "https://far.example/1"
    make_held(riverside, alice[0], poll=poll, answers=to, audience=Audience.QUIET)

    for page in ("/desk/reviews/", *(f"/desk/reviews/{review.pk}/" for review in Review.objects.order_by("pk"))):
        told = words(sally[1].get(page))
        if not page.endswith(f"{Review.objects.latest('pk').pk}/"):
            assert "Goes on after: “The mill burned last night.”" in told
            assert "Series: A night &lt;b&gt;with&lt;/b&gt; us" in told
            assert "Language: Welsh" in told
            assert "Picture 1 is described: “A mill on fire”" in told
        if not page.endswith(f"{Review.objects.earliest('pk').pk}/"):
            assert "Answers to choose from: “Last &lt;b&gt;week&lt;/b&gt;”, “Never”" in told
            assert f"Answers somebody in the fediverse: {to}" in told
            assert "Quiet: it keeps out of lists, feeds and e-mails." in told


def test_the_queue_shows_what_the_rules_find_now_and_that_is_what_is_approved(alice, sally, riverside):
    post = make_held(riverside, alice[0], f"{REWARD} Operation Thunder.")
    make_lexicon("Operation Thunder", gravity="review")

    queue = sally[1].get("/desk/reviews/")
    seen = queue.context["queue"][0].fingerprint
    decide(sally[1], review_of(post), "approve", fingerprint=seen)

    assert "<q>Operation Thunder</q>" in words(queue)
    post.refresh_from_db()
    assert post.state == State.PUBLISHED


def test_the_queue_costs_the_same_however_long_it_is(alice, sally, riverside):
    def cost(rows):
        with CaptureQueriesContext(connection) as captured:
            assert words(sally[1].get("/desk/reviews/")).count("wants to publish") == rows
        return len(captured)

    make_held(riverside, alice[0], REWARD)
    once = cost(1)
    for number in range(5):
        make_held(riverside, alice[0], f"{REWARD} Call {number}.")

    assert cost(6) == once < 40


def test_the_queue_offers_to_change_only_what_the_sergeant_can_change(alice, sally, riverside):
    make_held(riverside, alice[0])
    assert "Give it back, or change it" in words(sally[1].get("/desk/reviews/"))

    Review.objects.all().delete()
    make_held(riverside, alice[0], speaks_as=Voice.OFFICER)
    edited = make_post(riverside, alice[0], "The mill burned last night.", now=timezone.now() - timedelta(hours=1))
    actions.edit_post(post=edited, by=alice[0], text=REWARD, content_notice="", language="", now=timezone.now())

    queue = words(sally[1].get("/desk/reviews/"))
    assert queue.count("Give it back<") == 2
    assert "or change it" not in queue
    for review in Review.objects.all():
        assert "Change the words" not in words(sally[1].get(f"/desk/reviews/{review.pk}/"))


def test_a_sergeant_of_another_team_is_not_offered_to_change_what_she_cannot(alice, riverside):
    quentin = seat(make_team("Quarry"), "Quentin Quick", role=Role.SERGEANT)[1]
    make_held(riverside, alice[0])

    assert "or change it" not in words(quentin.get("/desk/reviews/"))


def test_a_colleague_reads_nothing_of_what_waits_in_anothers_own_name(riverside, alice, sally):
    held, out = (make(riverside, alice[0], speaks_as=Voice.OFFICER) for make in (make_held, make_post))
    change(held, alice[0], REWARD, speaks_as=Voice.OFFICER)
    edit(out, alice[0], REWARD)
    _bob, desk = seat(riverside, "Bob Baker")

    assert REWARD not in words(desk.get("/desk/"))
    assert REWARD not in words(desk.get("/desk/posts/?state=held"))
    for path in (f"posts/{held.pk}", f"reviews/{review_of(held).pk}", f"reviews/{review_of(out).pk}"):
        assert desk.get(f"/desk/{path}/").status_code == 404
        assert REWARD in words(sally[1].get(f"/desk/{path}/"))
    assert "waits for a second look" not in words(desk.get(f"/desk/posts/{out.pk}/"))
