"""Whose word counts when something is said to be gone."""

import pytest

from tabard.occasions.tweetathon.collecting.heard import Heard, deletion_of, may_say_so, uri_of_boost

HOMES = {"a.example", "b.example"}
POST = "https://a.example/users/pc/statuses/1"


@pytest.mark.parametrize(
    ("source", "uri", "counts"),
    [
        ("https://a.example", POST, True),
        ("https://b.example", POST, False),
        ("https://b.example", "https://far.example/users/pc/statuses/1", True),
        ("https://b.example", uri_of_boost(POST, "https://b.example/@pc"), True),
        ("https://a.example", uri_of_boost(POST, "https://b.example/@pc"), False),
        ("https://a.example", uri_of_boost(POST, "https://far.example/@pc"), True),
        ("https://a.example", "https://[x", True),
    ],
)
def test_only_its_home_says_that_something_is_gone_where_the_home_is_heard_itself(source, uri, counts):
    assert may_say_so(Heard("deletion", deletion_of("1", uri), source), HOMES) is counts
