"""Lists in pages (ActivityStreams 2.0 §5), each read by keyset: `max_id` is the last number of the page before."""

from collections.abc import Sequence

from tabard.gateways.activitypub.render.vocabulary import Document


def collection(uri: str, total: int) -> Document:
    """The head of a list, which says how long it is and where it begins."""
    return {"id": uri, "type": "OrderedCollection", "totalItems": total, "first": f"{uri}?page=true"}


def page(uri: str, items: Sequence[object], *, before: int | None, next_before: int | None) -> Document:
    """One page: what is older than `before`; the next holds what is older than `next_before`, None at the end."""
    here = f"{uri}?page=true" if before is None else f"{uri}?page=true&max_id={before}"
    following = {"next": f"{uri}?page=true&max_id={next_before}"} if next_before is not None else {}
    return {"id": here, "type": "OrderedCollectionPage", "partOf": uri, **following, "orderedItems": [*items]}


def small(uri: str, items: Sequence[object]) -> Document:
    """A list that needs no pages."""
    return {"id": uri, "type": "OrderedCollection", "totalItems": len(items), "orderedItems": [*items]}
