"""What the pages for people name is there: commands, targets of make, files, pictures, places on a page."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands

from tabard.occasions.tweetathon.management.commands.tweetathon import MODULES, Command
from tabard.voice.guidelines.checking.catalogue import RULES
from tests.architecture.floors import ROOT

PAGES = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("**/*.md")),
]
NO_COMMANDS = {"unix", "www-data"}  # words of Postfix and usermod
SAID = re.compile(r"`[^`\n]+`|^    .+$", re.MULTILINE)  # between backticks, or set apart
COMMAND = re.compile(r"(?:^|[ `/])tabard ([a-z][a-z-]+)(?=[ `\n]|$)")
TARGET = re.compile(r"(?:^|[ `])make ([a-z]+)(?=[ `\n]|$)")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")
FILE = re.compile(r"`((?:tabard|tests|deploy|docs|scripts|bench|locks)/[\w./-]*\w/?)`")


def said(page: str, pattern: re.Pattern[str]) -> set[str]:
    """What `pattern` finds in the code of a page."""
    return {name for code in SAID.findall((ROOT / page).read_text()) for name in pattern.findall(code)}


def anchors(page: Path) -> set[str]:
    """As forges make them of headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_is_one(page):
    known = {name.replace("_", "-") for name in get_commands()} | NO_COMMANDS

    assert said(page, COMMAND) - known == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_target_of_make_on_a_page_is_one(page):
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert said(page, TARGET) - known == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_picture_of_a_page_leads_somewhere(page):
    here = ROOT / page
    broken = []
    for link in LINK.findall(here.read_text()):
        name, _, anchor = link.partition("#")
        target = here.parent / name if name else here
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_is_there(page):
    gone = {name for name in FILE.findall((ROOT / page).read_text()) if not (ROOT / name).exists()}

    assert {name for name in gone if "NNNN" not in name} - {"tests/journeys/screenshots"} == set()


def lines_of(page: str, command: str) -> list[str]:
    """The command lines that are set apart on a page, without what a shell does with them."""
    found = re.findall(rf"^    tabard {command} (.+)$", (ROOT / page).read_text(), re.MULTILINE)
    return [line.partition(">")[0].rstrip() for line in found]


def test_the_page_of_a_tweetathon_shows_each_of_its_commands():
    shown = {line.split()[0] for line in lines_of("docs/tweetathon.md", "tweetathon")}

    assert shown == set(MODULES) - {"destroy-key"}  # which is said in a sentence, where nobody copies it unread


@pytest.mark.parametrize("line", sorted({line for page in PAGES for line in lines_of(page, "tweetathon")}))
def test_every_command_line_of_a_tweetathon_is_one_that_it_takes(line):
    parser = Command().create_parser("tabard", "tweetathon")

    parsed = parser.parse_args(shlex.split(line))

    assert parsed.subcommand == line.split()[0]


def test_the_pages_name_the_commands_that_people_need():
    everywhere = set().union(*(said(page, COMMAND) for page in PAGES))

    assert {"run", "web", "worker", "migrate", "backup", "restore", "import-places", "create-lead"} <= everywhere
    assert {"run", "test", "check", "bench"} <= set().union(*(said(page, TARGET) for page in PAGES))


def test_each_rule_of_the_guidelines_is_told_with_what_it_asks_for():
    page = (ROOT / "docs/guidelines.md").read_text()
    told = set(re.findall(r"^\| `([a-z-]+)` \| .* \| (\w+) \|$", page, re.MULTILINE))

    assert told == {(rule.id, rule.severity) for rule in RULES.values()}
