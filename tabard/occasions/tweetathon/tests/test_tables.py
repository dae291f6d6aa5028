"""Rows of tables become sayings."""

import pytest

from tabard.occasions.tweetathon.saying import POST, REPOST
from tabard.occasions.tweetathon.tests.material import (
    faults_of,
    read_file,
    sayings_of,
)

# -- tables ------------------------------------------------------------------------------------------------------------


def table(tmp_path, *lines):
    file = tmp_path / "posts.csv"
    file.write_bytes("\n".join(lines).encode() if isinstance(lines[0], str) else b"\n".join(lines))
    return file


def test_a_table_is_read_by_the_names_that_tools_use(tmp_path):
    file = table(
        tmp_path,
        "id,author.username,author.public_metrics.followers_count,text,created_at,lang,referenced_tweets.retweeted.id",
        '306104842389438464,SWPNeath,12.0,"RT @x: two\nlines #PolTwt",2013-03-22 09:00:00,en,306104842389438400',
    )

    [saying] = sayings_of(file)

    assert (saying.id, saying.handle, saying.followers) == ("306104842389438464", "swpneath", 12)
    assert (saying.kind, saying.repost_of) == (REPOST, "306104842389438400")
    assert saying.hashtags == ("poltwt",)
    assert saying.posted_at == 1_363_942_800_000_000


def test_a_table_of_ones_own_is_read_by_a_mapping(tmp_path):
    file = table(tmp_path, "\ufeffNummer;Wann;Wer;Was", "12;2013-03-22T09:00:00Z;@SWPNeath;Guten Morgen")

    [saying] = sayings_of(file, mapping={"id": "Nummer", "posted_at": "Wann", "handle": "Wer", "text": "Was"})

    assert (saying.id, saying.handle, saying.text) == ("12", "swpneath", "Guten Morgen")


@pytest.mark.parametrize("cell", ["1.2345e18", "1.2345E+18", "306104842389438464.0", "3.06104842389438e+17"])
def test_an_id_that_went_through_a_spreadsheet_is_refused_with_a_clear_word(tmp_path, cell):
    [(where, why)] = faults_of(table(tmp_path, "id,text", f"{cell},Hi"))

    assert where == "line 2"
    assert why == "the id is a decimal number: its last digits may be lost. Give ids as text"


def test_bad_rows_are_told_by_their_line_and_the_rest_is_read(tmp_path):
    file = table(tmp_path, b"id,text", b"1,one", b"2,two,three", b"3,\xff\xfe", b",four", b"5,a\x00b", b"6,six")

    sayings, report = read_file(file)

    assert [each.id for each in sayings] == ["1", "5", "6"]
    assert [fault.where for fault in report.faults] == ["line 3", "line 4", "line 5"]


def test_a_table_without_ids_says_what_to_do(tmp_path):
    assert faults_of(table(tmp_path, "who,what", "a,b")) == [
        ("line 1", "no column is the id of a post. Name it: --map id=COLUMN")
    ]


def test_a_mapping_to_what_is_not_there_is_refused(tmp_path):
    file = table(tmp_path, "id,text", "1,a")

    assert "which is no column" in faults_of(file, mapping={"handle": "Who"})[0][1]
    assert "which is no field" in faults_of(file, mapping={"whose": "text"})[0][1]


def test_an_old_retweet_in_a_table_is_known_by_its_words(tmp_path):
    one, other = sayings_of(table(tmp_path, "id,text", "1,RT @SWPNeath: Morning", "2,My RT @x is late"))

    assert (one.kind, one.repost_of, other.kind) == (REPOST, None, POST)


def test_the_lists_that_twarc_csv_writes_are_read(tmp_path):
    cells = '"[""#PolTwt"", ""#Heddlu""]","[""https://News.example/a"", ""https://x.com/a/status/1/photo/1""]"'

    [saying] = sayings_of(table(tmp_path, "id,entities.hashtags,entities.urls", f"1,{cells}"))

    assert saying.hashtags == ("poltwt", "heddlu")
    assert saying.links == ("https://news.example/a",)


@pytest.mark.parametrize(
    ("written", "network"), [("Twitter", "x"), ("X", "x"), ("", "x"), ("Bsky", "bluesky"), ("Threads", "threads")]
)
def test_a_network_by_any_of_its_names_is_one(tmp_path, written, network):
    [saying] = sayings_of(table(tmp_path, "id,network", f"1,{written}"))

    assert saying.network == network


def test_a_table_whose_line_never_ends_takes_no_more_memory_than_a_line_may(tmp_path):
    file = table(tmp_path, "id,text", "1," + "x" * 9_000_000, "2,Morning")

    sayings, report = read_file(file)

    assert [saying.id for saying in sayings] == ["2"]
    assert report.fault_count >= 1
