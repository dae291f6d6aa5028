"""`tabard import-places` and `tabard boundaries`, as the person at the keyboard sees them."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from tabard.people.places.locate import locate
from tabard.people.places.models import Boundary, BoundaryGeneration, Force, Neighbourhood, State
from tabard.people.places.tests.makers import square

pytestmark = pytest.mark.django_db

KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>{name}</name>
<Polygon><outerBoundaryIs><LinearRing><coordinates>{points}</coordinates></LinearRing></outerBoundaryIs></Polygon>
</Placemark></Document></kml>"""


def geojson(path: Path, **shapes: BaseGeometry) -> Path:
    rows = [
        {"type": "Feature", "properties": {"id": code, "name": f"Place {code}"}, "geometry": shape.__geo_interface__}
        for code, shape in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
    return path


def run(command: str, *args: str, **options: Any) -> str:
    said = StringIO()
    call_command(command, *args, stdout=said, **options)
    return said.getvalue()


def test_a_file_becomes_the_live_boundaries_of_a_new_force(tmp_path: Path):
    said = run(
        "import_places", str(geojson(tmp_path / "beats.geojson", A=square(0, 50), B=square(1, 50))),
        force="avon", force_name="Avon Police", licence="OGL v3",
    )  # fmt: skip

    generation = BoundaryGeneration.objects.live().get()
    assert (generation.source, generation.licence, generation.force.name) == ("", "OGL v3", "Avon Police")
    assert locate(latitude=50.5, longitude=1.5).place.code == "B"
    assert "2 neighbourhoods" in said
    assert "No overlaps." in said


def test_a_dry_run_tells_all_and_changes_nothing(tmp_path: Path):
    said = run("import_places", str(geojson(tmp_path / "a.json", A=square(0, 50))), force="avon", dry_run=True)

    assert "1 neighbourhood new: A" in said
    assert "nothing was changed" in said
    assert not Force.objects.exists()
    assert not BoundaryGeneration.objects.exists()


def test_a_slip_in_the_slug_makes_no_second_force(tmp_path: Path):
    path = str(geojson(tmp_path / "a.json", A=square(0, 50)))
    run("import_places", path, force="avon", force_name="Avon Police")

    with pytest.raises(CommandError, match=r"There is no force avon2 here, only avon \(Avon Police\)\."):
        run("import_places", path, force="avon2")

    assert Force.objects.count() == 1
    assert Neighbourhood.objects.count() == 1


def test_a_new_force_is_told_with_those_that_are_there_already(tmp_path: Path):
    path = str(geojson(tmp_path / "a.json", A=square(0, 50)))

    first = run("import_places", path, force="avon-dale")
    beside = run("import_places", path, force="exe", force_name="Exe Police", dry_run=True)
    again = run("import_places", path, force="avon-dale")

    assert "New force: avon-dale (Avon Dale).\n" in first
    assert "New force: exe (Exe Police), beside avon-dale (Avon Dale)." in beside
    assert "New force" not in again


@pytest.mark.parametrize("option", ["name_property", "code_property"])
def test_a_property_that_no_feature_has_renames_nothing(tmp_path: Path, option: str):
    path = str(geojson(tmp_path / "a.json", A=square(0, 50)))
    (tmp_path / "b.kml").write_text(KML.format(name="Centre", points="0,50 1,50 1,51 0,51 0,50"))
    run("import_places", path, force="avon")

    with pytest.raises(CommandError, match=r"a\.json: it has no property “nope”; there are: id, name"):
        run("import_places", path, force="avon", **{option: "nope"})
    with pytest.raises(CommandError, match=r"b\.kml: it has no property “nope”; there are none at all"):
        run("import_places", str(tmp_path / "b.kml"), force="avon", **{option: "nope"})

    assert Neighbourhood.objects.get().name == "Place A"


def test_broken_input_says_which_feature_and_leaves_the_live_boundaries_alone(tmp_path: Path):
    run("import_places", str(geojson(tmp_path / "a.json", A=square(0, 50))), force="avon")
    broken = json.loads((tmp_path / "a.json").read_text())
    broken["features"].append(
        {
            "type": "Feature",
            "properties": {"id": "C9", "name": "Quay"},
            "geometry": {"type": "Polygon", "coordinates": [[[0, 50], [1, 50], ["x", 51], [0, 50]]]},
        }
    )
    (tmp_path / "b.json").write_text(json.dumps(broken))

    with pytest.raises(CommandError) as refused:
        run("import_places", str(tmp_path / "b.json"), force="avon")

    assert "Feature 2 (id C9, “Quay”): polygon 1, ring 1, point 3: longitude is 'x'" in str(refused.value)
    assert refused.value.returncode != 0
    assert BoundaryGeneration.objects.count() == 1
    assert locate(latitude=50.5, longitude=0.5).place.code == "A"


@pytest.mark.parametrize("content", ["", "{", "hello", "[]", '{"type": "Topology"}', "<kml/>", "<!DOCTYPE a><kml/>"])
def test_a_file_that_is_no_map_is_refused_by_name(tmp_path: Path, content: str):
    (tmp_path / "odd.json").write_text(content)

    with pytest.raises(CommandError, match=r"odd\.json: it"):
        run("import_places", str(tmp_path / "odd.json"), force="avon")

    assert not Force.objects.exists()


def test_a_missing_file_and_a_bad_slug_are_said(tmp_path: Path):
    path = geojson(tmp_path / "a.json", A=square(0, 50))

    with pytest.raises(CommandError, match="No such file"):
        run("import_places", str(tmp_path / "nowhere.json"), force="avon")
    with pytest.raises(CommandError, match=r"Nothing was imported\. The force:"):
        run("import_places", str(path), force="A von!")
    with pytest.raises(CommandError, match="which file or folder"):
        run("import_places", force="avon")

    assert not Force.objects.exists()


def test_swapped_coordinates_are_noticed(tmp_path: Path):
    with pytest.raises(CommandError, match="look swapped"):
        run("import_places", str(geojson(tmp_path / "a.json", A=box(51, -3, 51.2, -2.8))), force="avon")


def test_a_force_in_the_seychelles_says_that_nothing_is_swapped(tmp_path: Path):
    mahe = str(geojson(tmp_path / "mahe.json", A=box(55.4, -4.8, 55.6, -4.5)))

    with pytest.raises(CommandError, match=r"look swapped\nIf they are right, add --not-swapped\."):
        run("import_places", mahe, force="seychelles")
    run("import_places", mahe, force="seychelles", not_swapped=True)

    assert locate(latitude=-4.62, longitude=55.45).place.code == "A"


def test_two_codes_that_differ_at_their_end_are_told_not_cut(tmp_path: Path):
    codes = {"x" * 50 + "1": square(0, 50), "x" * 50 + "2": square(1, 50)}

    with pytest.raises(CommandError, match=r"Feature 2 .*51 characters, and 50 are the most"):
        run("import_places", str(geojson(tmp_path / "a.json", **codes)), force="avon")


def test_a_code_that_could_not_be_asked_for_is_refused(tmp_path: Path):
    codes = {"A": square(0, 50), "A/1": square(1, 50)}

    with pytest.raises(CommandError, match=r"Feature 2 \(id A/1, “Place A/1”\): its code 'A/1' cannot stand in an"):
        run("import_places", str(geojson(tmp_path / "a.json", **codes)), force="avon")

    assert not Force.objects.exists()


def test_a_name_that_had_to_be_cut_is_told(tmp_path: Path):
    path = geojson(tmp_path / "a.json", A=square(0, 50))
    path.write_text(path.read_text().replace("Place A", "P" * 250))

    said = run("import_places", str(path), force="avon")

    assert f"A {'P' * 200}: its name of 250 characters: cut to 200" in said
    assert Neighbourhood.objects.get().name == "P" * 200


def test_importing_again_makes_a_new_generation_and_retires_what_is_gone(tmp_path: Path):
    run("import_places", str(geojson(tmp_path / "a.json", A=square(0, 50), B=square(1, 50))), force="avon")

    said = run(
        "import_places", str(geojson(tmp_path / "b.json", A=square(0, 50, 0.5), C=square(3, 50))), force="avon"
    )  # fmt: skip

    assert "1 neighbourhood with another boundary: A" in said
    assert "1 neighbourhood retired: B" in said
    assert "1 neighbourhood new: C" in said
    past = BoundaryGeneration.objects.get(state=State.PAST)
    assert sorted(past.boundaries.values_list("code", flat=True)) == ["A", "B"]
    assert Neighbourhood.objects.get(code="B").retired_at is not None
    assert sorted(Neighbourhood.objects.current().values_list("code", flat=True)) == ["A", "C"]


def test_a_draft_waits_until_it_is_switched_on(tmp_path: Path):
    said = run("import_places", str(geojson(tmp_path / "a.json", A=square(0, 50))), force="avon", keep_draft=True)
    draft = BoundaryGeneration.objects.get()
    before = Neighbourhood.objects.count()
    listed = run("boundaries")
    run("boundaries", switch_on=draft.pk)

    assert f"--switch-on {draft.pk}" in said
    assert before == 0
    assert "draft" in listed
    assert locate(latitude=50.5, longitude=0.5).place.code == "A"


def test_an_old_generation_can_be_switched_on_again(tmp_path: Path):
    run("import_places", str(geojson(tmp_path / "a.json", A=square(0, 50))), force="avon")
    run("import_places", str(geojson(tmp_path / "b.json", B=square(0, 50))), force="avon")
    first = BoundaryGeneration.objects.order_by("pk").first()
    assert first is not None

    run("boundaries", switch_on=first.pk)

    assert locate(latitude=50.5, longitude=0.5).place.code == "A"
    with pytest.raises(CommandError, match="is live already"):
        run("boundaries", switch_on=first.pk)
    with pytest.raises(CommandError, match="no generation 999999"):
        run("boundaries", switch_on=999999)


def test_an_old_generation_can_be_read_as_a_file(tmp_path: Path):
    run("import_places", str(geojson(tmp_path / "a.json", A=square(0, 50), B=square(1, 50))), force="avon")
    run("import_places", str(geojson(tmp_path / "b.json", C=square(0, 50))), force="avon")
    past = BoundaryGeneration.objects.get(state=State.PAST)

    run("boundaries", export=past.pk, out=tmp_path / "old.geojson")

    run("import_places", str(tmp_path / "old.geojson"), force="exe", force_name="Exe Police")
    shapes = Boundary.objects.live().filter(generation__force__slug="exe").order_by("code")
    assert [(one.code, one.name, one.digest) for one in shapes] == [
        (one.code, one.name, one.digest) for one in past.boundaries.order_by("code")
    ]
    with pytest.raises(CommandError, match="--out FILE"):
        run("boundaries", export=past.pk)
    with pytest.raises(CommandError, match="No such file"):
        run("boundaries", export=past.pk, out=tmp_path / "nowhere" / "old.geojson")


def test_overlaps_gaps_and_repairs_are_reported(tmp_path: Path):
    frame = box(0, 50, 3, 53).difference(box(1, 51, 2, 52))
    bow = Polygon([(2.9, 50), (4, 51), (4, 50), (2.9, 51), (2.9, 50)])

    said = run("import_places", str(geojson(tmp_path / "a.json", A=frame, B=bow)), force="avon", dry_run=True)

    assert "1 enclosed gap:" in said
    assert "beside A" in said
    assert "1 overlap:\n  A and B both claim" in said
    assert "1 repair:\n  B Place B: polygon 1: made valid (self-intersection" in said


def test_a_folder_of_one_kml_for_each_neighbourhood_is_read(tmp_path: Path):
    folder = tmp_path / "2026-10" / "avon"
    folder.mkdir(parents=True)
    (folder / "C04.kml").write_text(KML.format(name="Centre", points="0,50 1,50 1,51 0,51 0,50"))
    (folder / "C05.kml").write_text(KML.format(name="", points="1,50,0 2,50,0 2,51,0 1,51,0 1,50,0"))

    run("import_places", str(tmp_path), force="avon")

    assert sorted(Neighbourhood.objects.values_list("code", "name")) == [("C04", "Centre"), ("C05", "C05")]


def test_a_folder_of_police_uk_answers_is_read(tmp_path: Path):
    corners = [(50, 0), (50, 1), (51, 1), (51, 0), (50, 0)]
    points = [{"latitude": str(latitude), "longitude": str(longitude)} for latitude, longitude in corners]
    (tmp_path / "C04.json").write_text(json.dumps(points))
    (tmp_path / "neighbourhoods.json").write_text(json.dumps([{"id": "C04", "name": "City Centre"}]))

    run("import_places", str(tmp_path), force="avon")

    assert locate(latitude=50.5, longitude=0.5).place.name == "City Centre"


def test_names_and_codes_are_found_or_named(tmp_path: Path):
    row = {"WD24CD": "W1", "WD24NM": "Cathays", "beat_ref": "X7", "geo": None}
    shape = square(0, 50).__geo_interface__
    (tmp_path / "a.json").write_text(json.dumps({"type": "Feature", "properties": row, "geometry": shape}))

    run("import_places", str(tmp_path / "a.json"), force="avon")
    named = {"code_property": "beat_ref", "name_property": "WD24CD"}
    run("import_places", str(tmp_path / "a.json"), force="exe", force_name="Exe Police", **named)

    found = Neighbourhood.objects.order_by("pk").values_list("code", "name")
    assert list(found) == [("W1", "Cathays"), ("X7", "W1")]


def test_the_real_neighbourhoods_of_a_force_are_all_found(shared_data: Path):
    run("import_places", str(shared_data / "places/south_wales/neighbourhoods.geojson"), force="south-wales")

    assert Neighbourhood.objects.current().count() == 232
    assert Neighbourhood.objects.get(code="W05000524").name == "Gower"
    for boundary in Boundary.objects.live().select_related("neighbourhood").order_by("pk"):
        place = boundary.neighbourhood
        assert place is not None
        assert place.latitude is not None
        assert place.longitude is not None
        assert locate(latitude=place.latitude, longitude=place.longitude).place.neighbourhood_id == place.pk
