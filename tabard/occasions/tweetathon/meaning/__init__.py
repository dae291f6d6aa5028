"""What free text says: the country of a profile's place, and the language of a post.

`places.country_of(text)` and `languages.language_of(text, said)` are plain Python, without database and network. Their
look-ups are built when the first text comes. `answering` reads long files of either.
"""
