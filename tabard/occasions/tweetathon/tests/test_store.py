"""What was kept can be read whatever happened, counts once, and leads to nobody who did not register."""

import json
import os
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from tabard.occasions.tweetathon.counting.count import count
from tabard.occasions.tweetathon.counting.engines import engine
from tabard.occasions.tweetathon.keeping.pseudonyms import KeyIsGone
from tabard.occasions.tweetathon.keeping.store import LIST, PARTS, NoStore, Progress, Store, store_of
from tabard.occasions.tweetathon.registered import NotARegister, Registered
from tabard.occasions.tweetathon.saying import BLUESKY, MASTODON, REPOST
from tabard.occasions.tweetathon.tests.material import counted, make_saying, sayings_of
from tabard.occasions.tweetathon.tests.replay import Replay, Shape

WORDS = "The-cat-of-number-nine-is-back"


def keep(store, *sayings, rows=1000):
    with store.writer(rows) as writer:
        for saying in sayings:
            writer.add(saying)


def figures_of(store, **options):
    with engine("duckdb", "") as chosen:
        return count(chosen, store.parts(), registered=store.registered, **options).as_json()


def everything_in(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def plain(folder):
    """The cells of all parts, since Parquet packs them."""
    return repr([pq.read_table(part).to_pylist() for part in sorted((folder / PARTS).glob("*.parquet"))])


# -- whole -------------------------------------------------------------------------------------------------------------


def test_what_was_kept_is_counted_after_a_restart(tmp_path):
    keep(Store.made(tmp_path / "s"), make_saying("1", hashtags=("poltwt",)), make_saying("2", hashtags=("poltwt", "a")))

    assert figures_of(Store.opened(tmp_path / "s"), hashtag="poltwt")["posts"] == 2


def test_a_store_gives_the_figures_of_the_files_it_was_made_from(tmp_path):
    day = [
        make_saying("1", language="en", country="GB", hashtags=("poltwt",), followers=5, posted_at=1),
        make_saying("2", author="8", handle="b", kind=REPOST, repost_of="1", followers=7),
        make_saying("3", author=None, handle="b", links=("https://a.example/",)),
        make_saying("4", version=2, language="cy"),
        make_saying("4", is_deleted=True),
    ]
    keep(store := Store.made(tmp_path / "s"), *day)

    found, wanted = figures_of(store), counted(day).as_json()

    assert {name: found[name] for name in found if name != "most_shared"} == {
        name: wanted[name] for name in wanted if name != "most_shared"
    }


def test_the_same_posts_again_after_a_restart_count_once(tmp_path):
    for _ in range(2):
        keep(Store.made(tmp_path / "s"), make_saying("1"), make_saying("2", author="8", handle="b"))

    found = figures_of(Store.opened(tmp_path / "s"))
    assert (found["posts"], found["authors"]) == (2, 2)


def test_parts_are_added_and_never_changed(tmp_path):
    store = Store.made(tmp_path / "s")
    keep(store, *(make_saying(str(each)) for each in range(5)), rows=2)
    before = {part: part.read_bytes() for part in store.parts()}

    keep(store, make_saying("1", version=1, language="cy"))

    assert len(before) == 3
    assert {part: part.read_bytes() for part in before} == before
    assert figures_of(store)["by_language"] == {"cy": 1}


def test_a_part_that_was_not_finished_and_a_line_that_was_cut_off_are_not_there(tmp_path):
    keep(Store.made(tmp_path / "s"), make_saying("1"))
    (tmp_path / "s" / PARTS / "9-9.parquet.new").write_bytes(b"PAR1 cut")
    (tmp_path / "s" / PARTS / "8-8.parquet").write_bytes(b"PAR1 without a line")
    with (tmp_path / "s" / LIST).open("ab") as file:
        file.write(b'{"part": "8-8.parq')

    keep(store := Store.made(tmp_path / "s"), make_saying("2"))

    assert figures_of(store)["posts"] == 2
    assert figures_of(Store.opened(tmp_path / "s"))["posts"] == 2


@pytest.mark.parametrize("after", [0.05, 0.4, 1.0])
def test_a_store_is_whole_after_its_writer_was_killed(tmp_path, after):
    script = (
        "import sys, itertools, pathlib\n"
        "from tabard.occasions.tweetathon.keeping.store import Store, Progress\n"
        "from tabard.occasions.tweetathon.tests.material import make_saying\n"
        "store = Store.made(pathlib.Path(sys.argv[1]))\n"
        "with store.writer(3) as writer:\n"
        "    print('ready', flush=True)\n"
        "    for number in itertools.count(1):\n"
        "        writer.reached(Progress('file', number - 1)); writer.add(make_saying(str(number)))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "s")], stdout=subprocess.PIPE)  # noqa: S603
    process.stdout.readline()
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()

    store = Store.opened(tmp_path / "s") if Store.is_one(tmp_path / "s") else Store.made(tmp_path / "s")
    done = store.values_of("file")
    keep(store, *(make_saying(str(number)) for number in range(done + 1, done + 10)))

    assert figures_of(store)["posts"] == done + 9


def test_how_far_a_file_was_read_is_kept_with_what_was_read(tmp_path):
    store = Store.made(tmp_path / "s")
    writer = store.writer(2)
    for number in range(1, 6):
        writer.reached(Progress("a.jsonl", number - 1))
        writer.add(make_saying(str(number)))

    again = Store.opened(tmp_path / "s")

    assert (
        again.values_of("a.jsonl") == 3
    )  # the fifth is not in, and whether the fourth was all of its value is not known
    assert again.values_of("b.jsonl") == 0


# -- without names -----------------------------------------------------------------------------------------------------


@pytest.fixture
def secret_day():
    place = "Number nine, Witness Street"
    return [
        make_saying(
            "306104842389438464",
            handle="the_witness",
            author="4602771083",
            text=WORDS,
            author_place=place,
            url="https://x.com/the_witness/status/306104842389438464",
        ),
        make_saying(
            "at://did:plc:witness/app.bsky.feed.post/a",
            network=BLUESKY,
            author="did:plc:witness",
            handle=None,
            text=WORDS,
        ),
        make_saying(
            "https://h.example/users/the_witness/statuses/1",
            network=MASTODON,
            author="the_witness@h.example",
            handle="the_witness@h.example",
            text=WORDS,
        ),
        make_saying(
            "2",
            handle="swpneath",
            author="99",
            text="Thank you @the_witness and @psni",
            reply_to="306104842389438464",
            url="https://x.com/swpneath/status/2",
        ),
    ]


REGISTER = [Registered("x", "swpneath", "South Wales Police"), Registered("x", "psni", "PSNI")]
SECRETS = ["the_witness", "4602771083", "306104842389438464", "did:plc:witness", "h.example", WORDS, "Witness Street"]


def test_nothing_in_a_store_leads_to_an_author_who_did_not_register(tmp_path, secret_day):
    keep(Store.made(tmp_path / "s", REGISTER), *secret_day)

    kept = everything_in(tmp_path / "s").decode("latin-1") + plain(tmp_path / "s")

    assert [secret for secret in SECRETS if secret in kept] == []


def test_who_registered_keeps_name_words_and_address(tmp_path, secret_day):
    keep(store := Store.made(tmp_path / "s", REGISTER), *secret_day)

    assert "Thank you @… and @psni" in plain(tmp_path / "s")
    assert figures_of(store)["by_force"] == {"South Wales Police": 1}


def test_a_registered_account_that_is_told_by_its_id_alone_keeps_its_handle_and_words(tmp_path):
    did = "did:plc:z72i7hdynmk6r22z27h6tvur"
    known = Registered("bluesky", did, "Politie", handle="politie.example")
    saying = make_saying("at://x", network="bluesky", author=did, handle=None, text="Hello from Utrecht")

    keep(store := Store.made(tmp_path / "s", [known]), saying)

    assert "Hello from Utrecht" in plain(tmp_path / "s")
    assert "politie.example" in plain(tmp_path / "s")
    assert figures_of(store)["by_force"] == {"Politie": 1}


def test_one_who_registered_keeps_no_words_of_those_whom_they_repeat(tmp_path, secret_day):
    repeat = make_saying(
        "3", handle="swpneath", author="99", kind=REPOST, repost_of="7", text=f"RT @the_witness: {WORDS}"
    )
    named = make_saying("4", handle="swpneath", author="99", text="Thank you ＠the_witness")  # noqa: RUF001
    keep(Store.made(tmp_path / "s", REGISTER), repeat, named)

    assert [secret for secret in SECRETS if secret in plain(tmp_path / "s")] == []


def test_of_the_moment_of_a_post_by_one_who_did_not_register_only_the_hour_is_kept(tmp_path):
    moment = 1_779_719_009_157_119
    keep(Store.made(tmp_path / "s", REGISTER), make_saying(posted_at=moment))
    keep(Store.made(tmp_path / "t", REGISTER), make_saying(posted_at=moment, handle="swpneath"))

    assert (str(moment) in plain(tmp_path / "s"), str(moment) in plain(tmp_path / "t")) == (False, True)
    assert figures_of(Store.opened(tmp_path / "s"))["by_hour"] == {"2026-05-25T14:00Z": 1}


def test_a_key_that_was_cut_off_can_be_destroyed_and_the_figures_stay(tmp_path):
    keep(store := Store.made(tmp_path / "s"), make_saying())
    (tmp_path / "s" / "key").write_bytes(b"cut")

    store.destroy_key()

    assert not (tmp_path / "s" / "key").exists()
    assert figures_of(Store.opened(tmp_path / "s"))["posts"] == 1


def test_two_stores_give_the_same_author_different_names(tmp_path):
    for name in "ab":
        keep(Store.made(tmp_path / name), make_saying())

    assert plain(tmp_path / "a") != plain(tmp_path / "b")


def test_after_the_key_is_destroyed_nothing_is_added_and_nobody_can_be_found_by_trying(tmp_path, secret_day):
    store = Store.made(tmp_path / "s")
    keep(store, *secret_day)
    key = (tmp_path / "s" / "key").read_bytes()
    before = figures_of(store)

    store.destroy_key()

    assert key not in everything_in(tmp_path / "s")
    assert not (tmp_path / "s" / "key").exists()
    assert figures_of(Store.opened(tmp_path / "s")) == before
    with pytest.raises(KeyIsGone):
        Store.opened(tmp_path / "s").writer()
    with pytest.raises(KeyIsGone):
        Store.made(tmp_path / "s")


def test_a_store_out_of_a_backup_without_its_key_gives_the_same_figures_and_takes_nothing_in(tmp_path, secret_day):
    store = Store.made(tmp_path / "s")
    keep(store, *secret_day)
    store.register(REGISTER)
    before = figures_of(store, aliases=store.aliases())

    (tmp_path / "s" / "key").rename(tmp_path / "s" / "key.destroyed")  # as `tabard restore` leaves it

    found = Store.opened(tmp_path / "s")
    assert found.aliases()
    assert figures_of(found, aliases=found.aliases()) == before
    found.destroy_key()
    assert found.aliases()
    with pytest.raises(KeyIsGone):
        found.writer()


def test_a_destroyed_key_cannot_be_made_anew_to_compare_names_with(tmp_path):
    store = Store.made(tmp_path / "s")
    keep(store, make_saying())
    store.destroy_key()
    (tmp_path / "s" / "key.destroyed").unlink()

    keep(Store.made(tmp_path / "s"), make_saying())

    found = figures_of(Store.opened(tmp_path / "s"))
    assert (found["posts"], found["authors"]) == (2, 2)  # the same author, and nothing shows it


def test_only_the_server_may_read_the_key(tmp_path):
    Store.made(tmp_path / "s")

    assert (tmp_path / "s" / "key").stat().st_mode & 0o777 == 0o600


def test_an_author_and_a_post_with_the_same_number_have_different_names(tmp_path):
    keep(Store.made(tmp_path / "s"), make_saying("7", author="7", handle="7"))

    names = json.loads(plain(tmp_path / "s").replace("'", '"').replace("None", "null").replace("False", "false"))[0][0]
    assert len({names["id"], names["author"], names["handle"]}) == 3


# -- opening -----------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_no_store_is_told(tmp_path):
    with pytest.raises(NoStore):
        Store.opened(tmp_path)


@pytest.mark.parametrize("event", ["../x", "/etc", "", "a b", "é", "a/b", "."])
def test_the_name_of_an_event_leads_nowhere_else(event):
    with pytest.raises(NoStore):
        store_of(event)


def test_two_forces_may_not_claim_one_account(tmp_path):
    with pytest.raises(NotARegister):
        Store.made(tmp_path / "s", [*REGISTER, Registered("x", "psni", "Garda")])


def test_a_force_that_has_another_name_since_keeps_its_accounts(tmp_path):
    keep(Store.made(tmp_path / "s", REGISTER), make_saying(handle="psni", author="99"))

    store = Store.made(tmp_path / "s", [Registered("x", "psni", "Police Service of Northern Ireland")])

    assert figures_of(store)["by_force"] == {"Police Service of Northern Ireland": 1}


def test_what_another_process_registers_and_adds_meanwhile_is_there_too(tmp_path):
    one, other = Store.made(tmp_path / "s"), Store.made(tmp_path / "s", REGISTER[:1])
    keep(other, make_saying("1"))

    one.register(REGISTER[1:])

    assert Store.opened(tmp_path / "s").registered == REGISTER
    assert figures_of(one)["posts"] == 1


def test_a_day_kept_in_small_parts_is_counted_exactly(tmp_path):
    shape = Shape(posts=90, authors=31, reposts=34, languages=6, followers=70_007)
    file = tmp_path / "day"
    file.write_bytes(b"\n".join(Replay(shape).lines()))

    keep(store := Store.made(tmp_path / "s"), *sayings_of(file), rows=7)

    found = figures_of(store, hashtag="poltwt")
    assert [found[name] for name in ("posts", "reposts", "authors", "languages", "combined_followers")] == [
        90,
        34,
        31,
        6,
        70_007,
    ]
