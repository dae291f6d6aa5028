"""Spark works out the same expression and comes to the same figures."""

import random

import pytest

from tabard.occasions.tweetathon.counting.engines import NoSpark, engine
from tabard.occasions.tweetathon.registered import Registered
from tabard.occasions.tweetathon.saying import BLUESKY, REPOST
from tabard.occasions.tweetathon.tests.material import counted, make_file, make_saying, sayings_of
from tabard.occasions.tweetathon.tests.replay import Replay, Shape, v1
from tests import programs, servers

ALONE = "local[2]"


@pytest.fixture
def spark():
    pytest.importorskip("pyspark", reason="pyspark is missing. This brings it: pip install 'tabard[spark]'")
    servers.require(programs.JAVA)


def odd_day():
    """Edits, deletions, unknown authors, several networks, odd words and wrong clocks in one."""
    day = [
        make_saying("1", language="en", hashtags=("poltwt", "heddlu"), followers=5, posted_at=-1, country="GB"),
        make_saying("1", version=3, language="cy", hashtags=("poltwt",), followers=9, posted_at=1_363_942_800_000_000),
        make_saying("2", author=None, kind=REPOST, repost_of="1", text="a\x00b"),
        make_saying("3", author=None, handle=None, inferred_language="fr", hashtags=("poltwt",), posted_at=2**62),
        make_saying("4", hashtags=("poltwt",), links=("https://a.example/'--",), device="=1+1"),
        make_saying("4", is_deleted=True),
        make_saying("5", kind=REPOST, repost_of="4"),
        make_saying("at://did:plc:a/p/1", network=BLUESKY, author="did:plc:a", handle=None, hashtags=("poltwt",)),
        make_saying("6", author="9", handle="z", is_reference=True, followers=10**15),
    ]
    random.Random(5).shuffle(day)
    return [*day, *day]


@pytest.mark.filterwarnings("ignore")  # of pyspark, py4j and pandas, which are not ours to mend
def test_spark_and_duckdb_give_equal_figures(spark, tmp_path):
    register = [Registered("x", "southwalespolice", "South Wales Police"), Registered(BLUESKY, "did:plc:a", "PSNI")]
    shape = Shape(posts=90, authors=31, reposts=34, languages=6, followers=70_007)
    file = make_file(tmp_path, *map(v1, Replay(shape).posts))
    day = [*odd_day(), *sayings_of(file)]

    here = counted(day, hashtag="poltwt", registered=register)
    there = counted(day, hashtag="poltwt", registered=register, engine_name="spark", master=ALONE)

    assert here.as_json()["posts"] == 94
    assert there == here


def test_a_master_without_spark_is_answered_with_what_brings_it(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(NoSpark, match=r"tabard\[spark\]"), engine("spark", ALONE):
        pass
