"""What an author says of a draft goes with it: to whoever looks at it, into its versions, the audit and the record."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.plant.audit.actions import verify_chain
from tabard.plant.audit.models import AuditEntry
from tabard.voice.guidelines.checking.claims import Claim
from tabard.voice.guidelines.checking.findings import Kind
from tabard.voice.posts import actions
from tabard.voice.posts.access import NotTheReviewer
from tabard.voice.posts.checking import DraftAsks, DraftRefused, check_review
from tabard.voice.posts.models import Post, ReviewKind, State
from tabard.voice.posts.tests.makers import FOUND, approve, make_draft, make_post, make_sergeant, review_of
from tabard.voice.posts.wording import Said, Words

pytestmark = pytest.mark.django_db
PLATE = "Have you seen this van? AB12 CDE, white, on Mill Lane."
VICTIM = "Peter Walsh was robbed on Quay Street last night."
AGREED = Said(claims=(Claim.CONSENT,))
LOOKED_FOR = Said(claims=(Claim.PLATE_IS_APPEAL,))
KEPT = {"kind": "post", "claims": ["consent"]}


@pytest.fixture
def team():
    return make_team("Riverside")


@pytest.fixture
def alice(team):
    return make_officer(team=team)


def publish(post, by):
    actions.publish_post(post=post, by=by, now=NINE)


def test_a_plate_that_is_looked_for_goes_out_and_the_version_says_why(team, alice):
    with pytest.raises(DraftAsks):
        publish(make_draft(team, alice, PLATE), alice)

    post = make_post(team, alice, PLATE, said=LOOKED_FOR)

    version = post.versions.get()
    assert post.state == State.PUBLISHED
    assert {"kind": "post", "claims": ["plate_is_appeal"]}.items() <= version.context.items()


def test_a_victim_who_agreed_is_looked_at_by_somebody_who_did_not_write_it(team, alice):
    with pytest.raises(DraftRefused):
        publish(make_draft(team, alice, VICTIM), alice)
    bob, sally = make_sergeant(team, "Bob Baker"), make_sergeant(team)
    post = make_draft(team, bob, VICTIM, said=AGREED)
    publish(post, alice)
    review = review_of(post)

    with pytest.raises(NotTheReviewer):
        approve(review, bob)
    approve(review, sally)

    post.refresh_from_db()
    assert (review.kind, review.four_eyes, post.state) == (ReviewKind.PUBLICATION, True, State.PUBLISHED)
    assert post.versions.get().context["claims"] == ["consent"]


def test_what_is_said_is_part_of_what_is_approved(team, alice):
    post, sally = make_draft(team, alice, VICTIM, said=AGREED), make_sergeant(team)
    publish(post, alice)
    seen = check_review(review_of(post), NINE).fingerprint
    both = Said(claims=(Claim.CONSENT, Claim.POLICING_PURPOSE))
    actions.change_draft(post=post, by=alice, words=Words(VICTIM, language="en", said=both), now=NINE)

    with pytest.raises(actions.ReviewHasChanged):
        actions.approve_review(review=review_of(post), by=sally, fingerprint=seen, now=NINE)


def test_who_takes_back_what_was_said_is_refused_again(team, alice):
    post = make_draft(team, alice, VICTIM, said=AGREED)
    actions.change_draft(post=post, by=alice, words=Words(VICTIM, language="en"), now=NINE)

    with pytest.raises(DraftRefused):
        publish(post, alice)


def test_an_edit_says_it_too(team, alice):
    post = make_post(team, alice, FOUND)
    words = {"content_notice": "", "language": "en", "now": NINE + timedelta(minutes=5)}
    with pytest.raises(DraftRefused):
        actions.edit_post(post=post, by=alice, text=VICTIM, **words)

    told = actions.edit_post(post=post, by=alice, text=VICTIM, said=AGREED, **words)
    assert told is actions.Edited.WAITS
    approve(review_of(post), make_sergeant(team))

    assert [version.context.get("claims") for version in post.versions.order_by("number")] == [None, ["consent"]]


def test_what_was_said_of_a_plate_does_not_speak_for_another(team, alice):
    post = make_post(team, alice, PLATE, said=LOOKED_FOR)
    other = {"text": PLATE.replace("AB12", "CD34"), "content_notice": "", "language": "en", "now": NINE}

    with pytest.raises(DraftAsks):
        actions.edit_post(post=post, by=alice, **other)

    assert actions.edit_post(post=post, by=alice, said=LOOKED_FOR, **other) is actions.Edited.DONE


def test_other_words_without_a_word_on_whoever_agreed_are_refused_and_change_nothing(team, alice):
    post = make_draft(team, alice, VICTIM, said=AGREED)
    publish(post, alice)
    approve(review_of(post), make_sergeant(team))
    post.refresh_from_db()

    with pytest.raises(DraftRefused):
        actions.edit_post(
            post=post, by=alice, text=f"{VICTIM} Did you see it?", content_notice="", language="en", now=NINE
        )

    post.refresh_from_db()
    assert (post.text, post.claims, post.versions.count()) == (VICTIM, ["consent"], 1)


def test_an_edit_that_says_nothing_keeps_its_kind_and_a_case_under_way(team, alice):
    claims = (Claim.PROCEEDINGS_ACTIVE, Claim.CONSENT, Claim.POLICING_PURPOSE, Claim.PLATE_IS_APPEAL)
    post = make_post(team, alice, FOUND, said=Said(claims=claims))

    actions.edit_post(post=post, by=alice, text=f"{FOUND} Yours?", content_notice="", language="en", now=NINE)

    post.refresh_from_db()
    assert post.claims == ["proceedings_active"]
    assert Said(Kind.APPEAL, claims).of_other_words() == Said(Kind.APPEAL, (Claim.PROCEEDINGS_ACTIVE,))
    assert post.versions.latest("number").context["claims"] == ["proceedings_active"]


def test_what_is_said_alone_is_no_edit(team, alice):
    post = make_post(team, alice, FOUND)

    told = actions.edit_post(
        post=post, by=alice, text=FOUND, content_notice="", language=post.language, said=AGREED, now=NINE
    )

    assert told is actions.Edited.NOTHING


def test_the_audit_and_the_record_tell_what_was_said(team, alice, tmp_path):
    post = make_draft(team, alice, VICTIM, said=AGREED)
    publish(post, alice)
    approve(review_of(post), make_sergeant(team))

    call_command("export_records", "--from", "2020-01-01", "--to", "2030-12-31", "--output", str(tmp_path))

    told = {entry.act: entry.detail for entry in AuditEntry.objects.all()}
    for act in ("posts.saved", "posts.published"):
        assert KEPT.items() <= told[act].items()
    assert told["posts.held"]["said"] == KEPT
    verify_chain()
    record = json.loads((tmp_path / "records.json").read_text())[0]
    assert (record["kind"], record["claims"]) == ("post", ["consent"])
    assert record["versions"][0]["context"]["claims"] == ["consent"]


def test_nothing_else_is_a_kind_of_post(team, alice):
    post = make_draft(team, alice)

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(kind=Kind.OFFICE)
