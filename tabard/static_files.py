"""Style sheets and scripts where the server finds them."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def gather_if_stale() -> None:
    """`tabard collectstatic`, where it was never run or something is newer than its last run.

    Raises OSError where the folder cannot be written.
    """
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    gathered_at = manifest.stat().st_mtime if manifest.is_file() else 0.0
    if any(changed_at.timestamp() > gathered_at for changed_at in _changes()):
        call_command("collectstatic", interactive=False, verbosity=0)


def _changes() -> list[datetime]:
    return [
        storage.get_modified_time(path) for finder in get_finders() for path, storage in finder.list(ignore_patterns=[])
    ]
