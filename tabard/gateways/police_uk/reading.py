"""Asking a server that speaks data.police.uk's API for all that it says of a force."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tabard.lib.geo.features import BadFile, BadGeography
from tabard.lib.geo.json_text import parse_json
from tabard.lib.geo.properties import LONGEST_CODE
from tabard.lib.net import BadStatus, Fetcher, NetError, Policy

MOST_NEIGHBOURHOODS = 10_000
Json = dict[str, Any]
Advance = Callable[[int, int], None]


@dataclass(frozen=True)
class PlaceAnswers:
    """All that was said of one neighbourhood, as it came."""

    code: str
    name: str
    details: Json
    boundary: Any
    priorities: list[Json]
    events: list[Json]


@dataclass(frozen=True)
class ForceAnswers:
    base: str
    details: Json
    places: list[PlaceAnswers]


def api_address(base: str) -> str:
    """`https://data.police.uk`, with or without `/api` and a slash, as the address that paths are put behind."""
    base = base.strip().rstrip("/")
    return f"{base}/" if base.endswith("/api") else f"{base}/api/"


def read_force(base: str, force: str, policy: Policy, advance: Advance) -> ForceAnswers:
    """Everything about `force`; `advance(done, of)` is told of each neighbourhood. Raises BadGeography."""
    return asyncio.run(_read_force(api_address(base), force, policy, advance))


async def _read_force(base: str, force: str, policy: Policy, advance: Advance) -> ForceAnswers:
    async with Fetcher(policy) as fetcher:
        asker = _Asker(fetcher, base)
        details = _as_object(await asker.ask("forces", force), "the force")
        listed = _listed(await asker.ask(force, "neighbourhoods"), force)
        done = 0

        async def read(code: str, name: str) -> PlaceAnswers:
            nonlocal done
            answers = await asker.place(force, code, name)
            done += 1
            advance(done, len(listed))
            return answers

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(read(code, name)) for code, name in listed]
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None  # the others are those that it stopped
        return ForceAnswers(base=base, details=details, places=[task.result() for task in tasks])


def _listed(answer: Any, force: str) -> list[tuple[str, str]]:
    rows = _as_list(answer, "the list of neighbourhoods")
    listed = [(str(row.get("id") or ""), str(row.get("name") or "")) for row in rows]
    if not listed:
        raise BadGeography(f"The server has no neighbourhoods of {force}.")
    if len(listed) > MOST_NEIGHBOURHOODS:
        raise BadGeography(f"The server lists {len(listed):,} neighbourhoods, which no force has.")
    for code, name in listed:
        if not (0 < len(code) <= LONGEST_CODE and name):
            raise BadGeography(f"The list of neighbourhoods holds one without a proper id and name: {code[:60]!r}.")
    return listed


class _Asker:
    def __init__(self, fetcher: Fetcher, base: str) -> None:
        self._fetcher, self._base = fetcher, base

    async def ask(self, *path: str) -> Any:
        """Raises BadGeography."""
        url = self._base + "/".join(quote(part, safe="") for part in path)
        try:
            answer = await self._fetcher.get(url)
        except BadStatus as error:
            known = "the server does not know it" if error.status == 404 else f"the server answered {error.status}"
            raise BadGeography(f"{'/'.join(path)}: {known}") from None
        except NetError as error:
            raise BadGeography(str(error)) from None
        try:
            return parse_json(answer.body)
        except BadFile as error:
            raise BadGeography(f"{'/'.join(path)}: {error}") from None

    async def place(self, force: str, code: str, name: str) -> PlaceAnswers:
        return PlaceAnswers(
            code=code,
            name=name,
            details=_as_object(await self.ask(force, code), f"neighbourhood {code}"),
            boundary=await self.ask(force, code, "boundary"),
            priorities=_as_list(await self.ask(force, code, "priorities"), f"the priorities of {code}"),
            events=_as_list(await self.ask(force, code, "events"), f"the events of {code}"),
        )


def _as_object(answer: Any, what: str) -> Json:
    if not isinstance(answer, dict):
        raise BadGeography(f"What the server says of {what} is not in data.police.uk's form.")
    return answer


def _as_list(answer: Any, what: str) -> list[Json]:
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        raise BadGeography(f"What the server says of {what} is not in data.police.uk's form.")
    return answer
