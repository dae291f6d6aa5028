"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
from typing import Any

from tabard.gateways.feeds.entries import Author, Entry, Feed

TYPE = "application/feed+json; charset=utf-8"


def json_feed(feed: Feed) -> bytes:
    words = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.address,
        "feed_url": feed.address_of("json"),
        "description": feed.subtitle,
        "language": feed.language,
        **({"icon": feed.icon} if feed.icon else {}),
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()


def _item(entry: Entry) -> dict[str, Any]:
    optional = {
        "summary": entry.notice,
        "image": entry.images[0].address if entry.images else "",
        "tags": entry.tags,
        "attachments": [{"url": image.address, "mime_type": image.type, "title": image.alt} for image in entry.images],
        "_tabard": {"content_notice": entry.notice} if entry.notice else {},
    }
    return {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.html,
        "content_text": entry.text,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        "language": entry.language,
        "authors": [_author(entry.author)],
        **{name: value for name, value in optional.items() if value},
    }


def _author(author: Author) -> dict[str, str]:
    return {"name": author.name, "url": author.address, **({"avatar": author.avatar} if author.avatar else {})}
