"""What the guidelines refuse, ask about or hold, as an app sees it."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tabard.gateways.mastodon_api.tests.makers import STATUSES, make_phone, make_serving_officer, upload, write
from tabard.people.accounts.tests.makers import deliver
from tabard.plant.audit.models import AuditEntry
from tabard.voice.guidelines.checking.claims import Claim
from tabard.voice.guidelines.checking.findings import Kind, Severity
from tabard.voice.guidelines.tests.makers import make_lexicon
from tabard.voice.posts.actions import edit_post, publish_post
from tabard.voice.posts.models import Post, Review
from tabard.voice.posts.tests.makers import ASKED, BOY, REFUSED, REWARD, approve, make_draft, make_sergeant, review_of
from tabard.voice.posts.wording import Said

pytestmark = pytest.mark.django_db
SCHEDULED = "/api/v1/scheduled_statuses"


WANTED = (
    "WANTED: John Smith, 34, for failing to appear at court. Do not approach him, call 999. "
    "Tips: 101 quoting PB123, until 6 December. Approved by Sgt Adeyemi."
)


def sent_mails():
    """Those that leave now."""
    deliver()
    sent = list(mail.outbox)
    mail.outbox.clear()
    return sent


def hour() -> str:
    return (timezone.now() + timedelta(hours=1)).isoformat()


@pytest.mark.parametrize("more", [{}, {"scheduled_at": "2030-01-01T09:00:00Z"}])
def test_what_is_refused_is_answered_with_what_to_do(more):
    answer = write(make_phone(), f"{REFUSED} {ASKED}", **more)

    said = answer.json()["error"].splitlines()
    assert answer.status_code == 422
    assert said[0] == "This does not go out as it is."
    assert said[1].startswith("A home’s address (“14 Gaol Lane”): ")
    assert said[2].startswith("A private telephone number (“07700 900123”): ")
    assert said[3].startswith("Change it and send it again.")
    assert said[3].endswith(f"ask a sergeant there: {settings.BASE_URL}/desk/write/")
    assert len(said) == 4
    assert not Post.objects.exists()


def test_a_number_plate_gets_its_advice_and_goes_out_when_it_is_sent_again():
    phone = make_phone()
    text = "Silver Focus AB12 CDE parked on the crossing."

    asked = write(phone, text)
    again = write(phone, text)

    assert asked.status_code == 422
    said = asked.json()["error"].splitlines()
    assert said[0] == "Is this what you mean?"
    assert said[1].startswith("A vehicle’s registration (“AB12 CDE”): ")
    assert said[2] == "Change it, or send the very same again within ten minutes: then it goes out as it is."
    assert again.status_code == 200
    assert again.json()["content"]
    assert Post.objects.count() == 1


def test_other_words_or_a_later_hour_are_no_answer():
    phone = make_phone()
    write(phone, ASKED)

    assert write(phone, "Call Dan on 07700 900456.").status_code == 422
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert write(phone, ASKED).status_code == 422


def test_a_picture_is_not_used_up_by_what_did_not_go_out():
    phone = make_phone()
    picture = upload(phone, description="A shed").json()["id"]
    write(phone, REFUSED, media_ids=[picture])

    told = write(phone, "The shed.", media_ids=[picture])

    assert [each["id"] for each in told.json()["media_attachments"]] == [picture]


@pytest.mark.parametrize("more", [{}, {"scheduled_at": True}])
def test_what_is_held_is_seen_as_scheduled(more):
    phone = make_phone()
    at = hour()

    told = write(phone, REWARD, **({"scheduled_at": at} if more else {}))

    review = Review.objects.get()
    assert told.status_code == 200
    entity = told.json()
    assert entity["params"]["text"] == REWARD
    assert entity["scheduled_at"][:19] == (review.wants_at or review.due_at).isoformat()[:19]
    assert phone.get(SCHEDULED).json() == [entity]
    assert phone.get(f"{SCHEDULED}/{entity['id']}").json() == entity
    assert (review.wants_at is None) == (not more)


@pytest.mark.parametrize("more", [{}, {"scheduled_at": "2030-01-01T09:00:00Z"}])
def test_the_same_key_gives_the_same_held_post(more):
    phone = make_phone()

    first, second = (write(phone, REWARD, headers={"Idempotency-Key": "abc"}, **more) for _ in range(2))

    assert first.json() == second.json()
    assert Review.objects.count() == 1


@pytest.mark.parametrize("more", [{}, {"scheduled_at": "2030-01-01T09:00:00Z"}])
def test_whoever_sent_it_is_mailed_at_once_that_a_sergeant_looks_first_and_why(more):
    phone = make_phone()
    sally = make_sergeant(phone.team)

    for _time in range(2):
        write(phone, REWARD, **more)

    told = {each.to[0]: each for each in sent_mails()}
    assert set(told) == {sally.user.email, phone.officer.user.email}
    mine = told[phone.officer.user.email]
    assert "has not gone out. A sergeant looks at it first" in mine.body
    assert "- A sum for information" in mine.body
    assert f"{settings.BASE_URL}/desk/reviews/{Review.objects.get().pk}/" in mine.body
    assert "£500" not in mine.body + mine.subject


def test_who_puts_off_what_must_be_looked_at_by_now_is_mailed_too():
    phone = make_phone()
    planned = write(phone, "Market on Friday.", scheduled_at=hour()).json()["id"]
    make_lexicon("market", gravity=Severity.REVIEW)

    later = (timezone.now() + timedelta(hours=2)).isoformat()
    assert phone.put(f"{SCHEDULED}/{planned}", {"scheduled_at": later}).status_code == 200

    (mine,) = sent_mails()
    assert "- Names of operations" in mine.body


def test_what_goes_out_or_is_only_planned_is_no_mail():
    phone = make_phone()
    write(phone)
    write(phone, scheduled_at=hour())

    assert sent_mails() == []


@pytest.mark.parametrize("pictured", ["", "the same", "anew"])
def test_the_very_same_sent_again_while_it_waits_is_the_one_that_waits(pictured):
    phone = make_phone()
    more = {"media_ids": [upload(phone, description="A shed").json()["id"]]} if pictured else {}
    first = write(phone, REWARD, **more)
    if pictured == "anew":
        more = {"media_ids": [upload(phone, description="A shed").json()["id"]]}

    again = write(phone, REWARD, **more, headers={"Idempotency-Key": "another"})

    assert (again.status_code, again.json()) == (200, first.json())
    assert Post.objects.count() == Review.objects.count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"status": f"{REWARD} Call 101."},
        {"spoiler_text": "The fire"},
        {"visibility": "unlisted"},
        {"language": "cy"},
        {"scheduled_at": "2030-01-01T09:00:00Z"},
        {"poll": {"options": ["Yes", "No"], "expires_in": 3600}},
        {"picture": "gold"},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_differs_in_anything_waits_beside_it(more):
    phone = make_phone()
    write(phone, REWARD)
    if "picture" in more:
        more = {"media_ids": [upload(phone, description="A shed").json()["id"]]}

    assert phone.post(STATUSES, {"status": REWARD, **more}).status_code == 200

    assert Review.objects.waiting().count() == 2


def test_another_picture_of_the_same_words_or_a_later_hour_is_another_post():
    phone = make_phone()
    for colour in ("gold", "navy"):
        picture = upload(phone, colour=colour, description="A shed").json()["id"]
        write(phone, REWARD, media_ids=[picture])
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        write(phone, REWARD, media_ids=[upload(phone, colour="gold", description="A shed").json()["id"]])

    assert Review.objects.waiting().count() == 3


def test_another_officer_or_another_voice_says_it_anew():
    phone = make_phone()
    write(phone, REWARD)
    officer, team = make_serving_officer(phone.team)
    for other in (make_phone(officer=officer, team=team), make_phone(officer=phone.officer, team=team, as_team=True)):
        write(other, REWARD)
    write(make_phone(officer=officer, team=team, as_team=True), REWARD)

    assert Review.objects.waiting().count() == 4


def test_an_edit_of_an_appeal_from_a_phone_is_looked_at_as_an_appeal():
    phone = make_phone(as_team=True)
    sally, now = make_sergeant(phone.team), timezone.now()
    post = make_draft(phone.team, phone.officer, WANTED, said=Said(Kind.APPEAL), now=now)
    publish_post(post=post, by=phone.officer, now=now)
    approve(review_of(post), sally, now=now)
    deliver()

    edited = phone.put(f"{STATUSES}/{post.note.pk}", {"status": WANTED.replace("John Smith, 34", "Peter Walsh, 41")})

    assert edited.status_code == 422
    assert "A sergeant has this change now" in edited.json()["error"]
    post.refresh_from_db()
    assert (post.text, post.kind) == (WANTED, Kind.APPEAL)
    assert review_of(post).proposed["kind"] == Kind.APPEAL


def test_a_held_post_is_put_off_and_thrown_away():
    phone = make_phone()
    path = f"{SCHEDULED}/{write(phone, REWARD).json()['id']}"
    at = hour()

    assert phone.put(path, {"scheduled_at": at}).json()["scheduled_at"][:19] == at[:19]
    assert Review.objects.get().wants_at is not None
    assert phone.delete(path).json() == {}
    assert phone.get(path).status_code == 404
    assert not Post.objects.exists()


def test_what_a_colleague_throws_away_tells_whoever_wrote_it_why():
    phone = make_phone(as_team=True)
    colleague = make_phone(as_team=True, officer=make_sergeant(phone.team), team=phone.team)
    held = write(colleague, REWARD).json()["id"]

    assert phone.delete(f"{SCHEDULED}/{held}").status_code == 200

    entry = AuditEntry.objects.get(act="posts.review_withdrawn")
    assert entry.reason_given.text == "Thrown away in a phone app."


def test_a_held_post_becomes_a_status_once_it_is_approved():
    phone = make_phone()
    write(phone, REWARD)
    sally = make_sergeant(phone.team)

    approve(review_of(Post.objects.get()), sally, now=timezone.now())

    assert phone.get(SCHEDULED).json() == []
    assert Post.objects.public().get().text == REWARD


def test_an_edit_that_must_be_looked_at_waits_and_says_so():
    phone = make_phone()
    pk = write(phone).json()["id"]

    answers = [phone.put(f"{STATUSES}/{pk}", {"status": REWARD}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [422, 422]
    said = answers[0].json()["error"].splitlines()
    review = Review.objects.waiting().get()
    assert said[0].startswith(
        "A sergeant has this change now and looks at it first. Until then the post stays as it is."
    )
    assert said[1].startswith("A sum for information: ")
    assert said[2].endswith(f"{settings.BASE_URL}/desk/reviews/{review.pk}/")
    assert answers[1].json() == answers[0].json()
    assert review.proposed["text"] == REWARD
    assert "reward" not in phone.get(f"{STATUSES}/{pk}").json()["content"]


def test_an_edit_is_refused_or_asked_about_as_a_post_is():
    phone = make_phone()
    pk = write(phone).json()["id"]

    refused = phone.put(f"{STATUSES}/{pk}", {"status": REFUSED})
    assert refused.status_code == 422
    assert f"/desk/posts/{Post.objects.get().pk}/edit/" in refused.json()["error"]
    assert phone.put(f"{STATUSES}/{pk}", {"status": ASKED}).status_code == 422
    assert phone.put(f"{STATUSES}/{pk}", {"status": ASKED}).status_code == 200


def test_a_colleague_sees_nothing_of_what_is_held_in_ones_own_name():
    phone = make_phone()
    pk = write(phone, BOY).json()["id"]
    colleague = make_phone(officer=make_sergeant(phone.team), team=phone.team)

    assert colleague.get(SCHEDULED).json() == []
    assert colleague.delete(f"{SCHEDULED}/{pk}").status_code == 404


def test_a_list_of_what_waits_costs_the_same_however_long_it_is():
    phone = make_phone()
    counts = []
    for number in (1, 5):
        for each in range(number):
            write(phone, f"{REWARD} {number} {each}")
        with CaptureQueriesContext(connection) as caught:
            phone.get(SCHEDULED)
        counts.append(len(caught))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("text", ["Peter Walsh was robbed on Quay Street last night.", "Wanted: John Smith."])
def test_what_only_the_desk_can_say_is_sent_there(text):
    said = write(make_phone(), text).json()["error"].splitlines()

    assert said[-2].endswith("write it at the desk: there you can say so.")


def test_what_nobody_can_explain_is_not_sent_to_the_desk():
    assert "there you can say so" not in write(make_phone(), REFUSED).json()["error"]


def test_an_edit_from_a_phone_does_not_pass_on_what_the_desk_said_of_the_former_words():
    phone = make_phone()
    pk = write(phone).json()["id"]
    words = {"text": "Have you seen this van? AB12 CDE.", "said": Said(claims=(Claim.PLATE_IS_APPEAL,))}
    edit_post(post=Post.objects.get(), by=phone.officer, content_notice="", language="en", now=timezone.now(), **words)

    edited = phone.put(f"{STATUSES}/{pk}", {"status": "Have you seen this car? CD34 EFG."})

    assert edited.status_code == 422
    assert "A vehicle’s registration (“CD34 EFG”)" in edited.json()["error"]
    assert phone.put(f"{STATUSES}/{pk}", {"status": "Have you seen this car? CD34 EFG."}).status_code == 200
    assert Post.objects.get().claims == []
