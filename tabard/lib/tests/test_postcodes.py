"""How postcodes are written, and the national list."""

from pathlib import Path

import brotli
import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.lib.postcodes import LETTERS, NotAPostcode, list_folder, normalise, read_list, spaced

NOWHERE = float("nan")


def write_list(folder: Path, letter: str, rows: list[tuple[str, float, float]]) -> None:
    data = {
        "pcd": [row[0] for row in rows],
        "laua": ["W06000015"] * len(rows),
        "oseast1m": [row[1] for row in rows],
        "osnrth1m": [row[2] for row in rows],
    }
    packed = msgpack.packb({"columns": list(data), "data": data})
    (folder / f"postcodes_{letter}.msgpack.br").write_bytes(brotli.compress(packed))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("cf101aa", "CF101AA"),
        (" CF10 1AA ", "CF101AA"),
        ("CF10\u00a01aa", "CF101AA"),
        ("cf10-1aa.", "CF101AA"),
        ("M1 1AE", "M11AE"),
        ("w1a 1aa", "W1A1AA"),
        ("GIR 0AA", "GIR0AA"),
        ("npt 1aa", "NPT1AA"),
        ("\uff23\uff26\uff11\uff10 1AA", "CF101AA"),
    ],
)
def test_a_postcode_is_read_however_it_is_typed(typed: str, code: str) -> None:
    assert normalise(typed) == code


@pytest.mark.parametrize("typed", ["", "CF10", "12345", "CF10 1A", "CF10 1AAA", "1CF 0AA", "CF10 1A1", "Cardiff", "٣"])
def test_what_has_not_the_form_of_a_postcode_is_refused(typed: str) -> None:
    with pytest.raises(NotAPostcode):
        normalise(typed)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_postcode_or_refused(text: str) -> None:
    try:
        code = normalise(text)
    except NotAPostcode:
        return
    assert normalise(spaced(code)) == code
    assert code.isascii()


def test_a_code_is_written_with_one_space() -> None:
    assert spaced("CF101AA") == "CF10 1AA"


def test_great_britain_and_northern_ireland_have_different_grids(tmp_path: Path) -> None:
    write_list(tmp_path, "B", [("BT1 5GS", 333832.0, 374014.0), ("B1  1AA", 406649.0, 286530.0)])

    listed = next(found for found in read_list(tmp_path) if found.codes)
    latitudes, longitudes = listed.positions()

    assert listed.codes == ["BT15GS", "B11AA"]
    assert latitudes == pytest.approx([54.5966, 52.4766], abs=1e-3)  # Belfast City Hall; Birmingham
    assert longitudes == pytest.approx([-5.9301, -1.9035], abs=1e-3)


def test_codes_without_a_place_have_none(tmp_path: Path) -> None:
    write_list(tmp_path, "G", [("GY1 1AA", NOWHERE, NOWHERE), ("G1  1AA", 259300.5, 665400.5)])

    listed = next(found for found in read_list(tmp_path) if found.codes)
    latitudes, _ = listed.positions()

    assert listed.has_place().tolist() == [False, True]
    assert np.isnan(latitudes).tolist() == [True, False]
    assert listed.is_terminated().tolist() == [False, False]


def test_a_position_known_only_to_a_hundred_metres_is_of_a_terminated_code(tmp_path: Path) -> None:
    write_list(tmp_path, "C", [("CF1 1AA", 317600.0, 175200.0), ("CF101EP", 318200.0, 175860.0)])

    listed = next(found for found in read_list(tmp_path) if found.codes)

    assert listed.is_terminated().tolist() == [True, False]


def test_the_installed_list_has_a_file_for_every_letter() -> None:
    letters = sorted(path.name[10] for path in list_folder().glob("postcodes_*.msgpack.br"))

    assert letters == sorted(LETTERS)
