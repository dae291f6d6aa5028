import unicodedata
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tabard.lib.text import (
    clean,
    excerpt,
    hashtags,
    highlighted,
    mentions,
    pieces,
    search_words,
    tag_key,
    to_html,
)

ALLOWED = {"a": {"href", "rel", "class"}, "span": {"class"}}
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]))
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "#",
                "@",
                "https://",
                "http://a.b/",
                "(",
                ")",
                "]",
                "<script>",
                "&amp;",
                "'",
                '"',
                "\n\n",
                "javascript:",
                ".",
            ]
        ),
        st.text(max_size=5),
    )
).map("".join)


class Reader(HTMLParser):
    """Reads back what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@given(ANY_TEXT | PIECES)
def test_whatever_is_typed_becomes_paragraphs_breaks_and_links_only(text: str):
    reader = read(to_html(text, handles={"riverside"}))

    for tag, attributes in reader.tags:
        assert tag in {"p", "br", "a", "span"}
        assert set(attributes) <= ALLOWED.get(tag, set())
        href = (attributes.get("href") or "/tags/").lower()
        assert href.startswith(("https://", "http://", "/tags/", "/@"))


@given(ANY_TEXT | PIECES)
def test_pieces_joined_are_the_text(text: str):
    assert "".join(piece.text for piece in pieces(text)) == text


@given(ANY_TEXT)
def test_no_override_and_no_control_character_comes_through(text: str):
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert isinstance(cleaned.encode(), bytes)
    assert not any(
        unicodedata.bidirectional(c) in {"LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI"} for c in cleaned
    )
    assert all(c in "\n\t" or unicodedata.category(c) != "Cc" for c in cleaned)


@given(st.text(alphabet=st.characters(categories=["L", "M", "N"]), max_size=20))
@example("ﬁnd")
@example("İstanbul")
def test_a_tag_has_one_key_and_the_key_is_its_own_key(tag: str):
    key = tag_key(tag)

    assert tag_key(key) == key
    assert not key or hashtags(f"so #{key} it is") == [key]


@given(ANY_TEXT, st.integers(min_value=2, max_value=80))
def test_an_excerpt_is_one_short_line_from_the_beginning(text: str, length: int):
    short = excerpt(text, length)

    assert len(short) <= length
    assert "\n" not in short
    assert " ".join(clean(text).split()).startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("See https://a.example/b.", ["https://a.example/b"]),
        ("(https://a.example/b_(c))", ["https://a.example/b_(c)"]),
        ("HTTPS://A.example", ["HTTPS://A.example"]),
        ("https://a.example/?q=1&r=<b>", ["https://a.example/?q=1&r="]),
        ("https://police.example@evil.example/", []),
        ("javascript:alert(1) data:text/html,x ftp://a.example", []),
        ("https://", []),
        ("https://[::1", []),
        ("xhttps://a.example", []),
    ],
)
def test_only_honest_web_addresses_are_links(typed: str, links: list[str]):
    assert [attributes["href"] for tag, attributes in read(to_html(typed)).tags if tag == "a"] == links


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("#Riverside and #riverside", ["riverside"]),
        ("#Café #CAFE\u0301", ["café"]),
        ("#नमस्ते #বাংলা #سلام #日本", ["नमस्ते", "বাংলা", "سلام", "日本"]),
        ("#1 #2026 #24hours", ["24hours"]),
        ("&#39; a#b ##c https://a.example/#d", []),
        ("#" + "a" * 101, []),
        ("#end.", ["end"]),
    ],
)
def test_hashtags_are_found_in_every_script(typed: str, tags: list[str]):
    assert hashtags(typed) == [unicodedata.normalize("NFKC", tag) for tag in tags]


def test_only_handles_of_this_server_are_linked():
    text = "Thanks @Riverside, @nobody and @jo@elsewhere.example. Write to a@riverside."

    html = to_html(text, handles={"riverside"}, base_url="https://police.example")

    assert mentions(text) == ["riverside", "nobody"]
    assert html.count("<a ") == 1
    assert '<a href="https://police.example/@riverside/" class="u-url mention">@Riverside</a></span>,' in html


def test_other_servers_and_apps_know_mentions_and_hashtags_by_their_classes():
    """As Mastodon writes them: apps open what bears these inside, instead of in a browser, and draw no card of it."""
    pages = {"jo@elsewhere.example": "https://elsewhere.example/@jo"}

    html = to_html("@riverside @jo@elsewhere.example #Bikes", handles={"riverside"}, pages=pages)

    assert html == (
        '<p><span class="h-card"><a href="/@riverside/" class="u-url mention">@riverside</a></span> '
        '<span class="h-card"><a href="https://elsewhere.example/@jo" class="u-url mention" rel="nofollow noreferrer">'
        "@jo@elsewhere.example</a></span> "
        '<a href="/tags/bikes/" class="mention hashtag" rel="tag">#Bikes</a></p>'
    )


def test_empty_lines_part_paragraphs_and_line_ends_break_lines():
    assert to_html("One\r\ntwo\r\n \r\nthree") == "<p>One<br>\ntwo</p><p>three</p>"


def test_a_text_without_links_reads_as_typed():
    typed = "5 < 6 & \"7\" > 'x' <b>not bold</b>"

    assert unescape(read(to_html(typed)).text) == typed


def test_a_long_text_without_spaces_is_cut_within_its_word():
    assert excerpt("a" * 50, 10) == "a" * 9 + "…"
    assert excerpt("The bridge is shut until noon today", 20) == "The bridge is shut…"


@given(ANY_TEXT)
def test_search_words_hold_letters_and_digits_only_and_are_their_own_search_words(text: str):
    words = search_words(text)

    assert all(word and all(c.isalnum() for c in word) for word in words)
    assert search_words(" ".join(words)) == words


def test_accents_and_capitals_make_no_difference_to_a_search():
    assert search_words("Café-Straße, Ynysybŵl 24h!") == ["cafe", "strasse", "ynysybwl", "24h"]


@given(ANY_TEXT, st.lists(st.text(min_size=1, max_size=3)))
def test_what_is_highlighted_is_the_text_and_marks_only(text: str, wanted: list[str]):
    reader = read(highlighted(text, wanted))

    assert {tag for tag, _ in reader.tags} <= {"mark"}
    assert len(reader.text) <= 182


def test_the_words_that_were_sought_are_marked_where_they_stand():
    text = "Nothing of note. " * 20 + "The café by the <bridge> is open."

    html = highlighted(text, ["caf", "bridge"])

    assert "The <mark>café</mark> by the <mark>&lt;bridge&gt;</mark> is open." in html
    assert html.startswith("…")
