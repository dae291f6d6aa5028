"""Who did what cannot be changed without showing."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tabard.plant.audit.actions import ChainBroken, verify_chain, write_audit
from tabard.plant.audit.models import AuditEntry

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

    assert verify_chain() == 3
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


def test_the_command_says_so():
    write_three()
    said = StringIO()
    call_command("audit", "verify", stdout=said)
    forge("DELETE FROM audit_auditentry WHERE number = 1")

    with pytest.raises(CommandError, match="Entry 1"):
        call_command("audit", "verify")

    assert "3 entries" in said.getvalue()
