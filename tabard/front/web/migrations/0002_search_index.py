"""The search index itself, which Django's own operations cannot make: FTS5 on SQLite, a tsvector on PostgreSQL.

A later migration that makes SQLite rebuild web_searchentry drops its triggers, and must make them again.
"""

from django.db import migrations

MAKE = {
    "sqlite": [
        """
        CREATE VIRTUAL TABLE web_search USING fts5(
            title_words, body_words, content='web_searchentry', content_rowid='id',
            tokenize="unicode61 remove_diacritics 0", prefix='2 3'
        )
        """,
        """
        CREATE TRIGGER web_search_added AFTER INSERT ON web_searchentry BEGIN
            INSERT INTO web_search (rowid, title_words, body_words) VALUES (new.id, new.title_words, new.body_words);
        END
        """,
        """
        CREATE TRIGGER web_search_removed AFTER DELETE ON web_searchentry BEGIN
            INSERT INTO web_search (web_search, rowid, title_words, body_words)
            VALUES ('delete', old.id, old.title_words, old.body_words);
        END
        """,
        """
        CREATE TRIGGER web_search_changed AFTER UPDATE ON web_searchentry BEGIN
            INSERT INTO web_search (web_search, rowid, title_words, body_words)
            VALUES ('delete', old.id, old.title_words, old.body_words);
            INSERT INTO web_search (rowid, title_words, body_words) VALUES (new.id, new.title_words, new.body_words);
        END
        """,
    ],
    "postgresql": [
        """
        ALTER TABLE web_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', title_words), 'A') || setweight(to_tsvector('simple', body_words), 'D')
        ) STORED
        """,
        "CREATE INDEX web_search ON web_searchentry USING gin (vector)",
    ],
}
UNMAKE = {
    "sqlite": [
        "DROP TRIGGER web_search_added",
        "DROP TRIGGER web_search_removed",
        "DROP TRIGGER web_search_changed",
        "DROP TABLE web_search",
    ],
    "postgresql": ["ALTER TABLE web_searchentry DROP COLUMN vector"],
}


def make(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in UNMAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("web", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
