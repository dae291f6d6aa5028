"""What files hold is read whatever they are; what cannot be read is told, and costs nothing else."""

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
from tabard.occasions.tweetathon.saying import BLUESKY, MASTODON, X
from tabard.occasions.tweetathon.tests.material import (
    faults_of,
    make_file,
    make_jetstream,
    make_status,
    make_toot,
    read_file,
    sayings_of,
)

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
