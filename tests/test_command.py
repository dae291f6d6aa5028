"""The `tabard` command, as somebody types it who does not know it yet."""

import pytest

from tests import servers


@pytest.mark.parametrize("asked", [["--help"], ["help"], []])
def test_whoever_asks_for_help_sees_our_commands_first_and_spelt_as_they_are_typed(site_folder, asked):
    said = servers.tabard(*asked, env=servers.site_settings(site_folder))

    own, others = said.split("Of Django and other packages:")
    assert "  import-places      Take in a force's neighbourhood boundaries" in own
    assert "  run  " in own
    assert "_" not in own
    assert "showmigrations" in others
    assert "db-worker" in others


@pytest.mark.parametrize("asked", [["help", "import-places"], ["import-places", "--help"], ["import_places", "-h"]])
def test_the_help_of_one_command_is_found_under_its_typed_name(site_folder, asked):
    said = servers.tabard(*asked, env=servers.site_settings(site_folder))

    assert said.startswith("usage: tabard import")
    assert "--force SLUG" in said
