"""A day whose truth is known is counted exactly, whatever happened to its files."""

import csv
import gzip
import io
import random

import orjson
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabard.occasions.tweetathon.tests.material import counted, read_file
from tabard.occasions.tweetathon.tests.replay import HEADER, MARCH_2013, Replay, Shape, row, v1, v2, v2_page

SMALL = Shape(posts=90, authors=31, reposts=34, languages=6, followers=70_007)
EXACT = ["posts", "originals", "reposts", "authors", "languages", "combined_followers"]


def truth(shape):
    return [shape.posts, shape.originals, shape.reposts, shape.authors, shape.languages, shape.followers]


def all_of(files):
    for file in files:
        yield from read_file(file)[0]


def told(files, **options):
    found = counted(all_of(files), **options).as_json()
    return [found[name] for name in EXACT]


@pytest.fixture(scope="module")
def march():
    return Replay()


@pytest.fixture(scope="module")
def small():
    return Replay(SMALL)


def as_lines(posts, write=v1):
    return b"".join(write(post) + b"\n" for post in posts)


def as_array(posts):
    return b"[" + b",\n".join(map(v1, posts)) + b"]"


def as_pages(posts):
    return b"".join(v2_page(posts[at : at + 10]) + b"\n" for at in range(0, len(posts), 10))


def as_table(posts):
    file = io.StringIO()
    csv.writer(file).writerows([HEADER, *map(row, posts)])
    return file.getvalue().encode()


SHAPES = {"lines": as_lines, "flat": lambda posts: as_lines(posts, v2), "array": as_array, "pages": as_pages}
SHAPES["table"] = as_table


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_the_same_day_gives_the_same_figures(small, tmp_path, shape):
    file = tmp_path / "day"
    file.write_bytes(SHAPES[shape](small.posts))

    assert told([file], hashtag="PolTwt") == truth(SMALL)


def test_the_day_of_march_2013_is_counted_exactly(march, tmp_path):
    file = tmp_path / "march.jsonl"
    with file.open("wb") as lines:
        lines.writelines(line + b"\n" for line in march.lines())

    assert told([file], hashtag="poltwt") == truth(MARCH_2013)


def test_the_day_of_march_2013_is_counted_exactly_out_of_shuffled_doubled_mixed_and_cut_files(march, tmp_path):
    posts = list(march.posts)
    random.Random(1).shuffle(posts)
    third = len(posts) // 3
    cut = as_lines(posts[: third + 500])[:-700]
    parts = [
        cut,
        as_table(posts[third - 800 : 2 * third + 900]),
        as_pages(posts[2 * third :]),
        as_lines(posts[third : third + 2000]),
    ]
    files = [tmp_path / f"part-{number}" for number in range(len(parts))]
    for file, content in zip(files, parts, strict=True):
        file.write_bytes(content)

    assert told([*files, files[1], files[0]]) == truth(MARCH_2013)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_cut_anywhere_and_given_again_loses_and_doubles_nothing(small, tmp_path, data):
    posts = random.Random(data.draw(st.integers(0, 9))).sample(small.posts, SMALL.posts)
    shape = SHAPES[data.draw(st.sampled_from(["lines", "flat", "array", "pages"]))]
    whole = shape(posts)
    at = data.draw(st.integers(0, len(whole)))
    pack = data.draw(st.sampled_from([bytes, gzip.compress, zstandard.compress]))
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(pack(whole[:at]))
    second.write_bytes(as_lines(reversed(posts)))

    assert told([first, second]) == truth(SMALL)


def test_a_line_that_was_cut_off_is_told_and_lost_alone(small, tmp_path):
    file = tmp_path / "cut.jsonl"
    file.write_bytes(as_lines(small.posts)[:-40])

    sayings, report = read_file(file)

    assert len({saying.id for saying in sayings if not saying.is_reference}) == SMALL.posts - 1
    assert report.faults == [("cut.jsonl", f"line {SMALL.posts}", "it is no JSON, or cut off")]


def test_a_packed_file_that_was_cut_off_gives_what_is_whole(tmp_path):
    posts = Replay(Shape(posts=900, authors=31, reposts=340, languages=6, followers=70_007)).posts
    for name, pack in {"a.gz": gzip.compress, "a.zst": zstandard.compress}.items():
        file = tmp_path / name
        packed = pack(as_lines(posts))
        file.write_bytes(packed[: len(packed) // 2])

        sayings, report = read_file(file)

        assert len(sayings) > 0
        assert report.fault_count >= 1


def test_the_days_hours_add_up_and_each_figure_says_what_it_rests_on(small, tmp_path):
    file = tmp_path / "day"
    file.write_bytes(as_lines(small.posts))

    found = counted(all_of([file])).as_json()

    assert sum(found["by_hour"].values()) == SMALL.posts
    assert list(found["by_hour"]) == sorted(found["by_hour"])
    assert found["basis"]["languages"] == {"all": {"given": SMALL.languages, "inferred": 0}}
    assert orjson.loads(orjson.dumps(found)) == found
