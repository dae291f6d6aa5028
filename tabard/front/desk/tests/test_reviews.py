"""A second pair of eyes at the desk: the queue, a look, a decision; and what the author is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.front.desk.tests.makers import Fields, seat, words
from tabard.people.accounts.models import Role
from tabard.people.teams.tests.makers import make_team
from tabard.voice.posts import actions
from tabard.voice.posts.models import Post, Review, State, Voice
from tabard.voice.posts.tests.makers import BOY, make_draft, make_held, make_post, review_of

pytestmark = pytest.mark.django_db
REWARD = "A reward of £500 is offered for information on the mill fire."
NAMED = "We have arrested John Smith, 34, on suspicion of theft."
VICTIM = "Peter Walsh was robbed on Quay Street last night."
SWORE = "Sixty bikes marked in the bloody rain."


@pytest.fixture
def alice(seated):
    return seated


def send(desk, text, *, act="publish", **more):
    form = desk.get("/desk/write/").context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value()) not in (None, "", [])}
    return desk.post("/desk/write/", {**typed, "text": text, "do": act, **more}, follow=True)


def decide(desk, review, act, **more):
    return desk.post(f"/desk/reviews/{review.pk}/{act}/", {"fingerprint": review.fingerprint, **more}, follow=True)


def test_what_needs_a_second_look_waits_and_a_sergeant_approves_it_from_the_queue(alice, sally):
    told = send(alice[1], REWARD)
    assert "A sergeant looks at this first" in words(told)
    assert "1 post waits for your second look" in words(sally[1].get("/desk/"))
    queue = words(sally[1].get("/desk/reviews/"))
    assert "Alice Archer wants to publish" in queue
    assert "A sum for information" in queue

    answer = decide(sally[1], Review.objects.get(), "approve")

    assert "Approved. Its author is told." in words(answer)
    assert Post.objects.get().state == State.PUBLISHED
    assert "Nothing waits for you" in words(answer)


def test_a_post_is_given_back_with_a_reason_that_its_author_reads(alice, sally, riverside):
    post = make_held(riverside, alice[0])
    without = decide(sally[1], review_of(post), "return", reason="")
    assert "Give your reason in a sentence." in words(without)

    decide(sally[1], review_of(post), "return", reason="Who pays it? Say so.")

    assert "Who pays it? Say so." in words(alice[1].get(f"/desk/posts/{post.pk}/"))
    post.refresh_from_db()
    assert post.state == State.DRAFT


def test_nobody_decides_over_their_own_words(riverside):
    sergeant, desk = seat(riverside, "Sally Sergeant", role=Role.SERGEANT)
    post = make_held(riverside, sergeant)
    review = review_of(post)
    assert "nobody decides over their own words" in words(desk.get(f"/desk/reviews/{review.pk}/"))

    decide(desk, review, "approve")

    post.refresh_from_db()
    assert post.state == State.HELD


def test_words_that_changed_after_the_look_are_not_approved(alice, sally, riverside):
    post = make_held(riverside, alice[0])
    seen = review_of(post)
    page = alice[1].get(f"/desk/posts/{post.pk}/draft/")
    form = page.context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value()) not in (None, "", [])}
    alice[1].post(f"/desk/posts/{post.pk}/draft/", {**typed, "text": REWARD + " Ask for me.", "do": "draft"})

    answer = decide(sally[1], seen, "approve")

    assert "This has been changed since you opened it." in words(answer)
    post.refresh_from_db()
    assert post.state == State.HELD


def test_its_author_asks_nobody_any_more(alice, riverside):
    post = make_held(riverside, alice[0])

    answer = decide(alice[1], review_of(post), "withdraw")

    assert "It is a draft again." in words(answer)
    post.refresh_from_db()
    assert post.state == State.DRAFT


def test_what_a_sergeant_gives_back_does_not_change_the_voice_in_which_its_author_writes_next(alice, sally):
    send(alice[1], REWARD, speaks_as="officer")
    held = Review.objects.get()
    send(alice[1], "The ducks are back.", speaks_as="team")

    decide(sally[1], held, "return", reason="Who pays?")

    assert alice[1].get("/desk/write/").context["form"]["speaks_as"].value() == Voice.TEAM


def test_the_author_finds_what_waits_among_their_posts(alice):
    send(alice[1], REWARD)

    page = words(alice[1].get("/desk/posts/"))

    assert 'href="?state=held"' in page
    assert REWARD in words(alice[1].get("/desk/posts/?state=held"))


def test_another_team_does_not_find_it(alice, sally, riverside):
    post = make_held(riverside, alice[0])
    stranger = seat(make_team("Quarry"), "Charlie Cole")[1]

    assert stranger.get(f"/desk/reviews/{review_of(post).pk}/").status_code == 404
    assert decide(stranger, review_of(post), "approve").status_code == 404


def test_what_is_refused_is_kept_as_a_draft_with_the_reason_and_a_way_out(alice, sally):
    refused = send(alice[1], NAMED)

    assert "The guidelines refuse this as it is." in words(refused)
    assert "We do not name people who are only arrested" in words(refused)
    post = Post.objects.get()
    assert post.state == State.DRAFT

    asked = alice[1].post(f"/desk/posts/{post.pk}/override/", {"reason_asked": "The court has named him."}, follow=True)
    assert "A sergeant is asked" in words(asked)
    review = Review.objects.get()
    assert "The court has named him." in words(sally[1].get(f"/desk/reviews/{review.pk}/"))
    without = decide(sally[1], review, "approve", reason=" ")
    assert "Give your reason in a sentence." in words(without)
    decide(sally[1], review, "approve", reason="I have seen the order.")

    post.refresh_from_db()
    review.refresh_from_db()
    assert post.state == State.PUBLISHED
    assert (review.decided_by, review.reason) == (sally[0], "I have seen the order.")


def test_an_exception_needs_a_reason(alice, riverside):
    post = make_draft(riverside, alice[0], NAMED)

    answer = alice[1].post(f"/desk/posts/{post.pk}/override/", {"reason_asked": " "}, follow=True)

    assert "Say why it should go out all the same." in words(answer)
    assert "Give your reason in a sentence." in words(answer)
    assert "Ask a sergeant for an exception" in words(answer)
    assert '<details class="govuk-details space-above" open>' in answer.content.decode()
    assert not Review.objects.exists()


def test_an_exception_without_a_reason_is_not_asked_of_what_is_out_already(alice, riverside):
    post = make_draft(riverside, alice[0], "The ducks are back.")
    alice[1].post(f"/desk/posts/{post.pk}/publish/")

    answer = alice[1].post(f"/desk/posts/{post.pk}/override/", {"reason_asked": " "})

    assert answer.status_code == 302
    assert answer.url == f"/desk/posts/{post.pk}/"


def test_who_is_asked_answers_by_publishing_again(alice):
    asked = send(alice[1], SWORE)
    assert "Is this what you mean?" in words(asked)
    assert "Children read this, too." in words(asked)
    post = Post.objects.get()
    assert post.state == State.DRAFT

    alice[1].post(f"/desk/posts/{post.pk}/publish/")

    post.refresh_from_db()
    assert post.state == State.PUBLISHED
    assert Post.objects.count() == 1


def test_a_change_that_needs_a_look_waits_and_the_post_stays_as_it_is(alice, sally, riverside):
    post = make_post(riverside, alice[0], "The mill burned last night.", now=timezone.now() - timedelta(hours=1))
    form = alice[1].get(f"/desk/posts/{post.pk}/edit/").context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value()) not in (None, "", [])}

    told = alice[1].post(f"/desk/posts/{post.pk}/edit/", {**typed, "text": REWARD}, follow=True)

    assert "A change of this post waits for a second look" in words(told)
    page = words(sally[1].get("/desk/reviews/"))
    assert "Alice Archer wants to change a post" in page
    assert "The mill burned last night." in page
    decide(sally[1], Review.objects.get(), "approve")
    post.refresh_from_db()
    assert post.text == REWARD


def test_the_page_of_an_edit_whose_words_were_erased_opens(alice, riverside):
    post = make_post(riverside, alice[0], "The mill burned last night.", now=timezone.now() - timedelta(hours=1))
    actions.edit_post(post=post, by=alice[0], text=REWARD, content_notice="", language="", now=timezone.now())
    Review.objects.update(proposed={})

    answer = alice[1].get(f"/desk/reviews/{review_of(post).pk}/")

    assert answer.status_code == 200


def test_an_edit_that_is_refused_says_why_and_keeps_what_was_typed(alice, riverside):
    post = make_post(riverside, alice[0], "The mill burned last night.")
    form = alice[1].get(f"/desk/posts/{post.pk}/edit/").context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value()) not in (None, "", [])}

    answer = words(alice[1].post(f"/desk/posts/{post.pk}/edit/", {**typed, "text": NAMED}))

    assert "A name beside an arrest" in answer
    assert "John Smith, 34" in answer
    post.refresh_from_db()
    assert post.text == "The mill burned last night."


def test_an_edit_that_is_refused_is_asked_for_as_an_exception_with_what_was_typed(alice, sally, riverside):
    post = make_post(riverside, alice[0], "The mill burned last night.", now=timezone.now() - timedelta(hours=1))
    address = f"/desk/posts/{post.pk}/edit/"
    opened = words(alice[1].get(address))
    assert "It must go out all the same" not in opened
    typed = Fields(opened).sent | {"text": NAMED}

    refused = words(alice[1].post(address, typed))
    assert "It must go out all the same" in refused
    asking = Fields(refused).sent | {"do": "override"}
    without = words(alice[1].post(address, asking))
    assert "A name beside an arrest" in without
    assert "John Smith, 34" in without
    assert "Give your reason in a sentence." in without
    assert not Review.objects.exists()
    asked = alice[1].post(address, asking | {"reason_asked": "The court has named him."}, follow=True)

    assert "A sergeant is asked, and reads your reason." in words(asked)
    assert "A change of this post waits for a second look" in words(asked)
    review = Review.objects.get()
    queue = words(sally[1].get("/desk/reviews/"))
    assert "asks for an exception for a change" in queue
    assert "The court has named him." in queue
    decide(sally[1], review, "approve", reason="I have seen the order.")
    post.refresh_from_db()
    assert post.text == NAMED


def test_an_exception_for_an_edit_that_nobody_refuses_is_not_asked_for(alice, riverside):
    post = make_post(riverside, alice[0], "The mill burned last night.")
    address = f"/desk/posts/{post.pk}/edit/"
    typed = Fields(words(alice[1].get(address))).sent

    answer = alice[1].post(address, typed | {"text": "The mill stands.", "do": "override", "reason_asked": "Why not."})

    assert "The guidelines do not refuse this." in words(answer)
    assert not Review.objects.exists()


def test_a_sergeant_reads_before_she_changes_it_that_another_must_approve_it_then(alice, sally, riverside):
    boys, reward = make_held(riverside, alice[0], BOY), make_held(riverside, alice[0])
    told = "If you change it, another sergeant must approve it."

    for post, desk, is_told in ((boys, sally, True), (boys, alice, False), (reward, sally, False)):
        pages = (f"/desk/reviews/{review_of(post).pk}/", f"/desk/posts/{post.pk}/draft/")
        assert [told in words(desk[1].get(page)) for page in pages] == [is_told, is_told]

    page = f"/desk/posts/{boys.pk}/draft/"
    sally[1].post(page, Fields(words(sally[1].get(page))).sent | {"text": BOY + " Call 101.", "do": "draft"})
    changed = words(sally[1].get(f"/desk/reviews/{review_of(boys).pk}/"))
    assert "Last changed by PC Sally Sergeant" in changed
    assert "nobody decides over their own words" in changed
    assert "Last changed by PC Sally Sergeant" in words(alice[1].get(f"/desk/reviews/{review_of(boys).pk}/"))


def test_a_sergeant_who_wants_nobody_to_look_says_why_and_the_author_reads_it(alice, sally, riverside):
    post = make_held(riverside, alice[0])
    page = words(sally[1].get(f"/desk/reviews/{review_of(post).pk}/"))
    assert "the digital lead is told" in page
    assert "Why do you take it back?" in page

    without = decide(sally[1], review_of(post), "withdraw", **{"withdraw-reason": " "})
    assert "Give your reason in a sentence." in words(without)
    assert review_of(post).state == "waiting"
    decide(sally[1], review_of(post), "withdraw", **{"withdraw-reason": "The inquest is on Friday."})

    assert review_of(post).reason == "The inquest is on Friday."
    assert "The inquest is on Friday." in words(alice[1].get(f"/desk/posts/{post.pk}/"))
    told = words(alice[1].get(f"/desk/reviews/{review_of(post).pk}/"))
    assert "Sally Sergeant took it back" in told
    assert "The inquest is on Friday." in told


def test_a_change_of_ones_own_that_waits_is_dropped_in_these_words(alice, riverside):
    post = make_post(riverside, alice[0], "The mill burned last night.", now=timezone.now() - timedelta(hours=1))
    actions.edit_post(post=post, by=alice[0], text=REWARD, content_notice="", language="", now=timezone.now())
    assert "Drop this change" in words(alice[1].get(f"/desk/reviews/{review_of(post).pk}/"))

    answer = decide(alice[1], review_of(post), "withdraw")

    assert "The change is dropped. The post stays as it is." in words(answer)


def test_the_lead_reads_in_the_record_why_something_was_taken_back(alice, sally, riverside):
    post = make_held(riverside, alice[0])
    decide(sally[1], review_of(post), "withdraw", **{"withdraw-reason": "The inquest <b>is</b> on Friday."})
    lead = seat(None, "Lena Lead", role=Role.LEAD)[1]

    page = words(lead.get(f"/desk/audit/?about=posts.post:{post.pk}"))

    assert "The inquest &lt;b&gt;is&lt;/b&gt; on Friday." in page


def test_the_reviewer_reads_what_the_author_says_in_the_queue_and_on_the_page(alice, sally):
    send(alice[1], VICTIM, claims="consent")
    review = Review.objects.get()

    for address in ("/desk/reviews/", f"/desk/reviews/{review.pk}/"):
        page = words(sally[1].get(address))
        assert "PC Alice Archer says:" in page
        assert "They agreed in writing to be named" in page


def test_the_reviewer_of_an_edit_reads_what_is_said_of_the_new_words(alice, sally, riverside):
    post = make_post(riverside, alice[0])
    address = f"/desk/posts/{post.pk}/edit/"
    typed = {"text": VICTIM, "language": "en-GB", "claims": "consent", "kind": "post"}

    refused = words(alice[1].post(address, {**typed, "claims": []}))
    assert "They agreed in writing to be named" in refused
    alice[1].post(address, typed)

    page = words(sally[1].get(f"/desk/reviews/{Review.objects.get().pk}/"))
    assert "They agreed in writing to be named" in page
