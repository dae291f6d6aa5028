"""The digital lead's page of how long words are kept, and of legal holds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.front.desk.tests.makers import seat
from tabard.people.accounts.models import Role
from tabard.people.teams.tests.makers import make_team
from tabard.voice.posts.models import LegalHold, Post
from tabard.voice.posts.tests.makers import make_draft, make_post

pytestmark = pytest.mark.django_db
PAGE = "/desk/records/"
INQUEST = "Inquest into the mill fire."


@pytest.fixture
def riverside():
    return make_team("Riverside")


@pytest.fixture
def alice(riverside):
    return seat(riverside, "Alice Archer")


@pytest.fixture
def lead():
    return seat(None, "Lena Lead", role=Role.LEAD)[1]


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("shape", ["{}", " {} ", "https://force.example/@riverside/{}/", "/desk/posts/{}"])
def test_a_post_is_held_by_its_number_or_its_address_and_released(shape, lead, alice, riverside):
    post = make_post(riverside, alice[0], now=timezone.now())

    told = lead.post(PAGE, {"post": shape.format(post.pk), "reason": INQUEST}, follow=True)

    assert "1 post is kept from now on." in words(told)
    assert INQUEST in words(told)
    assert post.is_on_hold()
    assert "A legal hold keeps this" in words(alice[1].get(f"/desk/posts/{post.pk}/"))
    hold = LegalHold.objects.get()
    told = lead.post(f"{PAGE}{hold.pk}/release/", {f"hold-{hold.pk}-reason": "It is over."}, follow=True)
    assert "Released." in words(told)
    assert "Lena Lead: It is over." in words(told)
    assert not post.is_on_hold()


def test_all_posts_of_some_days_are_held(lead, alice, riverside):
    now = timezone.now()
    inside, outside = (
        make_post(riverside, alice[0], now=now),
        make_post(riverside, alice[0], now=now - timedelta(days=9)),
    )
    days = {"first": timezone.localdate(now).isoformat(), "last": timezone.localdate(now).isoformat()}

    lead.post(PAGE, {**days, "author": alice[0].number, "reason": INQUEST})

    assert (inside.is_on_hold(), outside.is_on_hold()) == (True, False)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reason": INQUEST}, "Give a post, or the first and the last day."),
        ({"reason": INQUEST, "first": "2026-01-01"}, "Give a post, or the first and the last day."),
        ({"reason": INQUEST, "first": "2026-02-01", "last": "2026-01-01"}, "The last day is before the first."),
        ({"reason": INQUEST, "post": "the one of Monday"}, "Give the post’s number, or its address"),
        ({"reason": INQUEST, "post": "9999999999"}, "There is no such post"),
        ({"reason": INQUEST, "post": "9" * 19}, "Give the post’s number, or its address"),
        ({"reason": INQUEST, "first": "2026-01-01", "last": "2026-01-02", "author": "me"}, "No officer has the number"),
        ({"post": "1", "reason": " "}, "Give your reason in a sentence."),
    ],
)
def test_a_hold_that_cannot_be_placed_says_why(typed, told, lead):
    assert told in words(lead.post(PAGE, typed))
    assert not LegalHold.objects.exists()


def test_a_release_wants_a_reason(lead, alice, riverside):
    post = make_post(riverside, alice[0], now=timezone.now())
    lead.post(PAGE, {"post": post.pk, "reason": INQUEST})

    told = lead.post(f"{PAGE}{LegalHold.objects.get().pk}/release/", {}, follow=True)

    assert "Give your reason in a sentence." in words(told)
    assert post.is_on_hold()


def test_a_draft_on_hold_cannot_be_thrown_away_and_its_author_is_told_whom_to_ask(lead, alice, riverside):
    draft = make_draft(riverside, alice[0], now=timezone.now())
    lead.post(PAGE, {"post": draft.pk, "reason": INQUEST})

    told = alice[1].post(f"/desk/posts/{draft.pk}/discard/", follow=True)

    assert "Ask your digital lead." in words(told)
    assert Post.objects.filter(pk=draft.pk).exists()


def test_an_author_reads_when_a_draft_lapses_and_how_long_a_post_is_kept(alice, riverside):
    draft, post = make_draft(riverside, alice[0]), make_post(riverside, alice[0])

    assert f"{draft.saved_at.year + 1}." in words(alice[1].get(f"/desk/posts/{draft.pk}/"))
    assert f"{post.published_at.year + 7})" in words(alice[1].get(f"/desk/posts/{post.pk}/"))


def test_the_page_counts_what_goes_soon_and_costs_the_same_however_many_holds_there_are(
    lead, alice, riverside, django_assert_max_num_queries
):
    Post.objects.filter(pk=make_draft(riverside, alice[0]).pk).update(saved_at=timezone.now() - timedelta(days=340))
    for number in range(5):
        post = make_post(riverside, alice[0], f"Opened {number} times.", now=timezone.now())
        lead.post(PAGE, {"post": post.pk, "reason": f"Case {number}."})

    with django_assert_max_num_queries(16):
        told = words(lead.get(PAGE))

    assert "1 post is erased in the next 30 days." in told
    assert told.count("Release the hold") == 5


def test_a_lead_without_a_team_finds_the_records_in_the_menu_of_every_page(lead):
    assert f'href="{PAGE}"' in words(lead.get("/desk/rules/"))
