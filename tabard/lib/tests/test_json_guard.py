import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.lib.json_guard import DEEPEST, JsonRefused, JsonTooDeep, JsonTooLarge, NotJson, read_object

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4))
def test_an_object_is_read_as_it_was_written(value):
    assert read_object(json.dumps(value).encode()) == value
    assert read_object(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=200))
def test_anything_else_is_refused_with_a_name(body):
    with suppress(JsonRefused):
        assert isinstance(read_object(body), dict)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"[" * 10_000 + b"]" * 10_000, JsonTooDeep),
        (b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1), JsonTooDeep),
        (b'{"a":"' + b"a" * 1_000_000 + b'"}', JsonTooLarge),
        (b'{"a":NaN}', NotJson),
        (b'{"a":-Infinity}', NotJson),
        (b'{"a":1e999}', NotJson),
        (b'{"a":' + b"9" * 5_000 + b"}", NotJson),
        (b'{"a":"\xff"}', NotJson),
        (b'{"a":"\\ud800"}', NotJson),
        (b'{"a":1,"a":2}', NotJson),
        ('{"a":1}'.encode("utf-16"), NotJson),
        (b'\xef\xbb\xbf{"a":1}', NotJson),
        (b"[1]", NotJson),
        (b"", NotJson),
    ],
)
def test_what_is_refused_has_a_name(body, refusal):
    with pytest.raises(refusal):
        read_object(body)


def test_brackets_in_words_are_no_depth():
    assert read_object(json.dumps({"a": "[[{{" * 100 + '\\"'}).encode())


@pytest.mark.parametrize("piece", [b'"', b'\\"', b"[", b'"\\', b"{}"])
def test_the_depth_is_found_in_linear_time(piece):
    body = piece * (1_000_000 // len(piece))
    started = time.thread_time()

    with pytest.raises(JsonRefused):
        read_object(body)

    assert time.thread_time() - started < 5
