"""What is in deploy/ serves: nginx before two web processes, one of which is killed; and units that systemd takes."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests import programs, servers
from tests.architecture.access_table import ACCESS
from tests.journeys.sites import copy_of

DEPLOY = servers.ROOT / "deploy"
PUBLISH = """
from tabard.plant.stream.actions import publish
publish(topic="team-7", event="post", data={"post_id": 1})
"""


WRITTEN: dict[str, Any] = {"seconds": 30, "what": "nginx has written its log: it may answer before"}


@dataclass
class Site:
    url: str
    folder: Path
    webs: list[servers.TabardProcess]
    env: dict[str, str]


@pytest.fixture(scope="module")
def site(empty_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("deploy")
    data = copy_of(empty_site, folder / "data")
    static = (data / "static").rename(folder / "static")
    with servers.redis_server() as redis:
        env = servers.site_settings(data, REDIS_URL=redis, STATIC_FOLDER=str(static))
        with (
            servers.tabard_process("web", env) as one,
            servers.tabard_process("web", env) as two,
            servers.nginx_server(folder, webs=[one.url, two.url], static=static) as url,
        ):
            yield Site(url=url, folder=folder, webs=[one, two], env=env)


def logged(site: Site) -> str:
    return "".join(path.read_text() for path in [*(site.folder / "log").iterdir(), site.folder / "error.log"])


def test_pages_come_through_compressed_and_without_a_cookie(site):
    answer = requests.get(f"{site.url}/", timeout=60)

    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert not answer.cookies
    assert "nginx/" not in answer.headers["Server"]


def test_static_files_are_served_by_nginx_for_ever(site):
    page = requests.get(f"{site.url}/", timeout=60).text
    address = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert address is not None

    answer = requests.get(site.url + address[1], timeout=60)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    written = site.folder / "static" / address[1].removeprefix("/static/")
    assert answer.content == written.read_bytes()


def test_an_nginx_without_the_static_files_asks_tabard_for_them(site, tmp_path):
    page = requests.get(f"{site.url}/", timeout=60).text
    address = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert address is not None

    with servers.nginx_server(tmp_path, webs=[site.webs[1].url], static=tmp_path / "none") as url:
        answer = requests.get(url + address[1], timeout=60)

    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.content == (site.folder / "static" / address[1].removeprefix("/static/")).read_bytes()


def test_a_new_image_is_not_served_with_the_static_files_of_the_old_one():
    dockerfile, compose = (DEPLOY / "Dockerfile").read_text(), (DEPLOY / "compose.yaml").read_text()
    made, read = re.findall(r"TABARD_STATIC_FOLDER=(\S+)", dockerfile)
    kept = re.findall(r"^VOLUME (\S+)", dockerfile, re.MULTILINE) + re.findall(r"data:(/[^\s:\"]+)", compose)

    assert made == read
    assert "/var/lib/tabard" in kept
    assert not [volume for volume in kept if Path(read).is_relative_to(volume)]


def test_metrics_are_not_for_the_world_and_health_is(site):
    assert requests.get(f"{site.url}/metrics", timeout=60).status_code == 404
    assert requests.get(f"{site.url}/healthz", timeout=60).json()["healthy"]


def test_a_proxy_on_the_same_machine_does_not_open_metrics(site):
    direct = requests.get(f"{site.webs[1].url}/metrics", timeout=60)
    forwarded = requests.get(f"{site.webs[1].url}/metrics", headers={"X-Forwarded-For": "127.0.0.1"}, timeout=60)

    assert (direct.status_code, forwarded.status_code) == (200, 404)


def test_no_query_and_no_address_is_logged(site):
    requests.get(f"{site.url}/api/locate-neighbourhood?q=51.87654321,-3.12345678", timeout=60)
    requests.get(f"{site.url}/search/?q=mysecretword", headers={"Referer": "https://else.example/me"}, timeout=60)

    words = servers.wait_until(lambda: w if "GET /search/ 200" in (w := logged(site)) else None, **WRITTEN)
    assert "/api/locate-neighbourhood" in words
    assert not re.search(r"87654321|12345678|mysecretword|else\.example|python-requests", words)


def test_whoever_reads_the_log_finds_no_word_that_opens_anything(site):
    """An invitation, a new password, a follower's own page: the word in the address is all that it takes."""
    patterns = [pattern for pattern, who in ACCESS.items() if who == "token"]
    paths = [re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "wordfromthemail", pattern).rstrip("$") for pattern in patterns]
    paths += ["/account/invitation/wordfromthemail", "//account/invitation/wordfromthemail/"]

    for path in paths:
        requests.get(f"{site.url}/{path}", timeout=60)

    requests.get(f"{site.url}/accessibility/", timeout=60)
    words = servers.wait_until(lambda: w if "GET /accessibility/ 200" in (w := logged(site)) else None, **WRITTEN)
    assert "wordfromthemail" not in words
    assert {"GET /account/... ", "GET /follow/... "} <= set(re.findall(r"GET \S+ ", words))


def test_a_live_page_hears_at_once_through_nginx(site):
    with requests.get(f"{site.url}/live/?topic=team-7", stream=True, timeout=120) as page:
        lines = page.iter_lines()
        assert next(lines) == b"retry: 2000"
        threading.Timer(1, lambda: servers.tabard("shell", "-v", "0", "-c", PUBLISH, env=site.env)).start()
        heard = next(line for line in lines if line.startswith(b"event"))

    assert heard == b"event: post"
    assert page.headers["Content-Type"] == "text/event-stream"


def test_too_many_forms_from_one_place_are_asked_to_wait(site):
    def post(_number: int) -> int:
        return requests.post(f"{site.url}/find/", data={"query": ""}, timeout=60).status_code

    first = post(0)
    with ThreadPoolExecutor(8) as hands:
        found = list(hands.map(post, range(40)))

    assert first != 429
    assert 429 in found
    assert requests.get(f"{site.url}/", timeout=60).status_code == 200


def test_the_apps_of_a_whole_force_may_come_from_one_address(site):
    sent = {"grant_type": "authorization_code", "code": "x", "client_id": "x", "client_secret": "x"}

    answers = [requests.post(f"{site.url}/oauth/token", data=sent, timeout=60) for _ in range(60)]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer.json()["error"] for answer in answers} == {"invalid_client"}


def test_an_app_in_a_browser_can_read_that_tabard_is_away(tmp_path):
    with servers.nginx_server(tmp_path, webs=[f"http://127.0.0.1:{servers.free_port()}"], static=tmp_path) as url:
        away = requests.get(f"{url}/api/v2/instance", timeout=60)
        page = requests.get(f"{url}/", timeout=60)
        too_large = requests.post(f"{url}/api/v2/media", headers={"Content-Length": "900000000"}, timeout=60)

    assert (away.status_code, away.headers["Content-Type"]) == (502, "application/json")
    assert away.json() == {"error": "The server cannot be reached now. Try again in a moment."}
    assert away.headers["Access-Control-Allow-Origin"] == "*"
    assert (too_large.status_code, too_large.json()) == (413, {"error": "What you sent is too large."})
    assert (page.status_code, page.headers["Content-Type"]) == (502, "text/html")
    assert "Access-Control-Allow-Origin" not in page.headers


def test_readers_notice_nothing_when_a_web_process_is_killed(site):
    assert {requests.get(f"{site.url}/healthz", timeout=60).status_code for _ in range(6)} == {200}

    site.webs[0].kill()

    assert {requests.get(f"{site.url}/healthz", timeout=60).status_code for _ in range(20)} == {200}


def test_the_site_with_certificates_is_one_that_nginx_takes(tmp_path):
    program = servers.require(programs.NGINX)
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=teams.force.example",
        "-days",
        "1",
    ]
    if shutil.which("openssl") is None:
        pytest.skip("openssl is missing. This brings it: apt-get install openssl")
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    words: list[str | Path] = [sys.executable, DEPLOY / "nginx/render.py", "--server-name", "teams.force.example"]
    words += ["--upstream", "127.0.0.1:8001", "--upstream", "127.0.0.1:8002"]
    words += ["--certificate", certificate, "--key", key, "--static-folder", tmp_path]
    rendered = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    moved = rendered.replace("/var/cache/nginx/tabard", str(tmp_path / "cache"))
    moved = moved.replace("/var/log/nginx", str(tmp_path)).replace(" 80;", f" {servers.free_port()};")
    moved = re.sub(r":80;|:443 ssl", lambda found: found[0].replace("80", "8980").replace("443", "8943"), moved)
    moved = moved.replace("listen 443 ssl", f"listen {servers.free_port()} ssl")
    conf = tmp_path / "nginx.conf"
    conf.write_text(f"pid {tmp_path}/pid; error_log {tmp_path}/error.log;\nevents {{}}\nhttp {{\n{moved}\n}}\n")

    tried = subprocess.run([program, "-t", "-p", tmp_path, "-c", conf], check=False, capture_output=True, text=True)

    assert tried.returncode == 0, tried.stderr
    assert "return 301 https://$host$request_uri" in rendered
    assert "${" not in rendered.replace("in ${...}", "")


def test_systemd_takes_the_units(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is missing. This brings it: apt-get install systemd")
    for unit in (DEPLOY / "systemd").iterdir():
        words = unit.read_text().replace("/opt/tabard/.venv/bin/tabard", "/bin/true")
        (tmp_path / unit.name.replace("@.", "@8001.")).write_text(words)
        if "@." in unit.name:
            (tmp_path / unit.name).write_text(words)

    units = [path for path in tmp_path.iterdir() if "@." not in path.name]
    tried = subprocess.run(["systemd-analyze", "verify", *units], check=False, capture_output=True, text=True)

    ours = [line for line in tried.stderr.splitlines() if "tabard" in line]
    assert (tried.returncode, ours) == (0, [])


def test_a_bounce_is_handed_over_with_the_settings_of_the_service(tmp_path):
    script = (DEPLOY / "receive-bounce").read_text()
    (tmp_path / "environment").write_text("TABARD_SITE_NAME='Your Police'\n")
    fake = tmp_path / ".venv/bin/tabard"
    fake.parent.mkdir(parents=True)
    fake.write_text('#!/bin/sh\necho "$TABARD_SITE_NAME, $TABARD_DATA_FOLDER:" "$@"; cat\n')
    fake.chmod(0o755)
    moved = tmp_path / "receive-bounce"
    moved.write_text(script.replace("/etc/tabard/", f"{tmp_path}/").replace("/opt/tabard", str(tmp_path)))

    done = subprocess.run(
        ["sh", moved, "bounces+x@force.example"],
        check=True,
        input="message",
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
    )

    assert done.stdout == ("Your Police, /var/lib/tabard: receive-bounce --recipient bounces+x@force.example\nmessage")
