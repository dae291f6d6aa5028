"""From sayings to figures: `settled` says which posts count, `figures` counts them, `definitions` says what each means.

Both are one Ibis expression, which DuckDB and Spark work out alike.
"""
