"""Filter of version 1 and 2, and what the viewer's filters say of the statuses on a page."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, BooleanField, F, Q, TextField, Value

from tabard.gateways.mastodon_api.render.values import optional_moment
from tabard.voice.network.models import Actor
from tabard.voice.timelines.models import Filter, FilterKeyword, FilterNote

Entity = dict[str, Any]
OF_FILTER = ("filter", *(f"filter__{name}" for name in ("title", "contexts", "action", "ends_at")))


def whole_filter(row: Filter) -> Entity:
    keywords = [keyword(each) for each in sorted(row.keywords.all(), key=lambda each: each.pk)]
    notes = [filtered_status(each) for each in sorted(row.notes.all(), key=lambda each: each.pk)]
    known = _about(row.pk, row.title, row.contexts, row.action, row.ends_at)
    return {**known, "keywords": keywords, "statuses": notes}


def keyword(row: FilterKeyword) -> Entity:
    return {"id": str(row.pk), "keyword": row.keyword, "whole_word": row.is_whole_word}


def filtered_status(row: FilterNote) -> Entity:
    return {"id": str(row.pk), "status_id": str(row.note_id)}


def old_filter(row: FilterKeyword) -> Entity:
    """Version 1 of the API knows one phrase to a filter."""
    return {
        "id": str(row.pk),
        "phrase": row.keyword,
        "context": row.filter.contexts,
        "whole_word": row.is_whole_word,
        "expires_at": optional_moment(row.filter.ends_at),
        "irreversible": row.filter.action == Filter.Action.HIDE,
    }


def _about(pk: int, title: str, contexts: list[str], action: str, ends_at: datetime | None) -> Entity:
    known = {"id": str(pk), "title": title, "context": contexts}
    return {**known, "expires_at": optional_moment(ends_at), "filter_action": action}


@dataclass
class _Loaded:
    entity: Entity
    words: list[tuple[str, bool]] = field(default_factory=list)
    notes: set[int] = field(default_factory=set)


class Filters:
    """Those of one viewer, asked about some notes: one query."""

    def __init__(self, viewer: Actor | None, notes: Iterable[int], now: datetime) -> None:
        self._loaded: dict[int, _Loaded] = {}
        wanted = list(notes)
        for *about, word, is_whole, of in _rows(viewer, wanted, now) if viewer is not None and wanted else ():
            loaded = self._loaded.setdefault(about[0], _Loaded(_about(*about)))
            if of:
                loaded.notes.add(of)
            else:
                loaded.words.append((word, is_whole))

    def results(self, note_id: int, read: Callable[[], str]) -> list[Entity]:
        """FilterResult for each filter that means the note; `read` gives its words, if they are asked for."""
        text = read() if any(each.words for each in self._loaded.values()) else ""
        found = []
        for each in self._loaded.values():
            words = [word for word, is_whole in each.words if _pattern(word, is_whole=is_whole).search(text)]
            notes = [str(note_id)] if note_id in each.notes else []
            if words or notes:
                found.append({"filter": each.entity, "keyword_matches": words or None, "status_matches": notes or None})
        return found


def _rows(viewer: Actor, notes: list[int], now: datetime) -> Iterable[tuple[Any, ...]]:
    on = Q(filter__owner=viewer) & (Q(filter__ends_at=None) | Q(filter__ends_at__gt=now))
    words = FilterKeyword.objects.filter(on).annotate(
        word=F("keyword"), is_whole=F("is_whole_word"), of=Value(0, BigIntegerField())
    )
    named = FilterNote.objects.filter(on, note__in=notes).annotate(
        word=Value("", TextField()), is_whole=Value(value=False, output_field=BooleanField()), of=F("note")
    )
    columns = (*OF_FILTER, "word", "is_whole", "of")
    return words.values_list(*columns).union(named.values_list(*columns), all=True)


@lru_cache(1000)
def _pattern(word: str, *, is_whole: bool) -> re.Pattern[str]:
    """A whole word begins and ends where letters do; what begins with a sign, as #tag does, needs no such edge."""
    before = r"\b" if is_whole and re.match(r"\w", word) else ""
    after = r"\b" if is_whole and re.search(r"\w$", word) else ""
    return re.compile(f"{before}{re.escape(word)}{after}", re.IGNORECASE)
