"""The Atom Syndication Format, RFC 4287."""

from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings

from tabard.gateways.feeds.entries import Author, Entry, Feed

TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
register_namespace("atom", ATOM)


def atom(feed: Feed) -> bytes:
    root = Element("feed", {"xmlns": ATOM, LANGUAGE: feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", feed.updated_at.isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.address_of("atom"))
    _add(root, "link", rel="alternate", type="text/html", href=feed.address)
    _author(root, Author(name=settings.SITE_NAME, address=settings.BASE_URL))
    _add(root, "generator", "Tabard", version=settings.VERSION)
    if feed.icon:
        _add(root, "icon", feed.icon)
    for entry in feed.entries:
        _entry(root, entry)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: Element, entry: Entry) -> None:
    one = SubElement(root, "entry", {LANGUAGE: entry.language})
    _add(one, "id", entry.id)
    _add(one, "title", entry.title)
    _add(one, "published", entry.published_at.isoformat())
    _add(one, "updated", entry.updated_at.isoformat())
    _add(one, "link", rel="alternate", type="text/html", href=entry.address)
    for image in entry.images:
        _add(one, "link", rel="enclosure", type=image.type, href=image.address, title=image.alt)
    _author(one, entry.author)
    for tag in entry.tags:
        _add(one, "category", term=tag)
    if entry.notice:
        _add(one, "summary", entry.notice)
    _add(one, "content", entry.html, type="html")


def _author(parent: Element, author: Author) -> None:
    one = SubElement(parent, "author")
    _add(one, "name", author.name)
    _add(one, "uri", author.address)


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text or None
