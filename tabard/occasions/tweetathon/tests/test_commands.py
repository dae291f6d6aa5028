"""What a person types, and what they get."""

import csv
import io
import json
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from tabard.occasions.tweetathon import jobs
from tabard.occasions.tweetathon.actions import tweetathons
from tabard.occasions.tweetathon.counting.definitions import FIGURES
from tabard.occasions.tweetathon.keeping.store import Store
from tabard.occasions.tweetathon.tests.event_makers import LATER, START, make_tweetathon
from tabard.occasions.tweetathon.tests.material import make_file, make_status
from tabard.occasions.tweetathon.tests.replay import Replay, Shape, v1
from tabard.occasions.tweetathon.wording import TweetathonWords
from tabard.people.teams.tests.makers import NINE

SHAPE = Shape(posts=90, authors=31, reposts=34, languages=6, followers=70_007)
HEAVY = ["duckdb", "ibis", "pyarrow", "pyspark", "pandas", "sqlglot", "zstandard"]


@pytest.fixture
def data_folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path / "var"
    return settings.DATA_FOLDER


@pytest.fixture
def day(tmp_path):
    return make_file(tmp_path, *map(v1, Replay(SHAPE).posts), name="day.jsonl")


def said(*words, errors=None):
    out = io.StringIO()
    call_command("tweetathon", *map(str, words), stdout=out, stderr=errors or io.StringIO())
    return out.getvalue()


def run(script):
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603


def test_count_prints_the_figures_as_json_with_their_definitions(day):
    found = json.loads(said("count", "--json", "--hashtag", "POLTWT", day))

    assert (found["posts"], found["originals"], found["reposts"], found["authors"]) == (90, 56, 34, 31)
    assert (found["languages"], found["combined_followers"], found["not_read"]) == (6, 70_007, 0)
    assert sum(found["by_hour"].values()) == 90
    assert set(found["definitions"]) == set(FIGURES)


@pytest.mark.parametrize(
    "name", ["count", "import", "collect", "render", "resolve-places", "identify-languages", "destroy-key"]
)
def test_each_command_says_what_it_does_above_its_options(name, capsys):
    with pytest.raises(SystemExit):
        said(name, "--help")

    told = capsys.readouterr().out.partition("\n\n")[2]
    assert told[:1].isupper()
    assert not told.startswith(("positional", "options"))


def test_count_without_lists_prints_none(day):
    found = json.loads(said("count", "--json", "--top", "0", day))

    assert (found["posts"], found["hashtags"], found["links"], found["most_shared"]) == (90, [], [], [])
    assert "Hashtags" not in said("count", "--top", "0", day)


def test_count_prints_for_a_person_too(day):
    told = said("count", day)

    assert "Posts                                      90" in told
    assert "cannot be told" in told
    assert "Posts by hour" in told


@pytest.mark.django_db
def test_import_and_count_of_the_event_give_the_same_figures(day, data_folder):
    assert "Took in 124 posts of 1 file, " in said("import", "--event", "poltwt-2027", day)

    stored, straight = (json.loads(said("count", "--json", *words)) for words in (["--event", "poltwt-2027"], [day]))

    assert {**stored, "most_shared": 0} == {**straight, "most_shared": 0}


@pytest.mark.django_db
def test_a_file_that_was_taken_in_is_not_read_again_and_goes_on_where_it_was(day, data_folder):
    said("import", "--event", "poltwt-2027", day)

    assert "Took in 0 posts" in said("import", "--event", "poltwt-2027", day)


@pytest.mark.django_db
def test_after_the_key_is_destroyed_the_figures_stay_and_nothing_is_taken_in(day, data_folder):
    said("import", "--event", "poltwt-2027", day)
    before = said("count", "--json", "--event", "poltwt-2027")
    with pytest.raises(CommandError, match="--yes"):
        said("destroy-key", "--event", "poltwt-2027")

    said("destroy-key", "--event", "poltwt-2027", "--yes")

    assert said("count", "--json", "--event", "poltwt-2027") == before
    with pytest.raises(CommandError, match="destroyed"):
        said("import", "--event", "poltwt-2027", day)


@pytest.mark.django_db
def test_a_key_that_cannot_be_read_is_told_in_a_sentence(day, data_folder):
    said("import", "--event", "poltwt-2027", day)
    key = data_folder / "tweetathon" / "poltwt-2027" / "key"
    key.unlink()
    key.mkdir()  # not even root reads that

    for words in (["import", "--event", "poltwt-2027", day], ["destroy-key", "--event", "poltwt-2027", "--yes"]):
        with pytest.raises(CommandError, match="key"):
            said(*words)


@pytest.mark.django_db
def test_one_event_whose_key_cannot_be_destroyed_holds_up_no_other(day, data_folder, riverside):
    for slug in ("poltwt-2026", "poltwt-2027"):
        make_tweetathon(riverside, slug)
        said("import", "--event", slug, day)
    first, second = (data_folder / "tweetathon" / slug / "key" for slug in ("poltwt-2026", "poltwt-2027"))
    first.unlink()
    first.mkdir()

    jobs.forget(NINE + timedelta(days=400))

    assert not second.exists()


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_destroyed_while_the_day_is_heard_ends_it_with_a_sentence(data_folder):
    store = Store.made(data_folder / "tweetathon" / "poltwt-2027")
    meanwhile = threading.Timer(2, store.destroy_key)
    meanwhile.start()

    with pytest.raises(CommandError, match="destroyed"):
        said("collect", "--event", "poltwt-2027", "--hashtag", "poltwt", "--every", "1", "--poll", "1")

    meanwhile.join()


@pytest.mark.django_db(transaction=True)
def test_a_day_that_is_changed_and_then_cancelled_while_it_is_heard_is_heard_anew_and_then_no_more(
    data_folder, riverside, lead
):
    polday = make_tweetathon(riverside)

    class Terminal(io.StringIO):
        """Once it is told what is listened for, somebody at the desk has another idea."""

        def write(self, text):
            if text.startswith("Listening for #PolDay"):
                words = TweetathonWords(team=riverside, name="Police Day", hashtags=("#PolNight",), starts_at=START)
                tweetathons.change_tweetathon(tweetathon=polday, words=words, by=lead, correction="Tag", now=LATER)
            if text.startswith("Listening for #PolNight"):
                tweetathons.cancel_tweetathon(tweetathon=polday, reason="Storm.", by=lead, now=LATER)
            return super().write(text)

    told = Terminal()

    with pytest.raises(CommandError, match="cancelled"):
        call_command("tweetathon", "collect", "--event", "polday", "--every", "1", "--poll", "1", stdout=told)

    assert told.getvalue().index("#PolDay") < told.getvalue().index("changed") < told.getvalue().index("#PolNight")


def test_what_was_not_read_is_told_by_file_and_line(tmp_path):
    errors = io.StringIO()
    file = make_file(tmp_path, make_status(1), b"{broken", make_status(2))

    found = json.loads(said("count", "--json", file, errors=errors))

    assert (found["posts"], found["not_read"]) == (2, 1)
    assert errors.getvalue() == "Not read: posts.jsonl, line 2: it is no JSON, or cut off\n"


def test_a_table_for_a_spreadsheet_holds_no_formula(tmp_path):
    formula = '=HYPERLINK("https://evil.example","x")'
    original = make_status(1, text=formula)
    retweet = make_status(2, retweeted_status=original, source=formula)

    said("count", "--csv", tmp_path / "out.csv", make_file(tmp_path, original, retweet))

    with (tmp_path / "out.csv").open(newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert f"'{formula}" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "-", "\t"))] == []


def test_no_control_character_of_a_post_reaches_the_terminal(tmp_path):
    evil = "\x1b[2J\x07[bold]gone[/bold]\u202e"
    original = make_status(1, text=evil)

    told = said("count", make_file(tmp_path, make_status(2, retweeted_status=original, source=evil)))

    assert not {"\x1b", "\x07", "\u202e"} & set(told)
    assert "[bold]gone[/bold]" in told


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["count"], "Name files"),
        (["count", "--event", "none-2027"], "no store"),
        (["count", "--event", "../etc"], "letters, figures and hyphens"),
        (["count", "--hashtag", "two words", "x"], "no hashtag"),
        (["count", "--map", "id", "x"], "FIELD=COLUMN"),
        (["count", "--registered", "/nowhere", "x"], "cannot be read"),
        (["count", "--follows", "/nowhere", "x"], "cannot be read"),
        (["import", "x"], "Name the event"),
    ],
)
def test_a_slip_is_answered_with_what_to_do(data_folder, words, why):
    with pytest.raises(CommandError, match=why):
        said(*words)


def test_registered_accounts_and_lists_of_followers_are_read_from_tables(tmp_path):
    register = tmp_path / "register.csv"
    register.write_text("network,account,force\nx,@SWPNeath,South Wales Police\n")
    follows = tmp_path / "follows.csv"
    follows.write_text("network,author,follower\nx,7,1\nx,7,2\nx,7,2\n")

    found = json.loads(
        said("count", "--json", "--registered", register, "--follows", follows, make_file(tmp_path, make_status()))
    )

    assert found["by_force"] == {"South Wales Police": 1}
    assert (found["estimated_audience"], found["combined_followers"]) == (2, 40)


def test_a_server_that_holds_no_tweetathon_loads_nothing_of_it():
    script = (
        "import sys, django; django.setup()\n"
        "import tabard.urls, tabard.wiring, tabard.worker, tabard.server\n"
        "from django.core.management import load_command_class\n"
        "load_command_class('tabard.occasions.tweetathon', 'tweetathon')\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = run(script)

    assert done.stdout.strip() == "[]", done.stderr


def test_without_the_extra_the_command_says_what_brings_it(tmp_path):
    script = (
        "import sys; sys.modules['ibis'] = None\n"
        "from tabard.cli import main; main(['tabard', 'tweetathon', 'count', 'x'])"
    )
    done = run(script)

    assert done.returncode == 1
    assert done.stderr.strip() == (
        "CommandError: This needs packages that are not installed: pip install 'tabard[tweetathon]'"
    )
