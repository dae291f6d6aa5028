"""Reasons stand beside the chain, under its hashes, and can go without breaking it."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from tabard.plant.audit.actions import ChainBroken, erase_reasons, verify_chain, write_audit
from tabard.plant.audit.models import AuditEntry, AuditReason

NINE = datetime(2030, 3, 4, 9, tzinfo=UTC)
ABOUT = "posts.post:1"
pytestmark = pytest.mark.django_db


def write_reason(reason="The coroner agreed.", subject=ABOUT):
    return write_audit(actor=None, act="posts.retracted", subject=subject, reason=reason, now=NINE)


def erase(subject=ABOUT):
    entry = write_audit(actor=None, act="posts.erased", subject=subject, now=NINE)
    erase_reasons(by=entry)
    return entry


def test_the_chain_holds_a_hash_of_the_reason_and_the_reason_stands_beside_it():
    entry = write_reason()

    assert "coroner" not in str(AuditEntry.objects.values().get())
    assert len(entry.detail["reason_sha256"]) == 64
    assert entry.reason_given.text == "The coroner agreed."
    verify_chain()


def test_the_same_reason_has_another_hash_each_time_so_that_nobody_can_guess_what_was_erased():
    first, second = write_reason("Yes."), write_reason("Yes.")

    assert first.detail["reason_sha256"] != second.detail["reason_sha256"]


def test_an_act_without_a_reason_has_no_hash_of_one():
    entry = write_audit(actor=None, act="posts.published", subject=ABOUT, now=NINE)

    assert entry.detail == {}
    assert not AuditReason.objects.exists()


def test_what_is_erased_is_gone_with_its_salt_and_the_chain_is_whole():
    write_reason()
    other = write_reason("Another matter.", subject="posts.post:2")

    end = erase()

    gone = AuditReason.objects.get(entry__subject=ABOUT)
    assert (gone.text, gone.salt, gone.erased_by) == ("", "", end)
    assert AuditReason.objects.get(entry=other).text == "Another matter."
    assert verify_chain().number == 3


def test_a_reason_that_was_changed_shows():
    entry = write_reason()
    AuditReason.objects.update(text="The chief wished it.")

    with pytest.raises(ChainBroken, match="reason was changed") as broken:
        verify_chain()

    assert broken.value.number == entry.number


@pytest.mark.parametrize("forgery", ["delete", "blank", "erased by another", "erased before"])
def test_a_reason_that_went_in_another_way_shows(forgery):
    before = write_audit(actor=None, act="posts.saved", subject=ABOUT, now=NINE)
    entry = write_reason()
    other = write_audit(actor=None, act="posts.erased", subject="posts.post:2", now=NINE)
    if forgery == "delete":
        AuditReason.objects.all().delete()
    else:
        by = {"blank": None, "erased by another": other, "erased before": before}[forgery]
        AuditReason.objects.update(text="", salt="", erased_by=by)

    with pytest.raises(ChainBroken, match="reason") as broken:
        verify_chain()

    assert broken.value.number == entry.number


def test_erasing_twice_leaves_the_first_erasure():
    write_reason()
    first = erase()

    erase()

    assert AuditReason.objects.get().erased_by == first
    verify_chain()


def test_an_entry_with_a_reason_is_still_never_changed():
    write_reason()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AuditEntry.objects.update(detail={})
