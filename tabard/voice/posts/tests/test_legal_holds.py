"""What may be asked for in court, or by a request for records, is not deleted meanwhile."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import make_user
from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.plant.audit.actions import verify_chain
from tabard.plant.audit.models import AuditEntry
from tabard.plant.media import jobs as media
from tabard.plant.media.models import Picture
from tabard.plant.media.models import State as PictureState
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.posts import access, actions, jobs
from tabard.voice.posts.models import LegalHold, Post, ReviewState, State
from tabard.voice.posts.models.versions import hash_of
from tabard.voice.posts.proof import faults_of
from tabard.voice.posts.tests.makers import REWARD, make_draft, make_held, make_post, make_retracted, make_scheduled
from tabard.voice.posts.wording import OnLegalHold, Words

pytestmark = pytest.mark.django_db
LATE = NINE + timedelta(days=8 * 366)


@pytest.fixture
def team():
    return make_team("Riverside")


@pytest.fixture
def alice(team):
    return make_officer(team=team)


@pytest.fixture
def lena():
    return make_user("Lena Lead", role=Role.LEAD)


def hold(by, *posts, reason="Inquest into the mill fire."):
    return actions.place_hold(
        posts=Post.objects.filter(pk__in=[post.pk for post in posts]), by=by, reason=reason, now=NINE
    )


def release(held, by, reason="The inquest is over."):
    actions.release_hold(hold=held, by=by, reason=reason, now=LATE)


def is_erased(post):
    return Post.objects.filter(pk=post.pk, erased_at__isnull=False).exists()


def test_what_is_on_hold_outlives_its_time_and_goes_once_it_is_released(team, alice, lena):
    kept, other = make_post(team, alice), make_post(team, alice, "Opened.")
    held = hold(lena, kept)

    jobs.erase_expired(LATE)
    assert (is_erased(kept), is_erased(other)) == (False, True)
    release(held, lena)
    jobs.erase_expired(LATE)

    assert is_erased(kept)
    acts = AuditEntry.objects.filter(subject=f"posts.legalhold:{held.pk}").in_order()
    assert [entry.act for entry in acts] == ["posts.hold_placed", "posts.hold_released"]
    assert [entry.reason_given.text for entry in acts] == ["Inquest into the mill fire.", "The inquest is over."]
    verify_chain()


def test_the_last_of_several_holds_lets_go(team, alice, lena):
    post = make_post(team, alice)
    first, second = hold(lena, post), hold(lena, post, reason="A request for records.")

    release(first, lena)
    jobs.erase_expired(LATE)
    assert not is_erased(post)
    release(second, lena)
    jobs.erase_expired(LATE)

    assert is_erased(post)


def test_a_draft_on_hold_neither_lapses_nor_is_thrown_away(team, alice, lena):
    draft = make_draft(team, alice)
    hold(lena, draft)

    jobs.erase_expired(LATE)
    with pytest.raises(OnLegalHold):
        actions.discard_draft(post=draft, by=alice, now=NINE)

    assert Post.objects.get().text


@pytest.mark.parametrize("make", [make_draft, make_scheduled, make_held])
def test_what_is_not_out_yet_can_be_written_anew_under_a_hold_and_its_earlier_words_stay(team, alice, lena, make):
    post = make(team, alice, REWARD, content_notice="A fire")
    held = hold(lena, post)

    for text in ("First.", "First.", f"{REWARD} Call us."):
        actions.change_draft(post=post, by=alice, words=Words(text, language="en"), now=NINE)

    first, second = post.replaced_drafts.order_by("pk")
    assert (first.words["text"], first.words["content_notice"], first.officer) == (REWARD, "A fire", alice)
    assert second.words["text"] == "First."
    assert [each.sha256 for each in (first, second)] == [hash_of(each.words) for each in (first, second)]
    entries = AuditEntry.objects.filter(act="posts.saved").in_order()
    assert {first.sha256, second.sha256} <= {entry.detail.get("replaced_sha256") for entry in entries}
    release(held, lena)
    assert not post.replaced_drafts.exists()


def test_earlier_words_stay_until_the_last_hold_is_released(team, alice, lena):
    draft = make_draft(team, alice)
    first, second = hold(lena, draft), hold(lena, draft, reason="A request for records.")
    actions.change_draft(post=draft, by=alice, words=Words("Other.", language="en"), now=NINE)

    release(first, lena)
    assert draft.replaced_drafts.count() == 1
    release(second, lena)

    assert not draft.replaced_drafts.exists()


def test_without_a_hold_a_draft_keeps_no_earlier_words(team, alice):
    draft = make_draft(team, alice)

    actions.change_draft(post=draft, by=alice, words=Words("Other.", language="en"), now=NINE)

    assert not draft.replaced_drafts.exists()


def test_a_draft_on_hold_loses_no_picture(team, alice, lena):
    draft = make_draft(team, alice, pictures=(make_picture(),))
    hold(lena, draft)

    with pytest.raises(OnLegalHold):
        actions.change_draft(post=draft, by=alice, words=Words("Other.", language="en"), now=NINE)

    assert draft.pictures.count() == 1
    assert Post.objects.get().text == draft.text


def test_earlier_words_are_handed_out_and_proven_with_the_record(team, alice, lena, tmp_path):
    draft = make_draft(team, alice)
    hold(lena, draft)
    actions.change_draft(post=draft, by=alice, words=Words("Other.", language="en"), now=NINE)

    call_command("export_records", "--from", "2020-01-01", "--to", "2030-12-31", "--output", str(tmp_path))

    record = json.loads((tmp_path / "records.json").read_text())[0]
    assert [each["words"]["text"] for each in record["replaced_drafts"]] == ["Found: a red bicycle."]
    assert "Found: a red bicycle." in (tmp_path / "replaced_drafts.csv").read_text()
    assert list(faults_of(record)) == []
    record["replaced_drafts"][0]["words"]["text"] = "Found: a blue bicycle."
    assert list(faults_of(record)) == ["a draft that was replaced was changed: its words have another hash."]
    record["replaced_drafts"][0]["sha256"] = hash_of(record["replaced_drafts"][0]["words"])
    assert list(faults_of(record)) == ["the chain names no draft of these words that was replaced."]


def test_what_is_taken_back_under_a_hold_is_seen_by_nobody_and_its_pictures_stay(team, alice, lena, client):
    picture = make_picture(alt="The mill")
    post = make_post(team, alice, pictures=(picture,))
    held = hold(lena, post)

    actions.retract_post(post=post, by=alice, reason="Too early.", now=NINE)
    media.tidy(LATE)

    picture.refresh_from_db()
    assert picture.state == PictureState.SEALED
    assert default_storage.exists(picture.fallback)
    assert client.get(f"/pictures/{picture.key}/{picture.fallback_width}.jpg").status_code == 404
    assert not Post.objects.for_lists().get(pk=post.pk).pictures.all()
    release(held, lena)
    media.tidy(LATE)
    assert not Picture.objects.filter(pk=picture.pk).exists()
    assert not default_storage.exists(picture.fallback)


def test_an_edit_under_a_hold_takes_no_picture_away(team, alice, lena):
    post = make_post(team, alice, pictures=(make_picture(),))
    hold(lena, post)
    words = {"text": "Found by the lock.", "content_notice": "", "language": "en", "now": NINE}

    with pytest.raises(OnLegalHold):
        actions.edit_post(post=post, by=alice, pictures=(), **words)
    actions.edit_post(post=post, by=alice, **words)

    assert post.versions.count() == 2
    assert post.pictures.count() == 1


def test_an_edit_that_waits_keeps_its_earlier_words_under_a_hold(team, alice, lena, tmp_path):
    post = make_post(team, alice)
    actions.edit_post(post=post, by=alice, text=REWARD, content_notice="", language="en", now=NINE)
    hold(lena, post)

    for text in (REWARD, f"{REWARD} Call us.", f"{REWARD} Call us."):
        actions.edit_post(post=post, by=alice, text=text, content_notice="", language="en", now=NINE)

    first, second = post.reviews.order_by("pk")
    assert (first.state, first.proposed["text"]) == (ReviewState.WITHDRAWN, REWARD)
    assert (second.state, second.proposed["text"]) == (ReviewState.WAITING, f"{REWARD} Call us.")
    call_command("export_records", "--from", "2020-01-01", "--to", "2030-12-31", "--output", str(tmp_path))
    record = json.loads((tmp_path / "records.json").read_text())[0]
    assert [each["proposed"]["text"] for each in record["reviews"]] == [REWARD, f"{REWARD} Call us."]
    assert list(faults_of(record)) == []


def test_without_a_hold_an_edit_that_waits_is_one_review_whatever_its_words(team, alice):
    post = make_post(team, alice)

    for text in (REWARD, f"{REWARD} Call us."):
        actions.edit_post(post=post, by=alice, text=text, content_notice="", language="en", now=NINE)

    assert post.reviews.get().proposed["text"] == f"{REWARD} Call us."


def test_what_was_taken_back_before_is_kept_too(team, alice, lena):
    post = make_retracted(team, alice)
    hold(lena, post)

    jobs.erase_expired(LATE)

    assert Post.objects.get().text == post.text


def test_erased_words_cannot_be_held(team, alice, lena):
    post = make_post(team, alice)
    jobs.erase_expired(LATE)

    with pytest.raises(actions.NothingToHold):
        hold(lena, post)

    assert not LegalHold.objects.exists()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SERGEANT])
def test_holds_are_the_digital_lead_s(team, alice, lena, role):
    post, other = make_post(team, alice), make_user("Otto Other", role=role)

    with pytest.raises(access.NotTheLead):
        hold(other, post)
    with pytest.raises(access.NotTheLead):
        release(hold(lena, post), other)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_hold_and_its_release_have_a_reason(team, alice, lena, reason):
    post = make_post(team, alice)
    with pytest.raises(actions.ReasonIsMissing):
        hold(lena, post, reason=reason)

    with pytest.raises(actions.ReasonIsMissing):
        release(hold(lena, post), lena, reason=reason)


def test_a_hold_is_released_once(team, alice, lena):
    held = hold(lena, make_post(team, alice))
    release(held, lena)

    with pytest.raises(actions.HoldIsReleased):
        release(held, lena)


def test_a_hold_of_many_asks_the_database_no_oftener(team, alice, lena, django_assert_max_num_queries):
    row = Post.objects.filter(pk=make_post(team, alice).pk).values().get()
    Post.objects.bulk_create(Post(**{**row, "id": None, "token": None}) for _ in range(1_200))

    with django_assert_max_num_queries(20):
        held = actions.place_hold(posts=Post.objects.all(), by=lena, reason="All of it.", now=NINE)

    assert held.posts.count() == 1_201
    assert Post.objects.on_hold().count() == 1_201
    assert Post.objects.filter(state=State.PUBLISHED).expired(LATE).count() == 0


# -- the command -------------------------------------------------------------------------------------------------------


def tell(*words):
    said = StringIO()
    call_command("legal_hold", *words, stdout=said)
    return said.getvalue()


def test_the_command_places_lists_and_releases(team, alice):
    post, other = make_post(team, alice), make_post(team, alice, "Opened.")
    assert tell("list") == "Nothing is on hold.\n"

    placed = tell("place", "--post", str(post.pk), "--reason", "Inquest into the mill fire.")

    held = LegalHold.objects.get()
    assert placed == f"Hold {held.pk}: 1 posts are kept until it is released.\n"
    assert list(held.posts.all()) == [post]
    assert tell("list").endswith("by this command: Inquest into the mill fire.\n")
    jobs.erase_expired(LATE)
    assert (is_erased(post), is_erased(other)) == (False, True)
    tell("release", str(held.pk), "--reason", "It is over.")
    jobs.erase_expired(LATE)
    assert is_erased(post)
    assert AuditEntry.objects.get(act="posts.hold_released").actor_name == "the server"


def test_the_command_keeps_all_of_some_days_of_one_or_several_authors(team, alice):
    bob = make_officer("Bob Barker", team=team)
    his = make_post(team, bob, "Bikes marked.")
    post, later = make_post(team, alice), make_post(team, alice, "Opened.", now=NINE + timedelta(days=40))
    make_post(team, make_officer("Cleo Cole", team=team), "Closed.")
    days = ["--from", NINE.date().isoformat(), "--to", NINE.date().isoformat()]

    tell("place", *days, "--author", alice.number, "--reason", "A request for records.")
    tell("place", *days, "--author", alice.number, "--author", bob.number, "--reason", "Another.")

    one, both = LegalHold.objects.order_by("pk")
    assert list(one.posts.all()) == [post]
    assert set(both.posts.all()) == {post, his}
    assert not later.is_on_hold()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["place", "--reason", "x"], "Give --post, or --from and --to"),
        (["place", "--reason", "x", "--post", "1", "--from", "2026-01-01"], "Give --post, or"),
        (["place", "--reason", "x", "--from", "2026-02-01", "--to", "2026-01-01"], "--to is before"),
        (["place", "--reason", "x", "--from", "2026-01-01", "--to", "2026-01-01", "--author", "me"], "No officer has"),
        (["place", "--reason", "x", "--post", "999999"], "no such post"),
        (["place", "--reason", "x", "--post", "1" * 20], f"--post: no post has the number {'1' * 20}"),
        (["place", "--reason", "x", "--post", str(2**63)], "no post has the number"),
        (["place", "--reason", "x", "--post", "-1"], "no post has the number|expected one argument"),
        (["release", "1" * 20, "--reason", "x"], "no hold has the number"),
        (["place", "--reason", "x" * 501, "--post", "1"], "1 to 500 characters"),
        (["release", "999", "--reason", "x"], "no hold 999"),
    ],
)
def test_a_hold_that_cannot_be_placed_or_released_says_why(words, told):
    with pytest.raises(CommandError, match=told):
        tell(*words)


# -- at the same moment ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_hold_that_is_placed_while_posts_are_being_erased_keeps_all_that_it_names(team, alice, lena):
    """Whichever comes first: a post is erased before and not in the hold, or in the hold and whole."""
    row = Post.objects.filter(pk=make_post(team, alice).pk).values().get()
    Post.objects.bulk_create(Post(**{**row, "id": None, "token": None}) for _ in range(60))
    started, placed = threading.Event(), threading.Event()

    def erase_all():
        try:
            erased = 0
            while actions.erase_next_expired(now=LATE):
                started.set()
                erased += 1
                if erased == 50:  # however fast: some are left to be held
                    placed.wait(60)
        finally:
            started.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        erasing = pool.submit(erase_all)
        started.wait(20)
        try:
            held = actions.place_hold(posts=Post.objects.all(), by=lena, reason="An inquest.", now=LATE)
        finally:
            placed.set()
        erasing.result(60)

    kept = set(held.posts.values_list("pk", flat=True))
    whole = set(Post.objects.filter(erased_at=None).exclude(text="").values_list("pk", flat=True))
    assert kept == whole
    assert kept
    verify_chain()
