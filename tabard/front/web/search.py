"""The search over neighbourhoods, officers and posts: the only module that knows how the two databases do it.

All words of a query must occur, each at least as the beginning of a word. What a resident types becomes letters and
digits before it comes near a database, so no query language of theirs can be spoken through it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from tabard.front.web.models import Kind
from tabard.lib.text import search_words

MOST_WORDS = 8
LONGEST_WORD = 40

# FTS5: a match in the title counts ten times one in the body (bm25 is the smaller the better). PostgreSQL: its own
# weights A and D, which stand in the same relation.
FIND = {
    "sqlite": """
        SELECT entry.subject_id FROM web_search
        JOIN web_searchentry AS entry ON entry.id = web_search.rowid
        WHERE web_search MATCH %s AND entry.kind = %s
        ORDER BY bm25(web_search, 10.0, 1.0), entry.subject_id DESC LIMIT %s OFFSET %s
    """,
    "postgresql": """
        SELECT entry.subject_id FROM web_searchentry AS entry, to_tsquery('simple', %s) AS wanted
        WHERE entry.vector @@ wanted AND entry.kind = %s
        ORDER BY ts_rank(entry.vector, wanted) DESC, entry.subject_id DESC LIMIT %s OFFSET %s
    """,
}


@dataclass(frozen=True)
class Query:
    """What somebody typed, as words."""

    words: tuple[str, ...]

    @classmethod
    def read(cls, typed: str) -> "Query":
        words = [word[:LONGEST_WORD] for word in search_words(typed[:1000])]
        return cls(tuple(dict.fromkeys(words))[:MOST_WORDS])

    def for_database(self, vendor: str) -> str:
        """Both quote a word and mark it as a beginning; words are letters and digits only."""
        if vendor == "sqlite":
            return " ".join(f'"{word}"*' for word in self.words)
        return " & ".join(f"'{word}':*" for word in self.words)


def find(query: Query, kind: Kind, *, limit: int, offset: int = 0) -> Sequence[int]:
    """The ids of the things of this kind that the query finds, best first."""
    if not query.words:
        return []
    vendor = connection.vendor
    with connection.cursor() as cursor:
        cursor.execute(FIND[vendor], [query.for_database(vendor), kind, limit, offset])
        return [subject_id for (subject_id,) in cursor.fetchall()]
