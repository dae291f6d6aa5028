"""Files of areas, as they come: sound, odd and broken."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.lib.geo.features import BadFeatures, BadFile, BadGeography, Feature
from tabard.lib.geo.geojson import read_geojson
from tabard.lib.geo.json_text import parse_json
from tabard.lib.geo.kml import open_kmz, read_kml
from tabard.lib.geo.naming import Naming
from tabard.lib.geo.reading import read_places

RING = [[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
COORDINATES = "0,50,7 1,50,7 1,51,7 0,51,7 0,50,7"
KML_POLYGON = (
    "<Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs>{}</Polygon>"
)


def kml(inside: str, namespace: str = ' xmlns="http://www.opengis.net/kml/2.2"') -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><kml{namespace}><Document>{inside}</Document></kml>'


def placemark(inside: str, name: str = "<name>Quay</name>") -> str:
    return kml(f"<Placemark>{name}{inside}</Placemark>")


def read(path: Path, content: Any) -> list[Feature]:
    path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
    return read_places(path)


def geo(geometry: Any, **properties: Any) -> str:
    return json.dumps({"type": "Feature", "properties": properties, "geometry": geometry})


def test_all_three_kinds_of_document_are_read(tmp_path: Path) -> None:
    collection = json.dumps({"type": "FeatureCollection", "features": [json.loads(geo(POLYGON, id=4, name="Quay"))]})

    for nth, content in enumerate([collection, geo(POLYGON, id="4", name="Quay")]):
        (feature,) = read(tmp_path / f"{nth}.json", content)
        assert (feature.code, feature.name, feature.geometry.area) == ("4", "Quay", 1)
    (bare,) = read(tmp_path / "C04.geojson", json.dumps(POLYGON))
    assert (bare.code, bare.name) == ("C04", "C04")


def test_text_that_holds_a_number_is_a_number(tmp_path: Path) -> None:
    ring = [[str(x), f" {y}.0 "] for x, y in RING]

    (feature,) = read(tmp_path / "a.json", geo({"type": "Polygon", "coordinates": [ring]}, id="A"))

    assert feature.geometry.area == 1


def test_collections_are_searched_for_areas(tmp_path: Path) -> None:
    inner = {"type": "GeometryCollection", "geometries": [POLYGON, {"type": "Point", "coordinates": [0, 50]}]}
    line = {"type": "LineString", "coordinates": RING}

    (feature,) = read(
        tmp_path / "a.json", geo({"type": "GeometryCollection", "geometries": [inner, line]}, id="A")
    )  # fmt: skip

    assert feature.geometry.area == 1
    assert feature.repairs == ("left out 2 parts that were points or lines",)


def test_another_coordinate_system_is_converted(tmp_path: Path) -> None:
    ring = [[318000, 176000], [319000, 176000], [319000, 177000], [318000, 177000], [318000, 176000]]
    document = json.loads(geo({"type": "Polygon", "coordinates": [ring]}, id="A"))
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}

    (feature,) = read(tmp_path / "a.json", json.dumps(document))

    assert feature.geometry.centroid.x == pytest.approx(-3.175, abs=0.01)
    assert feature.geometry.centroid.y == pytest.approx(51.48, abs=0.01)


@pytest.mark.parametrize(
    ("geometry", "problem"),
    [
        (None, "it has no geometry"),
        ("here", "its geometry is 'here'"),
        ({"type": "Circle"}, "unknown type 'Circle'"),
        ({"type": "Point", "coordinates": [0, 50]}, "no area: all its parts are points or lines"),
        ({"type": "Polygon"}, "polygon 1 is missing"),
        ({"type": "Polygon", "coordinates": []}, "polygon 1 is []"),
        ({"type": "Polygon", "coordinates": [[[0, 50], [1]]]}, "ring 1, point 2 is [1]"),
        ({"type": "Polygon", "coordinates": [[[0, 50], [True, 2]]]}, "longitude is True, which is not a number"),
        ({"type": "Polygon", "coordinates": [[[0, 50], [0, "5O"]]]}, "latitude is '5O', which is not a number"),
        ({"type": "MultiPolygon", "coordinates": [[RING], 7]}, "polygon 2 is 7"),
        ({"type": "GeometryCollection", "geometries": []}, "“geometries” are []"),
    ],
)
def test_a_broken_geometry_is_told_with_its_feature(tmp_path: Path, geometry: Any, problem: str) -> None:
    with pytest.raises(BadFeatures) as refused:
        read(tmp_path / "a.json", geo(geometry, id="C9", name="Quay"))

    assert "Feature 1 (id C9, “Quay”): " in str(refused.value)
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"type": "FeatureCollection"', "it is not JSON: .* in line 1"),
        (b'{"type": "Feature", "properties": {"n": "\xff"}}', "not UTF-8 text: byte"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"type": "Feature", "type": "Polygon"}', "(?<!read: )the key “type” stands twice"),
        (b'{"\\ud800": 1, "\\ud800": 2}', r"the key “\\ud800” stands twice"),
        (b'{"type": "FeatureCollection", "features": []}', "it has no features"),
        (b'{"type": "FeatureCollection", "features": {}}', "its “features” are {}"),
        (b'{"type": "Topology"}', "TopoJSON"),
        (b'{"type": "Feature", "crs": {"properties": {"name": "Narnia"}}}', "'Narnia' is not known"),
        (b"PK\x03\x04nothing", "zip file that cannot be opened"),
        (b"<kml><Document/></kml>", "it has no placemarks"),
        (b"<kml><Document>", "it is not XML"),
        (b'<!DOCTYPE k [<!ENTITY a "aaa">]><kml>&a;</kml>', "entities or a document type"),
        (b"", "it is empty"),
        (b"GIF89a", "its format is not known"),
    ],
)
def test_a_broken_file_is_told_by_name(tmp_path: Path, content: bytes, problem: str) -> None:
    with pytest.raises(BadFile, match=rf"beats\.json: .*{problem}"):
        read(tmp_path / "beats.json", content)


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        ({"id": "C9", "share": float("nan")}, "(id C9): its property 'share' is nan, not a number"),
        ({"id": "C9", "share": [{"of": float("inf")}]}, "its property 'share' is inf, not a number"),
        ({"id": "C9", "name": "Quay\ud800"}, "(id C9, “Quay\\ud800”): its name is 'Quay\\ud800', which"),
        ({"id": "C9", "note": "Quay\0"}, "its property 'note' is 'Quay\\x00', which holds what is no character"),
        ({"id": "C9", "a\ud800": 1}, "the name of a property is 'a\\ud800', which holds what is no character"),
        ({"id": "x" * 51}, "51 characters, and 50 are the most"),
    ],
)
def test_what_cannot_be_kept_of_a_feature_is_told_with_it(tmp_path: Path, properties: dict, problem: str) -> None:
    with pytest.raises(BadFeatures) as refused:
        read(tmp_path / "beats.json", geo(POLYGON, **properties))

    assert str(refused.value).startswith("Feature 1 (id ")
    assert problem in str(refused.value)
    assert str(refused.value).encode()


def test_a_property_nested_without_end_is_told_with_its_feature(tmp_path: Path) -> None:
    with pytest.raises(BadFeatures, match=r"id C9\): its property 'deep' is nested too deeply"):
        read(tmp_path / "a.json", geo(POLYGON, id="C9").replace('"C9"', f'"C9", "deep": {"[" * 200}{"]" * 200}'))


def test_kml_is_read_with_its_holes_parts_and_data(tmp_path: Path) -> None:
    ring = "<LinearRing><coordinates>0.2,50.2 0.4,50.2 0.4,50.4 0.2,50.4 0.2,50.2</coordinates></LinearRing>"
    first = KML_POLYGON.format(COORDINATES, f"<innerBoundaryIs>{ring}</innerBoundaryIs>")
    second = KML_POLYGON.format("5,50\n6,50\n6,51\n5,51\n5,50", "")
    data = '<ExtendedData><Data name="code"><value> C04 </value></Data><Data name="beat"><value>7</value></Data>'
    content = placemark(f"{data}</ExtendedData><MultiGeometry><Point/>{first}{second}</MultiGeometry>")

    (feature,) = read(tmp_path / "a.kml", content)

    assert (feature.code, feature.geometry.area) == ("C04", pytest.approx(1.96))
    assert feature.extra["beat"] == "7"
    assert feature.repairs == ("left out 1 part that were points or lines",)


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://earth.google.com/kml/2.1"'])
def test_kml_of_any_namespace_is_read(tmp_path: Path, namespace: str) -> None:
    content = kml(f"<Placemark><name>Quay</name>{KML_POLYGON.format(COORDINATES, '')}</Placemark>", namespace)

    (feature,) = read(tmp_path / "C04.kml", content)

    assert (feature.code, feature.name) == ("C04", "Quay")


def test_a_name_alone_becomes_a_code_that_an_address_can_hold(tmp_path: Path) -> None:
    marks = "".join(
        f"<Placemark><name>{name}</name>{KML_POLYGON.format(COORDINATES, '')}</Placemark>"
        for name in ("Quay / Lock", "B")
    )

    found = read(tmp_path / "areas.kml", kml(marks))

    assert [(feature.code, feature.name) for feature in found] == [("Quay-Lock", "Quay / Lock"), ("B", "B")]


def test_schema_data_names_a_kml_feature(tmp_path: Path) -> None:
    schema = '<SchemaData><SimpleData name="WD24CD">W1</SimpleData><SimpleData name="WD24NM">Cathays</SimpleData>'
    data = f"<ExtendedData>{schema}</SchemaData></ExtendedData>"

    (feature,) = read(tmp_path / "a.kml", placemark(data + KML_POLYGON.format(COORDINATES, ""), name=""))

    assert (feature.code, feature.name) == ("W1", "Cathays")


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        (KML_POLYGON.format("0,50 x,51 1,51", ""), "point 2: longitude is 'x'"),
        (KML_POLYGON.format("0,50 1 1,51", ""), "point 2 is '1'"),
        ("<Polygon/>", "polygon 1 has 0 outer boundaries"),
        ("<Point><coordinates>0,50</coordinates></Point>", "all its parts are points or lines"),
        ("", "it has no geometry"),
    ],
)
def test_a_broken_placemark_is_told(tmp_path: Path, inside: str, problem: str) -> None:
    with pytest.raises(BadFeatures) as refused:
        read(tmp_path / "C04.kml", placemark(inside))

    assert "Feature 1 (id C04, “Quay”): " in str(refused.value)
    assert problem in str(refused.value)


def kmz(compression: int = zipfile.ZIP_STORED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        archive.writestr("../../evil.txt", "no")
        archive.writestr("doc.kml", placemark(KML_POLYGON.format(COORDINATES, "")))
    return packed.getvalue()


def test_a_kmz_is_opened_and_never_unpacked(tmp_path: Path) -> None:
    (feature,) = read(tmp_path / "C04.kmz", kmz())

    assert feature.name == "Quay"
    assert [path.name for path in tmp_path.iterdir()] == ["C04.kmz"]


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_kmz_with_damaged_bytes_is_told_by_name(tmp_path: Path, compression: int) -> None:
    content = bytearray(kmz(compression))
    start = content.index(b"doc.kml") + 7
    content[start : start + 20] = b"\xff" * 20

    with pytest.raises(BadFile, match=r"C04\.kmz: it is a zip file that cannot be opened"):
        read(tmp_path / "C04.kmz", bytes(content))


@settings(deadline=None)
@given(st.integers(0, len(kmz(zipfile.ZIP_DEFLATED)) - 1), st.integers(0, 255))
def test_no_damaged_byte_breaks_the_opening_of_a_kmz(at: int, byte: int) -> None:
    content = bytearray(kmz(zipfile.ZIP_DEFLATED))
    content[at] = byte

    try:
        read_kml(open_kmz(bytes(content)), naming=Naming())
    except BadGeography as error:
        assert str(error)


def test_a_broken_police_uk_boundary_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadFeatures, match="id C04\\): point 2: latitude is missing"):
        read(tmp_path / "C04.json", json.dumps([{"latitude": "1", "longitude": "2"}, {"longitude": "3"}]))


def test_a_police_uk_boundary_of_several_rings_is_taken_apart(tmp_path: Path) -> None:
    corners = [(x, y) for x, y in RING] + [(x + 5, y) for x, y in RING]
    points = [{"latitude": str(y), "longitude": str(x)} for x, y in corners]

    (feature,) = read(tmp_path / "C04.json", json.dumps(points))

    assert feature.geometry.area == 2
    assert len(feature.geometry.geoms) == 2


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(BadGeography, match="no boundaries in this folder"):
        read_places(tmp_path)


def test_in_a_folder_the_file_is_named_too(tmp_path: Path) -> None:
    (tmp_path / "C04.geojson").write_text(json.dumps(POLYGON))
    (tmp_path / "C05.geojson").write_text(geo(None))

    with pytest.raises(BadFeatures, match=r"C05\.geojson, feature 1 \(id C05\): it has no geometry"):
        read_places(tmp_path)


@pytest.mark.parametrize(
    ("properties", "code", "name"),
    [
        ({"id": "W1", "neighbourhood": "Gower", "PFN": "P9", "ward_name": "G"}, "W1", "Gower"),
        ({"neighbourhood": "C04", "name": "Centre"}, "C04", "Centre"),
        ({"NAME": "Centre", "Code": 7.0}, "7", "Centre"),
        ({"name": "Centre"}, "9", "Centre"),
        ({"wd16cd": "E05", "wd16nm": "Abbey"}, "E05", "Abbey"),
        ({"id": None, "name": " Old   Town "}, "9", "Old Town"),
    ],
)
def test_codes_and_names_are_found_under_many_words(properties: dict, code: str, name: str) -> None:
    feature = {"type": "Feature", "id": 9, "properties": properties, "geometry": POLYGON}

    (found,) = read_geojson(feature, naming=Naming())

    assert (found.code, found.name) == (code, name)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from(["Feature", "Polygon"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "features", "geometry", "coordinates", "crs"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(json_values)
def test_no_json_breaks_the_reader(document: Any) -> None:
    try:
        read_geojson(document, naming=Naming())
    except BadGeography as error:
        assert str(error)


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_break_the_readers(content: bytes) -> None:
    for reader in (parse_json, lambda given: read_kml(given, naming=Naming())):
        try:
            reader(content)
        except BadGeography as error:
            assert str(error)
