"""A table's rows as lines of JSON and back, the same for every database that Django speaks to."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.expressions import Value
from django.db.models.sql import InsertQuery
from django.utils.duration import duration_iso_string

from tabard.plant.audit.models import AuditEntry

Field = models.Field[Any, Any]

# Unused here and made anew by `tabard migrate`; sign-ins of people who can sign in again; nudges, which carry nothing.
APPS_LEFT_OUT = {"auth", "contenttypes", "sessions", "django_tasks_database"}
CHUNK = 1000


class RowUnreadable(Exception):
    """A line is not a row of its table."""


def kept_models() -> list[type[models.Model]]:
    """Every table that a backup holds, those that others point to first."""
    waiting = {
        model._meta.label: model  # noqa: SLF001  Django's documented Model._meta API
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in APPS_LEFT_OUT  # noqa: SLF001
    }
    ordered: list[type[models.Model]] = []
    while waiting:
        free = [label for label, model in waiting.items() if not _pointed_to(model) & waiting.keys() - {label}]
        free = sorted(free) or [min(waiting)]  # a ring of tables is broken at its first name
        ordered += [waiting.pop(label) for label in free]
    return ordered


def count_of(model: type[models.Model]) -> int:
    """All rows, whatever the table's own managers leave out."""
    return model._base_manager.count()  # noqa: SLF001  Django's documented Model._base_manager


def emptying(model: type[models.Model]) -> str:
    """The statement that empties its table. On PostgreSQL a trigger refuses to delete audit entries, as it should; a
    restore replaces the whole chain, and the reasons that hang on it."""
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    if model is AuditEntry and connection.vendor == "postgresql":
        return f"TRUNCATE {table} CASCADE"
    return f"DELETE FROM {table}"  # noqa: S608  a table's own quoted name


def _pointed_to(model: type[models.Model]) -> set[str]:
    return {field.related_model._meta.label for field in fields_of(model) if field.related_model}  # noqa: SLF001


def fields_of(model: type[models.Model]) -> list[Field]:
    """The columns that hold something of their own: not those that the database computes."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]  # noqa: SLF001


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """Each row as one line, in the order of the key."""
    names = [field.attname for field in fields_of(model)]
    rows = model._base_manager.order_by("pk").values_list(*names)  # noqa: SLF001
    for row in rows.iterator(chunk_size=CHUNK):
        values = {name: _encode(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _encode(value: Any) -> Any:
    match value:
        case datetime():
            return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
    return value


def row_from_line(model: type[models.Model], line: bytes) -> models.Model:
    """The row that `line` holds, not saved. Raises RowUnreadable."""
    fields = fields_of(model)
    try:
        values = json.loads(line)
        if not isinstance(values, dict) or values.keys() != {field.attname for field in fields}:
            raise RowUnreadable(f"{model._meta.label}: a row has other columns than the table")  # noqa: SLF001
        return model(**{field.attname: _decode(field, values[field.attname]) for field in fields})
    except (ValueError, TypeError, RecursionError, OverflowError, models.ObjectDoesNotExist) as error:
        raise RowUnreadable(f"{model._meta.label}: a row cannot be read ({type(error).__name__})") from error  # noqa: SLF001


def _decode(field: Field, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return Value(None, models.JSONField()) if value is None and not field.null else value
    return field.to_python(value)


def insert(model: type[models.Model], rows: list[models.Model]) -> None:
    """Put rows in as they are: no default, no `auto_now`, no save() speaks between."""
    fields = fields_of(model)
    at_once = max(connection.ops.bulk_batch_size(fields, rows), 1)
    for start in range(0, len(rows), at_once):
        query = InsertQuery(model)
        query.insert_values(fields, rows[start : start + at_once], raw=True)
        query.get_compiler(using=DEFAULT_DB_ALIAS).execute_sql()
