"""KML 2.2 (OGC 07-147r2) into raw features: placemarks with polygons, names and extended data; and KMZ, its zip."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tabard.lib.geo.features import BadFeature, BadFeatures, BadFile, BadShape, Polygon, Position, RawFeature, Ring
from tabard.lib.geo.json_text import MOST_BYTES
from tabard.lib.geo.naming import Naming, code_from
from tabard.lib.geo.rings import number, shown

BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, RuntimeError, EOFError, OSError, ValueError),
)
"""What zipfile lets through of what a damaged file does to it."""
NOT_AREAS = {"Point", "LineString", "LinearRing", "Track", "MultiTrack", "Model"}


def read_kml(content: bytes, *, naming: Naming, stem: str = "") -> list[RawFeature]:
    """Turn a KML document into features, one per placemark; raises BadFile, or BadFeatures naming every bad one.

    `stem` is the file's name without its ending: data.police.uk puts one neighbourhood in each file and its code there.
    """
    placemarks = [element for element in _root(content).iter() if local(element) == "Placemark"]
    if not placemarks:
        raise BadFile("it has no placemarks")
    spare_code = stem if len(placemarks) == 1 else ""
    found: list[RawFeature] = []
    problems: list[BadFeature] = []
    naming.check(_properties(placemark) for placemark in placemarks)
    for index, placemark in enumerate(placemarks, start=1):
        properties = _properties(placemark)
        name = naming.name_of(properties) or child_text(placemark, "name")
        code = naming.code_of(properties, otherwise=[spare_code, placemark.get("id")]) or code_from(name)
        try:
            found.append(_feature(placemark, index=index, code=code, name=name or code, extra=properties))
        except BadShape as error:
            problems.append(BadFeature(index=index, code=code, name=name, problem=str(error)))
    if problems:
        raise BadFeatures(problems)
    return found


def open_kmz(content: bytes) -> bytes:
    """The KML document inside a KMZ (OGC 07-147r2, annex C): the first .kml in it, never unpacked to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            documents = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".kml")]
            if not documents:
                raise BadFile("it is a zip file with no KML document in it")
            with archive.open(documents[0]) as document:
                inside = document.read(MOST_BYTES + 1)
    except BadFile:
        raise
    except BROKEN_ZIP as error:
        raise BadFile(f"it is a zip file that cannot be opened: {error}") from None
    if len(inside) > MOST_BYTES:
        raise BadFile(f"the document in it is larger than {MOST_BYTES // 1024 // 1024} MB")
    return inside


def local(element: Element) -> str:
    """The element's name without its namespace: KML is written with several, and with none."""
    return str(element.tag).rpartition("}")[2]


def child_text(element: Element, name: str) -> str:
    """The text of the first child of that name, on one line."""
    texts = (child.text or "" for child in element if local(child) == name)
    return " ".join(next(texts, "").split())


def _root(content: bytes) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise BadFile("it declares entities or a document type, which are not let in") from None
    except (ParseError, ValueError, LookupError) as error:
        raise BadFile(f"it is not XML: {error}") from None
    return root


def _properties(placemark: Element) -> dict[str, Any]:
    """`Data` (with a `value` inside) and `SimpleData` (with text inside) of the placemark's extended data."""
    properties: dict[str, Any] = {}
    for element in placemark.iter():
        if local(element) == "Data":
            properties[element.get("name", "")] = child_text(element, "value")
        elif local(element) == "SimpleData":
            properties[element.get("name", "")] = " ".join((element.text or "").split())
    description = child_text(placemark, "description")
    return {"description": description, **properties} if description else properties


def _feature(placemark: Element, *, index: int, code: str, name: str, extra: dict[str, Any]) -> RawFeature:
    polygons = [_polygon(element, f"polygon {nth}") for nth, element in enumerate(_polygons(placemark), start=1)]
    left_out = sum(1 for child in _outside_polygons(placemark) if local(child) in NOT_AREAS)
    if not polygons:
        raise BadShape("it has no area: all its parts are points or lines" if left_out else "it has no geometry")
    if not code:
        raise BadShape("it has neither a code nor a name")
    return RawFeature(index=index, code=code, name=name, polygons=polygons, left_out=left_out, extra=extra)


def _polygons(placemark: Element) -> Iterator[Element]:
    return (element for element in placemark.iter() if local(element) == "Polygon")


def _outside_polygons(element: Element) -> Iterator[Element]:
    for child in element:
        if local(child) != "Polygon":
            yield child
            yield from _outside_polygons(child)


def _polygon(element: Element, what: str) -> Polygon:
    outer = _boundary(element, "outerBoundaryIs", what)
    if len(outer) != 1:
        raise BadShape(f"{what} has {len(outer)} outer boundaries, where one is needed")
    return outer + _boundary(element, "innerBoundaryIs", what)


def _boundary(element: Element, kind: str, what: str) -> list[Ring]:
    rings = [ring for child in element if local(child) == kind for ring in child if local(ring) == "LinearRing"]
    return [_ring(child_text(ring, "coordinates"), f"{what}, ring {nth}") for nth, ring in enumerate(rings, start=1)]


def _ring(text: str, what: str) -> Ring:
    return [_position(triple, f"{what}, point {nth}") for nth, triple in enumerate(text.split(), start=1)]


def _position(text: str, what: str) -> Position:
    numbers = text.split(",")
    if len(numbers) < 2:
        raise BadShape(f"{what} is {shown(text)}, where longitude,latitude is needed")
    return number(numbers[0], f"{what}: longitude"), number(numbers[1], f"{what}: latitude")
