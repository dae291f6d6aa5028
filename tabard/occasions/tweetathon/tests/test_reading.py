"""What files hold becomes sayings; what cannot be read is told, and costs nothing else."""

import copy
import functools
import gzip
import operator

import orjson
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tabard.occasions.tweetathon.columns import table_of
from tabard.occasions.tweetathon.reading import pieces, values
from tabard.occasions.tweetathon.reading.files import Report, _from_json, read
from tabard.occasions.tweetathon.saying import BLUESKY, MASTODON, POST, REPLY, REPOST, X
from tabard.occasions.tweetathon.tests.makers import (
    faults_of,
    make_file,
    make_jetstream,
    make_status,
    make_toot,
    read_file,
    sayings_of,
)


@pytest.fixture
def posts(shared_data):
    return shared_data / "posts"


# -- real files --------------------------------------------------------------------------------------------------------


def test_real_statuses_of_v1_are_read(posts):
    sayings = sayings_of(posts / "v1/twitter_timeline.json")

    assert len(sayings) == 20
    first = sayings[0]
    assert (first.network, first.id, first.author, first.handle) == (
        X,
        "144179670739456000",
        "129248213",
        "keyssflores",
    )
    assert (first.followers, first.author_place) == (383, "Habitación con vista al mar")
    assert first.device == "UberSocial for BlackBerry"
    assert [each.links for each in sayings if each.links] == [("http://bit.ly/s1M7s6",), ("http://bit.ly/sKu0uN",)]


def test_pages_and_flattened_tweets_of_the_same_search_are_the_same_posts(posts):
    page = [each for each in sayings_of(posts / "v2/noflat.jsonl") if not each.is_reference]
    flat = [each for each in sayings_of(posts / "v2/flat.jsonl") if not each.is_reference]

    assert len(page) == len(flat) == 100
    assert [each.kind for each in page].count(REPOST) == 47
    assert page == flat


def test_a_retweet_of_v2_has_the_hashtags_of_its_whole_original(posts):
    retweets = [each for each in sayings_of(posts / "v2/noflat.jsonl") if each.kind == REPOST]
    originals = {each.id: each for each in sayings_of(posts / "v2/noflat.jsonl") if each.is_reference}

    assert all(each.hashtags == originals[each.repost_of].hashtags for each in retweets if each.repost_of in originals)
    assert any(each.hashtags for each in retweets)


def test_a_stream_is_read_up_to_its_last_line_which_is_cut_off(posts):
    sayings, report = read_file(posts / "v2/streaming_output_with_error.jsonl")

    assert len([each for each in sayings if not each.is_reference]) == 7
    assert [fault[1:] for fault in report.faults] == [("line 8", "it is no JSON, or cut off")]


def test_both_versions_of_an_edited_tweet_are_one_post(posts):
    before = sayings_of(posts / "v2/edited_before.jsonl")[-1]
    after = sayings_of(posts / "v2/edited_after.jsonl")[-1]

    assert before.id == after.id == "1576994746135764992"
    assert (before.version, after.version) == (0, 1)
    assert after.text.startswith("hey :)")


def test_a_tweets_place_gives_its_country(posts):
    countries = [each.country for each in sayings_of(posts / "v2/geo_tweets.jsonl")]

    assert countries == [None, None, "DE"]


def test_real_events_of_jetstream_are_read_and_all_that_are_no_posts_passed_over(posts):
    reply, repost = sayings_of(posts / "bluesky/golden_v1.jsonl")

    assert reply.id == "at://did:plc:q235v55g5unth4zjjdpacfdr/app.bsky.feed.post/3mmoojp4cd223"
    assert (reply.network, reply.kind, reply.language) == (BLUESKY, REPLY, "en")
    assert repost.kind == REPOST
    assert repost.repost_of == "at://did:plc:hjloomm2tkve3pmfgbxegl3v/app.bsky.feed.post/3mmood3a6hc25"


def test_an_empty_file_has_no_posts_and_no_faults(posts):
    assert sayings_of(posts / "v2/empty.json") == []


# -- X -----------------------------------------------------------------------------------------------------------------


def test_a_long_tweet_of_the_stream_is_read_whole(tmp_path):
    whole = {"full_text": "The whole of it &amp; more", "entities": {"hashtags": [{"text": "PolTwt"}]}}
    status = make_status(text="The who…", entities={"hashtags": []}, extended_tweet=whole)

    [saying] = sayings_of(make_file(tmp_path, status))

    assert (saying.text, saying.hashtags) == ("The whole of it & more", ("poltwt",))


def test_a_retweet_carries_the_hashtags_of_its_original_and_lends_it_to_the_count(tmp_path):
    original = make_status(1, text="Stay safe #PolTwt", entities={"hashtags": [{"text": "PolTwt"}]})
    retweet = make_status(2, text="RT @SWPNeath: Stay sa…", entities={"hashtags": []}, retweeted_status=original)

    reference, saying = sayings_of(make_file(tmp_path, retweet))

    assert (reference.id, reference.is_reference) == ("1", True)
    assert (saying.kind, saying.repost_of, saying.hashtags) == (REPOST, "1", ("poltwt",))


def test_a_deletion_of_the_stream_takes_the_post_away(tmp_path):
    [saying] = sayings_of(make_file(tmp_path, {"delete": {"status": {"id": 1, "id_str": "1", "user_id": 3}}}))

    assert (saying.id, saying.is_deleted) == ("1", True)


@pytest.mark.parametrize("value", [{"limit": {"track": 5}}, {"errors": [{"title": "operational-disconnect"}]}])
def test_notices_are_no_posts_and_no_faults(tmp_path, value):
    assert sayings_of(make_file(tmp_path, value)) == []


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("en-GB", "en"),
        ("iw", "he"),
        ("in", "id"),
        ("und", "und"),
        ("qme", "und"),
        ("zxx", "und"),
        ("english", None),
        (7, None),
    ],
)
def test_languages_are_primary_subtags_and_unknown_is_none(tmp_path, said, kept):
    [saying] = sayings_of(make_file(tmp_path, make_status(lang=said)))

    assert saying.language == kept


# -- Mastodon ----------------------------------------------------------------------------------------------------------


def test_the_same_toot_seen_at_two_servers_is_one_post_of_one_author(tmp_path):
    at_home = make_toot()
    far_away = make_toot(id="99", account={"acct": "pc@neath.example", "url": "https://neath.example/@pc"})

    one, other = sayings_of(make_file(tmp_path, at_home, far_away))

    assert (one.network, one.id, one.author) == (MASTODON, other.id, other.author)
    assert one.author == "pc@neath.example"


def test_a_toots_words_tags_links_and_edit_are_read(tmp_path):
    content = (
        '<p>Found! <a href="https://neath.example/tags/poltwt" class="mention hashtag">#<span>PolTwt</span></a>'
        ' <a href="https://news.example/a?b=1&amp;c=2">news</a></p>'
    )
    toot = make_toot(
        content=content,
        tags=[{"name": "PolTwt"}],
        edited_at="2026-03-22T10:00:00Z",
        language="cy",
        application={"name": "Tusky"},
    )

    [saying] = sayings_of(make_file(tmp_path, orjson.dumps([toot]), name="posts.json"))

    assert (saying.text, saying.hashtags) == ("Found! #PolTwt news", ("poltwt",))
    assert saying.links == ("https://news.example/a?b=1&c=2",)
    assert (saying.language, saying.device) == ("cy", "Tusky")
    assert saying.version > 0


def test_a_boost_repeats_its_original(tmp_path):
    original = make_toot(tags=[{"name": "poltwt"}])
    boost = make_toot("https://far.example/users/b/statuses/2/activity", reblog=original)

    reference, saying = sayings_of(make_file(tmp_path, boost))

    assert reference.is_reference
    assert (saying.kind, saying.repost_of, saying.hashtags) == (REPOST, original["uri"], ("poltwt",))


@pytest.mark.parametrize("visibility", ["private", "direct"])
def test_what_was_not_said_in_public_is_not_taken(tmp_path, visibility):
    closed = make_toot(visibility=visibility)

    assert sayings_of(make_file(tmp_path, closed, make_toot("https://b.example/2", reblog=closed))) == []


def test_the_streams_events_are_read(tmp_path):
    event = {"event": "update", "payload": orjson.dumps(make_toot()).decode(), "stream": ["hashtag", "poltwt"]}

    assert len(sayings_of(make_file(tmp_path, event))) == 1


# -- Bluesky -----------------------------------------------------------------------------------------------------------


def test_hashtags_are_facets_and_a_link_is_one_too(tmp_path):
    features = [{"$type": "app.bsky.richtext.facet#tag", "tag": "PolTwt"}]
    link = [{"$type": "app.bsky.richtext.facet#link", "uri": "https://news.example/a"}]
    record = {"text": "Morning #PolTwt #no", "facets": [{"features": features}, {"features": link}], "tags": ["Police"]}

    [saying] = sayings_of(make_file(tmp_path, make_jetstream(record=record)))

    assert saying.hashtags == ("poltwt", "police")
    assert saying.links == ("https://news.example/a",)


def test_an_update_is_a_later_version_and_a_deletion_of_the_same_post(tmp_path):
    created, updated, deleted = sayings_of(
        make_file(
            tmp_path, make_jetstream(), make_jetstream("update", time=1_779_719_010_000_000), make_jetstream("delete")
        )
    )

    assert created.id == updated.id == deleted.id == "at://did:plc:one/app.bsky.feed.post/a"
    assert updated.version > created.version
    assert deleted.is_deleted


@pytest.mark.parametrize("made", ["2026-05-27T14:23:29Z", "2026-05-23T14:23:29Z"])
def test_a_clock_that_is_two_days_off_does_not_move_the_post(tmp_path, made):
    [saying] = sayings_of(make_file(tmp_path, make_jetstream(record={"text": "Hi", "createdAt": made})))

    assert saying.posted_at == 1_779_719_009_157_119


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


# -- hostile -----------------------------------------------------------------------------------------------------------


def test_bad_lines_are_told_by_number_without_a_word_of_what_they_hold(tmp_path):
    secret = "the-name-of-a-witness"
    bad = [
        b'{"id": "' + secret.encode() + b'\xff"}',
        b"[" * 5_000,
        b'{"x": ' * 3_000,
        b'"' + secret.encode() + b'"',
        b'{"id_str": "' + secret.encode(),
        orjson.dumps({secret: 1}),
        orjson.dumps({**make_status(), "id_str": None, "id": None}),
        b'{"id": 1.5e18, "user": {}, "created_at": "x"}',
    ]
    file = make_file(tmp_path, make_status(1), *bad, make_status(2))

    sayings, report = read_file(file)

    assert [each.id for each in sayings] == ["1", "2"]
    assert [fault.where for fault in report.faults] == [f"line {number}" for number in range(2, 10)]
    assert secret not in repr(report.faults)


def test_one_bad_item_of_an_array_costs_the_others_nothing(tmp_path):
    items = [orjson.dumps(make_status(1)), b'{"id": 1, "bad": nonsense}', orjson.dumps(make_status(2))]
    file = tmp_path / "posts.json"
    file.write_bytes(b"[" + b",".join(items) + b"]")

    sayings, report = read_file(file)

    assert [each.id for each in sayings] == ["1", "2"]
    assert [fault.where for fault in report.faults] == ["item 2"]


def test_files_of_several_kinds_in_one_are_read(tmp_path):
    file = make_file(
        tmp_path, make_status(1), make_toot(), make_jetstream(), {"data": {"id": "4", "author_id": "9", "text": ""}}
    )

    assert {each.network for each in sayings_of(file)} == {X, MASTODON, BLUESKY}


def test_objects_laid_out_over_lines_are_read(tmp_path):
    file = tmp_path / "search.json"
    file.write_bytes(orjson.dumps({"statuses": [make_status(1), make_status(2)]}, option=orjson.OPT_INDENT_2))

    assert [each.id for each in sayings_of(file)] == ["1", "2"]


HOSTILE = [
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "\x00",
    "'; DROP TABLE posts; --",
    "\u202etxt",
    "a" * 100_000,
]


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_words_are_kept_as_data(tmp_path, said):
    user = {"id_str": "7", "screen_name": said, "location": said, "followers_count": said}
    [saying] = sayings_of(make_file(tmp_path, make_status(text=said, user=user, lang=said, source=said, place=said)))

    assert saying.text == said
    assert saying.followers is None


@pytest.mark.parametrize("odd", [None, 1, "x", [], {}, [1], [[]], {"a": 1}, True, 1.5])
def test_fields_of_a_wrong_kind_lose_no_post(tmp_path, odd):
    fields = ["user", "entities", "lang", "source", "place", "retweeted_status", "created_at", "text", "extended_tweet"]
    file = make_file(
        tmp_path, *(make_status(number, **{name: odd}) for number, name in enumerate(fields, 1) if odd != {"a": 1})
    )

    read_ids = {each.id for each in read_file(file)[0]}

    assert len(read_ids) >= len(fields) - 1 or odd == {"a": 1}


def test_an_id_keeps_its_digits_and_a_float_is_refused(tmp_path):
    big = b'{"user": {}, "created_at": "", "id": 9007199254740993}'
    through_float = b'{"user": {}, "created_at": "", "id": 9007199254740992.0}'

    sayings, report = read_file(make_file(tmp_path, big, through_float))

    assert [each.id for each in sayings] == ["9007199254740993"]
    assert report.faults[0].why == "the id is a decimal number: its last digits may be lost"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("plain words\n", "it is neither JSON nor a table with columns"),
        ('{"a": 1}'.encode("utf-16"), "it is UTF-16: save it as UTF-8"),
        (b"\x1f\x8b\x08broken", "the packed file is damaged or cut off"),
        (b"\x28\xb5\x2f\xfdbroken", "the packed file is damaged or cut off"),
    ],
)
def test_what_is_no_file_of_posts_is_told(tmp_path, content, why):
    file = tmp_path / "file"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())

    assert faults_of(file) == [("file", why)]


def test_a_folder_and_a_file_that_is_not_there_are_told(tmp_path):
    assert faults_of(tmp_path) == [("file", "is a directory")]
    assert faults_of(tmp_path / "none") == [("file", "no such file or directory")]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_packed_files_are_unpacked_whatever_their_name(tmp_path, pack):
    file = tmp_path / "posts"
    file.write_bytes(pack(orjson.dumps(make_status())))

    assert len(sayings_of(file)) == 1


def test_values_that_were_taken_before_are_passed_over(tmp_path):
    file = make_file(tmp_path, *map(make_status, range(1, 6)))
    report = Report()

    assert [each.id for each in read(file, report, skip=3)] == ["4", "5"]
    assert report.values == 5


WHOLE = {
    "v1": make_status(
        2,
        lang="en",
        entities={"hashtags": [{"text": "a"}], "urls": [{"expanded_url": "https://a.example/"}]},
        place={"country_code": "GB"},
        extended_tweet={"full_text": "a", "entities": {}},
        retweeted_status=make_status(1, entities={"hashtags": [{"text": "a"}]}),
        quoted_status=make_status(3),
    ),
    "v2": {
        "data": [
            {
                "id": "1", "author_id": "7", "lang": "en", "text": "a", "created_at": "2026-01-01T00:00:00Z",
                "geo": {"place_id": "p"}, "edit_history_tweet_ids": ["0", "1"], "source": "web",
                "entities": {"hashtags": [{"tag": "a"}], "urls": [{"expanded_url": "https://a.example/"}]},
                "referenced_tweets": [{"type": "retweeted", "id": "5"}, {"type": "replied_to", "id": "6"}],
            }
        ],
        "includes": {
            "users": [{"id": "7", "username": "a", "public_metrics": {"followers_count": 1}}],
            "places": [{"id": "p", "country_code": "GB"}],
            "tweets": [{"id": "5", "author_id": "7", "text": "b"}],
        },
    },
    "flat": {
        "id": "1", "author_id": "7", "author": {"id": "7", "username": "a"}, "geo": {"id": "p", "country_code": "GB"},
        "referenced_tweets": [{"type": "retweeted", "id": "5", "author_id": "8", "author": {"id": "8"}}],
    },
    "mastodon": make_toot(
        reblog=make_toot(tags=[{"name": "a"}], application={"name": "b"}), edited_at="2026-01-01", language="en"
    ),
    "event": {"event": "update", "payload": make_toot()},
    "jetstream": make_jetstream(
        record={
            "text": "a", "langs": ["en"], "tags": ["a"], "reply": {"parent": {"uri": "at://a"}},
            "facets": [{"features": [{"tag": "a"}]}], "embed": {"external": {"uri": "https://a.example/"}},
        }
    ),
    "repost": make_jetstream(collection="app.bsky.feed.repost", record={"subject": {"uri": "at://a"}}),
}  # fmt: skip
ODD = st.sampled_from(
    [None, True, 0, -1, 1.5, 10**18, "", "x", [], [[]], {}, {"a": {}}, [None], ["x"], [{}], [{"id": []}]]
)


def places_of(value, path=()):
    """The path to every value inside `value`."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        yield (*path, name)
        yield from places_of(each, (*path, name))


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_post_with_odd_values_anywhere_is_read_or_told_and_stops_nothing(data):
    value = copy.deepcopy(WHOLE[data.draw(st.sampled_from(sorted(WHOLE)))])
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(list(places_of(value)) or [("id",)]))
        functools.reduce(operator.getitem, path, value)[last] = copy.deepcopy(data.draw(ODD))
    report = Report()

    sayings = list(_from_json(iter([pieces.Piece("line 1", orjson.dumps(value))]), "file", report, 0))

    assert report.values == 1
    assert table_of(sayings).num_rows == len(sayings)


# -- pieces ------------------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    items=st.lists(st.dictionaries(st.text('ab"\\{}[]', max_size=5), JSON, max_size=4), max_size=6),
    size=st.integers(1, 40),
)
def test_an_array_is_cut_into_its_items_wherever_reading_stops(items, size):
    class Slow:
        """Gives a few bytes at a time, whatever is asked for."""

        def __init__(self, content):
            self.content = content

        def read(self, _):
            part, self.content = self.content[:size], self.content[size:]
            return part

    found = [orjson.loads(piece.content) for piece in pieces.values(Slow(orjson.dumps(items)))]

    assert found == items


def test_a_value_without_an_end_is_given_up_and_memory_stays_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(pieces, "LONGEST", 3 << 20)
    file = tmp_path / "bomb.json"
    file.write_bytes(b'[{"a": "' + b"x" * (9 << 20))

    assert {why for _, why in faults_of(file)} <= {pieces.TOO_LONG, "it is cut off"}


@given(st.text())
def test_any_text_may_stand_where_a_date_a_link_or_a_handle_is_looked_for(said):
    assert values.moment(said) is None or isinstance(values.moment(said), int)
    assert " " not in values.link(said)
    assert values.handle(said) is None or values.handle(values.handle(said)) == values.handle(said)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "id",
                "user",
                "uri",
                "account",
                "did",
                "kind",
                "commit",
                "time_us",
                "data",
                "delete",
                "payload",
                "event",
                "text",
                "author_id",
                "id_str",
                "statuses",
                "reblog",
                "includes",
            ]
        ),
        JSON,
        max_size=8,
    )
)
def test_no_object_whatever_stops_the_reading(value):
    report = Report()

    list(_from_json(iter([pieces.Piece("line 1", orjson.dumps(value))]), "file", report, 0))

    assert report.values == 1
