from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def picture_folder(tmp_path: Path, settings: object) -> Path:
    """Each test keeps its pictures in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    return tmp_path / "media"
