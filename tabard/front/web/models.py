"""What the search reads: one row for each public thing, in words without accents and capitals."""

from django.db import models


class Kind(models.TextChoices):
    PLACE = "place", "Neighbourhood"
    PERSON = "person", "Officer"
    POST = "post", "Post"


class SearchEntry(models.Model):
    """A neighbourhood, officer or public post; `subject_id` is its id.

    The words are `search_words` joined by spaces. The migrations keep an index over them: FTS5 on SQLite, a generated
    tsvector on PostgreSQL. Both are of the database's making, so whatever writes this table keeps them right.
    """

    kind = models.CharField(max_length=10, choices=Kind)
    subject_id = models.BigIntegerField()
    title_words = models.TextField()
    body_words = models.TextField()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="search_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
