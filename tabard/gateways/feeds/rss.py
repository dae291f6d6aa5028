"""RSS 2.0 (rssboard.org/rss-specification), with the modules for authors, full texts and pictures."""

from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings

from tabard.gateways.feeds.entries import Entry, Feed

TYPE = "application/rss+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
register_namespace("atom", ATOM)
register_namespace("dc", DUBLIN_CORE)
register_namespace("media", MEDIA)
UNKNOWN_LENGTH = "0"  # an enclosure must name one; asking the storage for each picture would cost more than it is worth


def rss(feed: Feed) -> bytes:
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.address)
    _add(channel, "description", feed.subtitle)
    _add(channel, "language", feed.language)
    _add(channel, "lastBuildDate", format_datetime(feed.updated_at))
    _add(channel, "generator", f"Tabard {settings.VERSION}")
    _add(channel, "docs", "https://www.rssboard.org/rss-specification")
    own = {"rel": "self", "type": "application/rss+xml", "href": feed.address_of("rss")}
    SubElement(channel, f"{{{ATOM}}}link", own)
    if feed.icon:
        image = SubElement(channel, "image")
        _add(image, "url", feed.icon)
        _add(image, "title", feed.title)
        _add(image, "link", feed.address)
    for entry in feed.entries:
        _item(channel, entry)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _item(channel: Element, entry: Entry) -> None:
    item = SubElement(channel, "item")
    _add(item, "title", entry.title)
    _add(item, "link", entry.address)
    _add(item, "guid", entry.id, isPermaLink="false")
    _add(item, "pubDate", format_datetime(entry.published_at))
    _add(item, f"{{{DUBLIN_CORE}}}creator", entry.author.name)
    _add(item, f"{{{DUBLIN_CORE}}}language", entry.language)
    if entry.updated_at != entry.published_at:
        _add(item, f"{{{ATOM}}}updated", entry.updated_at.isoformat())
    _add(item, "description", entry.html)
    for tag in entry.tags:
        _add(item, "category", tag)
    if entry.images:
        first = entry.images[0]
        SubElement(item, "enclosure", url=first.address, type=first.type, length=UNKNOWN_LENGTH)
    for image in entry.images:
        about = {"url": image.address, "type": image.type, "medium": "image"}
        size = {"width": str(image.width), "height": str(image.height)}
        one = SubElement(item, f"{{{MEDIA}}}content", {**about, **size})
        _add(one, f"{{{MEDIA}}}description", image.alt, type="plain")


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text
