"""The `tabard` command, as somebody types it who does not know it yet."""

import json
import socket
import subprocess
import sys

import pytest

from tests import servers


@pytest.mark.parametrize("asked", [["--help"], ["help"], []])
def test_whoever_asks_for_help_sees_our_commands_first_and_spelt_as_they_are_typed(bare_folder, asked):
    said = servers.tabard(*asked, env=servers.site_settings(bare_folder))

    own, others = said.split("Of Django and other packages:")
    assert "  import-places      Take in a force's neighbourhood boundaries" in own
    assert "  run  " in own
    assert "_" not in own
    assert "showmigrations" in others
    assert "db-worker" in others


@pytest.mark.parametrize("asked", [["help", "import-places"], ["import-places", "--help"], ["import_places", "-h"]])
def test_the_help_of_one_command_is_found_under_its_typed_name(bare_folder, asked):
    said = servers.tabard(*asked, env=servers.site_settings(bare_folder))

    assert said.startswith("usage: tabard import")
    assert "--force SLUG" in said


@pytest.mark.parametrize(
    "typed",
    [
        ["import-places", "a.json", "--force", "avon", "--dry-run"],
        ["create-lead", "jo@police.example", "--name", "Jo"],
        ["run"],
    ],
)
def test_whoever_forgets_to_migrate_is_told_in_a_line(bare_folder, typed):
    corners = [[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]
    shape = {"type": "Polygon", "coordinates": [corners]}
    (bare_folder / "a.json").write_text(json.dumps({"type": "Feature", "properties": {"id": "A"}, "geometry": shape}))
    words = [str(bare_folder / word) if word == "a.json" else word for word in typed]

    with pytest.raises(AssertionError) as failed:
        servers.tabard(*words, env=servers.site_settings(bare_folder))

    assert "The database has no tables yet. Run `tabard migrate`." in str(failed.value)
    assert "Traceback" not in str(failed.value)


def test_a_taken_port_is_told_before_anything_starts(site_folder):
    env = servers.site_settings(site_folder)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(AssertionError) as failed:
            servers.tabard("run", "--port", str(port), env=env)

    said = str(failed.value)
    assert f"Port {port} is in use" in said
    assert "Tabard is at" not in said
    assert "Errno" not in said


def test_make_run_tells_of_a_taken_port_before_it_sets_anything_up():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "scripts/set_up.py", "run", "--port", str(port)]
        done = subprocess.run(command, cwd=servers.ROOT, check=False, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.strip() == f"Port {port} is in use; try another: make run PORT={port + 1}"
    assert done.stdout == ""


def test_a_site_behind_another_address_says_where_it_listens(site_folder):
    env = servers.site_settings(site_folder, BASE_URL="https://teams.your-force.example")

    with servers.tabard_process("run", env) as site:
        said = servers.wait_until(
            lambda: next((line for line in site.logged().splitlines() if "listens on" in line), None),
            seconds=120,
            what="it says where it listens",
        )

    assert f"{site.url}/" in said
