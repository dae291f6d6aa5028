"""A site that was never told to gather its style sheets comes up with them all the same."""

import urllib.request

from tests import servers


def test_a_new_sites_pages_come_with_their_style_sheet(bare_folder):
    env = servers.site_settings(bare_folder)
    servers.tabard("migrate", "--verbosity=0", env=env)

    with servers.tabard_process("run", env) as site:
        with urllib.request.urlopen(f"{site.url}/places/", timeout=60) as page:  # noqa: S310  our own address
            words = page.read().decode()
        sheet = words.split('rel="stylesheet" href="')[1].split('"')[0]
        with urllib.request.urlopen(f"{site.url}{sheet}", timeout=60) as found:  # noqa: S310  our own address
            status = found.status

    assert status == 200
    assert "tabard." in sheet
