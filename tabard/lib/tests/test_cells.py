import pytest

from tabard.lib.cells import harmless


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_work_out_is_quoted(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Good morning", "1 = 1", "'=1"])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell
