"""Pages of long lists by keyset, as Mastodon has them: `max_id`, `since_id`, `min_id`, `limit`, and a Link header."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import JsonResponse, QueryDict

from tabard.gateways.mastodon_api.calls import Call
from tabard.gateways.mastodon_api.given import Given

PAGE, MOST = 20, 40
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page:
    limit: int
    max_id: int | None = None
    since_id: int | None = None
    min_id: int | None = None

    def cut(self, rows: "QuerySet[Row]", key: str = "pk") -> list[Row]:
        """The rows of this page, newest first. `min_id` asks for those right after it, `since_id` for the newest."""
        for bound, sign in ((self.max_id, "lt"), (self.since_id, "gt"), (self.min_id, "gt")):
            if bound is not None:
                rows = rows.filter(**{f"{key}__{sign}": bound})
        if self.min_id is not None:
            return list(rows.order_by(key)[: self.limit])[::-1]
        return list(rows.order_by(f"-{key}")[: self.limit])


def page_of(given: Given, *, limit: int = PAGE, most: int = MOST) -> Page:
    wanted = given.number("limit")
    return Page(
        limit=min(max(limit if wanted is None else wanted, 1), most),
        max_id=given.key("max_id"),
        since_id=given.key("since_id"),
        min_id=given.key("min_id"),
    )


def answer(call: Call, rows: Sequence[Row], entities: list[Any], key: Callable[[Row], int]) -> JsonResponse:
    """`entities` of `rows`, newest first, with the addresses of the pages before and after."""
    return link(call, entities, [key(row) for row in rows])


def link(call: Call, whole: Any, ids: Sequence[int]) -> JsonResponse:
    """`whole` shows what has these `ids`: with the addresses of the pages before and after (RFC 8288)."""
    response = JsonResponse(whole, safe=False)
    if ids:
        older, newer = _address(call, max_id=min(ids)), _address(call, min_id=max(ids))
        response["Link"] = f'<{older}>; rel="next", <{newer}>; rel="prev"'
    return response


def _address(call: Call, **bound: int) -> str:
    query = QueryDict(mutable=True)
    for name, values in call.request.GET.lists():
        if name not in {"max_id", "since_id", "min_id", "access_token"}:
            query.setlist(name, values)
    for name, value in bound.items():
        query[name] = str(value)
    return f"{settings.BASE_URL}{call.request.path}?{query.urlencode()}"
