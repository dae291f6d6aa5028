"""What others wrote, passed on as ours; and what goes to another server in our name."""

import pytest

from tabard.gateways.mastodon_api.tests.makers import STATUSES, make_phone, write
from tabard.plant.audit.models import AuditEntry
from tabard.voice.network.models import Note, Report
from tabard.voice.network.tests.makers import make_far_actor, make_far_note

pytestmark = pytest.mark.django_db
REPORTS = "/api/v1/reports"
REFUSED = "We have arrested <b>John Smith</b>, 34, on suspicion of theft."
REFUSED_PLAIN = "We have arrested John Smith, 34, on suspicion of theft."
ASKED = "What a bloody mess on Mill Lane."
HELD = "There is a reward of £500 for information."


@pytest.fixture
def phone():
    return make_phone(as_team=True)


def pass_on(phone, note):
    return phone.post(f"{STATUSES}/{note.pk}/reblog")


def boosts():
    return Note.objects.filter(announces__isnull=False)


# -- boosts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {"text": REFUSED},
        {"text": "Look.", "title": REFUSED_PLAIN},
        {"text": "Look.", "content_notice": REFUSED_PLAIN},
        {"text": "Look.", "attachments": ({"kind": "image", "url": "https://far.example/1", "alt": REFUSED_PLAIN},)},
    ],
)
def test_what_names_a_suspect_is_not_passed_on_whoever_wrote_it(phone, more):
    answer = pass_on(phone, make_far_note(make_far_actor(), **more))

    assert answer.status_code == 422
    assert "“John Smith”" in answer.json()["error"]
    assert not boosts().exists()


@pytest.mark.parametrize(("text", "rule"), [(ASKED, "swearing"), (HELD, "reward")])
def test_what_would_be_asked_about_or_held_as_a_post_is_asked_about_once_and_written_down(phone, text, rule):
    note = make_far_note(make_far_actor(), text)

    first, second, third = (pass_on(phone, note) for _ in range(3))

    assert (first.status_code, second.status_code, third.status_code) == (422, 200, 200)
    assert "Is this what you mean?" in first.json()["error"]
    entry = AuditEntry.objects.get(act="network.passed_on")
    assert (entry.detail, entry.actor_id) == ({"note": note.pk, "meant_so": [rule]}, phone.officer.user_id)


def test_harmless_words_of_others_are_passed_on_at_once(phone):
    assert pass_on(phone, make_far_note(make_far_actor(), "Bikes marked today: 61.")).status_code == 200
    assert AuditEntry.objects.get(act="network.passed_on").detail.keys() == {"note"}


def test_what_one_of_ours_wrote_was_checked_when_it_went_out(phone):
    ours = make_phone()
    write(ours, ASKED)
    pk = write(ours, ASKED).json()["id"]

    assert pass_on(phone, Note.objects.get(pk=pk)).status_code == 200


# -- reports -----------------------------------------------------------------------------------------------------------


def report(phone, comment, **more):
    return phone.post(REPORTS, {"account_id": str(make_far_actor("bad").pk), "comment": comment, **more})


def test_a_comment_that_the_guidelines_refuse_goes_to_no_other_server(phone):
    answer = report(phone, REFUSED_PLAIN, forward=True)

    assert answer.status_code == 422
    assert "“John Smith”" in answer.json()["error"]
    assert not Report.objects.exists()


def test_a_comment_that_stays_here_is_for_the_digital_lead_alone(phone):
    assert report(phone, REFUSED_PLAIN, forward=False).status_code == 200


def test_a_comment_is_asked_about_once_and_written_down(phone):
    first, second = (report(phone, ASKED, forward=True, rule_ids=["2"]) for _ in range(2))

    assert (first.status_code, second.status_code) == (422, 200)
    entry = AuditEntry.objects.get(act="network.reported")
    assert entry.detail == {"is_forwarded": True, "meant_so": ["swearing"]}
    assert Report.objects.get().words.startswith(f"{ASKED}\n2. ")
