"""GeoJSON (RFC 7946) into raw features: collections, single features and bare geometries."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from tabard.lib.geo.features import BadFeature, BadFeatures, BadFile, BadShape, Polygon, RawFeature
from tabard.lib.geo.naming import Naming, code_from
from tabard.lib.geo.rings import polygon, polygons, shown

AREAS = ("Polygon", "MultiPolygon", "GeometryCollection")
NOT_AREAS = ("Point", "MultiPoint", "LineString", "MultiLineString")
DEEPEST_COLLECTION = 20
WGS84 = {"urn:ogc:def:crs:ogc:1.3:crs84", "urn:ogc:def:crs:ogc::crs84", "ogc:crs84", "epsg:4326"}


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What areas a geometry has, and how many of its parts are none."""

    polygons: list[Polygon]
    left_out: int


def read_geojson(document: Any, *, naming: Naming, stem: str = "") -> list[RawFeature]:
    """Turn a parsed document into features; raises BadFile, or BadFeatures naming every feature that cannot be read.

    `stem` is the file's name without its ending: the code and name of a geometry that has none of its own.
    """
    if not isinstance(document, dict):
        raise BadFile(f"it is not GeoJSON: it starts with {shown(document)}")
    move = _transformer(document.get("crs"))
    found: list[RawFeature] = []
    problems: list[BadFeature] = []
    readings = [_Reading(index, feature, naming, stem) for index, feature in enumerate(_features(document), start=1)]
    naming.check(read.properties for read in readings)
    for read in readings:
        try:
            found.append(read.feature(move))
        except BadShape as error:
            problems.append(read.problem(str(error)))
    if problems:
        raise BadFeatures(problems)
    return found


class _Reading:
    """One feature while it is being read, so that an error can say which it was."""

    def __init__(self, index: int, feature: Any, naming: Naming, stem: str) -> None:
        self.index, self.source = index, feature
        given = feature.get("properties") if isinstance(feature, dict) else None
        self.properties: dict[str, Any] = given if isinstance(given, dict) else {}
        own_id = feature.get("id") if isinstance(feature, dict) else None
        self.code = naming.code_of(self.properties, otherwise=[own_id, stem])
        self.name = naming.name_of(self.properties, otherwise=self.code)
        self.code = self.code or code_from(self.name)

    def feature(self, move: Transformer | None) -> RawFeature:
        if not isinstance(self.source, dict) or self.source.get("type") != "Feature":
            raise BadShape(f"it is {shown(self.source)}, where a GeoJSON Feature is needed")
        parts = parts_of(self.source.get("geometry"))
        if not parts.polygons:
            raise BadShape("it has no area: all its parts are points or lines")
        if not self.code:
            raise BadShape("it has neither a code nor a name; say which property holds them")
        return RawFeature(
            index=self.index,
            code=self.code,
            name=self.name,
            polygons=moved(parts.polygons, move),
            left_out=parts.left_out,
            extra=self.properties,
        )

    def problem(self, text: str) -> BadFeature:
        return BadFeature(index=self.index, code=self.code, name=self.name, problem=text)


def _features(document: dict[str, Any]) -> Iterator[Any]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list):
            raise BadFile(f"its “features” are {shown(features)}, where a list is needed")
        if not features:
            raise BadFile("it has no features")
        yield from features
    elif kind == "Feature":
        yield document
    elif kind in AREAS + NOT_AREAS:
        yield {"type": "Feature", "properties": {}, "geometry": document}
    elif kind == "Topology":
        raise BadFile("it is TopoJSON, which is not read here: export it as GeoJSON")
    else:
        raise BadFile(f"it is not GeoJSON: its type is {shown(kind)}")


def parts_of(geometry: Any, depth: int = 0) -> Parts:
    """The areas of a GeoJSON geometry, however deep they lie in collections; raises BadShape."""
    if geometry is None:
        raise BadShape("it has no geometry")
    if not isinstance(geometry, dict):
        raise BadShape(f"its geometry is {shown(geometry)}, where a GeoJSON geometry is needed")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        return Parts(polygons=[polygon(coordinates, "polygon 1")], left_out=0)
    if kind == "MultiPolygon":
        return Parts(polygons=polygons(coordinates), left_out=0)
    if kind == "GeometryCollection":
        return _parts_of_collection(geometry.get("geometries"), depth + 1)
    if kind in NOT_AREAS:
        return Parts(polygons=[], left_out=1)
    raise BadShape(f"its geometry has the unknown type {shown(kind)}")


def _parts_of_collection(members: Any, depth: int) -> Parts:
    if not isinstance(members, list) or not members:
        raise BadShape(f"its “geometries” are {shown(members)}, where a list is needed")
    if depth > DEEPEST_COLLECTION:
        raise BadShape("its collections are nested too deeply")
    parts = [parts_of(member, depth) for member in members]
    return Parts(
        polygons=[rings for part in parts for rings in part.polygons], left_out=sum(part.left_out for part in parts)
    )


def _transformer(crs: Any) -> Transformer | None:
    """RFC 7946 knows WGS84 only, but many files still carry the `crs` member of GeoJSON 2008, section 3."""
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        raise BadFile(f"its coordinate system is {shown(crs)}, which cannot be read")
    if name.lower() in WGS84:
        return None
    try:
        return Transformer.from_crs(CRS.from_user_input(name), "OGC:CRS84", always_xy=True)
    except CRSError:
        raise BadFile(f"its coordinate system {shown(name)} is not known") from None


def moved(shape: list[Polygon], move: Transformer | None) -> list[Polygon]:
    """The polygons in WGS84."""
    if move is None:
        return shape
    return [[[move.transform(x, y) for x, y in points] for points in rings] for rings in shape]
