"""Whether the database has been made ready, for commands that would fail without its tables."""

from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

NO_TABLES = "The database has no tables yet. Run `tabard migrate`."


def are_missing() -> bool:
    """False also where the database does not answer: that is another fault."""
    try:
        return not MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return False
