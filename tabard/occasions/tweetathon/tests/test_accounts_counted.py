"""Under which names the posts of a registered account are counted, whatever address its force gave."""

import pytest

from tabard.occasions.tweetathon.accounts import counted_as, read_account


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("@Politie@Mastodon.example", ("mastodon", "politie@mastodon.example")),
        ("https://mastodon.example/@Politie", ("mastodon", "politie@mastodon.example")),
        ("@politie.bsky.social", ("bluesky", "politie.bsky.social")),
        ("https://bsky.app/profile/politie.bsky.social", ("bluesky", "politie.bsky.social")),
        ("https://bsky.app/profile/did:plc:z72i7hdynmk6r22z27h6tvur", ("bluesky", "did:plc:z72i7hdynmk6r22z27h6tvur")),
        ("https://twitter.com/PSNI", ("x", "psni")),
        ("https://www.x.com/PSNI/", ("x", "psni")),
        ("https://x.com/PSNI/status/1", None),
        ("https://bsky.app/search", None),
        ("https://politie.example/contact", None),
        ("https://politie.example/@a/b", None),
    ],
)
def test_an_account_is_counted_under_its_name_at_its_network(given, counted):
    assert counted_as(read_account(given)) == counted
