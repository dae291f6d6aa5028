"""Files as they come: cut off, run together, through a spreadsheet, from a program that was stopped half-way. What can
be read is read, once and as what it is, and what cannot is told."""

import gzip

import orjson
import pytest

from tabard.occasions.tweetathon.reading import pieces
from tabard.occasions.tweetathon.saying import MASTODON, POST, REPLY, REPOST
from tabard.occasions.tweetathon.tests.material import (
    faults_of,
    make_file,
    make_status,
    make_toot,
    read_file,
    sayings_of,
)

ONE, TWO, THREE = (orjson.dumps(make_status(number)) for number in (1, 2, 3))
LAID_OUT = orjson.dumps([make_status(1), make_status(2)], option=orjson.OPT_INDENT_2)


def written(tmp_path, content, name="posts.json"):
    file = tmp_path / name
    file.write_bytes(content)
    return file


def ids(tmp_path, content):
    sayings, report = read_file(written(tmp_path, content))
    return [each.id for each in sayings], report.fault_count


@pytest.mark.parametrize(
    ("content", "found", "faults"),
    [
        pytest.param(b"[" + ONE + b"]\n[" + TWO + b"," + THREE + b"]\n", ["1", "2", "3"], 0, id="a page a line"),
        pytest.param(ONE + b"\n[" + TWO + b"," + THREE + b"]\n", ["1", "2", "3"], 0, id="a post, then a page"),
        pytest.param(b"[]\n" + ONE + b"\n[]\n", ["1"], 0, id="empty pages"),
        pytest.param(ONE + TWO + b"\n" + THREE, ["1", "2", "3"], 0, id="run together without a line end"),
        pytest.param(ONE + b"\n" + LAID_OUT, ["1", "1", "2"], 0, id="lines, then what is laid out"),
        pytest.param(LAID_OUT + LAID_OUT, ["1", "2", "1", "2"], 0, id="two arrays run together"),
        pytest.param(ONE[30:] + b"\n" + TWO + b"\n" + THREE, ["2", "3"], 1, id="the beginning is missing"),
        pytest.param(b"Searching for posts ...\n" + ONE + b"\n", ["1"], 1, id="a word of the program before"),
        pytest.param(b"[\n" + ONE + b",\n" + TWO[:40] + b"\n" + THREE + b"\n]", ["1", "3"], 1, id="cut off in a word"),
        pytest.param(b"[\n" + TWO[:-1] + b"\n" + THREE + b"\n]", ["3"], 1, id="cut off before its last bracket"),
        pytest.param(LAID_OUT[:-9] + b"\n" + LAID_OUT, ["1", "1", "2"], 1, id="one cut off, one whole"),
        pytest.param(LAID_OUT[: len(LAID_OUT) // 4] + b"\n" + ONE + b"\n" + TWO, ["1", "2"], 1, id="cut off, lines"),
        pytest.param(b"[" + ONE + b"," + TWO[:70], ["1"], 1, id="cut off at the end"),
        pytest.param(ONE + b"\n" + TWO[:70] + b"\n" + THREE + b"\n", ["1", "3"], 1, id="one line cut off"),
        pytest.param(
            ONE + b'\n{"id_str": "2", "entities": {"hashtags": [\n' + THREE, ["1", "3"], 1, id="cut off at a bracket"
        ),
        pytest.param(b"[" + ONE.replace(b"Hi", b"H\ni") + b"," + TWO + b"]", ["2"], 1, id="a bare line end in a word"),
    ],
)
def test_what_is_whole_in_a_broken_file_is_read_and_the_rest_is_told(tmp_path, content, found, faults):
    assert ids(tmp_path, content) == (found, faults)


def test_a_page_that_is_cut_off_after_every_bracket_takes_time_by_its_length(tmp_path, monkeypatch):
    monkeypatch.setattr(pieces, "LONGEST", 1 << 16)
    monkeypatch.setattr(pieces, "CHUNK", 1 << 12)
    nested = b'{"a":[\n' * 100_000

    faults = faults_of(written(tmp_path, b"[\n" + nested))

    assert 0 < len(faults) < 1_000
    assert {why for _, why in faults} <= {pieces.TOO_LONG, pieces.CUT_OFF}


def test_a_packed_file_that_is_cut_off_gives_what_came_before(tmp_path):
    lines = b"\n".join(orjson.dumps(make_status(number, text=str(number) * 50)) for number in range(1, 2_000))

    found, faults = ids(tmp_path, gzip.compress(lines)[:-2_000])

    assert len(found) > 500
    assert faults >= 1


@pytest.mark.parametrize(
    "content",
    [
        ONE.replace(b'"Hi"', b'"Hi \\ud83d"'),
        ONE.replace(b'"Hi"', b'"Hi \\udc6e\\u200d"'),
        ONE.replace(b"Hi", "Café".encode("cp1252")),
        ONE.replace(b'"Hi"', b'"Hi", "in_reply_to_status_id": NaN, "coordinates": [NaN, -Infinity]'),
    ],
    ids=["half an emoji", "the other half", "another encoding", "NaN"],
)
def test_what_programs_write_for_json_and_is_none_loses_no_post(tmp_path, content):
    [saying] = sayings_of(written(tmp_path, content))

    assert (saying.id, saying.kind, saying.followers) == ("1", POST, 40)
    assert saying.text.encode()


# -- ids and numbers that went through a float -------------------------------------------------------------------------


def test_another_post_or_an_author_whose_id_was_spoilt_loses_no_post(tmp_path):
    spoilt = 1.3e18
    user = {"id": spoilt, "screen_name": "SWPNeath", "followers_count": 40.0}
    file = make_file(
        tmp_path,
        make_status(1, in_reply_to_status_id=spoilt, user=user),
        make_status(2, retweeted_status={**make_status(), "id_str": None, "id": spoilt}),
        make_toot(in_reply_to_id=spoilt),
        {"id": "4", "author_id": spoilt, "text": "a", "referenced_tweets": [{"type": "replied_to", "id": spoilt}]},
    )

    one, two, toot, four = sayings_of(file)

    assert (one.kind, one.reply_to, one.author, one.handle, one.followers) == (REPLY, None, None, "swpneath", 40)
    assert (two.kind, two.repost_of) == (REPOST, None)
    assert (toot.kind, four.kind, four.author) == (REPLY, REPLY, None)


def test_an_id_small_enough_for_a_float_has_all_its_digits(tmp_path):
    user = {"id": 783214.0, "screen_name": "SWPNeath"}

    [saying] = sayings_of(make_file(tmp_path, make_status(20.0, id_str=None, user=user)))

    assert (saying.id, saying.author) == ("20", "783214")


def test_an_id_of_a_page_that_was_spoilt_costs_the_others_nothing(tmp_path):
    tweets = [{"id": "1", "author_id": "7", "text": "a"}, {"id": 1.3e18, "text": "b"}, {"id": "3", "text": "c"}]
    pages = [{"data": tweets}, {"statuses": [make_status(4), make_status(1.3e18, id_str=None), make_status(6)]}]

    sayings, report = read_file(make_file(tmp_path, *pages))

    assert [each.id for each in sayings] == ["1", "3", "4", "6"]
    assert [fault.where for fault in report.faults] == ["line 1", "line 2"]


def test_users_are_known_by_their_ids_written_as_numbers(tmp_path):
    user = {"id": 7, "username": "SWPNeath", "public_metrics": {"followers_count": 12}}

    [saying] = sayings_of(
        make_file(tmp_path, {"data": [{"id": 1, "author_id": 7, "text": "a"}], "includes": {"users": [user]}})
    )

    assert (saying.id, saying.handle, saying.followers) == ("1", "swpneath", 12)


def test_a_page_of_users_holds_no_post(tmp_path):
    assert sayings_of(make_file(tmp_path, {"data": [{"id": "7", "username": "SWPNeath", "name": "Neath"}]})) == []


def test_what_mastodon_finds_is_mastodons(tmp_path):
    found = {"accounts": [], "statuses": [make_toot(), {"id": "1"}], "hashtags": []}

    sayings, report = read_file(make_file(tmp_path, make_status(9), found))

    assert [each.network for each in sayings] == ["x", MASTODON]
    assert report.fault_count == 1


def test_a_status_without_a_list_of_hashtags_has_those_of_its_text(tmp_path):
    [saying] = sayings_of(make_file(tmp_path, make_status(text="Out #PolTwt", entities={})))

    assert saying.hashtags == ("poltwt",)


@pytest.mark.parametrize(
    "told",
    ["2013-03-22T09:00:00.000Z", "2013-03-22 09:00:00 UTC", 1_363_942_800, 1_363_942_800_000, 1_363_942_800.0],
)
def test_a_moment_is_known_in_the_ways_in_which_programs_write_it(tmp_path, told):
    [saying] = sayings_of(make_file(tmp_path, make_status(created_at=told)))

    assert saying.posted_at == 1_363_942_800_000_000


# -- tables ------------------------------------------------------------------------------------------------------------


def test_what_a_table_lacks_is_nothing_however_it_is_written(tmp_path):
    content = b"id,text,lang,author_id,in_reply_to_status_id,retweet_id\n1,None,nan,7.0,NaN,<NA>\n2,b,en,8,1.3e+18,\n"

    one, two = sayings_of(written(tmp_path, content, "posts.csv"))

    assert (one.text, one.language, one.author, one.kind) == ("None", None, "7", POST)
    assert (two.language, two.kind, two.reply_to) == ("en", REPLY, None)


def test_a_table_begins_with_the_line_that_names_its_columns(tmp_path):
    content = b"\xef\xbb\xbfsep=;\r\n\r\nid;text;created_at\r\n1;Hi, all;1363942800\r\n"

    [saying] = sayings_of(written(tmp_path, content, "posts.csv"))

    assert (saying.id, saying.text, saying.posted_at) == ("1", "Hi, all", 1_363_942_800_000_000)
