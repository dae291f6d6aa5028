"""Who did what cannot be changed without showing."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tabard.plant.audit.actions import ChainBroken, verify_chain, write_audit
from tabard.plant.audit.models import AuditEntry, AuditHead

NINE = datetime(2030, 3, 4, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def write_three():
    alice = get_user_model().objects.create(email="alice@force.example", name="Alice Ash")
    write_audit(actor=alice, act="posts.published", subject="posts.post:1", now=NINE, detail={"to": ["Ö", 1.5]})
    write_audit(actor=None, act="posts.published", subject=alice, on_behalf_of=alice, now=NINE)
    write_audit(actor=alice, act="posts.retracted", subject="posts.post:1", now=NINE)


def forge(sql):
    """What somebody with the database in their hands could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_append_only")
        else:
            cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_entry_append_only")
        cursor.execute(sql)


def test_an_untouched_chain_is_whole():
    write_three()

    assert verify_chain().number == 3
    assert [entry.actor_name for entry in AuditEntry.objects.in_order()] == ["Alice Ash", "the server", "Alice Ash"]


def test_the_database_refuses_to_change_an_entry():
    write_three()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AuditEntry.objects.filter(number=2).update(act="nothing.happened")


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("UPDATE audit_auditentry SET act = 'nothing.happened' WHERE number = 2", 2),
        ("UPDATE audit_auditentry SET detail = '{}' WHERE number = 1", 1),
        ("UPDATE audit_auditentry SET at = '2030-03-04 10:00:00+00:00' WHERE number = 3", 3),
        ("DELETE FROM audit_auditentry WHERE number = 2", 2),
        ("DELETE FROM audit_auditentry WHERE number = 3", 3),
        ("DELETE FROM audit_audithead", 1),
        ("UPDATE audit_audithead SET count = 2", 3),
    ],
)
def test_every_forgery_shows_where_it_was_made(sql, number):
    write_three()
    forge(sql)

    with pytest.raises(ChainBroken) as broken:
        verify_chain()

    assert broken.value.number == number


def prove(*more):
    said = StringIO()
    call_command("audit", "verify", *more, stdout=said)
    return said.getvalue()


def cut_the_end():
    """With the head set to match: within the database nothing is left that could tell."""
    second = AuditEntry.objects.get(number=2)
    forge("DELETE FROM audit_auditentry WHERE number = 3")
    AuditHead.objects.update(count=2, last_hash=second.hash)


def write_it_anew():
    forge("DELETE FROM audit_auditentry")
    AuditHead.objects.all().delete()
    for number in range(4):
        write_audit(actor=None, act="nothing.happened", subject=f"posts.post:{number}", now=NINE)


@pytest.mark.parametrize(
    ("forgery", "told"),
    [(cut_the_end, "Entry 3: is missing: 3 entries were here"), (write_it_anew, "Entry 3: is not the one")],
)
def test_a_mark_kept_elsewhere_shows_what_the_chain_alone_cannot(forgery, told):
    write_three()
    kept = prove().split()[-1]
    forgery()

    assert "whole" in prove()
    with pytest.raises(CommandError, match=told):
        prove("--expect", kept)


def test_a_mark_still_fits_when_the_chain_has_grown():
    write_three()
    kept = prove().split()[-1]
    write_audit(actor=None, act="posts.published", subject="posts.post:2", now=NINE)

    assert "4 entries" in prove("--expect", kept)


def test_of_several_marks_none_is_passed_over():
    write_three()
    kept = prove().split()[-1]
    write_it_anew()
    other = prove().split()[-1]

    assert "whole" in prove("--expect", other)
    with pytest.raises(CommandError, match="Entry 3: is not the one"):
        prove("--expect", kept, "--expect", other)


@pytest.mark.parametrize("words", ["3", "3:abc", f"x:{'0' * 64}"])
def test_a_mark_that_is_none_is_refused_with_an_example(words):
    with pytest.raises(CommandError, match="write the number and the hash"):
        prove("--expect", words)


def test_the_command_says_so():
    write_three()
    said = StringIO()
    call_command("audit", "verify", stdout=said)
    forge("DELETE FROM audit_auditentry WHERE number = 1")

    with pytest.raises(CommandError, match="Entry 1"):
        call_command("audit", "verify")

    assert "3 entries" in said.getvalue()
