"""Each figure means what its definition says."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.occasions.tweetathon.columns import SCHEMA, spool
from tabard.occasions.tweetathon.counting.count import FOLLOWS, KeysNotUnique, NotAHashtag, unique
from tabard.occasions.tweetathon.counting.day import Day
from tabard.occasions.tweetathon.counting.definitions import FIGURES, TOTALS
from tabard.occasions.tweetathon.counting.engines import engine
from tabard.occasions.tweetathon.registered import NotARegister, Registered, checked
from tabard.occasions.tweetathon.saying import BLUESKY, MASTODON, REPLY, REPOST
from tabard.occasions.tweetathon.tests.material import counted, make_saying, numbers

NINE, TEN = 1_363_942_800_000_000, 1_363_946_400_000_000  # 22 March 2013, UTC


def test_posts_are_originals_and_reposts_and_replies_are_originals():
    day = [make_saying("1"), make_saying("2", kind=REPLY, reply_to="1"), make_saying("3", kind=REPOST, repost_of="1")]

    assert numbers(day, "posts", "originals", "replies", "reposts") == [3, 2, 1, 1]


def test_nothing_at_all_is_nought_and_not_an_error():
    assert numbers([], "posts", "authors", "combined_followers", "languages") == [0, 0, 0, 0]
    assert numbers([], "by_hour", "hashtags", "most_shared") == [{}, [], []]


def test_the_same_id_on_two_networks_is_two_posts_and_two_authors():
    assert numbers([make_saying("1"), make_saying("1", network=MASTODON)], "posts", "authors") == [2, 2]


# -- hashtags ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["poltwt", "#PolTwt", "＃POLTWT", "ｐｏｌｔｗｔ", " #poltwt "])  # noqa: RUF001
def test_a_hashtag_is_asked_for_in_any_spelling(asked):
    assert numbers([make_saying("1", hashtags=("poltwt",)), make_saying("2")], "posts", hashtag=asked) == 1


def test_a_hashtag_is_a_whole_tag():
    day = [
        make_saying("1", hashtags=("poltwt2013",)),
        make_saying("2", hashtags=("notpoltwt", "pol")),
        make_saying("3", text="#poltwt"),
    ]

    assert numbers(day, "posts", hashtag="poltwt") == 0


def test_composed_and_decomposed_letters_are_one_hashtag():
    assert numbers([make_saying(hashtags=("polícia",))], "posts", hashtag="poli\u0301cia") == 1


@pytest.mark.parametrize("asked", ["two words", "#", "123", "a%"])
def test_what_can_be_no_hashtag_is_refused(asked):
    with pytest.raises(NotAHashtag):
        numbers([], "posts", hashtag=asked)


def test_a_repost_has_the_hashtags_of_its_original():
    original = make_saying("1", hashtags=("poltwt",), is_reference=True)
    repost = make_saying("2", kind=REPOST, repost_of="1", hashtags=())

    assert numbers([repost, original], "posts", "reposts", "originals", hashtag="poltwt") == [1, 1, 0]


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, 1),
        ({"hashtags": ("polday",)}, 1),
        ({"hashtags": ("poldays", "pol")}, 0),
        ({"posted_at": NINE - 1}, 0),
        ({"posted_at": TEN}, 0),
        ({"posted_at": None}, 1),
    ],
)
def test_of_a_store_that_holds_other_days_too_only_what_is_of_the_day_counts(more, counts):
    begins = datetime.fromtimestamp(NINE / 1_000_000, UTC)
    day = Day.of(["PolTwt", "#PolDay".lstrip("#")], begins + timedelta(minutes=30), begins + timedelta(hours=1))

    assert numbers([make_saying(**{"hashtags": ("poltwt",), "posted_at": NINE, **more})], "posts", day=day) == counts


# -- once, edited, deleted ---------------------------------------------------------------------------------------------


def test_a_post_counts_once_however_often_it_was_seen():
    assert numbers([make_saying("1")] * 3, "posts") == 1


def test_a_post_that_was_seen_inside_another_first_and_then_itself_counts():
    assert numbers([make_saying("1", is_reference=True), make_saying("1")], "posts") == 1


def test_only_the_last_version_counts_in_every_figure():
    first = make_saying(
        "1", version=0, language="en", hashtags=("poltwt",), links=("https://a.example/",), posted_at=NINE
    )
    last = make_saying("1", version=5, language="cy", hashtags=("heddlu",), posted_at=NINE)

    found = counted([last, first]).as_json()

    assert found["by_language"] == {"cy": 1}
    assert found["hashtags"] == [{"item": "heddlu", "posts": 1}]
    assert found["links"] == []
    assert numbers([first, last], "posts", hashtag="poltwt") == 0


def test_a_deleted_post_is_in_no_figure_whichever_came_first():
    post = make_saying(
        "1", language="en", hashtags=("poltwt",), followers=10, country="GB", device="web", posted_at=NINE, version=9
    )
    gone = make_saying("1", is_deleted=True, author=None, handle=None)

    for day in ([post, gone], [gone, post]):
        found = counted(day).as_json()

        assert [found[name] for name in TOTALS if found[name]] == []
        assert found["by_language"] == found["by_hour"] == found["by_country"] == found["by_device"] == {}


def test_what_repeats_a_deleted_post_is_gone_with_it():
    repost = make_saying("2", kind=REPOST, repost_of="1")

    assert numbers([make_saying("1"), repost, make_saying("1", is_deleted=True)], "posts") == 0


def test_two_sources_of_one_version_fill_each_other_in():
    bare = make_saying("1", author=None, language=None)
    full = make_saying("1", language="en", country="GB")

    assert numbers([bare, full], "posts", "authors", "languages", "countries") == [1, 1, 1, 1]


ROWS = st.builds(
    make_saying,
    st.sampled_from("123"),
    version=st.integers(0, 2),
    kind=st.sampled_from(["post", REPLY, REPOST]),
    is_reference=st.booleans(),
    is_deleted=st.sampled_from([False, False, False, True]),
    author=st.sampled_from(["7", "8", None]),
    handle=st.sampled_from(["swpneath", "psni", None]),
    followers=st.sampled_from([None, 0, 10]),
    language=st.sampled_from(["en", "cy", None]),
    inferred_language=st.sampled_from(["en", "fr", None]),
    hashtags=st.sampled_from([(), ("poltwt",), ("a", "poltwt")]),
    repost_of=st.sampled_from(["1", "2", None]),
)


@settings(max_examples=12, deadline=None)
@given(rows=st.lists(ROWS, max_size=12), seed=st.integers(0, 99))
def test_neither_order_nor_doubling_changes_any_figure(rows, seed):
    other = [*rows, *rows]
    random.Random(seed).shuffle(other)

    assert counted(rows).as_json() == counted(other).as_json()


# -- authors and reach -------------------------------------------------------------------------------------------------


def test_an_author_known_by_handle_in_one_source_and_by_id_in_another_is_one():
    day = [make_saying("1", author="7"), make_saying("2", author=None)]

    assert numbers(day, "posts", "authors") == [2, 1]


def test_posts_without_an_author_count_and_add_no_author():
    day = [make_saying("1"), make_saying("2", author=None, handle=None)]

    assert numbers(day, "posts", "authors", "posts_without_author") == [2, 1, 1]


def test_of_each_author_the_largest_known_count_of_followers_is_added():
    day = [make_saying("1", followers=40), make_saying("2", followers=55), make_saying("3", followers=None)]
    other = make_saying("4", author="8", handle="psni", followers=100)

    assert numbers([*day, other], "combined_followers", "authors_without_followers") == [155, 0]


def test_an_author_without_a_known_count_is_unknown_and_not_nought():
    day = [make_saying("1", followers=40), make_saying("2", author="did:plc:a", handle=None, network=BLUESKY)]

    assert numbers(day, "combined_followers", "authors_without_followers") == [40, 1]


def test_the_author_of_a_post_that_only_stood_inside_another_is_none_of_the_authors():
    day = [make_saying("1", author="9", handle="x", followers=1_000, is_reference=True)]
    day.append(make_saying("2", kind=REPOST, repost_of="1", followers=5))

    assert numbers(day, "authors", "combined_followers") == [1, 5]


def test_without_lists_of_followers_the_audience_cannot_be_told():
    assert numbers([make_saying(followers=5)], "estimated_audience") is None


def test_with_lists_who_follows_two_authors_is_in_the_audience_once():
    day = [
        make_saying("1", followers=3),
        make_saying("2", author="8", handle="b", followers=2),
        make_saying("3", author="9", handle="c", followers=50),
    ]
    who = [
        ("x", "7", "anna"),
        ("x", "7", "ben"),
        ("x", "7", "cai"),
        ("x", "8", "anna"),
        ("x", "8", "dai"),
        ("x", "66", "eve"),
    ]
    follows = pa.Table.from_pylist([dict(zip(FOLLOWS.names, each, strict=True)) for each in who], FOLLOWS)

    found = counted(day, follows=follows)

    assert found.as_json()["estimated_audience"] == 4 + 50
    assert found.as_json()["combined_followers"] == 55
    assert found.as_json()["basis"]["estimated_audience"] == {"all": {"given": 4, "inferred": 50}}


def test_reach_is_never_one_number_alone():
    found = counted([make_saying(followers=5)]).as_json()

    assert {"combined_followers", "authors_without_followers", "estimated_audience"} <= set(found)
    assert "upper bound" in found["definitions"]["combined_followers"]


# -- by this and that --------------------------------------------------------------------------------------------------


def test_hours_are_in_utc_and_posts_without_a_time_are_in_none():
    day = [
        make_saying("1", posted_at=NINE),
        make_saying("2", posted_at=NINE + 1),
        make_saying("3", posted_at=TEN),
        make_saying("4"),
    ]

    assert numbers(day, "by_hour") == {"2013-03-22T09:00Z": 2, "2013-03-22T10:00Z": 1}


@pytest.mark.parametrize("moment", [-1, -62_135_596_800_000_000, 253_402_300_799_999_999, 2**62])
def test_a_clock_however_wrong_stops_no_count(moment):
    assert sum(numbers([make_saying(posted_at=moment)], "by_hour").values()) == 1


def test_a_language_says_whether_it_was_given_or_inferred():
    day = [
        make_saying("1", language="en"),
        make_saying("2", inferred_language="en"),
        make_saying("3", inferred_language="cy"),
        make_saying("4"),
    ]

    found = counted(day).as_json()

    assert found["languages"] == 2
    assert found["basis"]["languages"] == {"all": {"given": 1, "inferred": 1}}
    assert found["basis"]["by_language"] == {"en": {"given": 1, "inferred": 1}, "cy": {"given": 0, "inferred": 1}}


def test_what_was_given_stands_over_what_was_inferred():
    assert numbers([make_saying(country="GB", inferred_country="US")], "by_country") == {"GB": 1}


def test_a_repost_without_a_language_has_that_of_its_original():
    day = [make_saying("1", language="cy"), make_saying("2", kind=REPOST, repost_of="1")]

    assert numbers(day, "by_language") == {"cy": 2}


def test_the_most_shared_have_their_words_and_the_number_of_their_reposts():
    day = [make_saying("1", text="Found!", url="https://x.com/a/status/1", is_reference=True)]
    day += [make_saying(str(each), kind=REPOST, repost_of="1") for each in (2, 3)]
    day += [make_saying("4", kind=REPOST, repost_of="99")]

    first, second = numbers(day, "most_shared")

    assert first == {
        "item": "x:1",
        "posts": 2,
        "text": "Found!",
        "handle": "southwalespolice",
        "url": "https://x.com/a/status/1",
    }
    assert (second["item"], second["posts"], second["text"]) == ("x:99", 1, None)


def test_lists_are_cut_and_ties_stand_in_the_order_of_letters():
    day = [make_saying(str(each), hashtags=(f"tag{each}",)) for each in range(9)]

    assert [each["item"] for each in numbers(day, "hashtags", top=3)] == ["tag0", "tag1", "tag2"]


def test_each_force_has_the_figures_of_its_accounts():
    register = [
        Registered("x", "southwalespolice", "South Wales Police"),
        Registered(BLUESKY, "did:plc:a", "PSNI"),
        Registered("x", "silent", "Gwent"),
    ]
    day = [
        make_saying("1", followers=9),
        make_saying("2", kind=REPOST, repost_of="1"),
        make_saying("3", author="8", handle="resident"),
    ]
    day += [make_saying("4", network=BLUESKY, author="did:plc:a", handle=None)]

    posts, accounts, followers = numbers(
        day, "by_force", "accounts_by_force", "followers_by_force", registered=register
    )

    assert posts == {"South Wales Police": 2, "PSNI": 1}
    assert accounts == {"South Wales Police": 1, "PSNI": 1}
    assert followers == {"South Wales Police": 9, "PSNI": 0}


def test_an_account_of_two_forces_is_refused():
    with pytest.raises(NotARegister):
        checked([Registered("x", "a", "Gwent"), Registered("x", "a", "Kent")])


# -- the building ------------------------------------------------------------------------------------------------------


def test_every_figure_has_a_definition_and_every_definition_a_figure():
    found = counted([make_saying(followers=1)]).as_json()

    assert set(found) == {*FIGURES, "hashtag", "authors_of", "basis", "definitions"}
    assert all(each.sentence.endswith(".") and each.title for each in FIGURES.values())


def test_a_key_that_is_none_is_found_before_anything_is_counted_twice(tmp_path):
    spool([make_saying("1"), make_saying("1")], path := tmp_path / "twice.parquet")

    with engine("duckdb", "") as chosen, pytest.raises(KeysNotUnique):
        unique(chosen, chosen.read([path]), ["network", "id"])


def test_ids_are_strings_in_every_column():
    assert {SCHEMA.field(name).type for name in ("id", "author", "reply_to", "repost_of")} == {pa.string()}


def test_counting_leaves_nothing_behind(tmp_path):
    with engine("duckdb", "", Path(tmp_path)) as chosen:
        chosen.given("follows", FOLLOWS.empty_table())

    assert list(tmp_path.iterdir()) == []


def test_authors_are_counted_for_what_anybody_can_write():
    day = [
        make_saying("1", author="7", hashtags=("polday", "harbour"), links=("https://a.example/",), device="Web"),
        make_saying("2", author="7", hashtags=("harbour",), device="Web"),
        make_saying("3", author="8", hashtags=("harbour",), device="Web"),
        make_saying("4", author=None, handle=None, hashtags=("harbour",), device="Ivory"),
    ]

    told = counted(day).as_json()

    assert told["authors_of"] == {
        "hashtags": {"polday": 1, "harbour": 2}, "links": {"https://a.example/": 1}, "by_device": {"Web": 2, "Ivory": 0}
    }  # fmt: skip
