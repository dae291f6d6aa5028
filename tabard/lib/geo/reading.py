"""Files and folders of areas into features that are mended and ready: whichever format they are in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tabard.lib.geo import police_uk
from tabard.lib.geo.features import BadFeature, BadFeatures, BadFile, BadGeography, Feature, RawFeature
from tabard.lib.geo.geojson import read_geojson
from tabard.lib.geo.json_text import parse_json
from tabard.lib.geo.kml import open_kmz, read_kml
from tabard.lib.geo.mending import mend_all
from tabard.lib.geo.naming import Naming

ENDINGS = {".geojson", ".json", ".kml", ".kmz"}
KNOWN = "GeoJSON, KML, KMZ and data.police.uk's JSON are read"


def read_places(path: Path, naming: Naming | None = None) -> list[Feature]:
    """Read a file, or every file of a folder and the folders in it; raises BadFile and BadFeatures."""
    naming = naming or Naming()
    return mend_all(_read_folder(path, naming) if path.is_dir() else read_file(path, naming))


def read_file(path: Path, naming: Naming) -> list[RawFeature]:
    """The features of one file, not yet mended; raises BadFile and BadFeatures."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}") from None
    try:
        return _read_content(content, naming, path.stem)
    except BadFile as error:
        raise BadFile(f"{path.name}: {error}") from None


def _read_content(content: bytes, naming: Naming, stem: str) -> list[RawFeature]:
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:4]
    if start.startswith(b"PK"):
        return read_kml(open_kmz(content), naming=naming, stem=stem)
    if start.startswith(b"<"):
        return read_kml(content, naming=naming, stem=stem)
    if start.startswith((b"{", b"[")):
        document = parse_json(content)
        if police_uk.is_boundary(document):
            return [police_uk.boundary_feature(document, code=stem, name=stem)]
        return read_geojson(document, naming=naming, stem=stem)
    raise BadFile(f"it is empty; {KNOWN}" if not start else f"its format is not known; {KNOWN}")


def _read_folder(folder: Path, naming: Naming) -> list[RawFeature]:
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
    lists = {path: names for path in files if (names := _names_in(path))}
    names = {code: name for listed in lists.values() for code, name in listed.items()}
    found: list[RawFeature] = []
    problems: list[BadFeature] = []
    for path in (path for path in files if path not in lists):
        try:
            found += _numbered(read_file(path, naming), len(found), names)
        except BadFeatures as error:
            problems += [_in_file(problem, path) for problem in error.problems]
    if problems:
        raise BadFeatures(problems)
    if not found:
        raise BadGeography(f"{folder}: there are no boundaries in this folder; {KNOWN}")
    return found


def _names_in(path: Path) -> dict[str, str]:
    """The codes and names in a list of neighbourhoods as data.police.uk gives it: [{"id": "C04", "name": "Centre"}]."""
    if path.suffix.lower() != ".json" or "neighbourhoods" not in path.stem.lower():
        return {}
    try:
        document: Any = parse_json(path.read_bytes())
    except BadFile as error:
        raise BadFile(f"{path.name}: {error}") from None
    rows = [row for row in document if isinstance(row, dict)] if isinstance(document, list) else []
    return {str(row["id"]): str(row["name"]) for row in rows if row.get("id") and row.get("name")}


def _numbered(features: list[RawFeature], before: int, names: dict[str, str]) -> Iterator[RawFeature]:
    for feature in features:
        name = names.get(feature.code, feature.name)
        yield replace(feature, index=before + feature.index, name=name)


def _in_file(problem: BadFeature, path: Path) -> BadFeature:
    return BadFeature(
        index=problem.index, code=problem.code, name=problem.name, problem=problem.problem, file=path.name
    )
