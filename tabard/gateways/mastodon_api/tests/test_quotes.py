"""Others quote what we say, and are told when they may no longer."""

import pytest

from tabard.gateways.activitypub.models import QuoteLeave
from tabard.gateways.mastodon_api.tests.makers import STATUSES, make_phone, write
from tabard.people.teams.tests.makers import NINE
from tabard.plant.audit.models import AuditEntry
from tabard.voice.network.actions.notes import delete_note
from tabard.voice.network.models import Note
from tabard.voice.network.tests.makers import make_far_actor, make_far_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone():
    return make_phone()


@pytest.fixture
def quoted(phone):
    return Note.objects.get(pk=write(phone).json()["id"])


def quote(note, **more):
    return make_far_note(make_far_actor(), "Look at this.", quote_uri=note.uri, **more)


def read(phone, note):
    return phone.get(f"{STATUSES}/{note.pk}").json()


def test_whoever_reads_a_quote_reads_what_it_quotes(phone, quoted):
    told = read(phone, quote(quoted))["quote"]

    assert (told["state"], told["quoted_status"]["id"]) == ("accepted", str(quoted.pk))
    assert "red bicycle" in told["quoted_status"]["content"]
    assert told["quoted_status"]["quote"] is None
    assert read(phone, quoted)["quotes_count"] == 1


def test_a_quote_of_somebody_else_waits_for_their_leave_and_one_of_oneself_does_not(phone):
    theirs = make_far_note(make_far_actor())
    own = make_far_note(theirs.actor, "As I said:", quote_uri=theirs.uri)

    assert read(phone, quote(theirs))["quote"] == {"state": "pending", "quoted_status": None}
    assert read(phone, own)["quote"]["state"] == "accepted"


def test_what_was_taken_back_or_is_not_for_everybody_is_not_shown_in_a_quote(phone, quoted):
    hidden = make_far_note(make_far_actor(), "For followers.", audience="private")
    quoting = quote(quoted)
    delete_note(note=quoted, now=NINE)

    assert read(phone, quoting)["quote"] == {"state": "deleted", "quoted_status": None}
    assert read(phone, quote(hidden))["quote"] == {"state": "unauthorized", "quoted_status": None}


def test_an_officer_sees_who_quotes_them_and_takes_the_leave_back(phone, quoted):
    quoting = quote(quoted)
    path = f"{STATUSES}/{quoted.pk}/quotes"
    assert [each["id"] for each in phone.get(path).json()] == [str(quoting.pk)]

    told = [phone.post(f"{path}/{quoting.pk}/revoke").json() for _ in range(2)]

    assert [each["quote"] for each in told] == [{"state": "revoked", "quoted_status": None}] * 2
    assert QuoteLeave.objects.get().quoting_uri == quoting.uri
    assert AuditEntry.objects.filter(act="activitypub.quote_revoked", actor_id=phone.officer.user.pk).count() == 1


def test_nobody_takes_leave_back_for_another(phone, quoted):
    quoting, other = quote(quoted), make_phone()

    assert other.post(f"{STATUSES}/{quoted.pk}/quotes/{quoting.pk}/revoke").status_code == 404
    assert phone.post(f"{STATUSES}/{quoted.pk}/quotes/{quoted.pk}/revoke").status_code == 404
    assert not QuoteLeave.objects.exists()


def test_who_may_quote_stays_everybody(phone, quoted):
    path = f"{STATUSES}/{quoted.pk}/interaction_policy"

    assert phone.put(path, {"quote_approval_policy": "public"}).json()["id"] == str(quoted.pk)
    assert phone.put(path, {"quote_approval_policy": "nobody"}).status_code == 422
